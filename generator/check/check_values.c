/*
 * check_values.c -- every cell of a table against its field: type, length, blanks, code lists, uniqueness, primary key.
 *
 * Column by column, so that what is looked up is set up once. Each kind of fault of a field is told CAP_SHOWN times and
 * then counted.
 */
#include <stdlib.h>
#include <string.h>

#include <headwater/utf8.h>

#include "checking.h"
#include "../region_history.h"
#include "seen.h"
#include "value_type.h"

#define KEY_JOINT '\x1f' /* between the cells of a primary key: no cell can hold it */
#define ZEROS_LOST 8     /* zeros in front that a code may have lost */
#define CODE_LONGEST 32  /* bytes of a code that is looked at closer */
#define VALUE_SHOWN 60   /* code points of a value quoted in a message */

enum fault { TYPE, LENGTH, BLANK, REPEATED, CODE, PAST, ZEROS, ENUM, SPACE, FAULT__MAX };

static const struct rule *const TYPE_RULES[FIELD__MAX] = {
    [FIELD_INTEGER] = &RULE_E411,  [FIELD_NUMBER] = &RULE_E412, [FIELD_BOOLEAN] = &RULE_E413, [FIELD_DATE] = &RULE_E414,
    [FIELD_DATETIME] = &RULE_E415, [FIELD_TIME] = &RULE_E416,   [FIELD_YEAR] = &RULE_E417,
};

struct column {
	struct checking *checking;
	const struct resource *resource;
	const struct field *field;
	const char *file;
	struct seen *codes, *values, *met;
	struct cap caps[FAULT__MAX];
};

/* The value for a message: cut, and without control characters, which would play with the terminal. */
static const char *shown(struct arena *scratch, struct span value)
{
	size_t len = utf8_prefix(value.ptr, value.len, VALUE_SHOWN);
	char *text = arena_printf(scratch, "%.*s%s", (int)len, value.ptr, len == value.len ? "" : "…");
	for (char *c = text; *c; c++)
		if (((unsigned char)*c < 0x20 && *c != KEY_JOINT) || *c == 0x7f)
			*c = '?';
	return text;
}

static const char *number(struct arena *scratch, size_t value)
{
	return arena_printf(scratch, "%zu", value);
}

static const char *title_of(const struct field *field)
{
	return field->title.text[LANG_ZH] ? field->title.text[LANG_ZH] : field->name ? field->name : "";
}

static int row_line(const struct column *column, size_t row)
{
	return column->resource->table->row_lines[row];
}

/* What a sentence says behind field, row and value. */
struct more {
	const char *first, *second, *third;
};

static void tell_more(struct column *column, enum fault fault, size_t row, struct span value, struct more more)
{
	struct arena *scratch = column->checking->scratch;
	struct cap *cap = &column->caps[fault];
	if (!cap_take(cap))
		return;
	struct place place = {column->file, row_line(column, row), column->field->column + 1};
	diag_add(column->checking->diags, place, cap->rule, title_of(column->field),
		 number(scratch, (size_t)place.line), shown(scratch, value), more.first, more.second, more.third,
		 (char *)NULL);
}

/* `more` is the fourth value of the sentence, or NULL. */
static void tell(struct column *column, enum fault fault, size_t row, struct span value, const char *more)
{
	tell_more(column, fault, row, value, (struct more){more, NULL, NULL});
}

static struct seen *set_of(struct arena *scratch, const struct strings *strings)
{
	struct seen *set = seen_new(scratch, strings->count);
	for (size_t i = 0; i < strings->count; i++)
		seen_put(set, span_of(strings->items[i]), i);
	return set;
}

static struct seen *code_list(const struct checking *checking, const char *id)
{
	const struct model *model = checking->model;
	const struct vocabulary *vocabulary = model_vocabulary(model, id);
	bool regions = strcmp(id, "regions") == 0, orgs = strcmp(id, "orgs") == 0;
	size_t count = regions ? model->region_count : orgs ? model->org_count : vocabulary ? vocabulary->count : 0;
	if (count == 0)
		return NULL;
	struct seen *set = seen_new(checking->scratch, count);
	for (size_t i = 0; i < count; i++)
		seen_put(set,
			 span_of(regions ? model->regions[i].code
				 : orgs  ? model->orgs[i].id
					 : vocabulary->terms[i].code),
			 i);
	return set;
}

