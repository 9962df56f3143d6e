#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/span.h>

#include "manifest.h"

/* Open addressing over an array of facts; slots hold index + 1. */
struct manifest {
	struct arena *arena;
	struct file_facts *items;
	size_t count, capacity;
	uint32_t *slots;
	size_t slot_count; /* a power of two, at least twice `count` */
	uint64_t total_bytes;
};

/* The slot of `path`: taken by it, or the empty one where it belongs. */
static uint32_t *slot_of(const struct manifest *manifest, const char *path)
{
	size_t mask = manifest->slot_count - 1;
	size_t at = span_hash(span_of(path)) & mask;
	while (manifest->slots[at] && strcmp(manifest->items[manifest->slots[at] - 1].path, path) != 0)
		at = (at + 1) & mask;
	return &manifest->slots[at];
}

static void resize(struct manifest *manifest, size_t slot_count)
{
	manifest->slot_count = slot_count;
	manifest->slots = arena_array(manifest->arena, slot_count, sizeof *manifest->slots);
	for (size_t i = 0; i < manifest->count; i++)
		*slot_of(manifest, manifest->items[i].path) = (uint32_t)(i + 1);
}

struct manifest *manifest_new(struct arena *arena)
{
	struct manifest *manifest = arena_alloc(arena, sizeof *manifest);
	manifest->arena = arena;
	resize(manifest, 1024);
	return manifest;
}

void manifest_add(struct manifest *manifest, const char *path, uint64_t size_bytes, const char *sha256)
{
	assert(strlen(sha256) == 64);
	if ((manifest->count + 1) * 2 > manifest->slot_count)
		resize(manifest, manifest->slot_count * 2);
	uint32_t *slot = slot_of(manifest, path);
	assert(*slot == 0); /* a path is put out once */
	struct file_facts facts = {.path = arena_string(manifest->arena, path), .size_bytes = size_bytes};
	memcpy(facts.sha256, sha256, sizeof facts.sha256);
	*ARENA_PUSH(manifest->arena, manifest->items, manifest->count, manifest->capacity) = facts;
	*slot = (uint32_t)manifest->count;
	manifest->total_bytes += size_bytes;
}

const struct file_facts *manifest_find(const struct manifest *manifest, const char *path)
{
	uint32_t slot = *slot_of(manifest, path);
	return slot ? &manifest->items[slot - 1] : NULL;
}

size_t manifest_count(const struct manifest *manifest)
{
	return manifest->count;
}

uint64_t manifest_bytes(const struct manifest *manifest)
{
	return manifest->total_bytes;
}

static int compare_paths(const void *left, const void *right)
{
	const struct file_facts *a = left, *b = right;
	return strcmp(a->path, b->path);
}

const struct file_facts *manifest_sorted(const struct manifest *manifest, struct arena *arena)
{
	struct file_facts *sorted = arena_array(arena, manifest->count + 1, sizeof *sorted);
	if (manifest->count > 0)
		memcpy(sorted, manifest->items, manifest->count * sizeof *sorted);
	qsort(sorted, manifest->count, sizeof *sorted, compare_paths);
	return sorted;
}

void manifest_write(const struct manifest *manifest, enum manifest_scope scope, struct arena *arena, struct buf *out)
{
	const struct file_facts *sorted = manifest_sorted(manifest, arena);
	for (size_t i = 0; i < manifest->count; i++)
		if (scope == MANIFEST_ALL || sorted[i].path[0] != '.')
			buf_printf(out, "%s  %s\n", sorted[i].sha256, sorted[i].path);
}
