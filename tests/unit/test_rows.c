/* test_rows.c -- files of rows: typed, indexed by use and measure, the same bytes twice; and what a table is asked. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <headwater/db.h>
#include <headwater/table_sql.h>

#include "rows/rows.h"
#include "tap.h"
#include "turn.h"

#define ROWS 3000
#define COLUMNS 6

static struct arena *arena;
static char folder[] = "/tmp/headwater-rows-XXXXXX";
static const struct sql LIST = {"list", "SELECT name, indexed, blanks, distinct_values FROM col ORDER BY col"};
static const struct sql VALUES = {"values", "SELECT value, count FROM value WHERE col = 3 ORDER BY seq"};
static const struct sql FIRST = {"first", "SELECT c0, c1, c2, c3, c4, f FROM t WHERE rowid = ?"};

static struct field fields[COLUMNS] = {
    {.name = "id", .type = FIELD_STRING, .open = OPEN_UNCONDITIONAL, .column = 0, .unique = true},
    {.name = "area", .type = FIELD_NUMBER, .open = OPEN_UNCONDITIONAL, .column = 1},
    {.name = "secret", .type = FIELD_STRING, .open = OPEN_CLOSED, .column = 2},
    {.name = "flag", .type = FIELD_BOOLEAN, .open = OPEN_UNCONDITIONAL, .column = 3},
    {.name = "kind", .type = FIELD_STRING, .open = OPEN_UNCONDITIONAL, .column = 4},
    {.name = "day", .type = FIELD_DATE, .open = OPEN_UNCONDITIONAL, .column = 5},
};
static struct table table = {.column_count = COLUMNS, .row_count = ROWS};
static struct resource resource = {
    .name = "r", .tabular = true, .fields = fields, .field_count = COLUMNS, .table = &table};
static struct dataset dataset = {.id = "d", .open = OPEN_UNCONDITIONAL, .resources = &resource, .resource_count = 1};

static struct span text(const char *string)
{
	return span_of(string);
}

static void profile(size_t field, size_t blanks, size_t distinct, size_t most)
{
	struct profile *made = arena_alloc(arena, sizeof *made);
	*made = (struct profile){.row_count = ROWS, .blank_count = blanks, .distinct_count = distinct, .bar_count = 1};
	made->bars = arena_array(arena, 1, sizeof *made->bars);
	made->bars[0].count = most;
	fields[field].profile = made;
}

static void prepare(void)
{
	if (arena)
		return;
	arena = arena_new();
	if (!mkdtemp(folder))
		abort();
	table.cells = arena_array(arena, (size_t)ROWS * COLUMNS, sizeof *table.cells);
	for (size_t i = 0; i < ROWS; i++) {
		struct span *row = &table.cells[i * COLUMNS];
		row[0] = text(arena_printf(arena, "%06zu", i));
		row[1] = text(i == 1 ? "100.00" : i == 2 ? "12345678901234567890" : arena_printf(arena, "%zu.5", i));
		row[2] = text("hidden");
		row[3] = text(i % 3 == 0 ? "true" : "false");
		row[4] = text(i == 0 ? "ＧＢ２" : i == 1 ? "" : "same");
		row[5] = text(arena_printf(arena, "2026-%02zu-%02zu", i % 12 + 1, i % 28 + 1));
	}
	profile(0, 0, ROWS, 1);
	profile(1, 0, ROWS, 1);
	profile(3, 0, 2, ROWS / 3 * 2);
	profile(4, 1, 2, ROWS - 2);
	profile(5, 0, 84, 36);
}

static const char *write_file(const char *name)
{
	const char *error = NULL, *path = arena_printf(arena, "%s/%s", folder, name);
	struct folder *folds = folder_new();
	if (!CHECK_INT(rows_write(path, &dataset, &resource, folds, arena, &error), STATUS_OK))
		printf("# %s\n", error ? error : "");
	folder_free(folds);
	return path;
}

static void test_same(void)
{
	char first[SHA256_HEX_LEN + 1], second[SHA256_HEX_LEN + 1];
	uint64_t size;
	prepare();
	const char *a = write_file("a.db"), *b = write_file("b.db");
	CHECK_INT(sha256_file(a, first, &size), STATUS_OK);
	CHECK_INT(sha256_file(b, second, &size), STATUS_OK);
	CHECK_STR(first, second);
	unlink(a);
	unlink(b);
}

static void test_columns(void)
{
	static const struct {
		const char *name;
		int indexed, blanks, distinct;
	} want[] = {{"id", 1, 0, ROWS}, {"area", 1, 0, ROWS}, {"flag", 0, 0, 2}, {"kind", 0, 1, 2}, {"day", 1, 0, 84}};
	struct db *db;
	const char *error;
	prepare();
	const char *path = write_file("c.db");
	CHECK_INT(db_open_table(path, arena, &db, &error), STATUS_OK);
	struct stmt *stmt = db_prepare(db, &LIST);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		CHECK_INT(stmt_step(stmt), STATUS_OK);
		CHECK_STR(stmt_column_text(stmt, 0).ptr, want[i].name);
		CHECK_INT(stmt_column_int(stmt, 1), want[i].indexed);
		CHECK_INT(stmt_column_int(stmt, 2), want[i].blanks);
		CHECK_INT(stmt_column_int(stmt, 3), want[i].distinct);
	}
	CHECK_INT(stmt_step(stmt), STATUS_NOT_FOUND); /* what is closed is not there */
	stmt = db_prepare(db, &VALUES);
	CHECK_INT(stmt_step(stmt), STATUS_OK);
	CHECK_STR(stmt_column_text(stmt, 0).ptr, "same");
	CHECK_INT(stmt_column_int(stmt, 1), ROWS - 2);
	stmt_reset(stmt);
	db_close(db);
	unlink(path);
}

