/* ledger_compare.c -- rows that are one another's like: found by sorting what they are compared by. */
#include <stdlib.h>
#include <string.h>

#include "ledger_rows.h"

struct likeness {
	uint64_t hash;
	uint32_t region, entry;
};

struct comparing {
	struct ledgers *ledgers;
	const struct model *model;
	const struct row_print *prints; /* in the order of the entries */
	struct likeness *likes;
	size_t count;
};

typedef void group_fn(struct comparing *comparing, const struct likeness *group, size_t count);

static int by_hash(const void *a, const void *b)
{
	const struct likeness *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->region != y->region)
		return x->region < y->region ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static void note(struct comparing *comparing, uint32_t entry, uint32_t other, enum row_note kind)
{
	struct ledgers *ledgers = comparing->ledgers;
	*ARENA_PUSH(comparing->model->arena, ledgers->notes, ledgers->note_count, ledgers->note_capacity) =
	    (struct ledger_note){entry, other, kind};
}

/* Those meant to be published, whether they are fit for it or not. */
static bool is_meant(const struct ledger_entry *entry)
{
	return entry->outcome == ROW_PUBLISHED || entry->outcome == ROW_RETURNED;
}

static void each_group(struct comparing *comparing, group_fn *each)
{
	qsort(comparing->likes, comparing->count, sizeof *comparing->likes, by_hash);
	for (size_t from = 0, to; from < comparing->count; from = to) {
		to = from + 1;
		while (to < comparing->count && comparing->likes[to].hash == comparing->likes[from].hash)
			to++;
		if (to - from > 1)
			each(comparing, comparing->likes + from, to - from);
	}
}

/* The one with the least id stays; the others say nothing new. */
static void note_same(struct comparing *comparing, const struct likeness *group, size_t count)
{
	for (size_t i = 1; i < count; i++)
		note(comparing, group[i].entry, group[0].entry, NOTE_SAME);
}

static bool differ(const struct comparing *comparing, const struct likeness *group, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (comparing->prints[group[i].entry].same != comparing->prints[group[0].entry].same)
			return true;
	return false;
}

static void note_key(struct comparing *comparing, const struct likeness *group, size_t count)
{
	for (size_t i = 0; i < count && differ(comparing, group, count); i++)
		note(comparing, group[i].entry, group[i == 0].entry, NOTE_KEY);
}

static void note_code(struct comparing *comparing, const struct likeness *group, size_t count)
{
	for (size_t i = 0; i < count; i++)
		note(comparing, group[i].entry, group[i == 0].entry, NOTE_CODE);
}

/* Repetitions are told as such. */
static void note_title(struct comparing *comparing, const struct likeness *group, size_t count)
{
	for (size_t i = 0; i < count && differ(comparing, group, count); i++)
		note(comparing, group[i].entry, group[(i + 1) % count].entry, NOTE_TITLE);
}

/* The first row of a region, in a group sorted by region; NULL: none. */
static const struct likeness *of_region(const struct likeness *group, size_t count, uint32_t region)
{
	size_t from = 0, to = count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (group[middle].region < region)
			from = middle + 1;
		else
			to = middle;
	}
	return from < count && group[from].region == region ? &group[from] : NULL;
}

static void note_levels(struct comparing *comparing, const struct likeness *group, size_t count)
{
	const struct model *model = comparing->model;
	for (size_t i = 0; i < count; i++) {
		const struct region *region = group[i].region ? model->regions[group[i].region - 1].parent : NULL;
		for (int depth = 0; region && depth < REGION_LEVEL__MAX; depth++, region = region->parent) {
			const struct likeness *above = of_region(group, count, (uint32_t)(region - model->regions) + 1);
			if (!above || comparing->ledgers->entries[above->entry].outcome != ROW_PUBLISHED)
				continue;
			note(comparing, group[i].entry, above->entry, NOTE_ABOVE);
			note(comparing, above->entry, group[i].entry, NOTE_BELOW);
			break;
		}
	}
}

static void compare_by(struct comparing *comparing, enum row_note kind)
{
	static group_fn *const each[NOTE__MAX] = {[NOTE_SAME] = note_same,
						  [NOTE_KEY] = note_key,
						  [NOTE_CODE] = note_code,
						  [NOTE_TITLE] = note_title,
						  [NOTE_ABOVE] = note_levels};
	comparing->count = 0;
	for (size_t i = 0; i < comparing->ledgers->entry_count; i++) {
		const struct ledger_entry *entry = &comparing->ledgers->entries[i];
		const struct row_print *print = &comparing->prints[i];
		const uint64_t hashes[NOTE__MAX] = {[NOTE_SAME] = print->same,
						    [NOTE_KEY] = print->key,
						    [NOTE_CODE] = print->code,
						    [NOTE_TITLE] = print->title,
						    [NOTE_ABOVE] = print->fields};
		bool counts = kind == NOTE_KEY || kind == NOTE_CODE ? entry->outcome != ROW_REFUSED : is_meant(entry);
		if (hashes[kind] && counts)
			comparing->likes[comparing->count++] =
			    (struct likeness){hashes[kind], kind == NOTE_ABOVE ? print->region : 0, (uint32_t)i};
	}
	each_group(comparing, each[kind]);
}

static int by_entry(const void *a, const void *b)
{
	const struct ledger_note *x = a, *y = b;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return x->kind != y->kind ? (int)x->kind - (int)y->kind : (x->other > y->other) - (x->other < y->other);
}

/* One note of a kind is enough for a row, but each relation that leads nowhere is told; those that return it do so. */
void ledgers_tie_notes(struct ledgers *ledgers)
{
	size_t kept = 0;
	for (size_t i = 0; i < ledgers->note_count; i++)
		ledgers->entries[ledgers->notes[i].entry].note_count = 0;
	if (ledgers->note_count > 0)
		qsort(ledgers->notes, ledgers->note_count, sizeof *ledgers->notes, by_entry);
	for (size_t i = 0; i < ledgers->note_count; i++) {
		const struct ledger_note *one = &ledgers->notes[i], *before = kept ? &ledgers->notes[kept - 1] : NULL;
		bool again = before && before->entry == one->entry && before->kind == one->kind;
		if (again && (one->kind != NOTE_RELATED || before->other == one->other))
			continue;
		struct ledger_entry *entry = &ledgers->entries[one->entry];
		if (!before || before->entry != one->entry)
			entry->note_first = (uint32_t)kept;
		entry->note_count++;
		bool referring = one->kind == NOTE_ALIAS || one->kind == NOTE_SUCCESSOR;
		if ((one->kind <= NOTE_RETURNING && entry->outcome == ROW_PUBLISHED) ||
		    (referring && entry->outcome == ROW_WITHDRAWN)) /* which has its code, whoever takes it since */
			entry->outcome = ROW_RETURNED;
		ledgers->notes[kept++] = *one;
	}
	ledgers->note_count = kept;
}

void ledgers_compare(struct ledgers *ledgers, const struct model *model)
{
	struct comparing comparing = {.ledgers = ledgers, .model = model, .prints = ledgers->prints};
	static const enum row_note kinds[] = {NOTE_SAME, NOTE_KEY, NOTE_CODE, NOTE_TITLE, NOTE_ABOVE};
	comparing.likes = memory_alloc((ledgers->entry_count + 1) * sizeof *comparing.likes);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		compare_by(&comparing, kinds[i]);
	free(comparing.likes);
	ledgers_tie_notes(ledgers);
}
