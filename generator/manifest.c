#include "manifest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/span.h>

/* Facts stand in blocks, so that pointers to them hold; slots hold index + 1 (open addressing). */
#define BLOCK_FACTS 1024
#define PIECE_BYTES 65536

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
	const struct file_facts **sorted;
	size_t sorted_count, sorted_capacity;
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

void manifest_set_mtime(struct manifest *manifest, const char *path, int64_t mtime_ns)
{
	uint32_t slot = *slot_of(manifest, path);
	assert(slot);
	at(manifest, slot - 1)->mtime_ns = mtime_ns;
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

const struct file_facts *const *manifest_sorted(struct manifest *manifest)
{
	if (manifest->sorted_count == manifest->count && manifest->sorted)
		return manifest->sorted;
	if (manifest->sorted_capacity < manifest->count + 1) {
		manifest->sorted_capacity =
		    manifest->count + 1 + manifest->count / 64; /* SHA256SUMS is still to come */
		manifest->sorted =
		    arena_array(manifest->arena, manifest->sorted_capacity, sizeof(const struct file_facts *));
	}
	for (size_t i = 0; i < manifest->count; i++)
		manifest->sorted[i] = at(manifest, i);
	manifest->sorted_count = manifest->count;
	qsort(manifest->sorted, manifest->count, sizeof(const struct file_facts *), compare_paths);
	return manifest->sorted;
}

bool manifest_write(struct manifest *manifest, enum manifest_scope scope,
		    bool (*take)(void *context, const char *bytes, size_t len), void *context)
{
	const struct file_facts *const *sorted = manifest_sorted(manifest);
	struct buf lines;
	bool taken = true;
	buf_init(&lines, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < manifest->count && taken; i++) {
		if (scope == MANIFEST_SERVED && sorted[i]->path[0] == '.')
			continue;
		buf_add(&lines, sorted[i]->sha256, SHA256_HEX_LEN);
		buf_add(&lines, "  ", 2);
		buf_str(&lines, sorted[i]->path);
		buf_byte(&lines, '\n');
		if (lines.len < PIECE_BYTES)
			continue;
		taken = take(context, lines.bytes, lines.len);
		buf_reset(&lines);
	}
	taken = taken && take(context, lines.bytes, lines.len);
	buf_free(&lines);
	return taken;
}
