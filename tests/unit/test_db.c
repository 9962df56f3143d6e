/* test_db.c -- the door to SQLite: reading what was written, limits that trip, budgets that stop, refusals. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/db.h>

#include "tap.h"

static struct arena *arena;
static char folder[] = "/tmp/headwater-db-XXXXXX";
static const char *error;

static const struct sql SCHEMA = {"schema", "CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT) STRICT;\n"
					    "CREATE VIRTUAL TABLE s USING fts5 (body, content='', tokenize='ascii');\n"
					    "BEGIN;"};
static const struct sql COMMIT = {"commit", "COMMIT;"};
static const struct sql ADD = {"add", "INSERT INTO t (id, word) VALUES (?, ?)"};
static const struct sql ADD_TEXT = {"add_text", "INSERT INTO s (rowid, body) VALUES (?, ?)"};
static const struct sql GET = {"get", "SELECT id, word, length(word) FROM t WHERE id = ?"};
static const struct sql MATCH = {"match", "SELECT rowid FROM s WHERE s MATCH ?"};

static const char *path_of(const char *name)
{
	if (!arena) {
		arena = arena_new();
		if (!mkdtemp(folder))
			abort();
	}
	return arena_printf(arena, "%s/%s", folder, name);
}

/* A database of `rows` rows; NULL when it could not be made. */
static const char *make(const char *name, int rows)
{
	struct db *db;
	const char *path = path_of(name);
	if (!CHECK_INT(db_create(path, arena, &db, &error), STATUS_OK))
		return NULL;
	CHECK_INT(db_script(db, &SCHEMA), STATUS_OK);
	struct stmt *add = db_prepare(db, &ADD), *add_text = db_prepare(db, &ADD_TEXT);
	for (int i = 1; i <= rows; i++) {
		const char *word = arena_printf(arena, "word%d common", i);
		stmt_int(add, 1, i);
		stmt_text(add, 2, word, strlen(word));
		CHECK_INT(stmt_step(add), STATUS_NOT_FOUND);
		stmt_int(add_text, 1, i);
		stmt_text(add_text, 2, word, strlen(word));
		CHECK_INT(stmt_step(add_text), STATUS_NOT_FOUND);
	}
	CHECK_INT(db_script(db, &COMMIT), STATUS_OK);
	CHECK_INT(db_close(db), STATUS_OK);
	return path;
}

/* The same database for every test that only reads. */
static struct db *shared(void)
{
	static const char *path;
	struct db *db = NULL;
	if (!path)
		path = make("shared ?#%.db", 20000);
	CHECK_INT(db_open_read(path, arena, &db, &error), STATUS_OK);
	return db;
}

static void write_and_read(void)
{
	struct db *db = shared();
	struct stmt *get = db_prepare(db, &GET);
	if (!CHECK(get != NULL))
		return;
	stmt_int(get, 1, 7);
	CHECK_INT(stmt_step(get), STATUS_OK);
	CHECK_INT(stmt_column_int(get, 0), 7);
	CHECK(span_is(stmt_column_text(get, 1), "word7 common"));
	CHECK_INT(stmt_step(get), STATUS_NOT_FOUND);
	stmt_int(get, 1, 99999999);
	CHECK_INT(stmt_step(get), STATUS_NOT_FOUND);
	CHECK(db_prepare(db, &GET) == get);
	stmt_text(get, 1, NULL, 0);
	CHECK_INT(stmt_step(get), STATUS_NOT_FOUND);
	struct stmt *match = db_prepare(db, &MATCH);
	stmt_text(match, 1, "\"word12\"", 8);
	CHECK_INT(stmt_step(match), STATUS_OK);
	CHECK_INT(stmt_column_int(match, 0), 12);
	CHECK_INT(db_close(db), STATUS_OK);
}

static void refuses_bad_files(void)
{
	struct db *db;
	const char *text = path_of("text.db"), *made = make("made.db", 1);
	FILE *file = fopen(text, "w");
	for (int i = 0; i < 300; i++)
		fputs("not a database\n", file);
	fclose(file);
	CHECK_INT(db_open_read(path_of("absent.db"), arena, &db, &error), STATUS_IO);
	CHECK(db == NULL && error != NULL);
	CHECK_INT(db_open_read(text, arena, &db, &error), STATUS_CORRUPT);
	CHECK_INT(db_create(text, arena, &db, &error), STATUS_IO);
	CHECK_INT(db_create(made, arena, &db, &error), STATUS_IO);
	CHECK(strstr(error, "made.db") != NULL);
	CHECK_INT(db_create("/nonexistent/x.db", arena, &db, &error), STATUS_IO);
	CHECK(truncate(made, 5000) == 0);
	struct stmt *match = NULL;
	if (db_open_read(made, arena, &db, &error) == STATUS_OK) { /* the head alone is whole */
		match = db_prepare(db, &MATCH);
		if (match) {
			stmt_text(match, 1, "common", 6);
			CHECK_INT(stmt_step(match), STATUS_CORRUPT);
		}
		db_close(db);
	}
}

