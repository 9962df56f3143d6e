/* prune.h -- older releases: which there are, which go, and which of those may serve as a base (assemble.h). */
#ifndef GENERATOR_EMIT_PRUNE_H
#define GENERATOR_EMIT_PRUNE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include <headwater/arena.h>

#include "../manifest.h"
#include "made.h"

struct older {
	char name[NAME_MAX + 1];
	struct timespec at;
	bool goes, withdrawn; /* withdrawn: it offers a data file that the new one does not */
	struct made *made;    /* NULL when there is no memory of it */
};

struct pruning {
	int releases_fd, cache_fd;
	const struct manifest *manifest; /* of the new release */
	const char *id, *before_id;      /* of the new release, and of the one before ("" if none) */
	int keep;
	bool plain;
	struct older *items; /* newest first, without the new one */
	size_t count, withdrawn_count;
};

/*
 * Fills in what becomes of each older release: it goes beyond the newest `keep`, the new one among these, but for the one
 * before (with keep = 0 that one too); one that offers what is no longer offered goes at once.
 */
void prune_plan(struct pruning *pruning, struct arena *arena);
void prune_plan_free(struct pruning *pruning);

#endif
