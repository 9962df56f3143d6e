/*
 * sorting.h -- records in the order of the bytes of their keys, however many they are.
 *
 * What does not fit in the memory it is given goes out in sorted runs, which are merged when it is read. Records of one key
 * come in the order they were added in.
 */
#ifndef GENERATOR_SORTING_H
#define GENERATOR_SORTING_H

#include <stddef.h>

#include <headwater/span.h>
#include <headwater/status.h>

struct sorting;

/* `folder` is where runs go (stream.h); `memory_bytes` is for the records themselves, beside 16 bytes for each in memory. */
struct sorting *sorting_new(const char *folder, size_t memory_bytes);
void sorting_free(struct sorting *sorting);
void sorting_add(struct sorting *sorting, struct span key, const void *value, size_t value_len);
/*
 * The next record: the first call ends the adding. Both spans hold until the next one. STATUS_NOT_FOUND: no more;
 * STATUS_IO: a run could not be written or read.
 */
enum status sorting_next(struct sorting *sorting, struct span *key, struct span *value);

#endif
