/* ledger.c -- matches header names to the columns a reader knows. */
#include "ledger.h"

#include <string.h>

#include "../near.h"
#include "csv.h"

static int find_column(const struct ledger *ledger, const char *name)
{
	for (size_t i = 0; i < ledger->column_count; i++)
		if (strcmp(ledger->columns[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* The index of the column that was most likely meant, or -1. */
static int tell_unknown(const struct ledger *ledger, struct place place, const char *name)
{
	struct arena *arena = ledger->reading->arena;
	const char **names = arena_array(arena, ledger->column_count, sizeof *names);
	const char *all = "";
	for (size_t i = 0; i < ledger->column_count; i++) {
		names[i] = ledger->columns[i].name;
		all = arena_printf(arena, "%s%s%s", all, i ? ", " : "", names[i]);
	}
	const char *near = near_name(name, names, ledger->column_count);
	diag_add(ledger->reading->diags, place, near ? &RULE_E113 : &RULE_E114, name, near ? near : all, (char *)NULL);
	return near ? find_column(ledger, near) : -1;
}

static void match_columns(struct ledger *ledger)
{
	struct arena *arena = ledger->reading->arena;
	ledger->index = arena_array(arena, ledger->column_count, sizeof *ledger->index);
	for (size_t i = 0; i < ledger->column_count; i++)
		ledger->index[i] = -1;
	for (size_t c = 0; c < ledger->table->column_count; c++) {
		struct span cell = span_trim(ledger->table->header[c]);
		const char *name = arena_copy(arena, cell.ptr, cell.len);
		int column = find_column(ledger, name);
		if (column >= 0)
			ledger->index[column] = ledger->index[column] < 0 ? (int)c : ledger->index[column];
		if (column >= 0 || cell.len == 0)
			continue;
		column = tell_unknown(ledger, (struct place){ledger->file, 1, (int)c + 1}, name);
		if (column >= 0 && ledger->index[column] < 0)
			ledger->index[column] = -2; /* told: not missing besides */
	}
	for (size_t i = 0; i < ledger->column_count; i++)
		if (ledger->index[i] == -1 && !ledger->columns[i].optional)
			diag_add(ledger->reading->diags, (struct place){ledger->file, 1, 0}, &RULE_E138,
				 ledger->columns[i].name, (char *)NULL);
}

bool ledger_open(struct reading *reading, const char *file, const struct column *columns, size_t column_count,
		 struct ledger *ledger)
{
	*ledger = (struct ledger){.reading = reading, .file = file, .columns = columns, .column_count = column_count};
	struct text text;
	struct place place = {file, 0, 0};
	if (!files_read(reading, file, FILES_DATA_MAX, place, &text) || !csv_decode(reading, file, "utf-8", &text))
		return false;
	if (csv_tell_separator(reading, file, text))
		return false;
	ledger->table = csv_parse(reading, file, text);
	if (!ledger->table)
		return false;
	csv_check_header(reading, file, ledger->table);
	match_columns(ledger);
	ledger->row_count = ledger->table->row_count;
	return true;
}

const char *ledger_cell(const struct ledger *ledger, size_t row, size_t column)
{
	int index = ledger->index[column];
	if (index < 0)
		return NULL;
	struct span cell = span_trim(ledger->table->cells[row * ledger->table->column_count + (size_t)index]);
	return cell.len ? arena_copy(ledger->reading->arena, cell.ptr, cell.len) : NULL;
}

struct place ledger_place(const struct ledger *ledger, size_t row, size_t column)
{
	int index = ledger->index[column];
	return (struct place){ledger->file, ledger->table->row_lines[row], index < 0 ? 0 : index + 1};
}
