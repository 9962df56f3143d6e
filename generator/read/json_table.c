/* json_table.c -- two walks over the objects: names of the columns, then the cells. */
#include "json_table.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <headwater/buf.h>
#include <headwater/utf8.h>

/* As in a workbook; and cells, blank ones too, that a machine can hold: what lies past them is no table. */
#define COLUMNS_MAX 16384
#define CELLS_MAX ((size_t)64 * 1000 * 1000)

struct columns {
	const char **names;
	size_t count, capacity;
};

/* Objects of one table nearly always have the same keys in the same order: look at the expected place first. */
static size_t column_of(const struct columns *columns, const char *key, size_t expected)
{
	if (expected < columns->count && strcmp(columns->names[expected], key) == 0)
		return expected;
	size_t i = 0;
	while (i < columns->count && strcmp(columns->names[i], key) != 0)
		i++;
	return i;
}

static void collect_columns(struct reading *reading, json_t *object, struct columns *columns)
{
	const char *key;
	json_t *value;
	size_t expected = 0;
	json_object_foreach(object, key, value)
	{
		size_t column = column_of(columns, key, expected++);
		if (column == columns->count)
			*ARENA_PUSH(reading->arena, columns->names, columns->count, columns->capacity) =
			    arena_string(reading->arena, key);
	}
}

static const char *shortest_real(struct arena *arena, double number)
{
	const char *text = NULL;
	for (int digits = 15; digits <= 17; digits++) {
		text = arena_printf(arena, "%.*g", digits, number);
		if (strtod(text, NULL) == number)
			break;
	}
	return text;
}

/* The cell, or false when the value is an array or an object. */
static bool plain_cell(struct arena *arena, json_t *value, struct span *cell)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		*cell = (struct span){arena_copy(arena, json_string_value(value), json_string_length(value)),
				      json_string_length(value)};
		return true;
	case JSON_INTEGER:
		*cell = span_of(arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
		return true;
	case JSON_REAL:
		*cell = span_of(shortest_real(arena, json_real_value(value)));
		return true;
	case JSON_TRUE:
		*cell = span_of("true");
		return true;
	case JSON_FALSE:
		*cell = span_of("false");
		return true;
	case JSON_NULL:
		*cell = span_of("");
		return true;
	default:
		return false;
	}
}

static bool has_control(struct span cell)
{
	for (size_t i = 0; i < cell.len; i++) {
		unsigned char c = (unsigned char)cell.ptr[i];
		if (c == 0x7f || (c < 0x20 && c != '\n' && c != '\r' && c != '\t'))
			return true;
	}
	return false;
}

/* The values of a list in one cell, those that are null left out; false when one is not a single value. */
static bool list_cell(struct arena *arena, json_t *list, struct span *cell)
{
	size_t index;
	json_t *item;
	struct buf joined;
	bool good = true;
	buf_init(&joined, BUF_MAX_DEFAULT);
	json_array_foreach(list, index, item)
	{
		struct span one = {"", 0};
		good = good && plain_cell(arena, item, &one);
		if (one.len && joined.len)
			buf_str(&joined, JSON_LIST_SEPARATOR);
		buf_add(&joined, one.ptr, one.len);
	}
	*cell = (struct span){arena_copy(arena, joined.bytes, joined.len), joined.len};
	buf_free(&joined);
	return good;
}

/* How the cells of one table are made, and what is told of them. */
struct cell_caps {
	struct cap nested, control;
	bool records; /* lists may stand in a cell, and control characters are for the caller to judge */
};

static bool cell_of(struct reading *reading, json_t *value, struct span *cell, const struct cell_caps *caps)
{
	return caps->records && json_is_array(value) ? list_cell(reading->arena, value, cell)
						     : plain_cell(reading->arena, value, cell);
}

static void fill_row(struct reading *reading, const char *file, json_t *object, const struct columns *columns,
		     struct table *table, struct cell_caps *caps)
{
	size_t row = table->row_count;
	const char *key, *record = arena_printf(reading->arena, "%zu", row + 1);
	json_t *value;
	size_t expected = 0;
	json_object_foreach(object, key, value)
	{
		size_t column = column_of(columns, key, expected++);
		struct span *cell = &table->cells[row * columns->count + column];
		struct place place = {file, (int)row + 1, (int)column + 1};
		if (!cell_of(reading, value, cell, caps)) {
			if (cap_take(&caps->nested))
				diag_add(reading->diags, place, &RULE_E142, record, key, (char *)NULL);
		} else if (!caps->records && has_control(*cell) && cap_take(&caps->control)) {
			diag_add(reading->diags, place, &RULE_E139, record,
				 arena_printf(reading->arena, "%zu", column + 1), (char *)NULL);
		}
	}
	table->row_lines[row] = (int)row + 1;
	table->row_count++;
}

