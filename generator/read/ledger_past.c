/* ledger_past.c -- rows that refer to other ids: withdrawn ones to their successors, renamed ones to their former ids. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../dates.h"
#include "ledger_rows.h"

static bool has_folder(const struct reading *reading, const char *id, struct arena *scratch)
{
	const char *file = arena_printf(scratch, "datasets/%s/dataset.md", id);
	return slug_is_valid(id) && faccessat(reading->dir, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static void note(struct reading *reading, size_t entry, uint32_t other, enum row_note kind)
{
	struct ledgers *ledgers = reading->model->ledgers;
	*ARENA_PUSH(reading->arena, ledgers->notes, ledgers->note_count, ledgers->note_capacity) =
	    (struct ledger_note){(uint32_t)entry, other, kind};
}

static void keep_aliases(struct reading *reading, const struct ledger_judge *judge, size_t index)
{
	struct ledgers *ledgers = reading->model->ledgers;
	const char *aliases = judge->record.values[ITEM_ALIASES];
	for (size_t len; aliases && *aliases; aliases += len + (aliases[len] == ';')) {
		len = strcspn(aliases, ";");
		*ARENA_PUSH(reading->arena, ledgers->aliases, ledgers->alias_count, ledgers->alias_capacity) =
		    (struct ledger_alias){arena_copy(reading->arena, aliases, len), (uint32_t)index};
	}
}

/* Whether an id of any day is that of a row or of a folder. */
static bool is_known(struct reading *reading, const char *id, struct arena *scratch)
{
	const struct model *model = reading->model;
	return ledgers_find(model, id) || ledgers_find_alias(model, id) || has_folder(reading, id, scratch) ||
	       has_folder(reading, model_id_today(model, id), scratch);
}

static void each_referring(struct reading *reading, void (*each)(struct reading *, const struct ledger_judge *, size_t))
{
	const struct ledgers *ledgers = reading->model->ledgers;
	for (size_t i = 0; i < ledgers->entry_count; i++) {
		struct ledger_judge judge;
		if (!ledgers->entries[i].referring)
			continue;
		ledger_judge_entry(&judge, reading->model, &ledgers->entries[i]);
		each(reading, &judge, i);
		ledger_judge_end(&judge);
	}
}

static void note_successor(struct reading *reading, const struct ledger_judge *judge, size_t index)
{
	const char *successor = judge->record.values[ITEM_SUCCESSOR];
	if (successor && !is_known(reading, successor, judge->scratch))
		note(reading, index, (uint32_t)index, NOTE_SUCCESSOR);
}

static int by_alias(const void *a, const void *b)
{
	const struct ledger_alias *x = a, *y = b;
	int order = strcmp(x->id, y->id);
	return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* An id that is another's today, or that a row before says it had, was never this one's. */
static void note_aliases(struct reading *reading)
{
	const struct ledgers *ledgers = reading->model->ledgers;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < ledgers->alias_count; i++) {
		const struct ledger_alias *alias = &ledgers->aliases[i], *before = i > 0 ? alias - 1 : NULL;
		const struct ledger_entry *other = ledgers_find(reading->model, alias->id);
		if (other)
			note(reading, alias->entry, (uint32_t)(other - ledgers->entries), NOTE_ALIAS);
		else if (has_folder(reading, alias->id, scratch))
			note(reading, alias->entry, NOTE_FOLDER, NOTE_ALIAS);
		else if (before && strcmp(before->id, alias->id) == 0)
			note(reading, alias->entry, before->entry, NOTE_ALIAS);
	}
	arena_free(scratch);
}

void ledgers_note_references(struct reading *reading)
{
	const struct ledgers *ledgers = reading->model->ledgers;
	each_referring(reading, keep_aliases);
	if (ledgers->alias_count > 0)
		qsort(ledgers->aliases, ledgers->alias_count, sizeof *ledgers->aliases, by_alias);
	note_aliases(reading);
	each_referring(reading, note_successor);
}

const struct ledger_entry *ledgers_find_alias(const struct model *model, const char *id)
{
	const struct ledgers *ledgers = model->ledgers;
	size_t from = 0, to = ledgers ? ledgers->alias_count : 0;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (strcmp(ledgers->aliases[middle].id, id) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = ledgers && from < ledgers->alias_count && strcmp(ledgers->aliases[from].id, id) == 0;
	return found ? &ledgers->entries[ledgers->aliases[from].entry] : NULL;
}

/* ---- what the model keeps of them ---- */

static struct date date_of(const char *text, struct arena *arena)
{
	struct date date = {0};
	if (text && date_parse(text, strlen(text), &date))
		date.text = arena_string(arena, text);
	return date;
}

static bool is_published(const struct model *model, const char *id)
{
	const struct ledger_entry *entry = ledgers_find(model, id), *renamed = ledgers_find_alias(model, id);
	for (size_t i = 0; i < model->folder_count; i++)
		if (strcmp(model->folders[i].id, id) == 0)
			return true;
	entry = entry ? entry : renamed;
	return entry && (entry->outcome == ROW_PUBLISHED || entry->outcome == ROW_WITHDRAWN);
}

static void keep_withdrawn(struct reading *reading, const struct ledger_judge *judge, struct place place)
{
	struct model *model = reading->model;
	struct arena *arena = reading->arena;
	const char *const *values = judge->record.values;
	const char *successor = values[ITEM_SUCCESSOR];
	struct withdrawal *item =
	    ARENA_PUSH(arena, model->withdrawals, model->withdrawal_count, model->withdrawal_capacity);
	*item = (struct withdrawal){.place = place,
				    .id = arena_string(arena, judge->id),
				    .title = {{arena_string(arena, values[ITEM_TITLE]), NULL}},
				    .date = date_of(values[ITEM_STATE_DATE], arena),
				    .reason = arena_string(arena, values[ITEM_REASON])};
	/* one that is returned has no page to lead to as long as it is */
	if (successor && is_published(model, successor))
		item->successor = arena_string(arena, successor);
}

/* The day of the new name is that of the state, or of the last change. */
static void keep_renamed(struct reading *reading, const struct ledger_judge *judge, struct place place)
{
	struct model *model = reading->model;
	const char *const *values = judge->record.values;
	const char *day = values[ITEM_STATE_DATE] ? values[ITEM_STATE_DATE]
			  : values[ITEM_MODIFIED] ? values[ITEM_MODIFIED]
						  : values[ITEM_ISSUED];
	const char *aliases = values[ITEM_ALIASES];
	for (size_t len; aliases && *aliases; aliases += len + (aliases[len] == ';')) {
		len = strcspn(aliases, ";");
		*ARENA_PUSH(reading->arena, model->renames, model->rename_count, model->rename_capacity) =
		    (struct rename){place, arena_copy(reading->arena, aliases, len),
				    arena_string(reading->arena, judge->id), date_of(day, reading->arena)};
	}
}

void ledgers_keep_past(struct reading *reading)
{
	const struct ledgers *ledgers = reading->model->ledgers;
	for (size_t i = 0; i < ledgers->entry_count; i++) {
		const struct ledger_entry *entry = &ledgers->entries[i];
		bool withdrawn = entry->outcome == ROW_WITHDRAWN;
		struct ledger_judge judge;
		if (!withdrawn && !(entry->referring && entry->outcome == ROW_PUBLISHED))
			continue;
		ledger_judge_entry(&judge, reading->model, entry);
		struct place place = {ledgers->sources[entry->ledger].file, entry->line, 0};
		if (withdrawn)
			keep_withdrawn(reading, &judge, place);
		keep_renamed(reading, &judge, place);
		ledger_judge_end(&judge);
	}
}