/* Each statement is fine SQL that a reader must not run. */
static void refuses_statements(void)
{
	static const struct sql denied[] = {
	    {"write", "INSERT INTO t (id, word) VALUES (1, 'x')"},
	    {"schema", "UPDATE sqlite_schema SET sql = ''"},
	    {"delete", "DELETE FROM t"},
	    {"attach", "ATTACH ':memory:' AS other"},
	    {"pragma", "PRAGMA journal_mode"},
	    {"extension", "SELECT load_extension('x')"},
	    {"function", "SELECT randomblob(10)"},
	    {"quotes", "SELECT \"word8\""},
	    {"create", "CREATE TEMP TABLE u (a)"},
	    {"columns", "SELECT * FROM t a, t b, (SELECT id FROM t UNION SELECT 1 UNION SELECT 2 UNION SELECT 3)"},
	    {"depth", "SELECT (((((((((1+1)+1)+1)+1)+1)+1)+1)+1)+1)+1+1+1+1"},
	    {"variables", "SELECT ?11"},
	    {"arguments", "SELECT max(1,2,3,4,5,6,7,8,9)"},
	};
	struct db *db = shared();
	for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
		printf("# %s\n", denied[i].name);
		CHECK(db_prepare(db, &denied[i]) == NULL);
		CHECK(strlen(db_error(db)) > 0);
	}
	db_close(db);
}

static void limits(void)
{
	static const struct sql wide = {"wide", "SELECT length(?)"},
				like = {"like", "SELECT id FROM t WHERE word LIKE ?"};
	struct db *db = shared();
	struct stmt *stmt = db_prepare(db, &wide);
	char *large = arena_alloc(arena, 1000002);
	memset(large, 'x', 1000001);
	stmt_text(stmt, 1, large, 1000000);
	CHECK_INT(stmt_step(stmt), STATUS_OK);
	stmt_reset(stmt);
	stmt_text(stmt, 1, large, 1000001);
	CHECK_INT(stmt_step(stmt), STATUS_TOO_LARGE);
	stmt_reset(stmt);
	CHECK_INT(stmt_step(stmt), STATUS_OK);
	CHECK(db_prepare(db, &like) == NULL); /* LIKE is not on the list of functions */
	struct sql long_sql = {"long", large};
	memset(large, ' ', 1000001);
	memcpy(large, "SELECT 1", 8);
	CHECK(db_prepare(db, &long_sql) == NULL);
	db_close(db);
}

/* A script stops at its first fault and names it. */
static void scripts(void)
{
	static const struct sql bad = {"bad",
				       "CREATE TABLE a (x); INSERT INTO nowhere VALUES (1); CREATE TABLE b (x);"};
	struct db *db;
	CHECK_INT(db_create(path_of("script.db"), arena, &db, &error), STATUS_OK);
	CHECK_INT(db_script(db, &bad), STATUS_INTERNAL);
	CHECK(strstr(db_error(db), "nowhere") != NULL);
	CHECK_INT(db_close(db), STATUS_OK);
}

static enum status run_all(struct stmt *stmt, size_t *rows)
{
	enum status status;
	for (*rows = 0; (status = stmt_step(stmt)) == STATUS_OK; ++*rows)
		;
	return status;
}

static bool refuse_more(void *asked)
{
	++*(int *)asked;
	return false;
}

static bool allow_more(void *asked)
{
	++*(int *)asked;
	return true;
}

static void budgets(void)
{
	static const struct sql cross = {"cross", "SELECT count(*) FROM t a, t b WHERE a.word < b.word"};
	struct db *db = shared();
	struct stmt *stmt = db_prepare(db, &cross), *match = db_prepare(db, &MATCH);
	size_t rows;
	int asked = 0;
	db_budget(db, 100000, 0);
	CHECK_INT(run_all(stmt, &rows), STATUS_BUDGET);
	CHECK_INT(run_all(stmt, &rows), STATUS_BUDGET); /* spent is spent */
	db_budget(db, 0, 5);
	CHECK_INT(run_all(stmt, &rows), STATUS_BUDGET);
	db_budget(db, 20000, 0);
	stmt_text(match, 1, "common", 6);
	CHECK_INT(run_all(match, &rows), STATUS_BUDGET);
	CHECK(rows > 0 && rows < 20000); /* what came before the end is kept */
	db_budget(db, 0, 1);
	db_budget_more(db, 60000, refuse_more, &asked);
	CHECK_INT(run_all(stmt, &rows), STATUS_BUDGET);
	CHECK_INT(asked, 1);
	db_budget(db, 0, 1);
	db_budget_more(db, 20, allow_more, &asked);
	CHECK_INT(run_all(stmt, &rows), STATUS_BUDGET); /* more is not for ever */
	CHECK_INT(asked, 2);
	db_budget(db, 0, 0);
	CHECK_INT(run_all(match, &rows), STATUS_NOT_FOUND);
	CHECK_INT(rows, 20000);
	db_close(db);
}

static char *slurp(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	struct stat facts;
	if (!file || fstat(fileno(file), &facts) != 0)
		abort();
	char *bytes = arena_alloc(arena, (size_t)facts.st_size + 1);
	*len = fread(bytes, 1, (size_t)facts.st_size, file);
	fclose(file);
	return bytes;
}

static void same_bytes(void)
{
	size_t one_len, two_len, other_len;
	char *one = slurp(make("one.db", 500), &one_len), *two = slurp(make("two.db", 500), &two_len);
	char *other = slurp(make("other.db", 501), &other_len);
	CHECK_INT(one_len, two_len);
	CHECK(memcmp(one, two, one_len) == 0);
	CHECK(other_len != one_len || memcmp(one, other, one_len) != 0);
}

static void clean_up(void)
{
	static const char *const names[] = {"shared ?#%.db", "text.db", "made.db", "script.db",
					    "one.db",        "two.db",  "other.db"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		CHECK(unlink(path_of(names[i])) == 0);
	CHECK(rmdir(folder) == 0);
}

TAP_MAIN({"what is written is read", write_and_read}, {"bad files are refused", refuses_bad_files},
	 {"statements that a reader may not run", refuses_statements}, {"limits trip", limits}, {"scripts", scripts},
	 {"budgets stop", budgets}, {"the same bytes each time", same_bytes}, {"nothing is left behind", clean_up})
