/* datastore_filters.c -- the filters of datastore_search. */
#include <string.h>

#include "datastore.h"

#define KEY "filters"
#define TESTS_MAX 100
#define VALUES_MAX 400
#define OBJECTS_DEPTH_MAX 4

struct reading {
	struct action *action;
	struct ask *ask;
	size_t tests, values;
};

static enum status add_object(struct reading *reading, struct condition *to, const struct input *object, int depth);

static enum status invalid(struct reading *reading, const char *sentence)
{
	return action_invalid(reading->action, KEY, sentence);
}

bool datastore_column(const struct ask *ask, const char *name, int *column)
{
	bool number = strcmp(name, "_id") == 0;
	*column = number ? TABLE_ROWID : row_column(ask->table, span_of(name));
	return number || *column >= 0;
}

static enum status read_cell(struct reading *reading, int column, const struct input *value, struct cell *cell)
{
	const struct ask *ask = reading->ask;
	if (++reading->values > VALUES_MAX)
		return invalid(reading, "Too many values");
	if (!value->text || !ask_cell(ask, column, span_of(value->text), cell))
		return invalid(reading, arena_printf(ask->arena, "invalid value for field \"%s\"",
						     column >= 0 ? ask->table->columns[column].name : "_id"));
	return STATUS_OK;
}

/* {"gte": x, "lt": y}: all of them. */
static enum status add_range(struct reading *reading, struct condition *to, int column, const struct input *range)
{
	static const struct {
		const char *name;
		enum test test;
	} tests[] = {{"gt", TEST_ABOVE}, {"gte", TEST_FROM}, {"lt", TEST_BELOW}, {"lte", TEST_UPTO}, {"eq", TEST_IN}};
	struct condition *all = condition_all(reading->ask->arena);
	for (size_t i = 0; i < range->count; i++) {
		size_t at = 0;
		struct cell cell;
		while (at < sizeof tests / sizeof *tests && strcmp(tests[at].name, range->members[i].key) != 0)
			at++;
		if (at == sizeof tests / sizeof *tests || ++reading->tests > TESTS_MAX)
			return invalid(reading, arena_printf(reading->ask->arena, "unknown range operation \"%s\"",
							     range->members[i].key));
		enum status status = read_cell(reading, column, range->members[i].value, &cell);
		if (status != STATUS_OK)
			return status;
		ask_test(reading->ask, all, tests[at].test, column, cell);
	}
	condition_add(to, all, reading->ask->arena);
	return STATUS_OK;
}

/* One value, one range, or null: blank. */
static enum status add_value(struct reading *reading, struct condition *to, int column, const struct input *value)
{
	struct cell cell;
	if (value->type == INPUT_OBJECT)
		return add_range(reading, to, column, value);
	if (++reading->tests > TESTS_MAX)
		return invalid(reading, "Too many conditions");
	if (value->type == INPUT_NULL) {
		condition_add(to, condition_test(TEST_BLANK, column, NULL, 0, reading->ask->arena),
			      reading->ask->arena);
		return STATUS_OK;
	}
	enum status status = read_cell(reading, column, value, &cell);
	if (status == STATUS_OK)
		ask_test(reading->ask, to, TEST_IN, column, cell);
	return status;
}

/* A list is one condition where it holds values alone, so that a long one stays flat. */
static enum status add_list(struct reading *reading, struct condition *to, int column, const struct input *list)
{
	struct arena *arena = reading->ask->arena;
	struct condition *any = condition_any(arena);
	struct cell *cells = arena_array(arena, list->count + 1, sizeof *cells);
	size_t count = 0;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < list->count && status == STATUS_OK; i++) {
		const struct input *value = list->members[i].value;
		if (value->type == INPUT_OBJECT || value->type == INPUT_NULL)
			status = add_value(reading, any, column, value);
		else
			status = read_cell(reading, column, value, &cells[count++]);
	}
	if (count > 0)
		condition_add(any, condition_test(TEST_IN, column, cells, count, arena), arena);
	if (++reading->tests > TESTS_MAX)
		return invalid(reading, "Too many conditions");
	condition_add(to, any, arena);
	return status;
}

/* [{…}, {…}]: any of the objects. */
static enum status add_objects(struct reading *reading, struct condition *to, const struct input *list, int depth)
{
	struct condition *any = condition_any(reading->ask->arena);
	enum status status = STATUS_OK;
	if (depth > OBJECTS_DEPTH_MAX || list->type != INPUT_LIST)
		return invalid(reading, "Must be a list of objects");
	for (size_t i = 0; i < list->count && status == STATUS_OK; i++) {
		struct condition *all = condition_all(reading->ask->arena);
		status = list->members[i].value->type == INPUT_OBJECT
			     ? add_object(reading, all, list->members[i].value, depth + 1)
			     : invalid(reading, "Must be a list of objects");
		condition_add(any, all, reading->ask->arena);
	}
	condition_add(to, any, reading->ask->arena);
	return status;
}

static enum status add_object(struct reading *reading, struct condition *to, const struct input *object, int depth)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < object->count && status == STATUS_OK; i++) {
		const char *key = object->members[i].key;
		const struct input *value = object->members[i].value;
		int column;
		if (strcmp(key, "$or") == 0) {
			status = add_objects(reading, to, value, depth + 1);
			continue;
		}
		if (strncmp(key, "$$", 2) == 0)
			key++;
		if (!datastore_column(reading->ask, key, &column))
			return invalid(reading, arena_printf(reading->ask->arena, "field \"%s\" not in table", key));
		status = value->type == INPUT_LIST ? add_list(reading, to, column, value)
						   : add_value(reading, to, column, value);
	}
	return status;
}

enum status datastore_filters(struct action *action, struct ask *ask, const struct input *filters)
{
	struct reading reading = {.action = action, .ask = ask};
	if (filters->type == INPUT_LIST)
		return add_objects(&reading, ask->where, filters, 0);
	if (filters->type != INPUT_OBJECT)
		return invalid(&reading, "Must be an object");
	return add_object(&reading, ask->where, filters, 0);
}