static bool is_table(json_t *root)
{
	if (!json_is_array(root))
		return false;
	size_t index;
	json_t *item;
	json_array_foreach(root, index, item)
	{
		if (!json_is_object(item))
			return false;
	}
	return true;
}

static struct table *make_table(struct reading *reading, const char *file, json_t *root, bool records)
{
	struct columns columns = {0};
	struct table *table = arena_alloc(reading->arena, sizeof *table);
	struct cell_caps caps = {{&RULE_E142, 0}, {&RULE_E139, 0}, records};
	size_t index, rows = json_array_size(root);
	json_t *item;
	for (index = 0; index < rows && columns.count <= COLUMNS_MAX; index++)
		collect_columns(reading, json_array_get(root, index), &columns);
	if (columns.count > COLUMNS_MAX || rows > CELLS_MAX / (columns.count + 1)) {
		diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_E143,
			 arena_printf(reading->arena, "%d", COLUMNS_MAX),
			 arena_printf(reading->arena, "%zu", CELLS_MAX), (char *)NULL);
		return NULL;
	}
	table->column_count = columns.count;
	table->header = arena_array(reading->arena, columns.count + 1, sizeof *table->header);
	for (size_t i = 0; i < columns.count; i++)
		table->header[i] = span_of(columns.names[i]);
	table->cells = arena_array(reading->arena, rows * columns.count + 1, sizeof *table->cells);
	table->row_lines = arena_array(reading->arena, rows + 1, sizeof *table->row_lines);
	for (size_t i = 0; i < rows * columns.count; i++)
		table->cells[i].ptr = "";
	json_array_foreach(root, index, item) fill_row(reading, file, item, &columns, table, &caps);
	cap_end(&caps.nested, (struct place){file, 1, 1}, reading->diags);
	cap_end(&caps.control, (struct place){file, 1, 1}, reading->diags);
	return table;
}

struct table *json_table_parse(struct reading *reading, const char *file, struct text text)
{
	json_error_t error;
	if (text.len >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0) {
		text.bytes += 3;
		text.len -= 3;
	}
	json_t *root = json_loadb(text.bytes, text.len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		struct place place = {file, error.line > 0 ? error.line : 1, error.column > 0 ? error.column : 1};
		diag_add(reading->diags, place, &RULE_E140, error.text, (char *)NULL);
		return NULL;
	}
	struct table *table = NULL;
	if (is_table(root))
		table = make_table(reading, file, root, false);
	else
		diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_E141, (char *)NULL);
	json_decref(root);
	return table;
}

static size_t skip_blanks(struct text text, size_t at)
{
	while (at < text.len && strchr(" \t\r\n", text.bytes[at]) && text.bytes[at])
		at++;
	return at;
}

/* The place where the parser stopped, which counted from `from` on. */
static struct place stopped_at(const char *file, struct text text, size_t from, const json_error_t *error)
{
	struct place place = {file, error->line > 0 ? error->line : 1, error->column > 0 ? error->column : 1};
	size_t line_start = 0;
	bool first_line = place.line == 1;
	for (size_t i = 0; i < from; i++) {
		if (text.bytes[i] == '\n') {
			place.line++;
			line_start = i + 1;
		}
	}
	place.column += first_line ? (int)utf8_length(text.bytes + line_start, from - line_start) : 0;
	return place;
}

static bool add_records(json_t *all, json_t *value)
{
	if (json_is_array(value) && is_table(value))
		return json_array_extend(all, value) == 0;
	return json_is_object(value) && json_array_append(all, value) == 0;
}

struct table *json_records_parse(struct reading *reading, const char *file, struct text text)
{
	json_error_t error;
	/* not json_array(): our own writer, json.h, has a function of that name */
	json_t *all = json_loads("[]", 0, &error);
	size_t at = skip_blanks(text, 0), errors = reading->diags->error_count;
	while (at < text.len && reading->diags->error_count == errors) {
		size_t flags = JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK;
		json_t *value = json_loadb(text.bytes + at, text.len - at, flags, &error);
		if (!value)
			diag_add(reading->diags, stopped_at(file, text, at, &error), &RULE_E140, error.text,
				 (char *)NULL);
		else if (!add_records(all, value))
			diag_add(reading->diags, stopped_at(file, text, at, &(json_error_t){0}), &RULE_E141,
				 (char *)NULL);
		else
			at = skip_blanks(text, at + (size_t)error.position);
		json_decref(value);
	}
	struct table *table = NULL;
	if (json_array_size(all) == 0 && reading->diags->error_count == errors)
		diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_E137, (char *)NULL);
	else if (reading->diags->error_count == errors)
		table = make_table(reading, file, all, true);
	json_decref(all);
	return table;
}
