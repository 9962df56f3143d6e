/*
 * db.h -- the one door to SQLite.
 *
 * SQL lives in .sql files as named statements, built into the program (sql_table): nothing is put together from strings,
 * but for statements whose shape follows the columns of a table (table_sql.h).
 * Parameters are bound, never printed. A database opened to read is a file that nobody changes (immutable=1), with the
 * defensive settings of sqlite.org/security.html; every read has a budget.
 */
#ifndef HEADWATER_DB_H
#define HEADWATER_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/span.h>
#include <headwater/status.h>

struct db;
struct stmt;

/* One named statement or script. */
struct sql {
	const char *name;
	const char *text;
};

/* Opens an immutable file for reading. STATUS_IO, STATUS_CORRUPT; `*error` in arena. */
enum status db_open_read(const char *path, struct arena *arena, struct db **db, const char **error);
/*
 * The same for a file of rows (table_sql.h): wider, with more conditions, and with the functions that its statements use.
 */
enum status db_open_table(const char *path, struct arena *arena, struct db **db, const char **error);
/*
 * Creates a new file for writing. It must not exist, or be empty. The same statements in the same order give the same
 * bytes. How it is written (journal, sync, cache) is for the caller's first script to say.
 */
enum status db_create(const char *path, struct arena *arena, struct db **db, const char **error);
enum status db_close(struct db *db);
const char *db_error(const struct db *db);
/* Runs a script of several statements without parameters. */
enum status db_script(struct db *db, const struct sql *script);
/*
 * Stops any statement that runs more than about `steps` virtual-machine steps, or longer than `time_ms` of the
 * processor's time or ten times that by the clock; it then ends with STATUS_BUDGET. 0 = no limit. Holds from this call on,
 * over all statements together (the budget of one request).
 */
void db_budget(struct db *db, int64_t steps, int time_ms);
/*
 * When the time of the budget is up, asks once whether the request may have `time_ms` in all instead; only then does it end.
 * Holds until the next db_budget.
 */
typedef bool db_more(void *context);
void db_budget_more(struct db *db, int time_ms, db_more *more, void *context);

/*
 * Prepares once; statements are kept by the database and closed with it. Asked again for the same text, it gives the same
 * statement, reset. NULL on error (db_error).
 */
struct stmt *db_prepare(struct db *db, const struct sql *sql);
/*
 * The same for a statement that table_sql.h has put together. A bounded number is kept: it holds until the next call of
 * this function on the same database, at least.
 */
struct stmt *db_prepare_shape(struct db *db, const char *text);
void stmt_int(struct stmt *stmt, int index, int64_t value); /* 1-based */
void stmt_double(struct stmt *stmt, int index, double value);
void stmt_text(struct stmt *stmt, int index, const char *text,
	       size_t len); /* NULL binds NULL; must outlive the steps */
void stmt_blob(struct stmt *stmt, int index, const void *bytes, size_t len);
/* STATUS_OK: a row; STATUS_NOT_FOUND: no more rows; else an error. After anything but a row it is reset. */
enum status stmt_step(struct stmt *stmt);
/* What a value is. */
enum column_kind { COLUMN_NULL, COLUMN_INT, COLUMN_DOUBLE, COLUMN_TEXT };
enum column_kind stmt_column_kind(struct stmt *stmt, int column); /* 0-based */
int64_t stmt_column_int(struct stmt *stmt, int column);
double stmt_column_double(struct stmt *stmt, int column);
struct span stmt_column_text(struct stmt *stmt, int column); /* valid until the next step */
struct span stmt_column_blob(struct stmt *stmt, int column);
/* Ends the rows and forgets what was bound. */
void stmt_reset(struct stmt *stmt);

#endif
