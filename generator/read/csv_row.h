/*
 * csv_row.h -- rows of a CSV one at a time, each found again by its offset: for files too large for a table in memory.
 *
 * What csv.h tells as faults is taken as it stands here: a quote within a cell that is not quoted is a character, what
 * follows a closing quote belongs to the cell. Only a quote that never closes cannot be made out.
 */
#ifndef READ_CSV_ROW_H
#define READ_CSV_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/span.h>

struct csv_rows {
	const char *bytes;
	size_t len;
	size_t at;    /* of the next row */
	int line;     /* of the next row, from 1 */
	bool by_rows; /* lines are counted by rows, whatever breaks stand in cells */
	size_t max;   /* cells that are kept of a row */
};

struct csv_row {
	struct span *cells; /* of room for `max`; into the text where they can be, else in arena */
	size_t count;       /* of the row, also beyond `max` */
	uint64_t offset;
	uint32_t length; /* without the line end */
	int line;
	bool blank;    /* no cell has anything in it */
	bool over;     /* a cell beyond `max` has something in it */
	bool unclosed; /* a quote never ends; the row takes the rest of the file */
};

/* The next row; false at the end. */
bool csv_row_next(struct csv_rows *rows, struct csv_row *row, struct arena *arena);

#endif
