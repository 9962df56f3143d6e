/* ask_filter.c -- conditions of the form filter[column][test]=value. */
#include <string.h>

#include "ask.h"

#define PREFIX "filter["

enum op { OP_IN, OP_NOT_IN, OP_ABOVE, OP_FROM, OP_BELOW, OP_UPTO, OP_HOLDS, OP_STARTS, OP_BLANK };

static const struct op_row {
	const char *name;
	enum op op;
	enum test test;
	bool repeats;
} ops[] = {
    {"", OP_IN, TEST_IN, true},
    {"ne", OP_NOT_IN, TEST_NOT_IN, true},
    {"gt", OP_ABOVE, TEST_ABOVE, false},
    {"gte", OP_FROM, TEST_FROM, false},
    {"lt", OP_BELOW, TEST_BELOW, false},
    {"lte", OP_UPTO, TEST_UPTO, false},
    {"contains", OP_HOLDS, TEST_HOLDS, false},
    {"starts", OP_STARTS, TEST_FROM, false},
    {"blank", OP_BLANK, TEST_BLANK, false},
};

struct filters {
	struct ask *ask;
	struct filter {
		int column;
		const struct op_row *op;
		struct cell *values;
		size_t count, capacity;
	} items[ASK_CONDITIONS_MAX];
	size_t count;
};

struct filters *filters_new(struct ask *ask)
{
	struct filters *filters = arena_alloc(ask->arena, sizeof *filters);
	filters->ask = ask;
	return filters;
}

static enum status refuse(struct refusal *refusal, enum reason reason, const char *name)
{
	*refusal = (struct refusal){reason, name};
	return STATUS_INVALID;
}

static const struct op_row *find_op(struct span name)
{
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (span_is(name, ops[i].name))
			return &ops[i];
	return NULL;
}

/* "filter[column]" or "filter[column][test]" */
static enum status read_name(const struct filters *filters, const char *name, int *column, const struct op_row **op,
			     struct refusal *refusal)
{
	const char *from = name + strlen(PREFIX), *end = strchr(from, ']');
	if (!end)
		return refuse(refusal, REASON_FILTER_FORM, name);
	*column = row_column(filters->ask->table, (struct span){from, (size_t)(end - from)});
	if (*column < 0)
		return refuse(refusal, REASON_ROWS_COLUMN, name);
	struct span test = {"", 0};
	if (end[1] == '[') {
		const char *last = strchr(end + 2, ']');
		if (!last || last[1] != '\0' || last == end + 2)
			return refuse(refusal, REASON_FILTER_FORM, name);
		test = (struct span){end + 2, (size_t)(last - end - 2)};
	} else if (end[1] != '\0') {
		return refuse(refusal, REASON_FILTER_FORM, name);
	}
	*op = find_op(test);
	return *op ? STATUS_OK : refuse(refusal, REASON_FILTER_TEST, name);
}

static struct filter *filter_of(struct filters *filters, int column, const struct op_row *op)
{
	for (size_t i = 0; i < filters->count; i++)
		if (filters->items[i].column == column && filters->items[i].op == op)
			return &filters->items[i];
	if (filters->count == ASK_CONDITIONS_MAX)
		return NULL;
	filters->items[filters->count] = (struct filter){.column = column, .op = op};
	return &filters->items[filters->count++];
}

static bool is_truth(struct span text)
{
	return span_is(text, "true") || span_is(text, "false");
}

/* Words and beginnings are texts, whatever the column holds. */
static bool read_value(const struct filters *filters, const struct filter *filter, struct span text, struct cell *cell)
{
	*cell = (struct cell){.kind = COLUMN_TEXT, .text = text};
	if (filter->op->op == OP_BLANK)
		return is_truth(text);
	if (filter->op->op == OP_HOLDS)
		return text.len <= ASK_VALUE_BYTES_MAX;
	if (filter->op->op == OP_STARTS) {
		enum column_class class = filters->ask->table->columns[filter->column].class;
		return text.len <= ASK_VALUE_BYTES_MAX && (class == CLASS_TEXT || class == CLASS_TIME);
	}
	return ask_cell(filters->ask, filter->column, text, cell);
}

enum status filters_take(struct filters *filters, const struct param_pair *pair, struct refusal *refusal)
{
	int column;
	const struct op_row *op;
	struct cell cell;
	if (!pair->name_ok || strncmp(pair->name, PREFIX, strlen(PREFIX)) != 0)
		return STATUS_NOT_FOUND;
	if (!pair->value_ok)
		return refuse(refusal, REASON_QUERY_ENCODING, pair->name);
	enum status status = read_name(filters, pair->name, &column, &op, refusal);
	if (status != STATUS_OK)
		return status;
	struct span value = span_trim(span_of(pair->value));
	if (value.len == 0)
		return STATUS_OK;
	struct filter *filter = filter_of(filters, column, op);
	if (!filter)
		return refuse(refusal, REASON_QUERY_PAIRS, pair->name);
	if (filter->count > 0 && !op->repeats)
		return refuse(refusal, REASON_PARAM_REPEATED, pair->name);
	if (filter->count == ASK_VALUES_MAX)
		return refuse(refusal, REASON_PARAM_REPEATED, pair->name);
	if (!read_value(filters, filter, value, &cell))
		return refuse(refusal, REASON_ROWS_VALUE, pair->name);
	*ARENA_PUSH(filters->ask->arena, filter->values, filter->count, filter->capacity) = cell;
	return STATUS_OK;
}

/* From the text itself to before the text with the last of all code points behind it. */
static void add_starts(struct ask *ask, const struct filter *filter)
{
	struct span text = filter->values[0].text;
	const char *end = arena_printf(ask->arena, "%.*s\xF4\x8F\xBF\xBF", SPAN_FMT(text));
	ask_test(ask, ask->where, TEST_FROM, filter->column, filter->values[0]);
	ask_test(ask, ask->where, TEST_BELOW, filter->column, (struct cell){.kind = COLUMN_TEXT, .text = span_of(end)});
}

void filters_end(struct filters *filters)
{
	struct ask *ask = filters->ask;
	for (size_t i = 0; i < filters->count; i++) {
		const struct filter *filter = &filters->items[i];
		enum test test = filter->op->test;
		if (filter->count == 0)
			continue;
		if (filter->op->op == OP_STARTS) {
			add_starts(ask, filter);
			continue;
		}
		if (filter->op->op == OP_BLANK && span_is(filter->values[0].text, "false"))
			test = TEST_FILLED;
		struct condition *made =
		    condition_test(test, filter->column, filter->values, filter->count, ask->arena);
		made->wide = ask_wide(ask, filter->column, test, &filter->values[0]);
		condition_add(ask->where, made, ask->arena);
	}
}
