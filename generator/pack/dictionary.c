#include <string.h>

#include "metadata.h"

#define BOM "\xEF\xBB\xBF"
#define LINE_END "\r\n" /* RFC 4180 */

enum column {
	RESOURCE,
	NAME,
	TITLE,
	TITLE_EN,
	TYPE,
	NATIONAL_TYPE,
	LENGTH,
	UNIT,
	REQUIRED,
	CODES,
	DESCRIPTION,
	DESCRIPTION_EN,
	OPEN,
	GRADE,
	COLUMN__MAX
};

static const char *const heads[COLUMN__MAX] = {
    [RESOURCE] = "resource",
    [NAME] = "name",
    [TITLE] = "title",
    [TITLE_EN] = "title_en",
    [TYPE] = "type",
    [NATIONAL_TYPE] = "national_type",
    [LENGTH] = "length",
    [UNIT] = "unit",
    [REQUIRED] = "required",
    [CODES] = "codes",
    [DESCRIPTION] = "description",
    [DESCRIPTION_EN] = "description_en",
    [OPEN] = "open",
    [GRADE] = "grade",
};

static void write_row(struct buf *out, const char *const cells[COLUMN__MAX])
{
	for (int i = 0; i < COLUMN__MAX; i++) {
		if (i > 0)
			buf_byte(out, ',');
		if (cells[i])
			buf_csv(out, cells[i], strlen(cells[i]));
	}
	buf_str(out, LINE_END);
}

/* The id of a code list, or the allowed values themselves. */
static const char *codes_of(const struct field *field, struct arena *arena)
{
	struct buf values;
	if (field->codes || field->values.count == 0)
		return field->codes;
	buf_init(&values, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < field->values.count; i++) {
		if (i > 0)
			buf_byte(&values, '|');
		buf_str(&values, field->values.items[i]);
	}
	const char *joined = arena_copy(arena, values.bytes, values.len);
	buf_free(&values);
	return joined;
}

static void write_field(const struct model *model, const struct resource *resource, const struct field *field,
			struct buf *out)
{
	struct arena *arena = arena_new();
	const char *type = field_type_name(field->type);
	const struct term *term = model_term(model, "data-types", type);
	const char *cells[COLUMN__MAX] = {
	    [RESOURCE] = resource->name,
	    [NAME] = field->name,
	    [TITLE] = field->title.text[LANG_ZH],
	    [TITLE_EN] = field->title.text[LANG_EN],
	    [TYPE] = type,
	    [NATIONAL_TYPE] = term ? term_extra(term, "national") : NULL,
	    [LENGTH] = field->length > 0 ? arena_printf(arena, "%d", field->length) : NULL,
	    [UNIT] = field->unit,
	    [REQUIRED] = field->required ? "yes" : "no",
	    [CODES] = codes_of(field, arena),
	    [DESCRIPTION] = field->description.text[LANG_ZH],
	    [DESCRIPTION_EN] = field->description.text[LANG_EN],
	    [OPEN] = arena_printf(arena, "%d", (int)field->open),
	    [GRADE] = field->grade ? arena_printf(arena, "%d", field->grade) : NULL,
	};
	write_row(out, cells);
	arena_free(arena);
}

void dictionary_write(const struct model *model, const struct dataset *dataset, struct buf *out)
{
	buf_str(out, BOM);
	write_row(out, heads);
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		for (size_t k = 0; k < resource->field_count; k++)
			write_field(model, resource, &resource->fields[k], out);
	}
}

bool dictionary_exists(const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->resource_count; i++) {
		if (dataset->resources[i].field_count > 0)
			return true;
	}
	return false;
}
