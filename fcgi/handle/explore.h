/* explore.h -- what the files of the explorer share: /datasets/<id>/explore/<resource>/. */
#ifndef FCGI_HANDLE_EXPLORE_H
#define FCGI_HANDLE_EXPLORE_H

#include <headwater/doc.h>

#include "../rows/run.h"
#include "../rows/write.h"
#include "resource.h"

struct explore {
	struct context *context;
	struct row_table *table;
	struct param_pair *pairs; /* of the query */
	size_t pair_count;
	struct ask ask;
	struct ask chart; /* where groups are asked for */
	bool charted;
	const struct shown *shown;
	size_t shown_count;
	struct node *rows; /* where rows go */
	struct run_result result;
	bool stopped; /* the budget ran out: there are no rows */
	bool total_known;
	int64_t total;
};

/* The form that stands for a column's filter. */
enum filter_form { FORM_CHOICE, FORM_RANGE, FORM_TEXT };
enum filter_form explore_form(const struct explore *explore, const struct row_value *values, size_t count,
			      size_t column);

/* The value of a parameter of the query, or "". */
const char *explore_given(const struct explore *explore, const char *name);
/*
 * This page with one parameter changed, added, or (value NULL) taken out, from its first row.
 */
const char *explore_href(const struct explore *explore, const char *name, const char *value);
/* The query without the pair at `at`. */
const char *explore_without(const struct explore *explore, size_t at);
/* The same rows from the API: path and query, in one of its formats (NULL: its own). */
const char *explore_api(const struct explore *explore, const char *format);

/* explore_page.c: the way here, and everything but rows and chart. */
void explore_crumbs(struct explore *explore, struct node *page);
void explore_fill(struct explore *explore, struct node *parent);
/* explore_chart.c: <chart splice/>, where groups are asked for. STATUS_BUDGET: none. */
enum status explore_chart(struct explore *explore, struct node *parent);

#endif
