/* seen.h -- a set of texts that remembers the row each was first met in. */
#ifndef CHECK_SEEN_H
#define CHECK_SEEN_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/span.h>

struct seen;

/* For at most `most` texts; they are not copied. */
struct seen *seen_new(struct arena *arena, size_t most);
/* The row the text was first put with: `row` itself when it is new. */
size_t seen_put(struct seen *seen, struct span text, size_t row);
bool seen_has(const struct seen *seen, struct span text);

#endif
