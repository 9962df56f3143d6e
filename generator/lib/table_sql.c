/* table_sql.c -- see table_sql.h. */
#include <assert.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/table_sql.h>

#define SQL_MAX_BYTES ((size_t)100000)
#define CALL_COLUMNS_MAX 90 /* in one call of holds() */

struct writer {
	struct buf buf;
	struct table_statement *statement;
};

static void begin(struct writer *writer, struct table_statement *statement, struct arena *arena)
{
	*statement = (struct table_statement){.arena = arena};
	writer->statement = statement;
	buf_init(&writer->buf, SQL_MAX_BYTES);
}

static const char *finish(struct buf *buf, struct arena *arena)
{
	assert(!buf_overflowed(buf)); /* whoever asks has its limits */
	const char *text = arena_copy(arena, buf->bytes, buf->len);
	buf_free(buf);
	return text;
}

static void put_column(struct buf *buf, int column)
{
	assert(column >= TABLE_FOLDED && column < TABLE_COLUMNS_MAX);
	if (column == TABLE_ROWID)
		buf_str(buf, "rowid");
	else if (column == TABLE_FOLDED)
		buf_str(buf, "f");
	else
		buf_printf(buf, "c%d", column);
}

static void put_value(struct writer *writer, const struct cell *value)
{
	struct table_statement *statement = writer->statement;
	*ARENA_PUSH(statement->arena, statement->values, statement->value_count, statement->value_capacity) = value;
	buf_printf(&writer->buf, "?%zu", statement->value_count);
}

/* ---- conditions ---- */

static void put_list(struct writer *writer, const struct condition *condition, const char *operator)
{
	put_column(&writer->buf, condition->column);
	if (condition->value_count == 1) {
		buf_str(&writer->buf, operator[0] == 'N' ? " <> " : " = ");
		put_value(writer, &condition->values[0]);
		return;
	}
	buf_printf(&writer->buf, " %s (", operator);
	for (size_t i = 0; i < condition->value_count; i++) {
		buf_str(&writer->buf, i > 0 ? ", " : "");
		put_value(writer, &condition->values[i]);
	}
	buf_byte(&writer->buf, ')');
}

static void put_compare(struct writer *writer, const struct condition *condition, const char *operator)
{
	buf_str(&writer->buf, condition->wide ? "+" : "");
	put_column(&writer->buf, condition->column);
	buf_printf(&writer->buf, " %s ", operator);
	put_value(writer, &condition->values[0]);
}

static void put_any_holds(struct writer *writer, const struct condition *condition)
{
	struct buf *buf = &writer->buf;
	buf_byte(buf, '(');
	for (size_t i = 0; i < condition->column_count; i++) {
		if (i % CALL_COLUMNS_MAX == 0) {
			buf_str(buf, i > 0 ? ") OR holds(" : "holds(");
			put_value(writer, &condition->values[0]);
		}
		buf_str(buf, ", ");
		put_column(buf, condition->columns[i]);
	}
	buf_str(buf, condition->column_count > 0 ? "))" : "0)");
}

static void put_holds(struct writer *writer, const struct condition *condition)
{
	buf_str(&writer->buf, "holds_any_case(");
	put_value(writer, &condition->values[0]);
	buf_str(&writer->buf, ", ");
	put_column(&writer->buf, condition->column);
	buf_byte(&writer->buf, ')');
}

static void put_test(struct writer *writer, const struct condition *condition)
{
	static const char *const operators[] = {
	    [TEST_ABOVE] = ">", [TEST_FROM] = ">=", [TEST_BELOW] = "<", [TEST_UPTO] = "<="};
	switch (condition->test) {
	case TEST_IN:
		put_list(writer, condition, "IN");
		break;
	case TEST_NOT_IN:
		buf_byte(&writer->buf, '(');
		put_column(&writer->buf, condition->column);
		buf_str(&writer->buf, " IS NULL OR ");
		put_list(writer, condition, "NOT IN");
		buf_byte(&writer->buf, ')');
		break;
	case TEST_ABOVE:
	case TEST_FROM:
	case TEST_BELOW:
	case TEST_UPTO:
		put_compare(writer, condition, operators[condition->test]);
		break;
	case TEST_HOLDS:
		put_holds(writer, condition);
		break;
	case TEST_BLANK:
	case TEST_FILLED:
		put_column(&writer->buf, condition->column);
		buf_str(&writer->buf, condition->test == TEST_BLANK ? " IS NULL" : " IS NOT NULL");
		break;
	case TEST_ANY_HOLDS:
		put_any_holds(writer, condition);
		break;
	}
}

