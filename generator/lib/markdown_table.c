/* markdown_table.c -- finding pipe tables, and rewriting them cell by cell. */
#include "markdown_table.h"

#include <string.h>

#include <headwater/buf.h>

void lines_split(const char *text, size_t len, struct arena *arena, struct lines *lines)
{
	for (size_t at = 0; at < len;) {
		size_t end = at;
		while (end < len && text[end] != '\n' && text[end] != '\r')
			end++;
		*ARENA_PUSH(arena, lines->items, lines->count, lines->capacity) = (struct span){text + at, end - at};
		at = end + 1;
		if (end + 1 < len && text[end] == '\r' && text[end + 1] == '\n')
			at++;
	}
}

static struct span trim(struct span span)
{
	while (span.len && (*span.ptr == ' ' || *span.ptr == '\t'))
		span.ptr++, span.len--;
	while (span.len && (span.ptr[span.len - 1] == ' ' || span.ptr[span.len - 1] == '\t'))
		span.len--;
	return span;
}

/* Takes the next cell off `rest`, which has no outer pipes; false when there is none left. */
static bool next_cell(struct span *rest, struct span *cell)
{
	if (!rest->ptr)
		return false;
	size_t end = 0;
	while (end < rest->len && rest->ptr[end] != '|')
		end += rest->ptr[end] == '\\' && end + 1 < rest->len ? 2 : 1;
	*cell = trim((struct span){rest->ptr, end});
	if (end < rest->len)
		*rest = (struct span){rest->ptr + end + 1, rest->len - end - 1};
	else
		*rest = (struct span){NULL, 0};
	return true;
}

/* The row without the pipes at its ends. */
static struct span row_inside(struct span line)
{
	line = trim(line);
	if (line.len && *line.ptr == '|')
		line.ptr++, line.len--;
	size_t escapes = 0;
	while (escapes + 1 < line.len && line.ptr[line.len - 2 - escapes] == '\\')
		escapes++;
	if (line.len && line.ptr[line.len - 1] == '|' && escapes % 2 == 0)
		line.len--;
	return line;
}

static bool read_delimiter(struct span cell, enum table_align *align)
{
	bool left = cell.len && cell.ptr[0] == ':';
	bool right = cell.len > 1 && cell.ptr[cell.len - 1] == ':';
	size_t dashes = cell.len - left - right;
	if (dashes == 0 || cell.len == 0)
		return false;
	for (size_t i = 0; i < dashes; i++)
		if (cell.ptr[left + i] != '-')
			return false;
	*align = left && right ? ALIGN_CENTER : left ? ALIGN_LEFT : right ? ALIGN_RIGHT : ALIGN_NONE;
	return true;
}

/* Reads a delimiter row such as |---|:-:|. */
static bool read_delimiters(struct span line, struct table_shape *shape)
{
	if (!memchr(line.ptr, '|', line.len) || !memchr(line.ptr, '-', line.len))
		return false;
	struct span rest = row_inside(line), cell;
	shape->column_count = 0;
	while (next_cell(&rest, &cell)) {
		if (shape->column_count == TABLE_COLUMNS_MAX ||
		    !read_delimiter(cell, &shape->align[shape->column_count]))
			return false;
		shape->column_count++;
	}
	return shape->column_count > 0;
}

bool tables_suspected(const struct lines *lines)
{
	struct table_shape shape;
	for (size_t i = 1; i < lines->count; i++)
		if (lines->items[i].len && read_delimiters(lines->items[i], &shape))
			return true;
	return false;
}

static bool is_header_of(struct span line, size_t column_count)
{
	struct span rest = row_inside(line), cell;
	size_t count = 0;
	while (count <= column_count && next_cell(&rest, &cell))
		count++;
	return count == column_count && memchr(line.ptr, '|', line.len);
}

/* ---- rewriting ---- */

struct rewriter {
	const struct lines *lines;
	struct arena *arena;
	struct rewritten *out;
	struct buf text;
	size_t cell_count;
};

