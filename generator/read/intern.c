/* intern.c -- open addressing, at most half full; texts and lists share the table by the text they stand for. */
#include "intern.h"

#include <stdlib.h>
#include <string.h>

struct slot {
	const char *text; /* NULL: free */
	uint64_t hash;
	const struct strings *list; /* NULL: not yet asked for as a list */
};

struct intern {
	struct arena *arena;
	struct slot *slots;
	size_t mask, count;
};

#define SLOTS_FIRST 1024

struct intern *intern_new(struct arena *arena)
{
	struct intern *intern = memory_alloc(sizeof *intern);
	*intern = (struct intern){arena, memory_alloc(SLOTS_FIRST * sizeof(struct slot)), SLOTS_FIRST - 1, 0};
	memset(intern->slots, 0, SLOTS_FIRST * sizeof *intern->slots);
	return intern;
}

void intern_free(struct intern *intern)
{
	free(intern->slots);
	free(intern);
}

static struct slot *find(struct slot *slots, size_t mask, const char *text, uint64_t hash)
{
	size_t at = (size_t)(hash >> 20) & mask;
	while (slots[at].text && (slots[at].hash != hash || strcmp(slots[at].text, text) != 0))
		at = (at + 1) & mask;
	return &slots[at];
}

static void grow(struct intern *intern)
{
	size_t size = 2 * (intern->mask + 1);
	struct slot *slots = memory_alloc(size * sizeof *slots);
	memset(slots, 0, size * sizeof *slots);
	for (size_t i = 0; i <= intern->mask; i++)
		if (intern->slots[i].text)
			*find(slots, size - 1, intern->slots[i].text, intern->slots[i].hash) = intern->slots[i];
	free(intern->slots);
	intern->slots = slots;
	intern->mask = size - 1;
}

static struct slot *slot_of(struct intern *intern, const char *text)
{
	uint64_t hash = span_hash(span_of(text));
	if (2 * intern->count > intern->mask)
		grow(intern);
	struct slot *slot = find(intern->slots, intern->mask, text, hash);
	if (!slot->text) {
		*slot = (struct slot){arena_string(intern->arena, text), hash, NULL};
		intern->count++;
	}
	return slot;
}

const char *intern_text(struct intern *intern, const char *text)
{
	return text ? slot_of(intern, text)->text : NULL;
}

static struct strings *split(const char *joined, struct arena *arena)
{
	struct strings *list = arena_alloc(arena, sizeof *list);
	for (const char *c = joined; *c; c++)
		list->capacity += *c == ';';
	list->capacity += joined[0] != '\0';
	list->items = arena_array(arena, list->capacity + 1, sizeof *list->items);
	for (size_t len; *joined; joined += len + (joined[len] == ';')) {
		len = strcspn(joined, ";");
		list->items[list->count++] = arena_copy(arena, joined, len);
	}
	return list;
}

const struct strings *intern_list(struct intern *intern, const char *joined)
{
	struct slot *slot = slot_of(intern, joined ? joined : "");
	if (!slot->list)
		slot->list = split(slot->text, intern->arena);
	return slot->list;
}
