/*
 * returns.h -- return lists under way: what `check --report` writes, organisation by organisation.
 *
 * A row of a ledger that is returned stands in the list of its organisation, or, where that is not known, in the one of its
 * ledger. Lists are worked off one at a time, and a row is judged again when its turn comes, so that memory holds two
 * numbers for each returned row and nothing of what is told of it.
 */
#ifndef CHECK_RETURNS_H
#define CHECK_RETURNS_H

#include <headwater/arena.h>
#include <headwater/render.h>
#include <headwater/workdays.h>

#include "../ledgers.h"
#include "../stages.h"

#define RETURNS_DAYS 20 /* working days a correction may take: 政府信息公开条例 第二十六条, and the work plan */
#define RETURNS_ON_PAGE 500 /* faults that a page shows; the files have all */

struct returns_list {
	const char *id;                     /* names its files: of the organisation, or "unregistered-<ledger>" */
	const struct org *org;              /* or NULL */
	const struct ledger_source *source; /* where there is no organisation */
	const uint32_t *entries;
	size_t row_count, fault_count, overdue_count;
	int32_t due; /* the earliest; 0: nothing to do */
	bool provisional;
};

struct returns {
	const struct model *model;
	const struct report_options *options;
	struct arena *arena;
	struct ledgers_told *told;
	struct workdays *calendar;
	int32_t today;
	struct render *render;
	const char *contracts_dir;  /* the templates folder as the parser of contracts names it */
	struct returns_list *lists; /* those of organisations by id, then those of ledgers */
	size_t list_count;
	int dir; /* of the report */
	const char **error;
};

/* One fault as a list tells it. Texts live until the next. */
struct returns_fault {
	const struct ledger_row *row;
	const struct row_fault *fault;
	struct arena *scratch; /* until the next row */
	const char *sentence[LANG__MAX], *expected[LANG__MAX];
	int32_t since, due;
	char since_text[16], due_text[16];
	bool error, overdue, provisional;
};

typedef void returns_fault_fn(void *context, const struct returns_fault *fault);

/* What is told of one row, in order. */
void returns_each(struct returns *returns, const struct ledger_entry *entry, returns_fault_fn *each, void *context);
/* Writes <id>.csv, <id>.xlsx and the pages of a list, and counts it. */
enum status returns_write_list(struct returns *returns, struct returns_list *list);
/* Writes index.csv and the pages of all lists, and takes away files of lists that are no more. */
enum status returns_write_index(struct returns *returns);
/* Puts a page into the report, in one step. */
enum status returns_put(struct returns *returns, const char *name, const char *bytes, size_t len);

#endif
