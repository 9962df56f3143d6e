/* records.c -- the cells of a record side by side while it is filled; the table once all columns are known. */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>

#include "names.h"
#include "source_rules.h"

#define COLUMNS_MAX 16384
#define CELLS_MAX ((size_t)64 * 1000 * 1000)
#define PUTS_MAX ((size_t)32 * 1000 * 1000)
#define JOINED_MAX ((size_t)1 << 30)

struct cell {
	uint32_t row, column, order;
	uint32_t len;
	const char *text;
};

struct records {
	struct reading *reading;
	const char *file;
	struct names columns;
	struct cell *cells; /* by row, in the order they were put; not in the arena, where each growth would stay */
	size_t cell_count, cell_capacity;
	size_t row_count;
	size_t joined_bytes;
	struct buf joined;
};

struct records *records_open(struct reading *reading, const char *file)
{
	struct records *records = arena_alloc(reading->arena, sizeof *records);
	records->reading = reading;
	records->file = file;
	names_open(&records->columns, reading->arena);
	buf_init(&records->joined, JOINED_MAX);
	return records;
}

void records_close(struct records *records)
{
	names_close(&records->columns);
	free(records->cells);
	buf_free(&records->joined);
}

void records_column(struct records *records, const char *name)
{
	names_take(&records->columns, span_of(name));
}

void records_begin(struct records *records)
{
	records->row_count++;
}

bool records_full(const struct records *records)
{
	return records->columns.count > COLUMNS_MAX || records->cell_count >= PUTS_MAX ||
	       records->row_count > CELLS_MAX / (records->columns.count + 1);
}

void records_put(struct records *records, const char *column, struct span text)
{
	if (text.len == 0 || records_full(records))
		return;
	if (records->cell_count == records->cell_capacity) {
		records->cell_capacity = records->cell_capacity ? 2 * records->cell_capacity : 1024;
		records->cells = memory_resize(records->cells, records->cell_capacity * sizeof *records->cells);
	}
	records->cells[records->cell_count] =
	    (struct cell){(uint32_t)(records->row_count - 1), (uint32_t)names_take(&records->columns, span_of(column)),
			  (uint32_t)records->cell_count, (uint32_t)text.len, text.ptr};
	records->cell_count++;
}

static int by_column(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* The texts of `count` cells of one column in one. */
static struct span join(struct records *records, const struct cell *cells, size_t count)
{
	if (count == 1)
		return (struct span){cells[0].text, cells[0].len};
	buf_reset(&records->joined);
	for (size_t i = 0; i < count; i++) {
		buf_str(&records->joined, i ? JSON_LIST_SEPARATOR : "");
		buf_add(&records->joined, cells[i].text, cells[i].len);
	}
	records->joined_bytes += records->joined.len;
	if (records->joined_bytes > JOINED_MAX)
		return (struct span){"", 0};
	return (struct span){arena_copy(records->reading->arena, records->joined.bytes, records->joined.len),
			     records->joined.len};
}

/* The cells of one row, which stand from `cells` on, into the table; returns how many there were. */
static size_t fill_row(struct records *records, struct table *table, size_t row, size_t from)
{
	struct cell *cells = from < records->cell_count ? records->cells + from : NULL;
	size_t count = 0, same;
	while (from + count < records->cell_count && cells[count].row == row)
		count++;
	if (count > 1)
		qsort(cells, count, sizeof *cells, by_column);
	for (size_t i = 0; i < count; i += same) {
		same = 1;
		while (i + same < count && cells[i + same].column == cells[i].column)
			same++;
		table->cells[row * table->column_count + cells[i].column] = join(records, cells + i, same);
	}
	table->row_lines[row] = (int)row + 1;
	return count;
}

static struct table *told(struct records *records, const struct rule *rule, const char *value)
{
	diag_add(records->reading->diags, (struct place){records->file, 1, 1}, rule, value, (char *)NULL);
	return NULL;
}

struct table *records_table(struct records *records)
{
	struct arena *arena = records->reading->arena;
	size_t columns = records->columns.count, rows = records->row_count, at = 0;
	if (records_full(records))
		return told(records, &RULE_S105,
			    arena_printf(arena, "%d columns, %zu cells, %zu values", COLUMNS_MAX, CELLS_MAX, PUTS_MAX));
	if (rows == 0)
		return told(records, &RULE_E137, NULL);
	struct table *table = arena_alloc(arena, sizeof *table);
	table->column_count = columns;
	table->row_count = rows;
	table->header = arena_array(arena, columns + 1, sizeof *table->header);
	for (size_t i = 0; i < columns; i++)
		table->header[i] = span_of(records->columns.items[i]);
	table->cells = arena_array(arena, rows * columns + 1, sizeof *table->cells);
	table->row_lines = arena_array(arena, rows + 1, sizeof *table->row_lines);
	for (size_t i = 0; i < rows * columns; i++)
		table->cells[i].ptr = "";
	for (size_t row = 0; row < rows; row++)
		at += fill_row(records, table, row, at);
	if (records->joined_bytes > JOINED_MAX)
		return told(records, &RULE_S105, arena_printf(arena, "%zu bytes", JOINED_MAX));
	return table;
}
