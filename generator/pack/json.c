#include <headwater/json.h>

#include "format.h"

static void write_value(struct json *json, const struct field *field, struct span cell)
{
	bool numeric = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
	if (cell.len == 0)
		json_null(json);
	else if (numeric && format_is_json_number(cell))
		json_number_text(json, cell.ptr, cell.len);
	else if (field->type == FIELD_BOOLEAN && (span_is(cell, "true") || span_is(cell, "false")))
		json_bool(json, span_is(cell, "true"));
	else
		json_bytes(json, cell.ptr, cell.len);
}

/* Each row is a JSON text of its own on its own line, so that a large file can be read line by line. */
enum status format_write_json(const struct format *format, const struct format_input *input, struct sink *sink)
{
	(void)format;
	buf_str(&sink->buf, "[\n");
	for (size_t row = 0; row < input->resource->table->row_count; row++) {
		struct json json;
		json_init(&json, &sink->buf, false);
		if (row > 0)
			buf_str(&sink->buf, ",\n");
		json_object(&json);
		for (size_t i = 0; i < input->field_count; i++) {
			json_key(&json, input->fields[i]->name);
			write_value(&json, input->fields[i], format_cell(input, row, input->fields[i]));
		}
		json_object_end(&json);
		sink_flow(sink);
	}
	buf_str(&sink->buf, "\n]\n");
	return STATUS_OK;
}
