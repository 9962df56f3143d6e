/* rank.h -- the order of hits: by a number each, then newest first. */
#ifndef FCGI_RANK_H
#define FCGI_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ranked {
	double key; /* less comes first */
	uint32_t docid;
};

/* The best `max` of what was pushed; a heap with the worst of them first until it is sorted. */
struct top {
	struct ranked *items; /* room for max */
	size_t count, max;
};

static inline bool rank_before(const struct ranked *a, const struct ranked *b)
{
	return a->key != b->key ? a->key < b->key : a->docid < b->docid;
}

/* Whether pushing the item would keep it. */
static inline bool top_takes(const struct top *top, struct ranked item)
{
	return top->count < top->max || (top->max > 0 && rank_before(&item, &top->items[0]));
}

/* O(log max), and O(1) for what is no better than the worst of a full one. */
void top_push(struct top *top, struct ranked item);
/* Brings them in order, the best first. Nothing is pushed after that. */
void top_sort(struct top *top);

#endif
