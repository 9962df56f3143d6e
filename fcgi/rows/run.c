/*
 * run.c -- see run.h.
 *
 * What comes after a row, in an order of several keys, is asked for in pieces that each can use an index: first the rows
 * that share all keys with it and lie behind it, then those that share all but the last key, and so on. The pieces follow
 * one another in the order, so that a page is filled from as many as it takes.
 */
#include "run.h"

#include <string.h>

#define PIECES_MAX (ASK_SORT_MAX * 2 + 1)

struct running {
	const struct ask *ask;
	run_row *each;
	void *context;
	struct run_result *result;
	struct sort_key sort[ASK_SORT_MAX + ASK_GROUP_MAX + 1];
	size_t sort_count;
	struct cell keys[ASK_SORT_MAX]; /* of the row before the first */
};

static bool sorts_by(const struct ask *ask, int column)
{
	for (size_t i = 0; i < ask->sort_count; i++)
		if (ask->sort[i].column == column)
			return true;
	return false;
}

/*
 * Rows that are equal in every key stand in their own order, in the direction of the last key: an index holds them so.
 * Groups stand in the order of their values.
 */
static void complete_sort(struct running *running)
{
	const struct ask *ask = running->ask;
	bool down = ask->sort_count > 0 && ask->sort[ask->sort_count - 1].descending;
	memcpy(running->sort, ask->sort, ask->sort_count * sizeof *ask->sort);
	running->sort_count = ask->sort_count;
	for (size_t i = 0; ask->grouped && i < ask->column_count; i++)
		if (!sorts_by(ask, (int)i))
			running->sort[running->sort_count++] = (struct sort_key){.column = (int)i};
	if (!ask->grouped && !ask->distinct && !sorts_by(ask, TABLE_ROWID))
		running->sort[running->sort_count++] = (struct sort_key){.column = TABLE_ROWID, .descending = down};
}

static struct table_select select_of(const struct running *running, const struct condition *where)
{
	const struct ask *ask = running->ask;
	struct figure *figures = arena_array(ask->arena, ask->figure_count + 1, sizeof *figures);
	int *columns = arena_array(ask->arena, ask->column_count + 1, sizeof *columns);
	size_t column_count = ask->column_count;
	bool numbered = !ask->grouped && !ask->distinct;
	memcpy(columns, ask->columns, ask->column_count * sizeof *columns);
	if (numbered)
		columns[column_count++] = TABLE_ROWID;
	for (size_t i = 0; i < ask->figure_count; i++)
		figures[i] = ask->figures[i].figure;
	return (struct table_select){.columns = columns,
				     .column_count = column_count,
				     .figures = figures,
				     .figure_count = ask->figure_count,
				     .distinct = ask->distinct,
				     .where = where->part_count > 0 ? where : NULL,
				     .sort = running->sort,
				     .sort_count = running->sort_count,
				     .offset = ask->offset};
}

/* Rows in their own order are numbered without a gap: those before the page need not be walked over. */
static void skip_numbered(const struct running *running, struct table_select *select)
{
	const struct ask *ask = running->ask;
	bool own_order = !select->where && !ask->grouped && !ask->distinct && running->sort_count == 1 &&
			 running->sort[0].column == TABLE_ROWID;
	if (!own_order || select->offset == 0)
		return;
	bool down = running->sort[0].descending;
	struct cell *last = arena_alloc(ask->arena, sizeof *last);
	*last = (struct cell){.kind = COLUMN_INT, .integer = down ? ask->table->rows - select->offset : select->offset};
	select->where = condition_test(down ? TEST_UPTO : TEST_ABOVE, TABLE_ROWID, last, 1, ask->arena);
	select->offset = 0;
}

/* One statement: hands rows over until the page is full, and looks whether there is one more. */
static enum status run_piece(struct running *running, const struct condition *where)
{
	const struct ask *ask = running->ask;
	struct run_result *result = running->result;
	struct table_statement statement;
	struct table_select select = select_of(running, where);
	select.limit = ask->limit - result->count + 1;
	skip_numbered(running, &select);
	table_sql_select(&select, ask->arena, &statement);
	struct stmt *stmt = table_statement_open(ask->table->db, &statement);
	enum status status = STATUS_OK;
	if (!stmt)
		return STATUS_INTERNAL;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		if (result->count == ask->limit) {
			result->more = true;
			break;
		}
		bool numbered = !ask->grouped && !ask->distinct;
		result->last = numbered ? stmt_column_int(stmt, (int)ask->column_count) : 0;
		running->each(running->context, stmt, result->last);
		result->count++;
	}
	stmt_reset(stmt);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- after a row ---- */