static void put_condition(struct writer *writer, const struct condition *condition)
{
	bool all = condition->kind == CONDITION_ALL;
	if (condition->kind == CONDITION_TEST) {
		put_test(writer, condition);
		return;
	}
	if (condition->part_count == 0) {
		buf_str(&writer->buf, all ? "1" : "0");
		return;
	}
	buf_byte(&writer->buf, '(');
	for (size_t i = 0; i < condition->part_count; i++) {
		if (i > 0)
			buf_str(&writer->buf, all ? " AND " : " OR ");
		put_condition(writer, condition->parts[i]);
	}
	buf_byte(&writer->buf, ')');
}

void condition_add(struct condition *to, const struct condition *part, struct arena *arena)
{
	assert(to->kind != CONDITION_TEST);
	*ARENA_PUSH(arena, to->parts, to->part_count, to->part_capacity) = part;
}

static struct condition *new_condition(int kind, struct arena *arena)
{
	struct condition *made = arena_alloc(arena, sizeof *made);
	made->kind = kind;
	return made;
}

struct condition *condition_all(struct arena *arena)
{
	return new_condition(CONDITION_ALL, arena);
}

struct condition *condition_any(struct arena *arena)
{
	return new_condition(CONDITION_ANY, arena);
}

struct condition *condition_test(enum test test, int column, const struct cell *values, size_t count,
				 struct arena *arena)
{
	struct condition *made = new_condition(CONDITION_TEST, arena);
	made->test = test;
	made->column = column;
	made->values = values;
	made->value_count = count;
	return made;
}

/* ---- selecting ---- */

static void put_columns(struct buf *buf, const struct table_select *select)
{
	for (size_t i = 0; i < select->column_count; i++) {
		buf_str(buf, i > 0 ? ", " : "");
		put_column(buf, select->columns[i]);
	}
}

static void put_figures(struct buf *buf, const struct table_select *select)
{
	static const char *const functions[] = {[FIGURE_COUNT] = "count",
						[FIGURE_SUM] = "sum",
						[FIGURE_AVERAGE] = "avg",
						[FIGURE_LEAST] = "min",
						[FIGURE_GREATEST] = "max"};
	for (size_t i = 0; i < select->figure_count; i++) {
		const struct figure *figure = &select->figures[i];
		buf_printf(buf, "%s%s(", i > 0 || select->column_count > 0 ? ", " : "", functions[figure->kind]);
		if (figure->kind == FIGURE_COUNT && figure->column == TABLE_ROWID)
			buf_byte(buf, '*');
		else
			put_column(buf, figure->column);
		buf_byte(buf, ')');
	}
}

/* Whether an index on the one group holds all that is asked for. */
static bool index_suffices(const struct table_select *select)
{
	if (select->column_count != 1 || select->where)
		return false;
	for (size_t i = 0; i < select->figure_count; i++)
		if (select->figures[i].column != TABLE_ROWID && select->figures[i].column != select->columns[0])
			return false;
	return true;
}

/*
 * A plus keeps SQLite from going through the whole table in the order of an index on the group, which looks up each row in
 * another place: for a million rows that takes ten times as long as reading them in their own order.
 */
static void put_groups(struct buf *buf, const struct table_select *select)
{
	const char *plus = index_suffices(select) ? "" : "+";
	for (size_t i = 0; i < select->column_count; i++) {
		buf_printf(buf, "%s%s", i > 0 ? ", " : " GROUP BY ", plus);
		put_column(buf, select->columns[i]);
	}
}

static void put_from(struct writer *writer, const struct table_select *select)
{
	struct buf *buf = &writer->buf;
	buf_str(buf, " FROM t");
	if (select->where) {
		buf_str(buf, " WHERE ");
		put_condition(writer, select->where);
	}
	if (select->figure_count > 0 && select->column_count > 0)
		put_groups(buf, select);
}

static void put_order(struct buf *buf, const struct table_select *select)
{
	static const char *const nulls[] = {
	    [NULLS_SMALLEST] = "", [NULLS_FIRST] = " NULLS FIRST", [NULLS_LAST] = " NULLS LAST"};
	for (size_t i = 0; i < select->sort_count; i++) {
		const struct sort_key *key = &select->sort[i];
		buf_str(buf, i > 0 ? ", " : " ORDER BY ");
		if (select->figure_count > 0)
			buf_printf(buf, "%d", key->column + 1);
		else
			put_column(buf, key->column);
		buf_printf(buf, "%s%s", key->descending ? " DESC" : "", nulls[key->nulls]);
	}
}

