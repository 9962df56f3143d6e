/* table.c -- one row for each table format, and the meeting of header and dictionary. */
#include "table.h"

#include <string.h>

#include "csv.h"
#include "json_table.h"
#include "xlsx.h"

static struct table *read_csv(struct reading *reading, const char *file, const struct resource *resource,
                              struct text text)
{
	if (!csv_decode(reading, file, resource->encoding, &text))
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

/* The field that column `column` must be: the n-th of those that may be published. */
static struct field *field_at(const struct dataset *dataset, const struct resource *resource, size_t column)
{
	for (size_t i = 0; i < resource->field_count; i++)
		if (!is_withheld(dataset, &resource->fields[i]) && column-- == 0)
			return &resource->fields[i];
	return NULL;
}

static void bind_column(struct reading *reading, const struct dataset *dataset, struct resource *resource,
                        struct place place, bool any_order)
{
	size_t column = (size_t)place.column - 1;
	struct span header = span_trim(resource->table->header[column]);
	const char *name = arena_copy(reading->arena, header.ptr ? header.ptr : "", header.len);
	struct field *field = field_named(resource, header);
	struct field *due = any_order ? field : field_at(dataset, resource, column);
	if (due && is_named(due, header))
		field = due; /* two fields of one title: that is told elsewhere */
	if (!field && due) {
		diag_add(reading->diags, place, &RULE_E401, arena_printf(reading->arena, "%d", place.column), name,
		         or_blank(due->title.text[LANG_ZH]), or_blank(due->name), (char *)NULL);
		due->column = -2; /* told: not missing besides */
	} else if (!field) {
		diag_add(reading->diags, place, &RULE_E403, name, (char *)NULL);
	} else if (is_withheld(dataset, field)) {
		field->column = (int)column;
		diag_add(reading->diags, place, &RULE_E503, or_blank(field->title.text[LANG_ZH]), or_blank(field->name),
		         (char *)NULL);
	} else if (field->column < 0) {
		field->column = (int)column;
		if (field != due && due)
			diag_add(reading->diags, place, &RULE_E404, arena_printf(reading->arena, "%d", place.column), name,
			         or_blank(due->title.text[LANG_ZH]), (char *)NULL);
	}
}

static void bind_columns(struct reading *reading, const struct dataset *dataset, struct resource *resource,
                         const char *file, bool any_order)
{
	for (size_t c = 0; c < resource->table->column_count; c++)
		bind_column(reading, dataset, resource, (struct place){file, 1, (int)c + 1}, any_order);
	for (size_t i = 0; i < resource->field_count; i++) {
		struct field *field = &resource->fields[i];
		if (field->column == -1 && !is_withheld(dataset, field) && !(any_order && resource->table->row_count == 0))
			diag_add(reading->diags, field->place, &RULE_E402, or_blank(field->title.text[LANG_ZH]),
			         or_blank(field->name), (char *)NULL);
		if (field->column < 0)
			field->column = -1;
	}
}

void table_read(struct reading *reading, const struct dataset *dataset, struct resource *resource)
{
	const char *file = arena_printf(reading->arena, "%s/%s", dataset->folder, resource->file);
	struct place place = model_mark(&resource->marks, "file", resource->place);
	struct text text;
	if (!files_read(reading, file, FILES_DATA_MAX, place, &text))
		return;
	resource->size_bytes = text.len;
	const struct format *format = find_format(resource->format);
	if (!format)
		return;
	resource->table = format->read(reading, file, resource, text);
	if (!resource->table)
		return;
	csv_check_header(reading, file, resource->table);
	if (resource->field_count > 0)
		bind_columns(reading, dataset, resource, file, format->any_order);
}
