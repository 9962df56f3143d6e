#include <string.h>

#include "format.h"

#define BOM "\xEF\xBB\xBF"
#define LINE_END "\r\n" /* RFC 4180 */

/* A blank that is a whole line would be skipped by many readers, and a row lost: it is written "". */
static void write_cell(struct buf *buf, struct span cell, bool alone)
{
	if (cell.len == 0 && alone)
		buf_str(buf, "\"\"");
	else
		buf_csv(buf, cell.ptr, cell.len);
}

enum status format_write_csv(const struct format *format, const struct format_input *input, struct sink *sink)
{
	struct buf *buf = &sink->buf;
	bool alone = input->field_count == 1;
	if (strcmp(format->variant, "bom") == 0)
		buf_str(buf, BOM);
	for (size_t i = 0; i < input->field_count; i++) {
		if (i > 0)
			buf_byte(buf, ',');
		write_cell(buf, span_of(input->fields[i]->name), alone);
	}
	buf_str(buf, LINE_END);
	for (size_t row = 0; row < input->resource->table->row_count; row++) {
		for (size_t i = 0; i < input->field_count; i++) {
			if (i > 0)
				buf_byte(buf, ',');
			write_cell(buf, format_cell(input, row, input->fields[i]), alone);
		}
		buf_str(buf, LINE_END);
		sink_flow(sink);
	}
	return STATUS_OK;
}