static const struct cell *whole_number(int64_t number, struct arena *arena)
{
	struct cell *cell = arena_alloc(arena, sizeof *cell);
	*cell = (struct cell){.kind = COLUMN_INT, .integer = number};
	return cell;
}

void table_sql_select(const struct table_select *select, struct arena *arena, struct table_statement *statement)
{
	struct writer writer;
	begin(&writer, statement, arena);
	buf_str(&writer.buf, select->distinct ? "SELECT DISTINCT " : "SELECT ");
	put_columns(&writer.buf, select);
	put_figures(&writer.buf, select);
	put_from(&writer, select);
	put_order(&writer.buf, select);
	buf_str(&writer.buf, " LIMIT ");
	put_value(&writer, whole_number(select->limit, arena));
	if (select->offset > 0) {
		buf_str(&writer.buf, " OFFSET ");
		put_value(&writer, whole_number(select->offset, arena));
	}
	statement->text = finish(&writer.buf, arena);
}

void table_sql_count(const struct table_select *select, struct arena *arena, struct table_statement *statement)
{
	struct writer writer;
	bool nested = select->distinct || select->figure_count > 0;
	begin(&writer, statement, arena);
	buf_str(&writer.buf, "SELECT count(*)");
	if (nested) {
		buf_str(&writer.buf, select->distinct ? " FROM (SELECT DISTINCT " : " FROM (SELECT 1");
		if (select->distinct)
			put_columns(&writer.buf, select);
	}
	put_from(&writer, select);
	if (nested)
		buf_byte(&writer.buf, ')');
	statement->text = finish(&writer.buf, arena);
}

static void bind(struct stmt *stmt, int index, const struct cell *value)
{
	switch (value->kind) {
	case COLUMN_NULL:
		stmt_text(stmt, index, NULL, 0);
		break;
	case COLUMN_INT:
		stmt_int(stmt, index, value->integer);
		break;
	case COLUMN_DOUBLE:
		stmt_double(stmt, index, value->number);
		break;
	case COLUMN_TEXT:
		stmt_text(stmt, index, value->text.ptr, value->text.len);
		break;
	}
}

struct stmt *table_statement_open(struct db *db, const struct table_statement *statement)
{
	struct stmt *stmt = db_prepare_shape(db, statement->text);
	for (size_t i = 0; stmt && i < statement->value_count; i++)
		bind(stmt, (int)i + 1, statement->values[i]);
	return stmt;
}

struct cell table_cell(struct stmt *stmt, int column)
{
	struct cell cell = {.kind = stmt_column_kind(stmt, column)};
	if (cell.kind == COLUMN_INT)
		cell.integer = stmt_column_int(stmt, column);
	else if (cell.kind == COLUMN_DOUBLE)
		cell.number = stmt_column_double(stmt, column);
	else if (cell.kind == COLUMN_TEXT)
		cell.text = stmt_column_text(stmt, column);
	return cell;
}

/* ---- writing ---- */

const char *table_sql_create(size_t columns, struct arena *arena)
{
	struct buf buf;
	buf_init(&buf, SQL_MAX_BYTES);
	buf_str(&buf, "CREATE TABLE t (");
	for (size_t i = 0; i < columns; i++) {
		put_column(&buf, (int)i);
		buf_str(&buf, ", ");
	}
	buf_str(&buf, "f)");
	return finish(&buf, arena);
}

const char *table_sql_insert(size_t columns, struct arena *arena)
{
	struct buf buf;
	buf_init(&buf, SQL_MAX_BYTES);
	buf_str(&buf, "INSERT INTO t VALUES (");
	for (size_t i = 0; i < columns; i++)
		buf_printf(&buf, "?%zu, ", i + 1);
	buf_printf(&buf, "?%zu)", columns + 1);
	return finish(&buf, arena);
}

const char *table_sql_index(size_t column, struct arena *arena)
{
	return arena_printf(arena, "CREATE INDEX i%zu ON t (c%zu)", column, column);
}

const char *table_sql_values(size_t column, struct arena *arena)
{
	return arena_printf(arena,
			    "INSERT INTO value (col, value, count) SELECT %zu, c%zu, count(*) FROM t "
			    "WHERE c%zu IS NOT NULL GROUP BY c%zu ORDER BY count(*) DESC, c%zu",
			    column, column, column, column, column);
}