static void test_values(void)
{
	struct db *db;
	const char *error;
	prepare();
	const char *path = write_file("v.db");
	CHECK_INT(db_open_table(path, arena, &db, &error), STATUS_OK);
	struct stmt *stmt = db_prepare(db, &FIRST);
	stmt_int(stmt, 1, 1);
	CHECK_INT(stmt_step(stmt), STATUS_OK);
	CHECK_STR(stmt_column_text(stmt, 0).ptr, "000000"); /* codes keep their zeros */
	CHECK_INT(stmt_column_kind(stmt, 1), COLUMN_DOUBLE);
	CHECK_INT(stmt_column_kind(stmt, 2), COLUMN_INT);
	CHECK_STR(stmt_column_text(stmt, 5).ptr, "gb2\n");
	stmt_reset(stmt);
	stmt_int(stmt, 1, 2);
	CHECK_INT(stmt_step(stmt), STATUS_OK);
	CHECK_INT(stmt_column_kind(stmt, 1), COLUMN_INT);
	CHECK_INT(stmt_column_int(stmt, 1), 100);
	CHECK_INT(stmt_column_kind(stmt, 3), COLUMN_NULL);
	CHECK_INT(stmt_column_kind(stmt, 5), COLUMN_NULL);
	stmt_reset(stmt);
	stmt_int(stmt, 1, 3);
	CHECK_INT(stmt_step(stmt), STATUS_OK);
	CHECK_INT(stmt_column_kind(stmt, 1), COLUMN_DOUBLE); /* past 64 bits */
	stmt_reset(stmt);
	db_close(db);
	unlink(path);
}

