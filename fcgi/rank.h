/* rank.h -- the order of hits: by a number each, then newest first. */
#ifndef FCGI_RANK_H
#define FCGI_RANK_H

#include <stddef.h>
#include <stdint.h>

struct ranked {
	double key; /* less comes first */
	uint32_t docid;
};

/* Brings the first `top` of `count` to the front, in order; the rest is in no order. O(count log top). */
void rank_top(struct ranked *items, size_t count, size_t top);

#endif
