#include "recall.h"

#include <string.h>

#include "memo.h"

#define FIRST_SLOTS 1024

/* Open addressing; `answer.ptr` NULL: free. */
struct slot {
	struct recall_key key;
	struct span answer;
	bool used; /* asked for or added in this build */
};

struct recall {
	struct recall_place place;
	struct arena *arena;
	struct slot *slots;
	size_t slot_count, count; /* a power of two; of those in use */
	size_t bytes, max_bytes;
	bool sealed, changed;
};

/* Before each answer in the memo. */
struct lead {
	struct recall_key key;
	uint64_t bytes;
};

/* ---- keys ---- */

static struct recall_key add_word(struct recall_key key, uint64_t word)
{
	key.a = (key.a ^ word) * 0x9E3779B97F4A7C15u;
	key.a ^= key.a >> 29;
	key.b = (key.b + word) * 0xD6E8FEB86659FD93u;
	key.b ^= key.b >> 32;
	return key;
}

struct recall_key recall_key(struct recall_key seed, struct span bytes)
{
	struct recall_key key = add_word(seed, bytes.len);
	uint64_t word;
	size_t at = 0;
	for (; at + sizeof word <= bytes.len; at += sizeof word) {
		memcpy(&word, bytes.ptr + at, sizeof word);
		key = add_word(key, word);
	}
	word = 0;
	memcpy(&word, bytes.ptr + at, bytes.len - at);
	return add_word(key, word);
}

struct recall_key recall_key_of_print(const struct print *print)
{
	struct recall_key key;
	memcpy(&key, print->bytes, sizeof key);
	return key;
}

/* ---- the table ---- */

static struct slot *slot_of(const struct recall *recall, struct recall_key key)
{
	size_t mask = recall->slot_count - 1, at = key.a & mask;
	while (recall->slots[at].answer.ptr && (recall->slots[at].key.a != key.a || recall->slots[at].key.b != key.b))
		at = (at + 1) & mask;
	return &recall->slots[at];
}

static void resize(struct recall *recall, size_t slot_count)
{
	struct recall grown = *recall;
	grown.slot_count = slot_count;
	grown.slots = arena_array(recall->arena, slot_count, sizeof *grown.slots);
	for (size_t i = 0; i < recall->slot_count; i++)
		if (recall->slots[i].answer.ptr)
			*slot_of(&grown, recall->slots[i].key) = recall->slots[i];
	*recall = grown;
}

static void insert(struct recall *recall, struct slot answer)
{
	if ((recall->count + 1) * 2 > recall->slot_count)
		resize(recall, recall->slot_count * 2);
	struct slot *slot = slot_of(recall, answer.key);
	if (slot->answer.ptr)
		return;
	*slot = answer;
	recall->count++;
	recall->bytes += answer.answer.len;
}

bool recall_find(struct recall *recall, struct recall_key key, struct span *answer)
{
	struct slot *slot = slot_of(recall, key);
	if (!slot->answer.ptr)
		return false;
	if (!recall->sealed)
		slot->used = true;
	*answer = slot->answer;
	return true;
}

void recall_add(struct recall *recall, struct recall_key key, struct span answer)
{
	if (recall->sealed || recall->bytes + answer.len > recall->max_bytes)
		return;
	const char *copy = arena_copy(recall->arena, answer.ptr, answer.len);
	insert(recall, (struct slot){.key = key, .answer = {copy, answer.len}, .used = true});
	recall->changed = true;
}

void recall_seal(struct recall *recall)
{
	recall->sealed = true;
}

/* ---- between builds ---- */

static size_t count_answers(struct span memo)
{
	struct lead lead;
	size_t count = 0;
	for (size_t at = 0; at + sizeof lead <= memo.len; at += sizeof lead + lead.bytes, count++)
		memcpy(&lead, memo.ptr + at, sizeof lead);
	return count;
}

struct recall *recall_open(const struct recall_place *place, size_t max_bytes, struct arena *arena)
{
	struct recall *recall = arena_alloc(arena, sizeof *recall);
	struct span memo = {0};
	struct lead lead;
	size_t slot_count = FIRST_SLOTS;
	*recall = (struct recall){.place = *place, .arena = arena, .max_bytes = max_bytes};
	memo_find(place->cache_dir, place->name, &place->question, &memo);
	while (slot_count < 2 * count_answers(memo) + 2)
		slot_count *= 2;
	resize(recall, slot_count);
	for (size_t at = 0; at + sizeof lead <= memo.len; at += sizeof lead + lead.bytes) {
		memcpy(&lead, memo.ptr + at, sizeof lead);
		insert(recall, (struct slot){.key = lead.key, .answer = {memo.ptr + at + sizeof lead, lead.bytes}});
	}
	return recall;
}

static bool is_as_before(const struct recall *recall)
{
	for (size_t i = 0; i < recall->slot_count && !recall->changed; i++)
		if (recall->slots[i].answer.ptr && !recall->slots[i].used)
			return false;
	return !recall->changed;
}

void recall_keep(const struct recall *recall)
{
	const struct recall_place *place = &recall->place;
	if (!place->cache_dir || is_as_before(recall))
		return;
	struct memo_draft *memo = memo_begin(place->cache_dir, place->name, &place->question);
	for (size_t i = 0; i < recall->slot_count; i++) {
		const struct slot *slot = &recall->slots[i];
		struct lead lead = {slot->key, slot->answer.len};
		if (!slot->used)
			continue;
		memo_add(memo, &lead, sizeof lead);
		memo_add(memo, slot->answer.ptr, slot->answer.len);
	}
	memo_end(memo);
}
