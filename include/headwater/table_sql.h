/*
 * table_sql.h -- statements whose shape follows the columns of a table of rows.
 *
 * The one exception to the rule that SQL stands in .sql files: a table has as many columns as its editor gave it, and a
 * request chooses among them. A statement is put together here from numbers alone: columns are called c0, c1, …, the
 * folded text of a row is called f, the row itself rowid. No name and no value of an editor or a client ever stands in
 * it: values are bound, in the order in which they were met.
 *
 * A file of rows holds one table t (c0, c1, …, f). Its columns have no declared type, so that a value stays what was
 * bound. generator/rows writes it, the service asks it (fcgi/rows).
 */
#ifndef HEADWATER_TABLE_SQL_H
#define HEADWATER_TABLE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/db.h>
#include <headwater/span.h>

#define TABLE_COLUMNS_MAX 500
#define TABLE_ROWID (-1)  /* as a column: the number of the row, from 1 */
#define TABLE_FOLDED (-2) /* as a column: f */

/* A typed value. */
struct cell {
	enum column_kind kind;
	int64_t integer;
	double number;
	struct span text;
};

enum test {
	TEST_IN,     /* one of the values */
	TEST_NOT_IN, /* blank, or none of the values */
	TEST_ABOVE,  /* values[0]; blanks never */
	TEST_FROM,   /* the same or above */
	TEST_BELOW,  /* values[0]; blanks never */
	TEST_UPTO,   /* the same or below */
	TEST_HOLDS,  /* values[0] stands in the text, letters of ASCII in any case */
	TEST_BLANK,
	TEST_FILLED,
	TEST_ANY_HOLDS /* values[0] stands in one of `columns`, byte for byte */
};

struct condition {
	enum { CONDITION_ALL, CONDITION_ANY, CONDITION_TEST } kind;
	/* ALL (of none: true), ANY (of none: false) */
	const struct condition **parts;
	size_t part_count, part_capacity;
	/* TEST */
	enum test test;
	int column;
	const struct cell *values;
	size_t value_count;
	const int *columns;
	size_t column_count;
	bool wide; /* most rows pass: not to be asked by an index */
};

struct sort_key {
	int column;
	bool descending;
	enum { NULLS_SMALLEST, NULLS_FIRST, NULLS_LAST } nulls;
};

enum figure_kind { FIGURE_COUNT, FIGURE_SUM, FIGURE_AVERAGE, FIGURE_LEAST, FIGURE_GREATEST };

struct figure {
	enum figure_kind kind;
	int column; /* FIGURE_COUNT: TABLE_ROWID counts rows, another counts what is not blank */
};

/* What one statement asks. Result columns: the columns in their order, then the figures. */
struct table_select {
	const int *columns;
	size_t column_count;
	const struct figure *figures; /* any: grouped by the columns */
	size_t figure_count;
	bool distinct;
	const struct condition *where; /* NULL: every row */
	const struct sort_key *sort;   /* by column; of groups: by number of the result column, from 0 */
	size_t sort_count;
	int64_t limit, offset;
};

struct table_statement {
	const char *text;
	const struct cell **values; /* of ?1, ?2, … */
	size_t value_count, value_capacity;
	struct arena *arena;
};

/* ---- asking ---- */

/* Rows, or groups where figures are asked for. */
void table_sql_select(const struct table_select *select, struct arena *arena, struct table_statement *statement);
/* How many rows, distinct rows or groups there are without limit and offset: one row with one number. */
void table_sql_count(const struct table_select *select, struct arena *arena, struct table_statement *statement);
/* Prepares (or finds) and binds; the values must outlive the steps. NULL: db_error. */
struct stmt *table_statement_open(struct db *db, const struct table_statement *statement);
/* A value of a result; its text holds until the next step. */
struct cell table_cell(struct stmt *stmt, int column);

/* Adds a part to ALL or ANY. */
void condition_add(struct condition *to, const struct condition *part, struct arena *arena);
/* A new condition of a kind, without parts. */
struct condition *condition_all(struct arena *arena);
struct condition *condition_any(struct arena *arena);
struct condition *condition_test(enum test test, int column, const struct cell *values, size_t count,
				 struct arena *arena);

/* ---- writing: texts in arena ---- */

const char *table_sql_create(size_t columns, struct arena *arena);
/* ?1 is c0, and so on; the last is f. */
const char *table_sql_insert(size_t columns, struct arena *arena);
const char *table_sql_index(size_t column, struct arena *arena);
/* Fills table value (column, value, count) with the distinct values of a column, the most frequent first. */
const char *table_sql_values(size_t column, struct arena *arena);

#endif
