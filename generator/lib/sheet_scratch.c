/* sheet_scratch.c -- blocks of scratch memory, each larger than the one before when it must be. */
#include "sheet_scratch.h"

#include <stdlib.h>

#include <headwater/arena.h>

#define BLOCK_BYTES ((size_t)64 * 1024)

struct scratch_block {
	struct scratch_block *next;
	size_t capacity;
	char bytes[];
};

static struct scratch_block *new_block(size_t capacity)
{
	struct scratch_block *block = memory_alloc(sizeof *block + capacity);
	block->next = NULL;
	block->capacity = capacity;
	return block;
}

static void enter(struct scratch *scratch, struct scratch_block *block)
{
	scratch->current = block;
	scratch->top = block->bytes;
	scratch->end = block->bytes + block->capacity;
}

void scratch_init(struct scratch *scratch)
{
	scratch->first = new_block(BLOCK_BYTES);
	enter(scratch, scratch->first);
}

static void free_after(struct scratch_block *block)
{
	struct scratch_block *next = block->next;
	block->next = NULL;
	while (next) {
		struct scratch_block *after = next->next;
		free(next);
		next = after;
	}
}

void scratch_free(struct scratch *scratch)
{
	if (!scratch->first)
		return;
	free_after(scratch->first);
	free(scratch->first);
	*scratch = (struct scratch){0};
}

void *scratch_take_slowly(struct scratch *scratch, size_t size_bytes)
{
	struct scratch_block *current = scratch->current;
	if (!current->next || current->next->capacity < size_bytes) {
		free_after(current);
		current->next = new_block(size_bytes > BLOCK_BYTES ? size_bytes * 2 : BLOCK_BYTES);
	}
	enter(scratch, current->next);
	scratch->top += size_bytes;
	return scratch->top - size_bytes;
}

void scratch_release(struct scratch *scratch, struct scratch_mark mark)
{
	if (mark.block != scratch->current)
		enter(scratch, mark.block);
	scratch->top = mark.top;
}
