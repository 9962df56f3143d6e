#include <assert.h>
#include <malloc.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>
#include <headwater/status.h>

#define BLOCK_BYTES ((size_t)64 * 1024)
#define ALIGNMENT alignof(max_align_t)

/* Blocks form a list, newest first; a request larger than a block gets one of its own. */
struct block {
	struct block *next;
	size_t capacity, used;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *blocks;
	size_t used;
};

static void out_of_memory(size_t size_bytes)
{
	fprintf(stderr, "headwater: out of memory (%zu bytes asked)\n", size_bytes);
	exit(EXIT_INTERNAL);
}

void *memory_alloc(size_t size_bytes)
{
	void *block = malloc(size_bytes ? size_bytes : 1);
	if (!block)
		out_of_memory(size_bytes);
	return block;
}

void *memory_resize(void *block, size_t size_bytes)
{
	void *grown = realloc(block, size_bytes ? size_bytes : 1);
	if (!grown)
		out_of_memory(size_bytes);
	return grown;
}

void memory_keep(void)
{
	mallopt(M_MMAP_THRESHOLD, MEMORY_KEPT_BYTES / 2); /* the largest that glibc lets it be set to */
	mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT_BYTES);
}

struct arena *arena_new(void)
{
	struct arena *arena = memory_alloc(sizeof *arena);
	*arena = (struct arena){0};
	return arena;
}

static void free_blocks(struct block *block)
{
	while (block) {
		struct block *next = block->next;
		free(block);
		block = next;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->blocks);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	if (!arena->blocks)
		return;
	free_blocks(arena->blocks->next);
	arena->blocks->next = NULL;
	arena->blocks->used = 0;
	arena->used = 0;
}

static struct block *add_block(struct arena *arena, size_t need)
{
	size_t capacity = need > BLOCK_BYTES ? need : BLOCK_BYTES;
	struct block *block = memory_alloc(sizeof *block + capacity);
	block->capacity = capacity;
	block->used = 0;
	if (need > BLOCK_BYTES && arena->blocks) {
		/* keep filling the block in use: the large one stands behind it */
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block;
}

/* Not zeroed: for what is written at once. Texts stand next to one another; other things begin where any type may. */
static void *take(struct arena *arena, size_t size_bytes, size_t alignment)
{
	if (size_bytes > SIZE_MAX / 2)
		out_of_memory(size_bytes);
	struct block *block = arena->blocks;
	size_t at = block ? (block->used + alignment - 1) & ~(alignment - 1) : 0;
	if (!block || at > block->capacity || block->capacity - at < size_bytes) {
		block = add_block(arena, size_bytes);
		at = 0;
	}
	arena->used += at + size_bytes - block->used;
	block->used = at + size_bytes;
	return block->bytes + at;
}

void *arena_alloc(struct arena *arena, size_t size_bytes)
{
	return memset(take(arena, size_bytes, ALIGNMENT), 0, size_bytes);
}

void *arena_array(struct arena *arena, size_t count, size_t item_bytes)
{
	size_t size_bytes;
	if (__builtin_mul_overflow(count, item_bytes, &size_bytes))
		out_of_memory(SIZE_MAX);
	return arena_alloc(arena, size_bytes);
}

void *arena_room(struct arena *arena, size_t count, size_t item_bytes)
{
	size_t size_bytes;
	if (__builtin_mul_overflow(count, item_bytes, &size_bytes))
		out_of_memory(SIZE_MAX);
	return take(arena, size_bytes, ALIGNMENT);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t len)
{
	char *copy = take(arena, len + 1, 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
	return arena_copy(arena, string, strlen(string));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	assert(len >= 0);
	char *text = take(arena, (size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void *arena_grow(struct arena *arena, void *items, size_t *capacity, size_t need, size_t item_bytes)
{
	if (need <= *capacity)
		return items;
	size_t grown = *capacity ? *capacity : 8;
	while (grown < need)
		grown *= 2;
	void *moved = arena_array(arena, grown, item_bytes);
	if (*capacity > 0)
		memcpy(moved, items, *capacity * item_bytes);
	*capacity = grown;
	return moved;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
