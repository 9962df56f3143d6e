/*
 * fuzz_rows.c -- questions to a table of rows: any query string, against a real table. What is understood must be
 * answered by the table, and a cursor must be one that the table gives.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <headwater/fold.h>

#include "rows/run.h"
#include "rows/write.h"
#include "route.h"

static void require(bool truth)
{
	if (!truth)
		abort();
}

static struct row_column columns[] = {
    {.name = "code", .type = "string", .class = CLASS_TEXT, .blanks = 1},
    {.name = "area", .type = "number", .class = CLASS_NUMBER, .min = "-5", .max = "2.5", .blanks = 1},
    {.name = "open", .type = "boolean", .class = CLASS_TRUTH},
    {.name = "day", .type = "date", .class = CLASS_TIME},
};

static int searched[] = {0, 1, 3, TABLE_FOLDED};

static const struct sql TABLE = {
    "table", "CREATE TABLE t (c0, c1, c2, c3, f);"
	     "INSERT INTO t VALUES ('001', 1, 0, '2026-01-01', NULL), ('GB2', 2.5, 1, '2026-01', 'gb2'), "
	     "(NULL, -5, 1, '2025', NULL), ('西宁', NULL, 0, '2026-01-01', NULL);"};

/* Written once; opened as the service opens it. */
static struct row_table *table_open(void)
{
	static struct row_table table = {.id = "id",
					 .dataset = "dataset",
					 .name = "name",
					 .stamp = "0123456789abcdef",
					 .rows = 4,
					 .columns = columns,
					 .column_count = 4,
					 .searched = searched,
					 .searched_count = 4};
	char folder[] = "/tmp/headwater-fuzz-XXXXXX";
	struct db *db;
	const char *error;
	table.arena = arena_new();
	require(mkdtemp(folder) != NULL);
	const char *path = arena_printf(table.arena, "%s/t.db", folder);
	require(db_create(path, table.arena, &db, &error) == STATUS_OK && db_script(db, &TABLE) == STATUS_OK);
	require(db_close(db) == STATUS_OK && db_open_table(path, table.arena, &table.db, &error) == STATUS_OK);
	unlink(path);
	rmdir(folder);
	return &table;
}

static void read_row(void *context, struct stmt *stmt, int64_t row)
{
	const struct ask *ask = context;
	size_t count;
	struct buf out;
	const struct shown *shown = shown_of(ask, &count);
	buf_init(&out, 1 << 20);
	write_row_csv(&out, shown, count, stmt);
	buf_free(&out);
	require(ask->grouped || (row >= 1 && row <= 4));
}

static void check(struct ask *ask)
{
	struct run_result result;
	struct ask count = *ask;
	int64_t total, row;
	require(run_rows(ask, read_row, ask, &result) == STATUS_OK);
	require(result.count <= ask->limit);
	if (!ask->grouped && result.last > 0)
		require(cursor_read(ask, cursor_write(ask, result.last), &row) == STATUS_OK && row == result.last);
	if (ask->grouped || ask->after > 0 || ask->offset > 0)
		return;
	/* the total is that of a page without end */
	count.limit = 1000;
	require(run_rows(&count, read_row, &count, &result) == STATUS_OK);
	struct table_statement statement;
	table_sql_count(&(struct table_select){.where = ask->where}, ask->arena, &statement);
	struct stmt *stmt = table_statement_open(ask->table->db, &statement);
	require(stmt && stmt_step(stmt) == STATUS_OK);
	total = stmt_column_int(stmt, 0);
	stmt_reset(stmt);
	require(total == result.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	static struct row_table *table;
	static struct folder *folder;
	if (!table) {
		folder = folder_new();
		arena = arena_new();
		table = table_open();
	}
	arena_reset(arena);
	const char *parts[ROUTE_PARTS_MAX];
	const struct route *route = route_find("/api/v1/resources/id/rows", arena, parts);
	struct request request = {.query = arena_copy(arena, (const char *)data, size < 4096 ? size : 4096)};
	struct params *params;
	struct refusal refusal = {REASON_NONE, NULL};
	if (params_read(&request, route->params, route->param_count, arena, &params, &refusal) != STATUS_OK)
		return 0;
	struct param_pair *pairs = arena_array(arena, PARAMS_PAIRS_MAX, sizeof *pairs);
	struct ask_source source = {
	    .params = params, .specs = route->params, .spec_count = route->param_count, .pairs = pairs, .strict = true};
	struct ask ask;
	params_split(request.query, arena, pairs, &source.pair_count);
	ask_begin(&ask, table, arena);
	ask.folder = folder;
	if (ask_read(&ask, &source, &refusal) == STATUS_OK)
		check(&ask);
	else
		require(refusal.reason != REASON_NONE && refusal.subject != NULL);
	return 0;
}
