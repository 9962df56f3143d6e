/* table.c -- one row for each table format, and the meeting of header and dictionary. */
#include "table.h"

#include <string.h>

#include "csv.h"
#include "json_table.h"
#include "xlsx.h"

static struct table *read_csv(struct reading *reading, const char *file, const struct resource *resource,
			      struct text text)
{
	bool decoded = resource->encoding && csv_decode(reading, file, resource->encoding, &text);
	if (!decoded || (resource->field_count != 1 && csv_tell_separator(reading, file, text)))
		return NULL;
	return csv_parse(reading, file, text);
}

static struct table *read_json(struct reading *reading, const char *file, const struct resource *resource,
			       struct text text)
{
	(void)resource;
	return json_table_parse(reading, file, text);
}

static struct table *read_xlsx(struct reading *reading, const char *file, const struct resource *resource,
			       struct text text)
{
	return xlsx_parse(reading, file, resource, text);
}

static const struct format {
	const char *name;
	struct table *(*read)(struct reading *, const char *, const struct resource *, struct text);
	bool any_order; /* columns go by name, and one that is absent is a column of blanks */
} FORMATS[] = {{"csv", read_csv, false}, {"json", read_json, true}, {"xlsx", read_xlsx, false}};

static const struct format *find_format(const char *name)
{
	for (size_t i = 0; i < sizeof FORMATS / sizeof FORMATS[0]; i++)
		if (strcmp(FORMATS[i].name, name) == 0)
			return &FORMATS[i];
	return NULL;
}

bool table_is_format(const char *format)
{
	return find_format(format) != NULL;
}

static bool is_named(const struct field *field, struct span header)
{
	return (field->name && span_is(header, field->name)) ||
	       (field->title.text[LANG_ZH] && span_is(header, field->title.text[LANG_ZH]));
}

static struct field *field_named(const struct resource *resource, struct span header)
{
	for (size_t i = 0; i < resource->field_count; i++)
		if (is_named(&resource->fields[i], header))
			return &resource->fields[i];
	return NULL;
}

/* Listed in the dictionary only: less open than the files of its dataset. */
static bool is_withheld(const struct dataset *dataset, const struct field *field)
{
	return field->open > dataset->open;
}

static const char *or_blank(const char *text)
{
	return text ? text : "";
}

/* The columns of one table being tied to the dictionary of its resource. */
struct binding {
	struct reading *reading;
	const struct dataset *dataset;
	struct resource *resource;
	const char *file;
	size_t next; /* the field that is due: the one behind the last that was tied */
};

static bool in_header(const struct table *table, const struct field *field)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (is_named(field, span_trim(table->header[c])))
			return true;
	return false;
}

/* A header that no field has: either the due field is misnamed, or the column does not belong. */
static void unknown_column(struct binding *binding, struct place place, const char *name)
{
	struct resource *resource = binding->resource;
	size_t due = binding->next;
	while (due < resource->field_count && is_withheld(binding->dataset, &resource->fields[due]))
		due++;
	struct field *field = due < resource->field_count ? &resource->fields[due] : NULL;
	if (!field || in_header(resource->table, field)) {
		if (name[0])
			diag_add(binding->reading->diags, place, &RULE_E403, name, (char *)NULL);
		return;
	}
	bool nameless = !field->name && !field->title.text[LANG_ZH];
	if (name[0] && !nameless) /* either is told as such */
		diag_add(binding->reading->diags, place, &RULE_E401,
			 arena_printf(binding->reading->arena, "%d", place.column), name,
			 or_blank(field->title.text[LANG_ZH]), or_blank(field->name), (char *)NULL);
	field->column = -2; /* told: not missing besides */
	binding->next = due + 1;
}

static void bind_column(struct binding *binding, size_t column, bool any_order)
{
	struct resource *resource = binding->resource;
	struct arena *arena = binding->reading->arena;
	struct place place = {binding->file, 1, (int)column + 1};
	struct span header = span_trim(resource->table->header[column]);
	const char *name = arena_copy(arena, header.ptr ? header.ptr : "", header.len);
	struct field *field = field_named(resource, header);
	if (!field) {
		unknown_column(binding, place, name);
		return;
	}
	if (field->column >= 0) {
		/* the field's name here, its title there; the same text twice is told by the header's own check */
		if (!span_equal(resource->table->header[field->column], resource->table->header[column]))
			diag_add(binding->reading->diags, place, &RULE_E136, name, (char *)NULL);
		return;
	}
	if (is_withheld(binding->dataset, field))
		diag_add(binding->reading->diags, place, &RULE_E503, or_blank(field->title.text[LANG_ZH]),
			 or_blank(field->name), (char *)NULL);
	size_t index = (size_t)(field - resource->fields);
	if (index >= binding->next)
		binding->next = index + 1;
	else if (!any_order)
		diag_add(binding->reading->diags, place, &RULE_E404, arena_printf(arena, "%d", place.column), name,
			 or_blank(resource->fields[binding->next - 1].title.text[LANG_ZH]), (char *)NULL);
	field->column = (int)column;
}

static void bind_columns(struct binding *binding, bool any_order)
{
	struct resource *resource = binding->resource;
	for (size_t c = 0; c < resource->table->column_count; c++)
		bind_column(binding, c, any_order);
	/* an array without records says nothing of its columns */
	bool silent = any_order && resource->table->row_count == 0;
	for (size_t i = 0; i < resource->field_count; i++) {
		struct field *field = &resource->fields[i];
		if (field->column == -1 && !is_withheld(binding->dataset, field) && !silent)
			diag_add(binding->reading->diags, field->place, &RULE_E402,
				 or_blank(field->title.text[LANG_ZH]), or_blank(field->name), (char *)NULL);
		if (field->column < 0)
			field->column = -1;
	}
}

void table_read(struct reading *reading, const struct dataset *dataset, struct resource *resource)
{
	const char *file = arena_printf(reading->arena, "%s/%s", dataset->folder, resource->file);
	struct place place = model_mark(&resource->marks, "file", resource->place);
	const struct format *format = find_format(resource->format);
	struct text text;
	size_t size;
	if (!format) {
		if (files_size(reading, file, FILES_DATA_MAX, place, &size))
			resource->size_bytes = size;
		return;
	}
	if (!files_read(reading, file, FILES_DATA_MAX, place, &text))
		return;
	resource->size_bytes = text.len;
	resource->table = format->read(reading, file, resource, text);
	if (!resource->table)
		return;
	csv_check_header(reading, file, resource->table);
	struct binding binding = {reading, dataset, resource, file, 0};
	if (resource->field_count > 0)
		bind_columns(&binding, format->any_order);
}
