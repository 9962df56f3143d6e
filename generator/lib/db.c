/* db.c -- see db.h. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include <headwater/buf.h>
#include <headwater/db.h>

#include "budget.h"

#define MAP_BYTES ((sqlite3_int64)16 << 30)
#define HEAP_BYTES ((sqlite3_int64)256 << 20)
#define PATH_BYTES_MAX 16384

/* Statements of one shape that a table keeps ready: the few that its pages and clients ask again and again. */
#define SHAPES_MAX 24

struct stmt {
	sqlite3_stmt *raw;
	struct db *db;
	const char *text;
	struct stmt *next;
	bool too_large; /* a value past the limits was to be bound */
};

struct db {
	sqlite3 *raw;
	struct arena *arena;
	struct stmt *stmts;
	const struct access *access; /* of a reader */
	struct shape {
		struct stmt stmt; /* raw NULL: free; its text is its own */
		uint64_t used;    /* larger: later */
	} shapes[SHAPES_MAX];
	uint64_t shape_clock;
	struct budget budget;
};

/* What a reader may do: threat model §2.2. Tight enough that a statement of ours that grows past it fails in its test. */
struct limit {
	int id, value;
};

static const struct limit read_limits[] = {
    {SQLITE_LIMIT_LENGTH, 1000000},     {SQLITE_LIMIT_SQL_LENGTH, 100000}, {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 10},      {SQLITE_LIMIT_COMPOUND_SELECT, 3}, {SQLITE_LIMIT_VDBE_OP, 25000},
    {SQLITE_LIMIT_FUNCTION_ARG, 8},     {SQLITE_LIMIT_ATTACHED, 0},        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 10}, {SQLITE_LIMIT_TRIGGER_DEPTH, 10},  {SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* Of a table of rows: as wide as its columns, and with as many conditions as a request may have (table_sql.h). */
static const struct limit table_limits[] = {
    {SQLITE_LIMIT_LENGTH, 1000000},      {SQLITE_LIMIT_SQL_LENGTH, 100000}, {SQLITE_LIMIT_COLUMN, 600},
    {SQLITE_LIMIT_EXPR_DEPTH, 200},      {SQLITE_LIMIT_COMPOUND_SELECT, 1}, {SQLITE_LIMIT_VDBE_OP, 250000},
    {SQLITE_LIMIT_FUNCTION_ARG, 100},    {SQLITE_LIMIT_ATTACHED, 0},        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 600}, {SQLITE_LIMIT_TRIGGER_DEPTH, 1},   {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const struct setting {
	int id, value;
} settings[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
};

/* Functions that a reader's statements may call; "match" is what FTS5's operator becomes. */
static const char *const read_functions[] = {"match", "bm25", "count", "min", "max", "sum", "length", "coalesce", NULL};
static const char *const table_functions[] = {"count", "min", "max", "sum", "avg", "holds", "holds_any_case", NULL};

/* What one kind of file may be asked. */
static const struct access {
	const struct limit *limits;
	size_t limit_count;
	const char *const *functions; /* up to NULL */
} catalogue_access = {read_limits, sizeof read_limits / sizeof *read_limits, read_functions},
  table_access = {table_limits, sizeof table_limits / sizeof *table_limits, table_functions};

static enum status status_of(int code)
{
	switch (code & 0xFF) {
	case SQLITE_OK:
	case SQLITE_ROW:
		return STATUS_OK;
	case SQLITE_DONE:
		return STATUS_NOT_FOUND;
	case SQLITE_INTERRUPT:
	case SQLITE_NOMEM: /* the heap limit: a statement that wanted too much */
		return STATUS_BUDGET;
	case SQLITE_TOOBIG:
		return STATUS_TOO_LARGE;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return STATUS_CORRUPT;
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return STATUS_IO;
	default:
		return STATUS_INTERNAL;
	}
}

/* ---- budget ---- */

void db_budget(struct db *db, int64_t steps, int time_ms)
{
	bool limited = budget_set(&db->budget, steps, time_ms);
	sqlite3_progress_handler(db->raw, BUDGET_GRAIN, limited ? budget_spent : NULL, &db->budget);
}

void db_budget_more(struct db *db, int time_ms, db_more *more, void *context)
{
	budget_more(&db->budget, time_ms, more, context);
}

/* ---- opening ---- */

static int authorize(void *context, int action, const char *first, const char *second, const char *schema,
		     const char *trigger)
{
	const struct access *access = context;
	(void)schema, (void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
		return SQLITE_OK;
	case SQLITE_PRAGMA: /* FTS5 asks for it on every MATCH */
		return strcmp(first, "data_version") == 0 && !second ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_UPDATE: /* how SQLite asks when FTS5 declares its table; defensive mode refuses a true one */
		return strcmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_FUNCTION:
		for (size_t i = 0; access->functions[i]; i++)
			if (strcmp(second, access->functions[i]) == 0)
				return SQLITE_OK;
		return SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

static struct db *db_new(void)
{
	struct arena *arena = arena_new();
	struct db *db = arena_alloc(arena, sizeof *db);
	db->arena = arena;
	return db;
}

static enum status open_failed(struct db *db, int code, struct arena *arena, const char **error)
{
	*error = arena_string(arena, db->raw ? sqlite3_errmsg(db->raw) : sqlite3_errstr(code));
	db_close(db);
	return status_of(code);
}

/* Reads the schema, so that what is not a database is found now. */
static int probe(sqlite3 *raw)
{
	return sqlite3_table_column_metadata(raw, "main", "sqlite_schema", NULL, NULL, NULL, NULL, NULL, NULL);
}

static int configure(sqlite3 *raw)
{
	int code = SQLITE_OK;
	for (size_t i = 0; i < sizeof settings / sizeof *settings && code == SQLITE_OK; i++)
		code = sqlite3_db_config(raw, settings[i].id, settings[i].value, NULL);
	return code;
}

/* "file:<path>?mode=ro&immutable=1", in which a '?' or '%' of the path has no meaning. */
static const char *read_uri(const char *path, struct arena *arena)
{
	struct buf uri;
	buf_init(&uri, PATH_BYTES_MAX);
	buf_str(&uri, "file:");
	buf_url_path(&uri, path);
	buf_str(&uri, "?mode=ro&immutable=1");
	const char *result = buf_overflowed(&uri) ? NULL : arena_copy(arena, uri.bytes, uri.len);
	buf_free(&uri);
	return result;
}

/* ---- functions of our own ---- */

/* holds(part, text, …): whether the bytes of `part` stand in any of the texts. */
static void sql_holds(sqlite3_context *context, int count, sqlite3_value **values)
{
	const void *part = sqlite3_value_text(values[0]);
	size_t part_len = (size_t)sqlite3_value_bytes(values[0]);
	int found = 0;
	for (int i = 1; i < count && !found && part; i++) {
		const void *text = sqlite3_value_text(values[i]);
		found = text && memmem(text, (size_t)sqlite3_value_bytes(values[i]), part, part_len);
	}
	sqlite3_result_int(context, found);
}

/* The same for one text, letters of ASCII in any case. */
static void sql_holds_any_case(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *part = (const char *)sqlite3_value_text(values[0]);
	const char *text = (const char *)sqlite3_value_text(values[1]);
	(void)count;
	sqlite3_result_int(context, part && text && strcasestr(text, part));
}

static int add_functions(sqlite3 *raw)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	int code = sqlite3_create_function_v2(raw, "holds", -1, flags, NULL, sql_holds, NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return code;
	return sqlite3_create_function_v2(raw, "holds_any_case", 2, flags, NULL, sql_holds_any_case, NULL, NULL, NULL);
}

static enum status open_reader(const char *path, const struct access *access, struct arena *arena, struct db **result,
			       const char **error)
{
	struct db *db = db_new();
	sqlite3_int64 map_bytes = MAP_BYTES;
	const char *uri = read_uri(path, db->arena);
	*result = NULL;
	if (!uri)
		return open_failed(db, SQLITE_CANTOPEN, arena, error);
	sqlite3_hard_heap_limit64(HEAP_BYTES);
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int code = sqlite3_open_v2(uri, &db->raw, flags, NULL);
	if (code == SQLITE_OK)
		code = configure(db->raw);
	if (code != SQLITE_OK)
		return open_failed(db, code, arena, error);
	for (size_t i = 0; i < access->limit_count; i++)
		sqlite3_limit(db->raw, access->limits[i].id, access->limits[i].value);
	sqlite3_file_control(db->raw, "main", SQLITE_FCNTL_MMAP_SIZE, &map_bytes);
	code = add_functions(db->raw);
	sqlite3_set_authorizer(db->raw, authorize, (void *)access);
	if (code == SQLITE_OK)
		code = probe(db->raw);
	if (code != SQLITE_OK)
		return open_failed(db, code, arena, error);
	*result = db;
	return STATUS_OK;
}

enum status db_open_read(const char *path, struct arena *arena, struct db **db, const char **error)
{
	return open_reader(path, &catalogue_access, arena, db, error);
}

enum status db_open_table(const char *path, struct arena *arena, struct db **db, const char **error)
{
	return open_reader(path, &table_access, arena, db, error);
}

/* Makes the file, or takes an empty one; never one that holds something. */
static bool file_claim(const char *path)
{
	struct stat facts;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return false;
	bool empty = fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size == 0;
	if (!empty)
		errno = EEXIST;
	close(fd);
	return empty;
}

enum status db_create(const char *path, struct arena *arena, struct db **result, const char **error)
{
	struct db *db = db_new();
	*result = NULL;
	if (!file_claim(path)) {
		*error = arena_printf(arena, "%s: %s", path, strerror(errno));
		db_close(db);
		return STATUS_IO;
	}
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int code = sqlite3_open_v2(path, &db->raw, flags, NULL);
	if (code == SQLITE_OK)
		code = configure(db->raw);
	if (code != SQLITE_OK)
		return open_failed(db, code, arena, error);
	*result = db;
	return STATUS_OK;
}

static void shape_drop(struct shape *shape)
{
	sqlite3_finalize(shape->stmt.raw);
	free((char *)shape->stmt.text);
	*shape = (struct shape){0};
}

enum status db_close(struct db *db)
{
	if (!db)
		return STATUS_OK;
	for (struct stmt *stmt = db->stmts; stmt; stmt = stmt->next)
		sqlite3_finalize(stmt->raw);
	for (size_t i = 0; i < SHAPES_MAX; i++)
		shape_drop(&db->shapes[i]);
	int code = sqlite3_close(db->raw);
	assert(code == SQLITE_OK); /* only unfinished statements could keep it open */
	arena_free(db->arena);
	return status_of(code);
}

const char *db_error(const struct db *db)
{
	return sqlite3_errmsg(db->raw);
}

/* ---- statements ---- */

enum status db_script(struct db *db, const struct sql *script)
{
	const char *rest = script->text;
	while (*rest) {
		sqlite3_stmt *raw = NULL;
		int code = sqlite3_prepare_v2(db->raw, rest, -1, &raw, &rest);
		while (code == SQLITE_OK && raw && (code = sqlite3_step(raw)) == SQLITE_ROW)
			code = SQLITE_OK;
		sqlite3_finalize(raw);
		if (code != SQLITE_OK && code != SQLITE_DONE)
			return status_of(code);
	}
	return STATUS_OK;
}

struct stmt *db_prepare(struct db *db, const struct sql *sql)
{
	struct stmt *stmt;
	for (stmt = db->stmts; stmt; stmt = stmt->next)
		if (stmt->text == sql->text) {
			stmt_reset(stmt);
			return stmt;
		}
	sqlite3_stmt *raw = NULL;
	if (sqlite3_prepare_v3(db->raw, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &raw, NULL) != SQLITE_OK || !raw)
		return NULL;
	stmt = arena_alloc(db->arena, sizeof *stmt);
	*stmt = (struct stmt){raw, db, sql->text, db->stmts, false};
	db->stmts = stmt;
	return stmt;
}

/* The one of that text, or the one that has been idle longest. */
static struct shape *shape_of(struct db *db, const char *text)
{
	struct shape *idle = &db->shapes[0];
	for (size_t i = 0; i < SHAPES_MAX; i++) {
		struct shape *shape = &db->shapes[i];
		if (shape->stmt.raw && strcmp(shape->stmt.text, text) == 0)
			return shape;
		if (shape->used < idle->used)
			idle = shape;
	}
	shape_drop(idle);
	return idle;
}

struct stmt *db_prepare_shape(struct db *db, const char *text)
{
	struct shape *shape = shape_of(db, text);
	shape->used = ++db->shape_clock;
	if (shape->stmt.raw) {
		stmt_reset(&shape->stmt);
		return &shape->stmt;
	}
	sqlite3_stmt *raw = NULL;
	if (sqlite3_prepare_v3(db->raw, text, -1, SQLITE_PREPARE_PERSISTENT, &raw, NULL) != SQLITE_OK || !raw)
		return NULL;
	size_t size = strlen(text) + 1;
	char *own = memcpy(memory_alloc(size), text, size);
	shape->stmt = (struct stmt){raw, db, own, NULL, false};
	return &shape->stmt;
}

/* A parameter that the statement does not have is a bug; a value past the limits fails the step. */
static void bound(struct stmt *stmt, int code)
{
	assert(code == SQLITE_OK || code == SQLITE_TOOBIG);
	if (code == SQLITE_TOOBIG)
		stmt->too_large = true;
}

void stmt_int(struct stmt *stmt, int index, int64_t value)
{
	bound(stmt, sqlite3_bind_int64(stmt->raw, index, value));
}

void stmt_double(struct stmt *stmt, int index, double value)
{
	bound(stmt, sqlite3_bind_double(stmt->raw, index, value));
}

void stmt_text(struct stmt *stmt, int index, const char *text, size_t len)
{
	bound(stmt, sqlite3_bind_text64(stmt->raw, index, text, len, SQLITE_STATIC, SQLITE_UTF8));
}

void stmt_blob(struct stmt *stmt, int index, const void *bytes, size_t len)
{
	bound(stmt, sqlite3_bind_blob64(stmt->raw, index, bytes, len, SQLITE_STATIC));
}

enum status stmt_step(struct stmt *stmt)
{
	if (stmt->too_large)
		return STATUS_TOO_LARGE;
	int code = sqlite3_step(stmt->raw);
	if (code != SQLITE_ROW)
		sqlite3_reset(stmt->raw);
	return status_of(code);
}

enum column_kind stmt_column_kind(struct stmt *stmt, int column)
{
	switch (sqlite3_column_type(stmt->raw, column)) {
	case SQLITE_INTEGER:
		return COLUMN_INT;
	case SQLITE_FLOAT:
		return COLUMN_DOUBLE;
	case SQLITE_NULL:
		return COLUMN_NULL;
	default:
		return COLUMN_TEXT;
	}
}

int64_t stmt_column_int(struct stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt->raw, column);
}

double stmt_column_double(struct stmt *stmt, int column)
{
	return sqlite3_column_double(stmt->raw, column);
}

struct span stmt_column_text(struct stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt->raw, column);
	return (struct span){text, (size_t)sqlite3_column_bytes(stmt->raw, column)};
}

struct span stmt_column_blob(struct stmt *stmt, int column)
{
	const char *bytes = sqlite3_column_blob(stmt->raw, column);
	return (struct span){bytes, (size_t)sqlite3_column_bytes(stmt->raw, column)};
}

void stmt_reset(struct stmt *stmt)
{
	sqlite3_reset(stmt->raw);
	sqlite3_clear_bindings(stmt->raw);
	stmt->too_large = false;
}
