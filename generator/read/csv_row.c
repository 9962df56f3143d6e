/* csv_row.c -- one row at a time. */
#include "csv_row.h"

#include <string.h>

struct cursor {
	const char *at, *end;
	struct arena *arena;
	int breaks; /* line ends met inside quotes */
	bool unclosed;
};

static const char *cell_end(const char *at, const char *end)
{
	while (at < end && *at != ',' && *at != '\n' && *at != '\r')
		at++;
	return at;
}

/* From behind the opening quote to behind the closing one; `*doubled` counts the quotes written twice. */
static const char *find_close(struct cursor *cursor, size_t *doubled)
{
	const char *at = cursor->at;
	for (;;) {
		const char *quote = memchr(at, '"', (size_t)(cursor->end - at));
		if (!quote)
			return NULL;
		if (quote + 1 == cursor->end || quote[1] != '"')
			return quote;
		++*doubled;
		at = quote + 2;
	}
}

static struct span unquote(struct cursor *cursor, const char *from, const char *close, const char *end)
{
	char *copy = arena_alloc(cursor->arena, (size_t)(end - from) + 1);
	size_t n = 0;
	for (const char *c = from; c < close; c++) {
		copy[n++] = *c;
		c += *c == '"';
	}
	for (const char *c = close + 1; c < end; c++)
		copy[n++] = *c;
	return (struct span){copy, n};
}

static struct span quoted_cell(struct cursor *cursor)
{
	const char *from = ++cursor->at;
	size_t doubled = 0;
	const char *close = find_close(cursor, &doubled);
	if (!close) {
		cursor->unclosed = true;
		cursor->at = cursor->end;
		return (struct span){from, (size_t)(cursor->end - from)};
	}
	for (const char *c = from; (c = memchr(c, '\n', (size_t)(close - c))) != NULL; c++)
		cursor->breaks++;
	const char *end = cell_end(close + 1, cursor->end);
	cursor->at = end;
	if (doubled || end > close + 1)
		return unquote(cursor, from, close, end);
	return (struct span){from, (size_t)(close - from)};
}

static struct span plain_cell(struct cursor *cursor)
{
	const char *from = cursor->at;
	cursor->at = cell_end(from, cursor->end);
	return (struct span){from, (size_t)(cursor->at - from)};
}

bool csv_row_next(struct csv_rows *rows, struct csv_row *row, struct arena *arena)
{
	struct cursor cursor = {rows->bytes + rows->at, rows->bytes + rows->len, arena, 0, false};
	if (rows->at >= rows->len)
		return false;
	row->count = 0;
	row->blank = true;
	row->over = false;
	row->offset = rows->at;
	row->line = rows->line;
	for (;;) {
		bool quoted = cursor.at < cursor.end && *cursor.at == '"';
		struct span cell = quoted ? quoted_cell(&cursor) : plain_cell(&cursor);
		bool empty = span_trim(cell).len == 0;
		row->blank = row->blank && empty;
		if (row->count < rows->max)
			row->cells[row->count] = cell;
		else
			row->over = row->over || !empty;
		row->count++;
		if (cursor.at == cursor.end || *cursor.at != ',')
			break;
		cursor.at++;
	}
	size_t end = (size_t)(cursor.at - rows->bytes);
	row->length = (uint32_t)(end - row->offset);
	row->unclosed = cursor.unclosed;
	if (end < rows->len)
		end += rows->bytes[end] == '\r' && end + 1 < rows->len && rows->bytes[end + 1] == '\n' ? 2 : 1;
	rows->at = end;
	rows->line += rows->by_rows ? 1 : cursor.breaks + 1;
	return true;
}
