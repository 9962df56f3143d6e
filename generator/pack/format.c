#include "format.h"

#include <assert.h>
#include <string.h>

static const struct format formats[] = {
#define FORMAT(code, extension, variant, media_type, title_zh, title_en, write, fits) \
	{code, extension, variant, media_type, {{title_zh, title_en}}, write, fits},
#include "formats.def"
#undef FORMAT
};

#define FORMAT_COUNT (sizeof formats / sizeof formats[0])

const struct format *format_table(size_t *count)
{
	*count = FORMAT_COUNT;
	return formats;
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

const struct format *format_of(const struct resource *resource, const struct download *download)
{
	for (size_t i = 0; resource->tabular && i < FORMAT_COUNT; i++) {
		if (same(formats[i].code, download->format) && same(formats[i].variant, download->variant))
			return &formats[i];
	}
	return NULL;
}

bool format_prepare(const struct dataset *dataset, const struct resource *resource, struct arena *arena,
		    struct format_input *input)
{
	*input = (struct format_input){.dataset = dataset, .resource = resource};
	if (!resource->tabular || !resource->table || !resource_is_public(dataset, resource))
		return false;
	input->fields = arena_array(arena, resource->field_count + 1, sizeof *input->fields);
	for (size_t i = 0; i < resource->field_count; i++) {
		if (field_is_public(dataset, &resource->fields[i]))
			input->fields[input->field_count++] = &resource->fields[i];
	}
	return input->field_count > 0;
}

struct span format_cell(const struct format_input *input, size_t row, const struct field *field)
{
	const struct table *table = input->resource->table;
	assert(field_is_public(input->dataset, field));
	assert(row < table->row_count && (size_t)field->column < table->column_count);
	return table->cells[row * table->column_count + (size_t)field->column];
}

bool format_fits(const struct format *format, const struct format_input *input)
{
	return !format->fits || format->fits(input);
}

static size_t digits(struct span text, size_t at)
{
	size_t start = at;
	while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
		at++;
	return at - start;
}

static bool at_byte(struct span text, size_t at, const char *any_of)
{
	return at < text.len && text.ptr[at] && strchr(any_of, text.ptr[at]);
}

bool format_is_json_number(struct span text)
{
	size_t at = at_byte(text, 0, "-") ? 1 : 0;
	size_t whole = digits(text, at);
	if (whole == 0 || (whole > 1 && text.ptr[at] == '0'))
		return false;
	at += whole;
	if (at_byte(text, at, ".")) {
		size_t part = digits(text, at + 1);
		if (part == 0)
			return false;
		at += 1 + part;
	}
	if (at_byte(text, at, "eE")) {
		at += at_byte(text, at + 1, "+-") ? 2 : 1;
		size_t exponent = digits(text, at);
		if (exponent == 0)
			return false;
		at += exponent;
	}
	return at == text.len;
}
