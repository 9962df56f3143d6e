/*
 * stash.h -- bytes that workers make for many items and a later step reads by number: in one nameless file, not in memory.
 *
 * Each item has the same kinds of bytes. Jobs append batches of items that follow one another, in any order of batches; what
 * is read back does not tell in which. The file stands in the staging folder and is gone with the process. Memory, shared
 * with the workers, is eight bytes for each item and four for each of its kinds.
 *
 * STATUS_IO: errno tells why. STATUS_TOO_LARGE: a batch of more than BUF_MAX_DEFAULT.
 */
#ifndef GENERATOR_STASH_H
#define GENERATOR_STASH_H

#include <stddef.h>

#include <headwater/buf.h>
#include <headwater/span.h>
#include <headwater/status.h>

struct output;
struct stash;

/* Before the workers are forked. NULL: errno tells why. */
struct stash *stash_open(struct output *output, size_t items, size_t kinds);
/* NULL is none. */
void stash_close(struct stash *stash);

struct stash_batch {
	struct stash *stash;
	size_t first, cuts, mark;
	struct buf bytes; /* appended to by the maker */
};

/* The items from `first` on. */
void stash_begin(struct stash_batch *batch, struct stash *stash, size_t first);
/* What was appended since the last cut is the next kind of the item at hand; after its last kind comes the next item. */
void stash_cut(struct stash_batch *batch);
/* Puts the batch down, of whole items. */
enum status stash_end(struct stash_batch *batch);

/* Kinds `first` to before `end` of an item that was put down: `spans` (by kind) lie in `bytes`, which is overwritten. */
struct stash_kinds {
	size_t first, end;
};
enum status stash_read(const struct stash *stash, size_t item, struct stash_kinds kinds, struct buf *bytes,
		       struct span *spans);

#endif
