/* ledgers.c -- finds the ledgers, judges every row once, and sorts what is left of them by id. */
#include <stdlib.h>
#include <string.h>

#include <headwater/fold.h>

#include "../dates.h"
#include "files.h"
#include "ledger_rows.h"
#include "verdicts.h"

#define FOLDER "ledgers"
#define SOURCE_MAX 47
#define TOLD_FILE "returns.csv" /* since when faults are told, of all ledgers */

/* The rows under way: entries and what they are compared by, in the order they are read. */
struct sweep {
	struct reading *reading;
	struct ledgers *ledgers;
	struct folder *folder;
	struct ledger_entry *entries;
	struct row_print *prints;
	size_t count, capacity;
};

/* ---- files ---- */

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);
	return len > end_len && strcmp(name + len - end_len, end) == 0;
}

/* The source a file is the ledger of, or NULL. */
static const char *source_of(struct arena *arena, const char *name)
{
	bool ledger = ends_with(name, ".csv") || ends_with(name, ".xlsx");
	const char *source = arena_copy(arena, name, ledger ? (size_t)(strrchr(name, '.') - name) : 0);
	return slug_is_valid(source) && strlen(source) <= SOURCE_MAX ? source : NULL;
}

/* What stands beside ledgers: the id ledger and the last import's list of each, mappings, and since when faults are told. */
static bool is_beside(const char *name)
{
	return ends_with(name, ".ids.csv") || ends_with(name, ".returns.csv") || ends_with(name, ".yaml") ||
	       strcmp(name, TOLD_FILE) == 0;
}

static const char *mapping_of(struct reading *reading, const struct entries *entries, const char *source)
{
	const char *file = arena_printf(reading->arena, "%s.yaml", source);
	for (size_t i = 0; i < entries->count; i++)
		if (strcmp(entries->items[i].name, file) == 0)
			return arena_printf(reading->arena, FOLDER "/%s", file);
	return NULL;
}

static void open_source(struct reading *reading, struct ledgers *ledgers, const struct entries *entries,
			const char *file)
{
	struct arena *arena = reading->arena;
	const char *path = arena_printf(arena, FOLDER "/%s", file), *name = source_of(arena, file);
	struct place place = {path, 0, 0};
	if (!name) {
		diag_add(reading->diags, place, &RULE_E163, file, (char *)NULL);
		return;
	}
	for (size_t i = 0; i < ledgers->source_count; i++) {
		if (strcmp(ledgers->sources[i].name, name) == 0) {
			diag_add(reading->diags, place, &RULE_E161, files_base(ledgers->sources[i].file), file,
				 (char *)NULL);
			return;
		}
	}
	struct ledger_source *source =
	    ARENA_PUSH(arena, ledgers->sources, ledgers->source_count, ledgers->source_capacity);
	*source = (struct ledger_source){.name = name, .file = path};
	source->tally = ledger_tally_new(arena);
	source->open = ledger_file_open(reading, name, path, mapping_of(reading, entries, name));
	if (source->open)
		source->title.text[LANG_ZH] = source->open->mapping->title;
}

/* ---- rows ---- */

static void grow(struct sweep *sweep)
{
	if (sweep->count < sweep->capacity)
		return;
	sweep->capacity = sweep->capacity ? 2 * sweep->capacity : 1024;
	sweep->entries = memory_resize(sweep->entries, sweep->capacity * sizeof *sweep->entries);
	sweep->prints = memory_resize(sweep->prints, sweep->capacity * sizeof *sweep->prints);
}

static void keep_row(struct sweep *sweep, const struct ledger_judge *judge, uint32_t ledger)
{
	const struct model *model = sweep->reading->model;
	grow(sweep);
	sweep->prints[sweep->count] = row_print_of(judge, sweep->folder, ledger);
	sweep->entries[sweep->count++] = (struct ledger_entry){
	    .id = judge->id ? arena_string(sweep->reading->arena, judge->id) : NULL,
	    .offset = judge->row.offset,
	    .length = judge->row.length,
	    .line = judge->row.line,
	    .ledger = ledger,
	    .org = judge->org ? (uint32_t)(judge->org - model->orgs) + 1 : 0,
	    .outcome = (uint8_t)judge->outcome,
	    .alone = judge->outcome == ROW_RETURNED,
	    .referring = judge->record.values[ITEM_ALIASES] || judge->record.values[ITEM_SUCCESSOR],
	    .relating = judge->record.values[ITEM_RELATED] != NULL};
	ledger_tally_add(&sweep->ledgers->sources[ledger], judge, &sweep->entries[sweep->count - 1], 1);
}

