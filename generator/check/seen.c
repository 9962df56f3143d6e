/* seen.c -- open addressing, at most half full. */
#include "seen.h"

#include <stdint.h>

struct slot {
	struct span text; /* ptr NULL: free */
	uint64_t hash;
	size_t row;
};

struct seen {
	struct slot *slots;
	size_t mask;
};

struct seen *seen_new(struct arena *arena, size_t most)
{
	size_t size = 16;
	while (size < most * 2)
		size *= 2;
	struct seen *seen = arena_alloc(arena, sizeof *seen);
	seen->slots = arena_array(arena, size, sizeof *seen->slots);
	seen->mask = size - 1;
	return seen;
}

static struct slot *find(const struct seen *seen, struct span text, uint64_t hash)
{
	size_t at = (size_t)(hash >> 20) & seen->mask;
	while (seen->slots[at].text.ptr && (seen->slots[at].hash != hash || !span_equal(seen->slots[at].text, text)))
		at = (at + 1) & seen->mask;
	return &seen->slots[at];
}

size_t seen_put(struct seen *seen, struct span text, size_t row)
{
	uint64_t hash = span_hash(text);
	struct slot *slot = find(seen, text, hash);
	if (!slot->text.ptr)
		*slot = (struct slot){{text.ptr ? text.ptr : "", text.len}, hash, row};
	return slot->row;
}

bool seen_has(const struct seen *seen, struct span text)
{
	return find(seen, text, span_hash(text))->text.ptr != NULL;
}
