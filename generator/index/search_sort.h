/*
 * search_sort.h -- the terms of a batch of documents, sorted into a run: first by their bytes, then by document.
 *
 * A run is, for each term: its length and bytes, the number of documents, and for each of these the gap from the one before
 * << SORT_FIELD_BITS with a bit for each field (enum index_field) that has it; a length of 0 ends it. Numbers are varints.
 */
#ifndef GENERATOR_INDEX_SEARCH_SORT_H
#define GENERATOR_INDEX_SEARCH_SORT_H

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/fold.h>
#include <headwater/index_format.h>
#include <headwater/status.h>

#define SORT_FIELD_BITS 3
#define SORT_FILE_BYTES ((size_t)128 << 10) /* written or read at a time */

/* Texts of documents that follow one another. */
struct batch {
	uint32_t document; /* the first one, at least 1 */
	struct buf bytes;  /* to be freed by the owner */
};

void batch_init(struct batch *batch, uint32_t first_document);
void batch_text(struct batch *batch, enum index_field field, const char *text, size_t len);
void batch_end_document(struct batch *batch);

/* Appends the run to the file. Memory grows with the batch: some 6 bytes for each of it. */
enum status sort_batch(struct folder *folder, const struct batch *batch, int fd);

#endif