/*
 * Whether the value is a number of the list but for zeros in front, which a spreadsheet takes away; `whole` is then the
 * code. Nothing is allocated here: every cell of a table can be wrong.
 */
static bool lost_zeros(const struct seen *list, struct span value, char whole[ZEROS_LOST + CODE_LONGEST + 1])
{
	if (value.len > CODE_LONGEST)
		return false;
	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return false;
	for (size_t zeros = 1; zeros <= ZEROS_LOST; zeros++) {
		memset(whole, '0', zeros);
		memcpy(whole + zeros, value.ptr, value.len);
		whole[zeros + value.len] = '\0';
		if (seen_has(list, span_of(whole)))
			return true;
	}
	return false;
}

/* The region code of the past that the value is, if today's is in the list. */
static const struct past_region *past_region(const struct column *column, struct span value)
{
	char code[CODE_LONGEST + 1] = "";
	if (strcmp(column->field->codes, "regions") != 0 || value.len > CODE_LONGEST)
		return NULL;
	memcpy(code, value.ptr, value.len);
	const struct past_region *past = region_history_find(code);
	return past && seen_has(column->codes, span_of(past->today)) ? past : NULL;
}

/* A value that is not in its list, with the reason where it is plain. */
static void tell_unlisted(struct column *column, enum fault fault, size_t row, struct span value)
{
	char whole[ZEROS_LOST + CODE_LONGEST + 1];
	const struct past_region *past = fault == CODE ? past_region(column, value) : NULL;
	if (past)
		tell_more(column, PAST, row, value, (struct more){past->name, past->today, past->today_name});
	else if (lost_zeros(fault == CODE ? column->codes : column->values, value, whole))
		tell(column, ZEROS, row, value, whole);
	else
		tell(column, fault, row, value, fault == CODE ? column->field->codes : NULL);
}

static void check_cell(struct column *column, size_t row, struct span value)
{
	const struct field *field = column->field;
	struct arena *scratch = column->checking->scratch;
	if (value.len == 0) {
		if (field->required)
			tell(column, BLANK, row, value, NULL);
		return;
	}
	if (!value_fits(field->type, value))
		tell(column, TYPE, row, value, NULL);
	else if (span_trim(value).len != value.len)
		tell(column, SPACE, row, value, NULL);
	if (field->length > 0 && value.len > (size_t)field->length &&
	    utf8_length(value.ptr, value.len) > (size_t)field->length)
		tell(column, LENGTH, row, value, number(scratch, (size_t)field->length));
	if (column->codes && !seen_has(column->codes, value))
		tell_unlisted(column, CODE, row, value);
	if (column->values && !seen_has(column->values, value))
		tell_unlisted(column, ENUM, row, value);
	size_t first = column->met ? seen_put(column->met, value, row) : row;
	if (first != row)
		tell(column, REPEATED, row, value, number(scratch, (size_t)row_line(column, first)));
}

static void check_column(struct checking *checking, const struct resource *resource, const struct field *field,
			 const char *file)
{
	const struct table *table = resource->table;
	struct column column = {.checking = checking, .resource = resource, .field = field, .file = file};
	const struct rule *rules[FAULT__MAX] = {TYPE_RULES[field->type],
						&RULE_E418,
						&RULE_E419,
						&RULE_E420,
						&RULE_E421,
						&RULE_E425,
						&RULE_E426,
						&RULE_E422,
						&RULE_W710};
	for (int i = 0; i < FAULT__MAX; i++)
		column.caps[i].rule = rules[i];
	column.codes = field->codes ? code_list(checking, field->codes) : NULL;
	column.values = field->values.count > 0 ? set_of(checking->scratch, &field->values) : NULL;
	column.met = field->unique ? seen_new(checking->scratch, table->row_count) : NULL;
	for (size_t row = 0; row < table->row_count; row++)
		check_cell(&column, row, table->cells[row * table->column_count + (size_t)field->column]);
	for (int i = 0; i < FAULT__MAX; i++)
		cap_end(&column.caps[i], (struct place){file, 1, field->column + 1}, checking->diags);
}