/* Names and values never reach the text of a statement. */
static void test_statement(void)
{
	prepare();
	static const int columns[] = {0, TABLE_ROWID};
	static const struct sort_key sort[] = {{.column = 1, .descending = true}};
	struct cell values[2] = {{.kind = COLUMN_TEXT, .text = span_of("x' OR 1")}, {.kind = COLUMN_INT, .integer = 7}};
	struct condition *where = condition_all(arena), *any = condition_any(arena);
	struct table_statement statement;
	condition_add(where, condition_test(TEST_IN, 0, values, 2, arena), arena);
	condition_add(any, condition_test(TEST_ABOVE, 1, &values[1], 1, arena), arena);
	condition_add(any, condition_test(TEST_BLANK, 2, NULL, 0, arena), arena);
	condition_add(where, any, arena);
	table_sql_select(&(struct table_select){.columns = columns,
						.column_count = 2,
						.where = where,
						.sort = sort,
						.sort_count = 1,
						.limit = 5,
						.offset = 2},
			 arena, &statement);
	CHECK_STR(statement.text, "SELECT c0, rowid FROM t WHERE (c0 IN (?1, ?2) AND (c1 > ?3 OR c2 IS NULL)) "
				  "ORDER BY c1 DESC LIMIT ?4 OFFSET ?5");
	CHECK_INT(statement.value_count, 5);
	table_sql_count(&(struct table_select){.where = condition_any(arena)}, arena, &statement);
	CHECK_STR(statement.text, "SELECT count(*) FROM t WHERE 0");
}

/* An index gives the order of groups only where it holds all that is asked for. */
static void test_groups(void)
{
	int one[] = {1};
	struct figure figures[] = {{FIGURE_COUNT, TABLE_ROWID}, {FIGURE_AVERAGE, 2}};
	struct table_select select = {
	    .columns = one, .column_count = 1, .figures = figures, .figure_count = 1, .limit = 3};
	struct table_statement statement;
	prepare();
	table_sql_select(&select, arena, &statement);
	CHECK_STR(statement.text, "SELECT c1, count(*) FROM t GROUP BY c1 LIMIT ?1");
	select.figure_count = 2;
	table_sql_select(&select, arena, &statement);
	CHECK_STR(statement.text, "SELECT c1, count(*), avg(c2) FROM t GROUP BY +c1 LIMIT ?1");
	struct condition *range = condition_test(TEST_FROM, 2, &(struct cell){.kind = COLUMN_INT}, 1, arena);
	range->wide = true;
	select.where = range;
	table_sql_count(&select, arena, &statement);
	CHECK_STR(statement.text, "SELECT count(*) FROM (SELECT 1 FROM t WHERE +c2 >= ?1 GROUP BY +c1)");
}

/* A turn is one process's, and ends with it. */
static void test_turns(void)
{
	struct turn ours = {.fd = turn_file()};
	int ready[2], over[2];
	char byte = 0;
	CHECK(ours.fd >= 0 && pipe(ready) == 0 && pipe(over) == 0);
	pid_t other = fork();
	if (other == 0) {
		bool good = turn_take(&ours) && write(ready[1], &byte, 1) == 1 && read(over[0], &byte, 1) == 1;
		_exit(good ? 0 : 1);
	}
	CHECK(read(ready[0], &byte, 1) == 1);
	CHECK(!turn_take(&ours) && ours.refused);
	turn_end(&ours);
	CHECK(!ours.refused && !turn_take(&ours));
	int how;
	CHECK(write(over[1], &byte, 1) == 1 && waitpid(other, &how, 0) == other && how == 0);
	CHECK(turn_take(&ours) && !ours.refused);
	turn_end(&ours);
	CHECK(turn_take(&(struct turn){.fd = -1}));
}

/* A reader of rows may do nothing else. */
static void test_reader(void)
{
	static const char *const refused[] = {"DELETE FROM t", "PRAGMA user_version", "ATTACH 'x' AS y",
					      "SELECT load_extension('x')", "SELECT hex(c0) FROM t"};
	struct db *db;
	const char *error;
	prepare();
	const char *path = write_file("r.db");
	CHECK_INT(db_open_table(path, arena, &db, &error), STATUS_OK);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		CHECK(db_prepare_shape(db, refused[i]) == NULL);
	for (int i = 0; i < 100; i++) /* more shapes than are kept */
		CHECK(db_prepare_shape(db, arena_printf(arena, "SELECT c0 FROM t LIMIT %d", i)) != NULL);
	db_close(db);
	unlink(path);
	rmdir(folder);
}

TAP_MAIN({"the same bytes twice", test_same}, {"columns", test_columns}, {"values", test_values},
	 {"statement", test_statement}, {"groups", test_groups}, {"turns", test_turns}, {"reader", test_reader})
