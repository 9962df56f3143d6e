/* intake_records.c -- rows of the source into records; what is missing, and what stands twice. */
#include "intake_records.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/hash.h>

#define PRINT_LEN 16
#define PART "\x1f"

void intake_tell(struct intake *intake, struct record *record, enum item item, enum intake_rule rule,
		 const char *const texts[2])
{
	struct fault fault = {(size_t)(record - intake->records), item, rule, texts[0] ? texts[0] : "",
			      texts[1] ? texts[1] : "",           false};
	*ARENA_PUSH(intake->reading->arena, intake->faults, intake->fault_count, intake->fault_capacity) = fault;
	if (intake_rule(rule)->severity == SEVERITY_ERROR)
		record->returned = true;
}

static int column_named(const struct table *table, const char *name)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (span_is(span_trim(table->header[c]), name))
			return (int)c;
	return -1;
}

static void tell_missing(struct intake *intake, const char *column)
{
	diag_add(intake->reading->diags, (struct place){intake->source_path, 1, 0}, &RULE_E138, column, (char *)NULL);
}

bool intake_bind(struct intake *intake, struct strings *left)
{
	const struct mapping *mapping = intake->mapping;
	struct arena *arena = intake->reading->arena;
	size_t errors = intake->reading->diags->error_count;
	for (int item = 0; item < ITEM__MAX; item++)
		intake->column[item] = -1;
	for (size_t i = 0; i < mapping->column_count; i++) {
		const struct mapped_column *column = &mapping->columns[i];
		if (column->item == ITEM__MAX)
			continue;
		intake->column[column->item] = column_named(intake->table, column->name);
		if (intake->column[column->item] < 0)
			tell_missing(intake, column->name);
	}
	intake->key_columns = arena_array(arena, mapping->key.count + 1, sizeof *intake->key_columns);
	for (size_t i = 0; i < mapping->key.count; i++) {
		intake->key_columns[i] = column_named(intake->table, mapping->key.items[i]);
		if (intake->key_columns[i] < 0)
			tell_missing(intake, mapping->key.items[i]);
	}
	for (size_t c = 0; c < intake->table->column_count; c++) {
		struct span header = span_trim(intake->table->header[c]);
		const char *name = arena_copy(arena, header.ptr, header.len);
		if (!mapping_column(mapping, name) && !strings_has(&mapping->key, name))
			*ARENA_PUSH(arena, left->items, left->count, left->capacity) = name;
	}
	return intake->reading->diags->error_count == errors;
}

static int compare_columns(const void *a, const void *b, void *table)
{
	const struct span *header = ((const struct table *)table)->header;
	const struct span x = header[*(const int *)a], y = header[*(const int *)b];
	int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
	return order ? order : (x.len > y.len) - (x.len < y.len);
}

/* Of all cells by name of column, so that neither order of rows nor of columns matters. Blank is the same as absent. */
static void take_prints(struct intake *intake)
{
	struct table *table = intake->table;
	int *order = arena_array(intake->reading->arena, table->column_count + 1, sizeof *order);
	char hex[SHA256_HEX_LEN + 1];
	for (size_t c = 0; c < table->column_count; c++)
		order[c] = (int)c;
	qsort_r(order, table->column_count, sizeof *order, compare_columns, table);
	for (size_t r = 0; r < intake->count; r++) {
		struct sha256 *hash = sha256_new();
		for (size_t c = 0; c < table->column_count; c++) {
			struct span cell = intake->records[r].cells[order[c]];
			if (cell.len == 0)
				continue;
			sha256_add(hash, table->header[order[c]].ptr, table->header[order[c]].len);
			sha256_add(hash, PART, 1);
			sha256_add(hash, cell.ptr, cell.len);
			sha256_add(hash, PART PART, 2);
		}
		sha256_end(hash, hex);
		intake->records[r].print = arena_copy(intake->reading->arena, hex, PRINT_LEN);
	}
}

static const char *or_blank(const char *text)
{
	return text ? text : "";
}

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

