/* run.h -- asks a table (ask.h) and hands its rows over, within a budget of time. */
#ifndef FCGI_ROWS_RUN_H
#define FCGI_ROWS_RUN_H

#include "../turn.h"
#include "ask.h"

/* One row: the columns (or groups, then figures) that were asked for, by table_cell; `row` is its number. */
typedef void run_row(void *context, struct stmt *stmt, int64_t row);

struct run_result {
	int64_t count; /* rows handed over */
	int64_t last;  /* number of the last one */
	bool more;     /* there are rows behind it */
};

/* STATUS_BUDGET: the time is up (db_budget); what was handed over until then is of no use. */
enum status run_rows(const struct ask *ask, run_row *each, void *context, struct run_result *result);
/* The time that one question may take: the operator's, to find its rows, and 10 us for each row to be handed over. */
struct run_limits {
	int budget_ms;
	int long_ms; /* in its turn (turn.h) */
};
void run_budget(const struct ask *ask, const struct run_limits *limits, struct turn *turn);
/*
 * How many rows there are without a page: known for a whole table and from a last page (`result`), else counted and kept.
 * STATUS_BUDGET: it cannot be said in time.
 */
enum status run_total(const struct ask *ask, const struct run_result *result, int64_t *total);

#endif
