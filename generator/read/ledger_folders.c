/* ledger_folders.c -- rows of ledgers beside the datasets of datasets/: what is alike, and what rows name as related. */
#include <stdlib.h>
#include <string.h>

#include "keep.h"
#include "ledger_rows.h"

/* One thing that is known by a hash: an index of the model's folders, or an id. */
struct known {
	uint64_t hash;
	uint32_t folder;
	const char *id;
};

struct meeting {
	struct reading *reading;
	struct ledgers *ledgers;
	struct row_print *folders; /* of the model's, in their order */
	struct known *known;       /* sorted */
	size_t count;
};

static int by_hash(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->id && y->id ? strcmp(x->id, y->id) : (x->folder > y->folder) - (x->folder < y->folder);
}

static void sort_known(struct meeting *meeting)
{
	if (meeting->count > 0)
		qsort(meeting->known, meeting->count, sizeof *meeting->known, by_hash);
}

/* The first of that hash; `count` when there is none. */
static size_t find_known(const struct meeting *meeting, uint64_t hash)
{
	size_t from = 0, to = meeting->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (meeting->known[middle].hash < hash)
			from = middle + 1;
		else
			to = middle;
	}
	return from < meeting->count && meeting->known[from].hash == hash ? from : meeting->count;
}

static void note(struct meeting *meeting, size_t entry, uint32_t other, enum row_note kind)
{
	struct ledgers *ledgers = meeting->ledgers;
	*ARENA_PUSH(meeting->reading->arena, ledgers->notes, ledgers->note_count, ledgers->note_capacity) =
	    (struct ledger_note){(uint32_t)entry, other, kind};
}

/* ---- what is alike ---- */

static const struct region *region_of(const struct meeting *meeting, uint32_t region)
{
	return region ? &meeting->reading->model->regions[region - 1] : NULL;
}

/* A level above that is published makes the one below superfluous; whether the one below is, does not matter. */
static void note_level(struct meeting *meeting, size_t entry, uint32_t folder)
{
	const struct region *row = region_of(meeting, meeting->ledgers->prints[entry].region);
	const struct region *other = region_of(meeting, meeting->folders[folder].region);
	if (!row || !other || row == other)
		return;
	if (region_within(row, other))
		note(meeting, entry, folder, NOTE_FOLDER_ABOVE);
	else if (region_within(other, row) && meeting->ledgers->entries[entry].outcome == ROW_PUBLISHED)
		note(meeting, entry, folder, NOTE_FOLDER_BELOW);
}

static uint64_t hash_by(const struct row_print *print, enum row_note kind)
{
	return kind == NOTE_FOLDER_CODE ? print->code : kind == NOTE_FOLDER_TITLE ? print->title : print->fields;
}

static void compare_row(struct meeting *meeting, size_t index, enum row_note kind)
{
	const struct ledger_entry *entry = &meeting->ledgers->entries[index];
	uint64_t hash = hash_by(&meeting->ledgers->prints[index], kind);
	bool meant = entry->outcome == ROW_PUBLISHED || entry->outcome == ROW_RETURNED;
	if (!hash || entry->folder || !(kind == NOTE_FOLDER_CODE ? entry->outcome != ROW_REFUSED : meant))
		return;
	for (size_t i = find_known(meeting, hash); i < meeting->count && meeting->known[i].hash == hash; i++) {
		if (kind == NOTE_FOLDER_ABOVE)
			note_level(meeting, index, meeting->known[i].folder);
		else
			note(meeting, index, meeting->known[i].folder, kind);
	}
}

/* What the row of a folder says itself was compared with the other rows already. */
static bool states_itself(const struct dataset *dataset, const char *key)
{
	return !dataset->unread && (!dataset->from_ledger || model_marked(&dataset->marks, key));
}

static void compare_by(struct meeting *meeting, enum row_note kind)
{
	const struct model *model = meeting->reading->model;
	const char *key = kind == NOTE_FOLDER_CODE ? "code" : "title";
	meeting->count = 0;
	for (size_t i = 0; i < model->folder_count; i++) {
		uint64_t hash = hash_by(&meeting->folders[i], kind);
		if (hash && states_itself(&model->folders[i], key))
			meeting->known[meeting->count++] = (struct known){hash, (uint32_t)i, NULL};
	}
	sort_known(meeting);
	for (size_t i = 0; i < meeting->ledgers->entry_count && meeting->count > 0; i++)
		compare_row(meeting, i, kind);
}

