/*
 * sheet_scratch.h -- memory of a running stylesheet: taken at the top, given back to a mark. Private to sheet*.c.
 *
 * What is taken stays where it is until a mark below it is released. Blocks are kept for the next run.
 */
#ifndef LIB_SHEET_SCRATCH_H
#define LIB_SHEET_SCRATCH_H

#include <stddef.h>

struct scratch_block;

struct scratch {
	struct scratch_block *first, *current;
	char *top, *end; /* of the current block */
};

struct scratch_mark {
	struct scratch_block *block;
	char *top;
};

void scratch_init(struct scratch *scratch);
void scratch_free(struct scratch *scratch);
void *scratch_take_slowly(struct scratch *scratch, size_t size_bytes);
void scratch_release(struct scratch *scratch, struct scratch_mark mark);

static inline struct scratch_mark scratch_mark(const struct scratch *scratch)
{
	return (struct scratch_mark){scratch->current, scratch->top};
}

/* Not zeroed; aligned for pointers and doubles. */
static inline void *scratch_take(struct scratch *scratch, size_t size_bytes)
{
	size_t need = (size_bytes + 7) & ~(size_t)7;
	if ((size_t)(scratch->end - scratch->top) < need)
		return scratch_take_slowly(scratch, need);
	char *taken = scratch->top;
	scratch->top += need;
	return taken;
}

#endif
