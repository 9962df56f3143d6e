/*
 * recall.h -- answers that were worked out once, by what they are answers to: a table that lives from build to build (memo.h).
 *
 * Only what a build asked for or added is kept for the next, and no more than a maximum.
 */
#ifndef GENERATOR_RECALL_H
#define GENERATOR_RECALL_H

#include <stdbool.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/hash.h>
#include <headwater/span.h>

struct recall;

/* 128 bits, for telling apart what nobody chose to collide. */
struct recall_key {
	uint64_t a, b;
};

struct recall_key recall_key(struct recall_key seed, struct span bytes);
struct recall_key recall_key_of_print(const struct print *print);

/* Where a table is kept, and what all its answers depend on besides their keys. `cache_dir` NULL: nowhere. */
struct recall_place {
	const char *cache_dir, *name;
	struct print question;
};

/* With the answers of the build before, if there are any. Everything lives in `arena`. */
struct recall *recall_open(const struct recall_place *place, size_t max_bytes, struct arena *arena);
/* An answer lives as long as the table. */
bool recall_find(struct recall *recall, struct recall_key key, struct span *answer);
/* The answer is copied. One too many is dropped. */
void recall_add(struct recall *recall, struct recall_key key, struct span answer);
/* Nothing is added or noted from here on: any number of processes may ask. */
void recall_seal(struct recall *recall);
/* For the next build, if anything is other than it was. */
void recall_keep(const struct recall *recall);

#endif
