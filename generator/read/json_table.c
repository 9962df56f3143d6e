/* json_table.c -- two walks over the objects: names of the columns, then the cells. */
#include "json_table.h"

#include <string.h>

#include <headwater/buf.h>

#include "json_tree.h"

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

static void collect_columns(struct reading *reading, const struct tree *object, struct columns *columns)
{
	for (size_t i = 0; i < object->count; i++)
		if (column_of(columns, object->keys[i], i) == columns->count)
			*ARENA_PUSH(reading->arena, columns->names, columns->count, columns->capacity) =
			    object->keys[i];
}

/* The cell, or false when the value is a list or a map. */
static bool plain_cell(const struct tree *value, struct span *cell)
{
	*cell = value->text;
	return tree_is_single(value) || value->kind == TREE_NULL;
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
static bool list_cell(struct arena *arena, const struct tree *list, struct span *cell)
{
	struct buf joined;
	bool good = true;
	buf_init(&joined, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < list->count; i++) {
		struct span one = {"", 0};
		good = good && plain_cell(&list->items[i], &one);
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

static bool cell_of(struct reading *reading, const struct tree *value, struct span *cell, const struct cell_caps *caps)
{
	return caps->records && value->kind == TREE_LIST ? list_cell(reading->arena, value, cell)
							 : plain_cell(value, cell);
}

static void fill_row(struct reading *reading, const char *file, const struct tree *object,
		     const struct columns *columns, struct table *table, struct cell_caps *caps)
{
	size_t row = table->row_count;
	const char *record = arena_printf(reading->arena, "%zu", row + 1);
	for (size_t i = 0; i < object->count; i++) {
		size_t column = column_of(columns, object->keys[i], i);
		struct span *cell = &table->cells[row * columns->count + column];
		struct place place = {file, (int)row + 1, (int)column + 1};
		if (!cell_of(reading, &object->items[i], cell, caps)) {
			if (cap_take(&caps->nested))
				diag_add(reading->diags, place, &RULE_E142, record, object->keys[i], (char *)NULL);
		} else if (!caps->records && has_control(*cell) && cap_take(&caps->control)) {
			diag_add(reading->diags, place, &RULE_E139, record,
				 arena_printf(reading->arena, "%zu", column + 1), (char *)NULL);
		}
	}
	table->row_lines[row] = (int)row + 1;
	table->row_count++;
}

static bool is_table(const struct tree *root)
{
	bool good = root->kind == TREE_LIST;
	for (size_t i = 0; good && i < root->count; i++)
		good = root->items[i].kind == TREE_MAP;
	return good;
}

static struct table *make_table(struct reading *reading, const char *file, const struct tree *root, bool records)
{
	struct columns columns = {0};
	struct table *table = arena_alloc(reading->arena, sizeof *table);
	struct cell_caps caps = {{&RULE_E142, 0}, {&RULE_E139, 0}, records};
	size_t rows = root->count;
	for (size_t i = 0; i < rows && columns.count <= COLUMNS_MAX; i++)
		collect_columns(reading, &root->items[i], &columns);
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
	for (size_t i = 0; i < rows; i++)
		fill_row(reading, file, &root->items[i], &columns, table, &caps);
	cap_end(&caps.nested, (struct place){file, 1, 1}, reading->diags);
	cap_end(&caps.control, (struct place){file, 1, 1}, reading->diags);
	return table;
}

struct table *json_table_parse(struct reading *reading, const char *file, struct text text)
{
	struct tree root;
	if (text.len >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0) {
		text.bytes += 3;
		text.len -= 3;
	}
	if (!json_tree_parse(reading, file, text, &root))
		return NULL;
	if (is_table(&root))
		return make_table(reading, file, &root, false);
	diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_E141, (char *)NULL);
	return NULL;
}

/* The objects of many values in one list. */
struct gathering {
	struct tree *items;
	size_t count, capacity;
};

static bool gather(struct arena *arena, const struct tree *value, struct gathering *all)
{
	bool list = is_table(value);
	size_t count = list ? value->count : value->kind == TREE_MAP;
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(arena, all->items, all->count, all->capacity) = list ? value->items[i] : *value;
	return list || value->kind == TREE_MAP;
}

struct table *json_records_parse(struct reading *reading, const char *file, struct text text)
{
	struct gathering all = {0};
	struct tree value;
	size_t at = json_blanks(text, 0);
	while (at < text.len) {
		size_t from = at;
		if (!json_tree_next(reading, file, text, &at, &value))
			return NULL;
		if (!gather(reading->arena, &value, &all)) {
			diag_add(reading->diags, json_place(file, text, from), &RULE_E141, (char *)NULL);
			return NULL;
		}
	}
	if (all.count == 0) {
		diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_E137, (char *)NULL);
		return NULL;
	}
	struct tree root = {.kind = TREE_LIST, .count = all.count, .items = all.items};
	return make_table(reading, file, &root, true);
}
