#include "cache.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>

#define SLOTS 1024
#define ENTRY_MAX_BYTES ((size_t)512 * 1024)

struct entry {
	const char *key; /* NULL: free */
	struct response_header headers[RESPONSE_HEADERS_MAX];
	size_t header_count;
	const char *missed;
	const char *body;
	size_t body_len;
};

struct cache {
	struct arena *arena; /* every byte of every entry */
	size_t max_bytes;
	char *release_id;
	struct entry entries[SLOTS];
};

struct cache *cache_new(size_t max_bytes)
{
	struct cache *cache = memory_alloc(sizeof *cache);
	*cache = (struct cache){.arena = arena_new(), .max_bytes = max_bytes};
	return cache;
}

void cache_free(struct cache *cache)
{
	arena_free(cache->arena);
	free(cache->release_id);
	free(cache);
}

static void forget(struct cache *cache)
{
	arena_reset(cache->arena);
	memset(cache->entries, 0, sizeof cache->entries);
}

void cache_release(struct cache *cache, const char *release_id)
{
	if (cache->release_id && strcmp(cache->release_id, release_id) == 0)
		return;
	size_t size = strlen(release_id) + 1;
	cache->release_id = memory_resize(cache->release_id, size);
	memcpy(cache->release_id, release_id, size);
	forget(cache);
}

/* FNV-1a; each key has one place, and the latest to come there has it. */
static struct entry *place(struct cache *cache, const char *key)
{
	uint64_t hash = 0xCBF29CE484222325u;
	for (const char *at = key; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 0x100000001B3u;
	return &cache->entries[(hash ^ hash >> 32) % SLOTS];
}

bool cache_find(struct cache *cache, const char *key, struct response *response)
{
	const struct entry *entry = place(cache, key);
	if (!entry->key || strcmp(entry->key, key) != 0)
		return false;
	response_reset(response);
	for (size_t i = 0; i < entry->header_count; i++)
		response_header(response, entry->headers[i].name, entry->headers[i].value);
	response->missed = entry->missed;
	buf_add(&response->body, entry->body, entry->body_len);
	return true;
}

void cache_keep(struct cache *cache, const char *key, const struct response *response)
{
	if (response->body.len > ENTRY_MAX_BYTES)
		return;
	if (arena_used(cache->arena) + response->body.len > cache->max_bytes)
		forget(cache);
	struct entry *entry = place(cache, key);
	*entry = (struct entry){.key = arena_string(cache->arena, key), .header_count = response->header_count};
	for (size_t i = 0; i < response->header_count; i++)
		entry->headers[i] = (struct response_header){arena_string(cache->arena, response->headers[i].name),
							     arena_string(cache->arena, response->headers[i].value)};
	entry->missed = response->missed ? arena_string(cache->arena, response->missed) : NULL;
	entry->body = arena_copy(cache->arena, response->body.bytes, response->body.len);
	entry->body_len = response->body.len;
}
