/* search_list.h -- lists of documents as the index holds them (headwater/index_format.h). */
#ifndef GENERATOR_INDEX_SEARCH_LIST_H
#define GENERATOR_INDEX_SEARCH_LIST_H

#include <headwater/buf.h>
#include <headwater/index_format.h>

void put_u32(struct buf *out, uint32_t value);
void put_u64(struct buf *out, uint64_t value);
void put_number(struct buf *out, uint64_t value); /* as a varint */
/* Appends the list of `count` (at least 2) ascending documents out of `total`; a multiple of 8 bytes. */
void put_list(struct buf *out, const uint32_t *documents, size_t count, size_t total);

#endif
