/*
 * memo.h -- bytes that one build works out and the next one need not: OUT/cache/kept/<name>.
 *
 * A memo is of use to the very program that wrote it, and for the same question, whose print is given. Any other, and one
 * that was cut short or changed, is as none. One question has one memo: the next replaces it.
 */
#ifndef GENERATOR_MEMO_H
#define GENERATOR_MEMO_H

#include <stdbool.h>

#include <headwater/hash.h>
#include <headwater/span.h>

/* The bytes, which stay mapped until the process ends, at an address that is a multiple of 8. `cache_dir` NULL: none. */
bool memo_find(const char *cache_dir, const char *name, const struct print *question, struct span *bytes);
/*
 * Writing one, piece by piece: at memo_end it takes the place of the one before. A failure costs the next build time, and nothing
 * else. NULL, which the others bear, when nothing can be kept.
 */
struct memo_draft *memo_begin(const char *cache_dir, const char *name, const struct print *question);
void memo_add(struct memo_draft *draft, const void *bytes, size_t len);
void memo_end(struct memo_draft *draft);

/* Forgets all memos, and whatever else is kept there. */
void memo_forget(const char *cache_dir);

#endif
