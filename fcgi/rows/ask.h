/*
 * ask.h -- what is asked of a table of rows: columns, conditions, order, page, groups. One form for every grammar: the
 * parameters of /api/v1 and of the explorer (ask_query.c), and CKAN's datastore (ckan/datastore.c).
 *
 * Parameters of /api/v1/resources/<id>/rows. A condition is filter[column]=value or filter[column][test]=value:
 *
 *   filter[a]=x               a is x; given more than once: a is one of them
 *   filter[a][ne]=x           a is not x (blanks are not); more than once: none of them
 *   filter[a][gt|gte|lt|lte]  above, from, below, up to: by number, by time, or by code point
 *   filter[a][contains]=x     x stands in a, letters of ASCII in any case
 *   filter[a][starts]=x       a begins with x
 *   filter[a][blank]=true     a is blank; false: it is not
 *
 * All conditions must hold. An empty value counts as not given, for forms send their blank fields. q= looks for words in
 * every column, whatever their width, case or script form (fold.h); all of them must be there.
 */
#ifndef FCGI_ROWS_ASK_H
#define FCGI_ROWS_ASK_H

#include "../params.h"
#include "table.h"

#define ASK_SORT_MAX 4
#define ASK_GROUP_MAX 3
#define ASK_FIGURES_MAX 8
#define ASK_VALUES_MAX 100    /* of one list */
#define ASK_CONDITIONS_MAX 32 /* filters */
#define ASK_WORDS_MAX 8       /* of q */
#define ASK_VALUE_BYTES_MAX 1000

struct folder; /* headwater/fold.h */

struct figure_asked {
	struct figure figure;
	const char *name; /* "count", "sum:area" */
};

struct ask {
	struct row_table *table;
	struct arena *arena;
	struct folder *folder; /* for words */
	int *columns;          /* to show, or to group by; may hold TABLE_ROWID */
	size_t column_count;
	struct condition *where; /* ALL */
	struct sort_key sort[ASK_SORT_MAX];
	size_t sort_count;
	int64_t limit, offset;
	int64_t after; /* the row before the first one wanted; 0: none */
	bool distinct;
	bool grouped;
	struct figure_asked figures[ASK_FIGURES_MAX];
	size_t figure_count;
};

/* Every row and column, 100 rows. */
void ask_begin(struct ask *ask, struct row_table *table, struct arena *arena);
/* A value typed as its column is. False: it is none of that type. */
bool ask_cell(const struct ask *ask, int column, struct span text, struct cell *cell);
/* The least and the greatest value of a column of numbers. False: it is none, or has no values. */
bool ask_bounds(const struct row_column *column, double *low, double *high);
/* Whether a range of numbers holds so much of its column that an index does not pay. */
bool ask_wide(const struct ask *ask, int column, enum test test, const struct cell *value);
/* Adds a test with one value. */
void ask_test(struct ask *ask, struct condition *to, enum test test, int column, struct cell value);
/* Every word of `text` must stand in the row. False: too many words. */
bool ask_words(struct ask *ask, const char *text);
/* The same in one column, letters of ASCII in any case. */
bool ask_words_in(struct ask *ask, int column, const char *text);

/*
 * Reads the declared parameters (params) and those of the form filter[…] (pairs). STATUS_INVALID: `*refusal` names the
 * parameter. With `strict` a name that is neither is refused.
 */
enum ask_part {
	ASK_WHOLE, /* as it is asked */
	ASK_ROWS,  /* its rows, whatever groups it asks for */
	ASK_CHART  /* its groups, without order and page */
};

struct ask_source {
	enum ask_part part;
	const struct params *params;
	const struct param_spec *specs;
	size_t spec_count;
	const struct param_pair *pairs;
	size_t pair_count;
	bool strict;
};
enum status ask_read(struct ask *ask, const struct ask_source *source, struct refusal *refusal);

/* ask_filter.c: one pair. STATUS_NOT_FOUND: it is not of that form. */
struct filters;
struct filters *filters_new(struct ask *ask);
enum status filters_take(struct filters *filters, const struct param_pair *pair, struct refusal *refusal);
/* Adds them to ask->where. */
void filters_end(struct filters *filters);

/* ---- paging (cursor.c) ---- */

/* The cursor that stands after a row: opaque to clients, [0-9a-z-], valid for this table as it is and this order. */
const char *cursor_write(const struct ask *ask, int64_t row);
/* STATUS_INVALID: no cursor; STATUS_NOT_FOUND: of another order, or of the table as it was before. */
enum status cursor_read(const struct ask *ask, const char *text, int64_t *row);

#endif