static void add_line(struct rewriter *rewriter, size_t original, int table, size_t cell)
{
	struct rewritten *out = rewriter->out;
	struct rewritten_line *line = ARENA_PUSH(rewriter->arena, out->lines, out->line_count, out->line_capacity);
	*line = (struct rewritten_line){(int)original + 1, table, cell};
	buf_byte(&rewriter->text, '\n');
}

static void copy_line(struct rewriter *rewriter, size_t index)
{
	buf_add(&rewriter->text, rewriter->lines->items[index].ptr, rewriter->lines->items[index].len);
	add_line(rewriter, index, -1, 0);
}

/* One paragraph: the guard and the cell, in which "\|" stands for a pipe, inside code too. */
static void add_cell(struct rewriter *rewriter, struct span cell, size_t original, size_t index)
{
	buf_str(&rewriter->text, TABLE_GUARD);
	for (size_t i = 0; i < cell.len; i++)
		if (cell.ptr[i] != '\\' || i + 1 == cell.len || cell.ptr[i + 1] != '|')
			buf_byte(&rewriter->text, cell.ptr[i]);
	add_line(rewriter, original, (int)rewriter->out->table_count - 1, index);
	add_line(rewriter, original, -1, 0);
}

static void add_row(struct rewriter *rewriter, size_t original)
{
	struct table_shape *shape = &rewriter->out->tables[rewriter->out->table_count - 1];
	struct span rest = row_inside(rewriter->lines->items[original]), cell;
	for (size_t column = 0; column < shape->column_count; column++) {
		if (!next_cell(&rest, &cell))
			cell = (struct span){"", 0};
		add_cell(rewriter, cell, original, shape->row_count * shape->column_count + column);
	}
	shape->row_count++;
}

/* The line of the table's header in a paragraph; false when it holds no table, or one past the limits. */
static bool find_table(struct rewriter *rewriter, struct line_range paragraph, struct table_shape *shape,
		       size_t *header)
{
	const struct span *lines = rewriter->lines->items;
	for (size_t i = paragraph.first; i < paragraph.last; i++) {
		if (!read_delimiters(lines[i + 1], shape) || !is_header_of(lines[i], shape->column_count))
			continue;
		*header = i;
		return rewriter->cell_count + shape->column_count * (paragraph.last - i) <= TABLE_CELLS_MAX;
	}
	return false;
}

static void rewrite_table(struct rewriter *rewriter, struct line_range paragraph, struct table_shape *shape,
			  size_t header)
{
	for (size_t i = paragraph.first; i < header; i++)
		copy_line(rewriter, i);
	add_line(rewriter, header, -1, 0);
	shape->row_count = 0;
	struct rewritten *out = rewriter->out;
	*ARENA_PUSH(rewriter->arena, out->tables, out->table_count, out->table_capacity) = *shape;
	for (size_t i = header; i <= paragraph.last; i++)
		if (i != header + 1)
			add_row(rewriter, i);
	rewriter->cell_count += shape->column_count * (paragraph.last - header);
}

void tables_rewrite(const struct lines *lines, const struct line_range *paragraphs, size_t paragraph_count,
		    struct arena *arena, struct rewritten *out)
{
	struct rewriter rewriter = {.lines = lines, .arena = arena, .out = out};
	buf_init(&rewriter.text, BUF_MAX_DEFAULT);
	size_t next = 0;
	for (size_t i = 0; i < paragraph_count; i++) {
		struct table_shape shape;
		size_t header = 0;
		if (paragraphs[i].last >= lines->count || !find_table(&rewriter, paragraphs[i], &shape, &header))
			continue;
		while (next < paragraphs[i].first)
			copy_line(&rewriter, next++);
		rewrite_table(&rewriter, paragraphs[i], &shape, header);
		next = paragraphs[i].last + 1;
	}
	while (next < lines->count)
		copy_line(&rewriter, next++);
	out->text = arena_copy(arena, rewriter.text.bytes, rewriter.text.len);
	out->len = rewriter.text.len;
	buf_free(&rewriter.text);
}
