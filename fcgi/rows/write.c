#include "write.h"

#include <string.h>

#define LINE_END "\r\n"

static struct shown shown_figure(const struct ask *ask, const struct figure_asked *asked)
{
	enum figure_kind kind = asked->figure.kind;
	struct shown shown = {asked->name, kind == FIGURE_COUNT ? "integer" : "number", CLASS_NUMBER};
	if (kind == FIGURE_LEAST || kind == FIGURE_GREATEST) {
		const struct row_column *column = &ask->table->columns[asked->figure.column];
		shown.type = column->type;
		shown.class = column->class;
	}
	return shown;
}

const struct shown *shown_of(const struct ask *ask, size_t *count)
{
	struct shown *shown = arena_array(ask->arena, ask->column_count + ask->figure_count + 1, sizeof *shown);
	*count = 0;
	for (size_t i = 0; i < ask->column_count; i++) {
		int column = ask->columns[i];
		const struct row_column *row = column >= 0 ? &ask->table->columns[column] : NULL;
		shown[(*count)++] = row ? (struct shown){row->name, row->type, row->class}
					: (struct shown){"_id", "integer", CLASS_NUMBER};
	}
	for (size_t i = 0; i < ask->figure_count; i++)
		shown[(*count)++] = shown_figure(ask, &ask->figures[i]);
	return shown;
}

void write_cell_json(struct json *json, const struct shown *shown, const struct cell *cell)
{
	switch (cell->kind) {
	case COLUMN_NULL:
		json_null(json);
		break;
	case COLUMN_INT:
		if (shown->class == CLASS_TRUTH)
			json_bool(json, cell->integer != 0);
		else
			json_int(json, cell->integer);
		break;
	case COLUMN_DOUBLE:
		json_double(json, cell->number);
		break;
	case COLUMN_TEXT:
		json_bytes(json, cell->text.ptr, cell->text.len);
		break;
	}
}

void write_cell_text(struct buf *out, const struct shown *shown, const struct cell *cell)
{
	struct json json;
	if (cell->kind == COLUMN_NULL)
		return;
	if (cell->kind == COLUMN_TEXT) {
		buf_add(out, cell->text.ptr, cell->text.len);
		return;
	}
	json_init(&json, out, false);
	write_cell_json(&json, shown, cell);
}

void write_row_object(struct json *json, const struct shown *shown, size_t count, struct stmt *stmt)
{
	json_object(json);
	for (size_t i = 0; i < count; i++) {
		struct cell cell = table_cell(stmt, (int)i);
		json_key(json, shown[i].name);
		write_cell_json(json, &shown[i], &cell);
	}
	json_object_end(json);
}

void write_row_list(struct json *json, const struct shown *shown, size_t count, struct stmt *stmt)
{
	json_array(json);
	for (size_t i = 0; i < count; i++) {
		struct cell cell = table_cell(stmt, (int)i);
		write_cell_json(json, &shown[i], &cell);
	}
	json_array_end(json);
}

/* A blank that is a whole line would be skipped by many readers, and a row lost: it is written "". */
void write_row_csv(struct buf *out, const struct shown *shown, size_t count, struct stmt *stmt)
{
	for (size_t i = 0; i < count; i++) {
		struct cell cell = table_cell(stmt, (int)i);
		buf_str(out, i > 0 ? "," : "");
		if (cell.kind == COLUMN_TEXT)
			buf_csv(out, cell.text.ptr, cell.text.len);
		else if (cell.kind == COLUMN_NULL && count == 1)
			buf_str(out, "\"\"");
		else
			write_cell_text(out, &shown[i], &cell);
	}
	buf_str(out, LINE_END);
}

static void put_tsv(struct buf *out, struct span text)
{
	bool quoted = memchr(text.ptr, '\t', text.len) || memchr(text.ptr, '\n', text.len) ||
		      memchr(text.ptr, '\r', text.len) || memchr(text.ptr, '"', text.len);
	if (!quoted) {
		buf_add(out, text.ptr, text.len);
		return;
	}
	buf_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, text.ptr[i]);
	}
	buf_byte(out, '"');
}

void write_row_tsv(struct buf *out, const struct shown *shown, size_t count, struct stmt *stmt)
{
	for (size_t i = 0; i < count; i++) {
		struct cell cell = table_cell(stmt, (int)i);
		buf_str(out, i > 0 ? "\t" : "");
		if (cell.kind == COLUMN_TEXT)
			put_tsv(out, cell.text);
		else
			write_cell_text(out, &shown[i], &cell);
	}
	buf_str(out, LINE_END);
}

void write_header(struct buf *out, const struct shown *shown, size_t count, char separator)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(out, separator);
		buf_csv(out, shown[i].name, strlen(shown[i].name));
	}
	buf_str(out, LINE_END);
}