static void sweep_source(struct sweep *sweep, uint32_t ledger)
{
	struct ledger_source *source = &sweep->ledgers->sources[ledger];
	struct ledger_judge judge;
	if (!source->open)
		return;
	struct csv_rows rows = source->open->rows;
	ledger_judge_begin(&judge, sweep->reading->model, sweep->ledgers->lookup, source->open);
	while (ledger_judge_next(&judge, &rows)) {
		if (judge.row.unclosed) {
			struct place place = {source->file, judge.row.line, (int)judge.row.count};
			diag_add(sweep->reading->diags, place, &RULE_E132, (char *)NULL);
			break;
		}
		keep_row(sweep, &judge, ledger);
		source->rows++;
	}
	ledger_judge_end(&judge);
}

/* ---- by id ---- */

static int by_id(const void *a, const void *b, void *entries)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const char *id_x = ((struct ledger_entry *)entries)[x].id, *id_y = ((struct ledger_entry *)entries)[y].id;
	int order = id_x && id_y ? strcmp(id_x, id_y) : !id_x - !id_y;
	return order ? order : (x > y) - (x < y);
}

static void tell_clashes(struct sweep *sweep)
{
	const struct ledgers *ledgers = sweep->ledgers;
	for (size_t i = 1; i < ledgers->entry_count; i++) {
		const struct ledger_entry *one = &ledgers->entries[i - 1], *two = &ledgers->entries[i];
		if (!one->id || !two->id || strcmp(one->id, two->id) != 0)
			continue;
		const struct ledger_source *source = &ledgers->sources[two->ledger];
		struct place place = {source->file, two->line, source->open->id_column + 1};
		diag_add(sweep->reading->diags, place, &RULE_E164, two->id, ledgers->sources[one->ledger].file,
			 arena_printf(sweep->reading->arena, "%d", one->line), (char *)NULL);
	}
}

/* Entries and prints in the order of ids; each source keeps the order of its file. */
static struct row_print *sort_entries(struct sweep *sweep)
{
	struct ledgers *ledgers = sweep->ledgers;
	struct arena *arena = sweep->reading->arena;
	uint32_t *order = memory_alloc((sweep->count + 1) * sizeof *order);
	struct row_print *prints = memory_alloc((sweep->count + 1) * sizeof *prints);
	uint32_t *ranks = arena_array(arena, sweep->count + 1, sizeof *ranks);
	for (size_t i = 0; i < sweep->count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, sweep->count, sizeof *order, by_id, sweep->entries);
	ledgers->entries = arena_array(arena, sweep->count + 1, sizeof *ledgers->entries);
	ledgers->entry_count = sweep->count;
	for (size_t i = 0; i < sweep->count; i++) {
		ledgers->entries[i] = sweep->entries[order[i]];
		prints[i] = sweep->prints[order[i]];
		ranks[order[i]] = (uint32_t)i;
	}
	for (size_t i = 0, from = 0; i < ledgers->source_count; from += ledgers->sources[i++].rows)
		ledgers->sources[i].order = ranks + from;
	free(order);
	return prints;
}

void ledgers_read(struct reading *reading)
{
	struct entries entries;
	struct ledgers *ledgers = arena_alloc(reading->arena, sizeof *ledgers);
	struct sweep sweep = {.reading = reading, .ledgers = ledgers};
	reading->model->ledgers = ledgers;
	files_list(reading, FOLDER, &entries);
	for (size_t i = 0; i < entries.count; i++)
		if (!is_beside(entries.items[i].name))
			open_source(reading, ledgers, &entries, entries.items[i].name);
	if (ledgers->source_count == 0)
		return;
	ledgers->lookup = ledger_lookup_new(reading->model, reading->arena);
	ledgers->verdicts = verdicts_open(reading->model);
	sweep.folder = folder_new();
	for (size_t i = 0; i < ledgers->source_count; i++)
		sweep_source(&sweep, (uint32_t)i);
	folder_free(sweep.folder);
	ledgers->prints = sort_entries(&sweep);
	ledgers_note_references(reading);
	free(sweep.entries);
	free(sweep.prints);
	tell_clashes(&sweep);
	ledgers_compare(ledgers, reading->model);
}

const struct ledger_entry *ledgers_find(const struct model *model, const char *id)
{
	const struct ledgers *ledgers = model->ledgers;
	size_t from = 0, to = ledgers ? ledgers->entry_count : 0;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const char *known = ledgers->entries[middle].id;
		int order = known ? strcmp(id, known) : -1;
		if (order == 0)
			return &ledgers->entries[middle];
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}