/* ---- primary key ---- */

struct key {
	const struct field **fields;
	size_t count;
};

static struct span key_of(struct arena *scratch, const struct table *table, const struct key *key, size_t row)
{
	if (key->count == 1)
		return table->cells[row * table->column_count + (size_t)key->fields[0]->column];
	static const char joint[] = {KEY_JOINT, '\0'};
	const char *joined = "";
	for (size_t i = 0; i < key->count; i++) {
		struct span cell = table->cells[row * table->column_count + (size_t)key->fields[i]->column];
		joined = arena_printf(scratch, "%s%s%.*s", joined, i ? joint : "", SPAN_FMT(cell));
	}
	return span_of(joined);
}

static const char *key_shown(struct arena *scratch, struct span key)
{
	char *text = arena_string(scratch, shown(scratch, key));
	for (char *c = text; *c; c++)
		if (*c == KEY_JOINT)
			*c = '+';
	return text;
}

static bool find_key(struct arena *scratch, const struct resource *resource, struct key *key)
{
	const struct strings *names = &resource->primary_key;
	key->fields = arena_array(scratch, names->count + 1, sizeof *key->fields);
	key->count = 0;
	for (size_t i = 0; i < names->count; i++)
		for (size_t k = 0; k < resource->field_count; k++)
			if (resource->fields[k].name && resource->fields[k].column >= 0 &&
			    strcmp(resource->fields[k].name, names->items[i]) == 0)
				key->fields[key->count++] = &resource->fields[k];
	/* a key that could not be tied whole was told by then */
	return key->count > 0 && key->count == names->count;
}

static void check_blank_keys(struct checking *checking, const struct resource *resource, const struct key *key,
			     const char *file)
{
	const struct table *table = resource->table;
	for (size_t i = 0; i < key->count; i++) {
		struct cap cap = {&RULE_E424, 0};
		if (key->fields[i]->required)
			continue; /* told as such */
		for (size_t row = 0; row < table->row_count; row++) {
			struct place place = {file, table->row_lines[row], key->fields[i]->column + 1};
			if (table->cells[row * table->column_count + (size_t)place.column - 1].len == 0 &&
			    cap_take(&cap))
				diag_add(checking->diags, place, &RULE_E424, title_of(key->fields[i]),
					 number(checking->scratch, (size_t)place.line), (char *)NULL);
		}
		cap_end(&cap, (struct place){file, 1, key->fields[i]->column + 1}, checking->diags);
	}
}

static void check_key(struct checking *checking, const struct resource *resource, const char *file)
{
	const struct table *table = resource->table;
	struct arena *scratch = checking->scratch;
	struct key key;
	if (!find_key(scratch, resource, &key))
		return;
	check_blank_keys(checking, resource, &key, file);
	if (key.count == 1 && key.fields[0]->unique)
		return; /* told as such */
	struct seen *met = seen_new(scratch, table->row_count);
	struct cap cap = {&RULE_E423, 0};
	for (size_t row = 0; row < table->row_count; row++) {
		struct span text = key_of(scratch, table, &key, row);
		size_t first = text.len > 0 ? seen_put(met, text, row) : row;
		if (first == row || !cap_take(&cap))
			continue;
		struct place place = {file, table->row_lines[row], key.fields[0]->column + 1};
		diag_add(checking->diags, place, &RULE_E423, number(scratch, (size_t)place.line),
			 number(scratch, (size_t)table->row_lines[first]), key_shown(scratch, text), (char *)NULL);
	}
	cap_end(&cap, (struct place){file, 1, 0}, checking->diags);
}

void values_check(struct checking *checking, const struct dataset *dataset, const struct resource *resource)
{
	const char *file = arena_printf(checking->scratch, "%s/%s", dataset->folder, resource->file);
	for (size_t i = 0; i < resource->field_count; i++)
		if (resource->fields[i].column >= 0)
			check_column(checking, resource, &resource->fields[i], file);
	check_key(checking, resource, file);
}
