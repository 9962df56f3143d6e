/*
 * table.h -- the tables of a release whose rows can be asked for, opened when they are asked for.
 *
 * A bounded number stays open, each with its statements ready; the one that has been idle longest makes room.
 */
#ifndef FCGI_ROWS_TABLE_H
#define FCGI_ROWS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/db.h>
#include <headwater/lang.h>
#include <headwater/status.h>
#include <headwater/table_sql.h>

/* How the values of a column are read and compared. */
enum column_class { CLASS_TEXT, CLASS_NUMBER, CLASS_TRUTH, CLASS_TIME };

struct row_column {
	const char *name, *type; /* as in the dictionary */
	enum column_class class;
	struct label title, description;
	const char *unit, *codes; /* or NULL */
	bool required, unique, key, indexed;
	int64_t blanks, distinct;
	const char *min, *max; /* of ordered types, or NULL */
	bool has_mean;
	double mean;
};

struct row_table {
	const char *id, *dataset, *name;
	struct label title, dataset_title;
	const char *csv;          /* the published file with all of it, site-absolute */
	const char *stamp;        /* changes with the table */
	int64_t rows, size_bytes; /* size of its file */
	struct row_column *columns;
	size_t column_count;
	int *searched; /* columns that words are looked for in */
	size_t searched_count;
	struct db *db;
	struct arena *arena;
};

struct tables; /* of one release */

/* `dir` is the release's folder, `catalogue` its catalogue.db; both must outlive it. */
struct tables *tables_new(const char *dir, struct db *catalogue);
void tables_free(struct tables *tables);
/*
 * By id, or by dataset and name (`name` not NULL). STATUS_NOT_FOUND; STATUS_CORRUPT or STATUS_IO: its file is not what it
 * must be (logged). The table holds until the next call.
 */
enum status tables_find(struct tables *tables, const char *id, const char *name, struct row_table **table);

/* Number of the column, or -1. */
int row_column(const struct row_table *table, struct span name);
/* Every value of a column that has only a few, the most frequent first, in arena; none for the others. */
struct row_value {
	struct cell cell;
	int64_t count;
};
enum status row_values(const struct row_table *table, int column, struct arena *arena, struct row_value **values,
		       size_t *count);

/* How many rows a statement counted last time, and the same to be kept (a bounded number is). */
bool row_total_find(struct row_table *table, const struct table_statement *statement, int64_t *total);
void row_total_keep(struct row_table *table, const struct table_statement *statement, int64_t total);

#endif
