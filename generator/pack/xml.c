#include <string.h>

#include <headwater/utf8.h>

#include "format.h"

/* Char of XML 1.0: no controls but tab, line feed and carriage return, and neither U+FFFE nor U+FFFF. */
static bool is_xml_char(uint32_t code)
{
	return code >= 0x20 ? code != 0xFFFE && code != 0xFFFF : code == '\t' || code == '\n' || code == '\r';
}

/* Where the next character that XML has no form for begins and ends; false when there is none. */
static bool find_lost(struct span text, size_t from, size_t *start, size_t *end)
{
	size_t at = from;
	while (at < text.len) {
		*start = at;
		if (!is_xml_char(utf8_next(text.ptr, text.len, &at))) {
			*end = at;
			return true;
		}
	}
	return false;
}

static void write_cell(struct buf *buf, const char *name, struct span cell)
{
	size_t at = 0, start, end;
	buf_byte(buf, '<');
	buf_str(buf, name);
	if (cell.len == 0) {
		buf_str(buf, " xsi:nil=\"true\"/>");
		return;
	}
	if (find_lost(cell, 0, &start, &end))
		buf_str(buf, " lossy=\"true\"");
	buf_byte(buf, '>');
	for (; find_lost(cell, at, &start, &end); at = end)
		buf_xml(buf, cell.ptr + at, start - at);
	buf_xml(buf, cell.ptr + at, cell.len - at);
	buf_str(buf, "</");
	buf_str(buf, name);
	buf_byte(buf, '>');
}

static void write_attribute(struct buf *buf, const char *name, const char *value)
{
	buf_byte(buf, ' ');
	buf_str(buf, name);
	buf_str(buf, "=\"");
	buf_xml(buf, value, strlen(value));
	buf_byte(buf, '"');
}

enum status format_write_xml(const struct format *format, const struct format_input *input, struct sink *sink)
{
	struct buf *buf = &sink->buf;
	(void)format;
	buf_str(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rows");
	write_attribute(buf, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
	write_attribute(buf, "dataset", input->dataset->id);
	write_attribute(buf, "resource", input->resource->name);
	buf_str(buf, ">\n");
	for (size_t row = 0; row < input->resource->table->row_count; row++) {
		buf_str(buf, "<row>");
		for (size_t i = 0; i < input->field_count; i++)
			write_cell(buf, input->fields[i]->name, format_cell(input, row, input->fields[i]));
		buf_str(buf, "</row>\n");
		sink_flow(sink);
	}
	buf_str(buf, "</rows>\n");
	return STATUS_OK;
}

size_t format_xml_lost(const struct format_input *input)
{
	size_t lost = 0;
	for (size_t row = 0; row < input->resource->table->row_count; row++) {
		for (size_t i = 0; i < input->field_count; i++) {
			struct span cell = format_cell(input, row, input->fields[i]);
			size_t start, end = 0;
			while (find_lost(cell, end, &start, &end))
				lost++;
		}
	}
	return lost;
}
