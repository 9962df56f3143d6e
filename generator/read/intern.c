/*
 * intern.c -- open addressing, at most half full. Texts live as long as the arena; what lists were split from, only as long
 * as they are looked for.
 */
#include "intern.h"

#include <stdlib.h>
#include <string.h>

struct slot {
	const char *text; /* NULL: free */
	uint64_t hash;
	const struct strings *list; /* of a text that stands for a list */
};

struct known {
	struct arena *arena; /* of its texts */
	struct slot *slots;
	size_t mask, count;
};

struct intern {
	struct arena *arena;
	struct known texts, lists;
};

#define SLOTS_FIRST 1024

static struct known known_new(struct arena *arena)
{
	struct known known = {arena, memory_alloc(SLOTS_FIRST * sizeof(struct slot)), SLOTS_FIRST - 1, 0};
	memset(known.slots, 0, SLOTS_FIRST * sizeof *known.slots);
	return known;
}

struct intern *intern_new(struct arena *arena)
{
	struct intern *intern = memory_alloc(sizeof *intern);
	*intern = (struct intern){arena, known_new(arena), known_new(arena_new())};
	return intern;
}

void intern_free(struct intern *intern)
{
	free(intern->texts.slots);
	free(intern->lists.slots);
	arena_free(intern->lists.arena);
	free(intern);
}

static struct slot *find(struct slot *slots, size_t mask, struct span text, uint64_t hash)
{
	size_t at = (size_t)(hash >> 20) & mask;
	while (slots[at].text && (slots[at].hash != hash || !span_is(text, slots[at].text)))
		at = (at + 1) & mask;
	return &slots[at];
}

static void grow(struct known *known)
{
	size_t size = 2 * (known->mask + 1);
	struct slot *slots = memory_alloc(size * sizeof *slots);
	memset(slots, 0, size * sizeof *slots);
	for (size_t i = 0; i <= known->mask; i++)
		if (known->slots[i].text)
			*find(slots, size - 1, span_of(known->slots[i].text), known->slots[i].hash) = known->slots[i];
	free(known->slots);
	known->slots = slots;
	known->mask = size - 1;
}

static struct slot *slot_of(struct known *known, struct span text)
{
	uint64_t hash = span_hash(text);
	if (2 * known->count > known->mask)
		grow(known);
	struct slot *slot = find(known->slots, known->mask, text, hash);
	if (!slot->text) {
		*slot = (struct slot){arena_copy(known->arena, text.ptr, text.len), hash, NULL};
		known->count++;
	}
	return slot;
}

const char *intern_text(struct intern *intern, const char *text)
{
	return text ? slot_of(&intern->texts, span_of(text))->text : NULL;
}

static struct strings *split(struct intern *intern, const char *joined)
{
	struct strings *list = arena_alloc(intern->arena, sizeof *list);
	for (const char *c = joined; *c; c++)
		list->capacity += *c == ';';
	list->capacity += joined[0] != '\0';
	if (list->capacity > 0)
		list->items = arena_array(intern->arena, list->capacity, sizeof *list->items);
	for (size_t len; *joined; joined += len + (joined[len] == ';')) {
		len = strcspn(joined, ";");
		list->items[list->count++] = slot_of(&intern->texts, (struct span){joined, len})->text;
	}
	return list;
}

const struct strings *intern_list(struct intern *intern, const char *joined)
{
	struct slot *slot = slot_of(&intern->lists, span_of(joined ? joined : ""));
	if (!slot->list)
		slot->list = split(intern, slot->text);
	return slot->list;
}
