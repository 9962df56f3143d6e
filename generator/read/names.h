/*
 * names.h -- texts by number: each text is kept once, numbered from 0 in the order of its first coming.
 *
 * Looking up takes a logarithm of the count whatever the texts are, so texts chosen by others cannot make it slow.
 */
#ifndef READ_NAMES_H
#define READ_NAMES_H

#include <headwater/arena.h>
#include <headwater/span.h>

struct names {
	struct arena *arena;
	const char **items;
	size_t count, capacity;
	void *tree;
};

void names_open(struct names *names, struct arena *arena);
/* The texts stay, in the arena. */
void names_close(struct names *names);
/* The kept copy of a text. */
const char *names_kept(struct names *names, struct span text);
/* The number of a text, which is copied when it is new. A NUL in it ends it. */
size_t names_take(struct names *names, struct span text);

#endif
