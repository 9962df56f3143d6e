/*
 * cache.c -- see cache.h.
 *
 * Two generations: answers are kept in the young one; when that is full it becomes the old one, and what was old is
 * forgotten, but for what is asked for again meanwhile, which moves to the young one. So what is asked for often stays, and
 * to forget costs nothing.
 */
#include "cache.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>

#define SLOTS 4096
#define ENTRIES_MAX (SLOTS / 2) /* so that a key stands near the place it hashes to */
#define ENTRY_MAX_BYTES ((size_t)512 * 1024)

struct entry {
	const char *key; /* NULL: free */
	uint64_t hash;
	const struct response_header *headers;
	size_t header_count;
	const char *missed;
	const char *body;
	size_t body_len;
};

struct generation {
	struct arena *arena; /* every byte of every entry */
	size_t count;
	struct entry entries[SLOTS];
};

struct cache {
	size_t max_bytes; /* of a generation */
	char *release_id;
	struct generation *young, *old;
};

static struct generation *generation_new(void)
{
	struct generation *generation = memory_alloc(sizeof *generation);
	*generation = (struct generation){.arena = arena_new()};
	return generation;
}

static void generation_free(struct generation *generation)
{
	arena_free(generation->arena);
	free(generation);
}

static void generation_forget(struct generation *generation)
{
	arena_reset(generation->arena);
	memset(generation->entries, 0, sizeof generation->entries);
	generation->count = 0;
}

struct cache *cache_new(size_t max_bytes)
{
	struct cache *cache = memory_alloc(sizeof *cache);
	*cache = (struct cache){.max_bytes = max_bytes / 2, .young = generation_new(), .old = generation_new()};
	return cache;
}

void cache_free(struct cache *cache)
{
	generation_free(cache->young);
	generation_free(cache->old);
	free(cache->release_id);
	free(cache);
}

void cache_release(struct cache *cache, const char *release_id)
{
	if (cache->release_id && strcmp(cache->release_id, release_id) == 0)
		return;
	size_t size = strlen(release_id) + 1;
	cache->release_id = memory_resize(cache->release_id, size);
	memcpy(cache->release_id, release_id, size);
	generation_forget(cache->young);
	generation_forget(cache->old);
}

/* FNV-1a */
static uint64_t hash_of(const char *key)
{
	uint64_t hash = 0xCBF29CE484222325u;
	for (const char *at = key; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 0x100000001B3u;
	return hash ^ hash >> 32;
}

/* The entry of a key, or the free one where it belongs. */
static struct entry *place(struct generation *generation, const char *key, uint64_t hash)
{
	for (size_t at = hash % SLOTS;; at = (at + 1) % SLOTS) {
		struct entry *entry = &generation->entries[at];
		if (!entry->key || (entry->hash == hash && strcmp(entry->key, key) == 0))
			return entry;
	}
}

/* The place in the young generation of an answer of so many bytes. */
static struct entry *make_room(struct cache *cache, const char *key, uint64_t hash, size_t bytes)
{
	struct generation *young = cache->young;
	if (young->count == ENTRIES_MAX || arena_used(young->arena) + bytes > cache->max_bytes) {
		cache->young = cache->old;
		cache->old = young;
		generation_forget(cache->young);
	}
	struct entry *entry = place(cache->young, key, hash);
	cache->young->count += !entry->key;
	*entry = (struct entry){.key = arena_string(cache->young->arena, key), .hash = hash};
	return entry;
}

bool cache_find(struct cache *cache, const char *key, struct response *response)
{
	uint64_t hash = hash_of(key);
	const struct entry *entry = place(cache->young, key, hash);
	bool old = !entry->key;
	if (old)
		entry = place(cache->old, key, hash);
	if (!entry->key)
		return false;
	response_reset(response);
	for (size_t i = 0; i < entry->header_count; i++)
		response_header(response, entry->headers[i].name, entry->headers[i].value);
	response->missed = entry->missed;
	buf_add(&response->body, entry->body, entry->body_len);
	/* Where there is no room it stays where it is: to make some would forget the answer that was just given. */
	if (old && cache->young->count < ENTRIES_MAX &&
	    arena_used(cache->young->arena) + entry->body_len <= cache->max_bytes)
		cache_keep(cache, key, response);
	return true;
}

void cache_keep(struct cache *cache, const char *key, const struct response *response)
{
	if (response->body.len > ENTRY_MAX_BYTES)
		return;
	struct entry *entry = make_room(cache, key, hash_of(key), response->body.len);
	struct arena *arena = cache->young->arena;
	struct response_header *headers = arena_array(arena, RESPONSE_HEADERS_MAX, sizeof *headers);
	for (size_t i = 0; i < response->header_count; i++)
		headers[i] = (struct response_header){arena_string(arena, response->headers[i].name),
						      arena_string(arena, response->headers[i].value)};
	entry->headers = headers;
	entry->header_count = response->header_count;
	entry->missed = response->missed ? arena_string(arena, response->missed) : NULL;
	entry->body = arena_copy(arena, response->body.bytes, response->body.len);
	entry->body_len = response->body.len;
}
