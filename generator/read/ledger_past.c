/* ledger_past.c -- rows that refer to other ids: withdrawn ones to their successors, renamed ones to their former ids. */
#include <fcntl.h>
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

static void note_row(struct reading *reading, size_t index)
{
	const struct ledgers *ledgers = reading->model->ledgers;
	struct ledger_judge judge;
	ledger_judge_entry(&judge, reading->model, &ledgers->entries[index]);
	const char *aliases = judge.record.values[ITEM_ALIASES], *successor = judge.record.values[ITEM_SUCCESSOR];
	for (size_t len; aliases && *aliases; aliases += len + (aliases[len] == ';')) {
		len = strcspn(aliases, ";");
		const char *id = arena_copy(judge.scratch, aliases, len);
		const struct ledger_entry *other = ledgers_find(reading->model, id);
		if (other)
			note(reading, index, (uint32_t)(other - ledgers->entries), NOTE_ALIAS);
		else if (has_folder(reading, id, judge.scratch))
			note(reading, index, NOTE_FOLDER, NOTE_ALIAS);
	}
	if (successor && !ledgers_find(reading->model, successor) && !has_folder(reading, successor, judge.scratch))
		note(reading, index, (uint32_t)index, NOTE_SUCCESSOR);
	ledger_judge_end(&judge);
}

void ledgers_note_references(struct reading *reading)
{
	const struct ledgers *ledgers = reading->model->ledgers;
	for (size_t i = 0; i < ledgers->entry_count; i++)
		if (ledgers->entries[i].referring)
			note_row(reading, i);
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
	const struct ledger_entry *entry = ledgers_find(model, id);
	for (size_t i = 0; i < model->folder_count; i++)
		if (strcmp(model->folders[i].id, id) == 0)
			return true;
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
