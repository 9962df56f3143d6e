/* near.h -- "did you mean": the known name nearest to a mistyped one. */
#ifndef GENERATOR_NEAR_H
#define GENERATOR_NEAR_H

#include <stddef.h>

/*
 * The nearest of `names` by edit distance over bytes (at most a third of the longer name, at least 1), ignoring ASCII
 * case and '-' against '_'; the first of equals. NULL when none is near.
 */
const char *near_name(const char *word, const char *const *names, size_t count);

#endif