static enum status read_keys(struct running *running)
{
	const struct ask *ask = running->ask;
	int columns[ASK_SORT_MAX + 1];
	struct condition *one = condition_all(ask->arena);
	struct table_statement statement;
	for (size_t i = 0; i < ask->sort_count; i++)
		columns[i] = ask->sort[i].column;
	columns[ask->sort_count] = TABLE_ROWID;
	struct cell *row = arena_alloc(ask->arena, sizeof *row);
	*row = (struct cell){.kind = COLUMN_INT, .integer = ask->after};
	condition_add(one, condition_test(TEST_IN, TABLE_ROWID, row, 1, ask->arena), ask->arena);
	table_sql_select(
	    &(struct table_select){.columns = columns, .column_count = ask->sort_count + 1, .where = one, .limit = 1},
	    ask->arena, &statement);
	struct stmt *stmt = table_statement_open(ask->table->db, &statement);
	enum status status = stmt ? stmt_step(stmt) : STATUS_INTERNAL;
	for (size_t i = 0; i < ask->sort_count && status == STATUS_OK; i++) {
		running->keys[i] = table_cell(stmt, (int)i);
		struct span *text = &running->keys[i].text;
		if (running->keys[i].kind == COLUMN_TEXT)
			text->ptr = arena_copy(ask->arena, text->ptr, text->len);
	}
	if (stmt)
		stmt_reset(stmt);
	return status;
}

/* All conditions of the request, and equality with the row before in the first `equal` keys. */
static struct condition *shared_keys(const struct running *running, size_t equal)
{
	const struct ask *ask = running->ask;
	struct condition *where = condition_all(ask->arena);
	for (size_t i = 0; i < ask->where->part_count; i++)
		condition_add(where, ask->where->parts[i], ask->arena);
	for (size_t i = 0; i < equal; i++) {
		bool blank = running->keys[i].kind == COLUMN_NULL;
		condition_add(where,
			      condition_test(blank ? TEST_BLANK : TEST_IN, ask->sort[i].column, &running->keys[i],
					     blank ? 0 : 1, ask->arena),
			      ask->arena);
	}
	return where;
}

static enum status run_more(struct running *running, size_t equal, struct condition *last)
{
	struct condition *where = shared_keys(running, equal);
	if (running->result->more)
		return STATUS_OK;
	condition_add(where, last, running->ask->arena);
	return run_piece(running, where);
}

/* What lies beyond the row before in its key `at`, blanks being below everything. */
static enum status run_beyond(struct running *running, size_t at)
{
	const struct ask *ask = running->ask;
	const struct sort_key *key = &ask->sort[at];
	const struct cell *value = &running->keys[at];
	bool blank = value->kind == COLUMN_NULL;
	if (!key->descending)
		return run_more(
		    running, at,
		    condition_test(blank ? TEST_FILLED : TEST_ABOVE, key->column, value, blank ? 0 : 1, ask->arena));
	if (blank)
		return STATUS_OK;
	enum status status = run_more(running, at, condition_test(TEST_BELOW, key->column, value, 1, ask->arena));
	if (status == STATUS_OK)
		status = run_more(running, at, condition_test(TEST_BLANK, key->column, NULL, 0, ask->arena));
	return status;
}

static enum status run_after(struct running *running)
{
	const struct ask *ask = running->ask;
	bool down = running->sort[running->sort_count - 1].descending;
	struct cell row = {.kind = COLUMN_INT, .integer = ask->after};
	enum status status = read_keys(running);
	if (status == STATUS_NOT_FOUND)
		return STATUS_CORRUPT;
	if (status == STATUS_OK)
		status = run_more(running, ask->sort_count,
				  condition_test(down ? TEST_BELOW : TEST_ABOVE, TABLE_ROWID, &row, 1, ask->arena));
	for (size_t at = ask->sort_count; at-- > 0 && status == STATUS_OK;)
		status = run_beyond(running, at);
	return status;
}

void run_budget(const struct ask *ask, const struct run_limits *limits, struct turn *turn)
{
	int64_t rows = ask->limit < ask->table->rows ? ask->limit : ask->table->rows;
	int handing_ms = (int)(rows / 100);
	db_budget(ask->table->db, 0, limits->budget_ms + handing_ms);
	db_budget_more(ask->table->db, limits->long_ms + handing_ms, turn_take, turn);
}

enum status run_rows(const struct ask *ask, run_row *each, void *context, struct run_result *result)
{
	struct running running = {.ask = ask, .each = each, .context = context, .result = result};
	*result = (struct run_result){0};
	complete_sort(&running);
	return ask->after > 0 ? run_after(&running) : run_piece(&running, ask->where);
}

/* A last page that begins at a known place. */
static bool is_end(const struct ask *ask, const struct run_result *result)
{
	return !result->more && ask->after == 0 && ask->limit > 0 && (result->count > 0 || ask->offset == 0);
}

enum status run_total(const struct ask *ask, const struct run_result *result, int64_t *total)
{
	struct running running = {.ask = ask};
	struct table_statement statement;
	struct table_select select = select_of(&running, ask->where);
	if (ask->distinct)
		select.column_count = ask->column_count;
	if (!select.where && !ask->grouped && !ask->distinct) {
		*total = ask->table->rows;
		return STATUS_OK;
	}
	if (is_end(ask, result)) {
		*total = ask->offset + result->count;
		return STATUS_OK;
	}
	table_sql_count(&select, ask->arena, &statement);
	if (row_total_find(ask->table, &statement, total))
		return STATUS_OK;
	struct stmt *stmt = table_statement_open(ask->table->db, &statement);
	enum status status = stmt ? stmt_step(stmt) : STATUS_INTERNAL;
	if (status == STATUS_OK)
		*total = stmt_column_int(stmt, 0);
	if (stmt)
		stmt_reset(stmt);
	if (status == STATUS_OK)
		row_total_keep(ask->table, &statement, *total);
	return status;
}
