/*
 * markdown_table.h -- GFM pipe tables for a CommonMark parser that has none, for markdown.c only.
 *
 * cmark sees a table as a paragraph. Each table is rewritten into one paragraph for each cell, so that cmark itself
 * parses what stands in the cells, references and all; markdown.c then finds those paragraphs by their lines and puts
 * them back together.
 */
#ifndef LIB_MARKDOWN_TABLE_H
#define LIB_MARKDOWN_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/span.h>

/* Stands before the text of each cell, so that no cell can begin a block of its own. */
#define TABLE_GUARD "x "
#define TABLE_COLUMNS_MAX 64
#define TABLE_CELLS_MAX 65536 /* in all tables of a text, since short rows are filled up */

struct lines {
	struct span *items; /* without their line ends */
	size_t count, capacity;
};

/* First and last line of a paragraph, 0-based. */
struct line_range {
	size_t first, last;
};

enum table_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct table_shape {
	size_t column_count, row_count; /* rows include the header */
	enum table_align align[TABLE_COLUMNS_MAX];
};

/* A line of the rewritten text. */
struct rewritten_line {
	int original; /* 1-based line of the text as it was */
	int table;    /* -1: no cell */
	size_t cell;  /* row-major index in that table */
};

struct rewritten {
	const char *text;
	size_t len;
	struct rewritten_line *lines;
	size_t line_count, line_capacity;
	struct table_shape *tables;
	size_t table_count, table_capacity;
};

void lines_split(const char *text, size_t len, struct arena *arena, struct lines *lines);
/* True when some line could be the delimiter row of a table: most texts are spared the second parse. */
bool tables_suspected(const struct lines *lines);
/* Rewrites the tables found in `paragraphs` (in order). table_count is 0 when there are none. */
void tables_rewrite(const struct lines *lines, const struct line_range *paragraphs, size_t paragraph_count,
		    struct arena *arena, struct rewritten *out);

#endif
