#include "manifest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/span.h>

/* Facts stand in blocks, so that pointers to them hold; slots hold index + 1 (open addressing). */
#define BLOCK_FACTS 1024

struct manifest {
	struct arena *arena;
	struct file_facts **blocks;
	size_t block_count, block_capacity;
	size_t count;
	uint32_t *slots;
	size_t slot_count; /* a power of two, at least twice `count` */
	struct unit {
		struct print print;
		const struct file_facts *first;
	} * units;
	size_t unit_count, unit_capacity;
	uint64_t total_bytes;
};

static struct file_facts *at(const struct manifest *manifest, size_t index)
{
	return &manifest->blocks[index / BLOCK_FACTS][index % BLOCK_FACTS];
}

/* The slot of `path`: taken by it, or the empty one where it belongs. */
static uint32_t *slot_of(const struct manifest *manifest, const char *path)
{
	size_t mask = manifest->slot_count - 1;
	size_t slot = span_hash(span_of(path)) & mask;
	while (manifest->slots[slot] && strcmp(at(manifest, manifest->slots[slot] - 1)->path, path) != 0)
		slot = (slot + 1) & mask;
	return &manifest->slots[slot];
}

static void resize(struct manifest *manifest, size_t slot_count)
{
	manifest->slot_count = slot_count;
	manifest->slots = arena_array(manifest->arena, slot_count, sizeof *manifest->slots);
	for (size_t i = 0; i < manifest->count; i++)
		*slot_of(manifest, at(manifest, i)->path) = (uint32_t)(i + 1);
}

struct manifest *manifest_new(struct arena *arena)
{
	struct manifest *manifest = arena_alloc(arena, sizeof *manifest);
	manifest->arena = arena;
	resize(manifest, 1024);
	return manifest;
}

void manifest_add(struct manifest *manifest, const struct file_facts *facts)
{
	assert(strlen(facts->sha256) == SHA256_HEX_LEN);
	if ((manifest->count + 1) * 2 > manifest->slot_count)
		resize(manifest, manifest->slot_count * 2);
	uint32_t *slot = slot_of(manifest, facts->path);
	assert(*slot == 0); /* a path is put out once */
	if (manifest->count == manifest->block_count * BLOCK_FACTS)
		*ARENA_PUSH(manifest->arena, manifest->blocks, manifest->block_count, manifest->block_capacity) =
		    arena_array(manifest->arena, BLOCK_FACTS, sizeof(struct file_facts));
	struct file_facts *added = at(manifest, manifest->count++);
	*added = *facts;
	added->path = arena_string(manifest->arena, facts->path);
	if (added->unit && !manifest->units[added->unit - 1].first)
		manifest->units[added->unit - 1].first = added;
	*slot = (uint32_t)manifest->count;
	manifest->total_bytes += facts->size_bytes;
}

uint32_t manifest_new_unit(struct manifest *manifest, const struct print *print)
{
	*ARENA_PUSH(manifest->arena, manifest->units, manifest->unit_count, manifest->unit_capacity) =
	    (struct unit){*print, NULL};
	return (uint32_t)manifest->unit_count;
}

size_t manifest_unit_count(const struct manifest *manifest)
{
	return manifest->unit_count;
}

const struct print *manifest_unit_print(const struct manifest *manifest, uint32_t unit)
{
	assert(unit > 0 && unit <= manifest->unit_count);
	return &manifest->units[unit - 1].print;
}

const struct file_facts *manifest_unit_first(const struct manifest *manifest, uint32_t unit)
{
	assert(unit > 0 && unit <= manifest->unit_count);
	return manifest->units[unit - 1].first;
}

const struct file_facts *manifest_find(const struct manifest *manifest, const char *path)
{
	uint32_t slot = *slot_of(manifest, path);
	return slot ? at(manifest, slot - 1) : NULL;
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
	return strcmp((*(const struct file_facts *const *)left)->path,
		      (*(const struct file_facts *const *)right)->path);
}

const struct file_facts **manifest_sorted(const struct manifest *manifest, struct arena *arena)
{
	const struct file_facts **sorted = arena_array(arena, manifest->count + 1, sizeof *sorted);
	for (size_t i = 0; i < manifest->count; i++)
		sorted[i] = at(manifest, i);
	qsort(sorted, manifest->count, sizeof *sorted, compare_paths);
	return sorted;
}

void manifest_write(const struct manifest *manifest, enum manifest_scope scope, struct arena *arena, struct buf *out)
{
	const struct file_facts **sorted = manifest_sorted(manifest, arena);
	for (size_t i = 0; i < manifest->count; i++) {
		if (scope == MANIFEST_SERVED && sorted[i]->path[0] == '.')
			continue;
		buf_add(out, sorted[i]->sha256, SHA256_HEX_LEN);
		buf_add(out, "  ", 2);
		buf_str(out, sorted[i]->path);
		buf_byte(out, '\n');
	}
}
