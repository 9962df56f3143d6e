/* span.h -- a run of bytes owned by someone else. */
#ifndef HEADWATER_SPAN_H
#define HEADWATER_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
	const char *ptr;
	size_t len;
};

#define SPAN_FMT(s) (int)(s).len, (s).ptr

struct span span_of(const char *string);
bool span_is(struct span span, const char *string);
bool span_equal(struct span a, struct span b);
/* Without white space (ASCII and U+3000) at both ends. */
struct span span_trim(struct span span);
/* For tables of an editor's own texts: quick, and no defence against texts chosen to collide. */
uint64_t span_hash(struct span span);

#endif
