/*
 * pool.h -- small blocks kept for reuse, for libraries that allocate and free by the million (libxml2, libxslt, cmark).
 *
 * Private to the library. Every block is an ordinary malloc block, so that one taken here may be freed by free() and the
 * reverse: it does not matter what was allocated before a library was told to use the pool. Freed small blocks wait in
 * lists of their size, per thread, and are never given back to the system. Under AddressSanitizer nothing is kept, so
 * that it sees every error.
 */
#ifndef LIB_POOL_H
#define LIB_POOL_H

#include <stddef.h>

void *pool_alloc(size_t size_bytes);
void *pool_zeroed(size_t count, size_t item_bytes);
void *pool_resize(void *block, size_t size_bytes);
void pool_free(void *block);

#endif
