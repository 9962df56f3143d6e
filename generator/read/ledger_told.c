/* ledger_told.c -- since when faults are told: one hash and one day for each. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../calendar.h"
#include "../dates.h"
#include "csv.h"
#include "ledger_rows.h"

enum { LEDGER, ID, RULE_CODE, ITEM, SINCE, COLUMNS };

struct told {
	uint64_t hash;
	int32_t day;
};

struct ledgers_told {
	struct told *items;
	size_t count, capacity;
};

static int by_hash(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

static uint64_t mix(uint64_t hash, struct span text)
{
	return (hash ^ span_hash(text)) * UINT64_C(0x9E3779B97F4A7C15) + 1;
}

static void keep(struct ledgers_told *told, const struct csv_row *row, struct arena *arena)
{
	struct span since = span_trim(row->cells[SINCE]);
	struct date date;
	uint64_t hash = 0;
	if (row->count < COLUMNS || !date_parse(since.ptr, since.len, &date) || date.day == 0)
		return; /* told anew, from today on */
	for (int i = 0; i < SINCE; i++)
		hash = mix(hash, span_trim(row->cells[i]));
	*ARENA_PUSH(arena, told->items, told->count, told->capacity) = (struct told){hash, calendar_number(&date)};
}

struct ledgers_told *ledgers_told_read(const struct model *model, struct arena *arena, struct diags *diags)
{
	struct reading reading = {(struct model *)model, arena, diags, model->content_fd};
	struct ledgers_told *told = arena_alloc(arena, sizeof *told);
	struct span cells[COLUMNS];
	struct csv_row row = {.cells = cells};
	struct text text;
	if (faccessat(model->content_fd, LEDGERS_TOLD, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		return told;
	if (!files_map(&reading, LEDGERS_TOLD, FILES_DATA_MAX, (struct place){LEDGERS_TOLD, 0, 0}, &text) ||
	    !csv_decode(&reading, LEDGERS_TOLD, "utf-8", &text))
		return NULL;
	struct csv_rows rows = {.bytes = text.bytes, .len = text.len, .line = 1, .max = COLUMNS};
	struct arena *scratch = arena_new();
	for (bool header = true; csv_row_next(&rows, &row, scratch); header = false) {
		if (!header && row.count >= COLUMNS)
			keep(told, &row, arena);
		arena_reset(scratch);
	}
	arena_free(scratch);
	if (told->count > 0)
		qsort(told->items, told->count, sizeof *told->items, by_hash);
	return told;
}

int32_t ledgers_told_since(const struct ledgers_told *told, const char *const key[4], int32_t today)
{
	struct told probe = {0, 0};
	for (int i = 0; i < SINCE; i++)
		probe.hash = mix(probe.hash, span_of(key[i]));
	const struct told *found =
	    told->count > 0 ? bsearch(&probe, told->items, told->count, sizeof *told->items, by_hash) : NULL;
	return found && found->day < today ? found->day : today;
}