static void compare_folders(struct meeting *meeting)
{
	static const enum row_note kinds[] = {NOTE_FOLDER_CODE, NOTE_FOLDER_TITLE, NOTE_FOLDER_ABOVE};
	const struct model *model = meeting->reading->model;
	struct arena *scratch = arena_new();
	struct folder *folder = folder_new();
	for (size_t i = 0; i < model->folder_count; i++) {
		const struct dataset *dataset = &model->folders[i];
		if (kept_is_ready(dataset))
			dataset = keep_open_dataset(dataset, scratch);
		meeting->folders[i] = row_print_of_folder(model, dataset, folder, scratch);
		arena_reset(scratch);
	}
	folder_free(folder);
	arena_free(scratch);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		compare_by(meeting, kinds[i]);
}

/* ---- what is related ---- */

static void know_codes(struct meeting *meeting)
{
	const struct model *model = meeting->reading->model;
	const struct ledgers *ledgers = meeting->ledgers;
	meeting->count = 0;
	for (size_t i = 0; i < model->folder_count; i++)
		if (meeting->folders[i].code)
			meeting->known[meeting->count++] =
			    (struct known){meeting->folders[i].code, 0, model->folders[i].id};
	for (size_t i = 0; i < ledgers->entry_count; i++)
		if (ledgers->entries[i].id && ledgers->prints[i].code && !ledgers->entries[i].folder)
			meeting->known[meeting->count++] =
			    (struct known){ledgers->prints[i].code, 0, ledgers->entries[i].id};
	sort_known(meeting);
}

static int by_dataset_id(const void *id, const void *dataset)
{
	return strcmp(id, ((const struct dataset *)dataset)->id);
}

/* The id that an id of any day, or a resource code, stands for; NULL: none. */
static const char *id_of(const struct meeting *meeting, const char *name)
{
	const struct model *model = meeting->reading->model;
	const struct ledger_entry *entry = ledgers_find(model, name);
	const struct dataset *folder = NULL;
	if (model->folder_count > 0)
		folder = bsearch(name, model->folders, model->folder_count, sizeof *model->folders, by_dataset_id);
	if (entry || folder)
		return entry ? entry->id : folder->id;
	const struct ledger_entry *renamed = ledgers_find_alias(model, name);
	if (renamed || model_rename(model, name))
		return renamed ? renamed->id : model_id_today(model, name);
	size_t at = find_known(meeting, ledger_code_print(name));
	return at < meeting->count ? meeting->known[at].id : NULL;
}

static void relate_row(struct meeting *meeting, size_t index)
{
	struct ledgers *ledgers = meeting->ledgers;
	struct ledger_judge judge;
	uint32_t nth = 0;
	ledger_judge_entry(&judge, meeting->reading->model, &ledgers->entries[index]);
	const char *names = judge.record.values[ITEM_RELATED];
	for (size_t len; names && *names; names += len + (names[len] == ';'), nth++) {
		len = strcspn(names, ";");
		const char *from = ledgers->entries[index].id;
		const char *to = id_of(meeting, arena_copy(judge.scratch, names, len));
		if (!to || (from && strcmp(from, to) == 0))
			note(meeting, index, nth, NOTE_RELATED);
		else if (from)
			*ARENA_PUSH(meeting->reading->arena, ledgers->relations, ledgers->relation_count,
				    ledgers->relation_capacity) = (struct ledger_relation){from, to};
	}
	ledger_judge_end(&judge);
}

static void relate(struct meeting *meeting)
{
	const struct ledgers *ledgers = meeting->ledgers;
	bool ready = false;
	for (size_t i = 0; i < ledgers->entry_count; i++) {
		const struct ledger_entry *entry = &ledgers->entries[i];
		if (!entry->relating || entry->outcome == ROW_REFUSED || (entry->amended >> ITEM_RELATED & 1))
			continue;
		if (!ready)
			know_codes(meeting);
		ready = true;
		relate_row(meeting, i);
	}
}

void ledgers_meet_folders(struct reading *reading)
{
	struct model *model = reading->model;
	struct ledgers *ledgers = model->ledgers;
	struct meeting meeting = {.reading = reading, .ledgers = ledgers};
	if (ledgers->entry_count > 0) {
		size_t most = model->folder_count + ledgers->entry_count;
		meeting.folders = memory_alloc((model->folder_count + 1) * sizeof *meeting.folders);
		meeting.known = memory_alloc(most * sizeof *meeting.known);
		compare_folders(&meeting);
		relate(&meeting);
		free(meeting.folders);
		free(meeting.known);
		ledgers_tie_notes(ledgers);
	}
	free(ledgers->prints);
	ledgers->prints = NULL;
}