static void take_key(struct intake *intake, struct record *record)
{
	const struct mapping *mapping = intake->mapping;
	struct arena *arena = intake->reading->arena;
	const char *key = NULL;
	for (size_t i = 0; i < mapping->key.count; i++) {
		bool dropped = false;
		const char *text = intake_clean(arena, record->cells[intake->key_columns[i]], &dropped);
		bool blank = !text[0] || strings_has(&mapping->blank, text);
		key = blank ? key : key ? arena_printf(arena, "%s | %s", key, text) : text;
	}
	record->key = key;
	if (!record->kept[ITEM_SOURCE_KEY])
		record->kept[ITEM_SOURCE_KEY] = key;
	record->match =
	    arena_printf(arena, "%s | %s", or_dash(record->raw[ITEM_TITLE]), or_dash(record->raw[ITEM_PROVIDER]));
	if (!key && mapping->key.count > 0)
		intake_tell(intake, record, ITEM__MAX, INTAKE_N307, (const char *const[2]){NULL, NULL});
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An angle bracket that opens or closes an element, or an entity. */
static bool has_markup(const char *text)
{
	for (const char *at = strpbrk(text, "<&"); at; at = strpbrk(at + 1, "<&")) {
		const char *name = at + 1 + (at[1] == '/' || at[1] == '#');
		size_t len = strcspn(name, "<>&; ");
		if (*at == '<' && is_letter(name[0]) && strchr(name, '>'))
			return true;
		if (*at == '&' && len > 0 && len <= 8 && name[len] == ';' && (name > at + 1 || is_letter(name[0])))
			return true;
	}
	return false;
}

void intake_check_record(struct intake *intake, struct record *record)
{
	const char *const nothing[2] = {NULL, NULL};
	const char *abstract = record->raw[ITEM_ABSTRACT], *title = record->raw[ITEM_TITLE];
	const char *issued = record->values[ITEM_ISSUED], *modified = record->values[ITEM_MODIFIED];
	for (int item = 0; item < ITEM__MAX; item++) {
		const struct mapped_item *mapped = &intake->mapping->items[item];
		if (mapped->required && !record->raw[item] && !record->values[item])
			intake_tell(intake, record, (enum item)item,
				    intake->column[item] < 0 ? INTAKE_R102 : INTAKE_R101, nothing);
		else if (mapped->required && !record->values[item] && !record->returned)
			intake_tell(intake, record, (enum item)item, INTAKE_R101, nothing);
	}
	if (intake->column[ITEM_ABSTRACT] >= 0 && !abstract)
		intake_tell(intake, record, ITEM_ABSTRACT, INTAKE_N303, nothing);
	if (abstract && title && strcmp(abstract, title) == 0)
		intake_tell(intake, record, ITEM_ABSTRACT, INTAKE_N302, nothing);
	if (abstract && has_markup(abstract))
		intake_tell(intake, record, ITEM_ABSTRACT, INTAKE_N304, nothing);
	if (issued && modified && strcmp(modified, issued) < 0)
		intake_tell(intake, record, ITEM_MODIFIED, INTAKE_N305, (const char *const[2]){modified, issued});
}

void intake_make_records(struct intake *intake)
{
	struct table *table = intake->table;
	intake->count = table->row_count;
	intake->records = arena_array(intake->reading->arena, intake->count + 1, sizeof *intake->records);
	for (size_t r = 0; r < intake->count; r++) {
		struct record *record = &intake->records[r];
		record->row = table->row_lines[r];
		record->cells = table->cells + r * table->column_count;
		for (int item = 0; item < ITEM__MAX; item++) {
			record->values[item] = record->kept[item] = intake->mapping->items[item].constant;
			if (intake->column[item] >= 0)
				intake_take_value(intake, record, (enum item)item, record->cells[intake->column[item]]);
		}
		take_key(intake, record);
		intake_check_record(intake, record);
	}
	take_prints(intake);
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(or_blank(a), or_blank(b));
}

static int by_key(const void *a, const void *b)
{
	const struct record *x = *(struct record *const *)a, *y = *(struct record *const *)b;
	int order = compare_text(x->key, y->key);
	order = order ? order : strcmp(x->print, y->print);
	return order ? order : (x > y) - (x < y);
}

static int by_match(const void *a, const void *b)
{
	const struct record *x = *(struct record *const *)a, *y = *(struct record *const *)b;
	int order = strcmp(x->match, y->match);
	order = order ? order : strcmp(x->print, y->print);
	return order ? order : (x > y) - (x < y);
}

static const char *number(struct intake *intake, const struct record *record)
{
	return arena_printf(intake->reading->arena, "%zu", (size_t)(record - intake->records) + 1);
}

/* Records of one match: exact repetitions behind the first are returned, the others pointed out. */
static void tell_twins(struct intake *intake, struct record **group, size_t count)
{
	const struct record *first = group[0];
	for (size_t i = 1; i < count; i++) {
		bool same = strcmp(group[i]->print, group[i - 1]->print) == 0;
		if (!same)
			first = group[i];
		intake_tell(intake, group[i], same ? ITEM__MAX : ITEM_TITLE, same ? INTAKE_R301 : INTAKE_N301,
			    (const char *const[2]){same ? NULL : group[i]->raw[ITEM_TITLE],
						   number(intake, same ? first : group[i - 1])});
	}
}

/* One key, several records that differ: none of them can be told from the others. */
static void tell_clash(struct intake *intake, struct record **group, size_t count)
{
	if (strcmp(group[0]->print, group[count - 1]->print) == 0)
		return;
	for (size_t i = 0; i < count; i++)
		intake_tell(intake, group[i], ITEM__MAX, INTAKE_R302,
			    (const char *const[2]){group[i]->key, number(intake, group[i == 0 ? count - 1 : 0])});
}

void intake_find_twins(struct intake *intake)
{
	struct record **sorted = arena_array(intake->reading->arena, intake->count + 1, sizeof *sorted);
	for (size_t i = 0; i < intake->count; i++)
		sorted[i] = &intake->records[i];
	qsort(sorted, intake->count, sizeof *sorted, by_match);
	for (size_t from = 0, to; from < intake->count; from = to) {
		for (to = from + 1; to < intake->count && strcmp(sorted[to]->match, sorted[from]->match) == 0;)
			to++;
		tell_twins(intake, sorted + from, to - from);
	}
	qsort(sorted, intake->count, sizeof *sorted, by_key);
	for (size_t from = 0, to; from < intake->count; from = to) {
		for (to = from + 1; to < intake->count && compare_text(sorted[to]->key, sorted[from]->key) == 0;)
			to++;
		if (sorted[from]->key && to - from > 1)
			tell_clash(intake, sorted + from, to - from);
	}
}
