/*
 * Any bytes as a CSV read row by row: rows follow one another without a gap, and each reads the same again from its offset.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "read/csv_row.h"

#define CELLS 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span cells[CELLS], again[CELLS];
	struct csv_row row = {.cells = cells}, copy = {.cells = again};
	struct csv_rows rows = {.bytes = arena_copy(arena, (const char *)data, size), .len = size, .line = 1};
	rows.max = CELLS;
	for (size_t at = 0; csv_row_next(&rows, &row, arena); at = rows.at) {
		struct csv_rows back = rows;
		back.at = row.offset;
		back.line = row.line;
		if (row.offset != at || rows.at <= at || rows.at > size || row.count == 0)
			abort();
		if (!csv_row_next(&back, &copy, arena) || back.at != rows.at || back.line != rows.line ||
		    copy.count != row.count)
			abort();
		for (size_t i = 0; i < row.count && i < CELLS; i++)
			if (!span_equal(cells[i], again[i]))
				abort();
	}
	if (rows.at < size)
		abort();
	arena_free(arena);
	return 0;
}
