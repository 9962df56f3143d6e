/*
 * search_writer.h -- the search index of a release (headwater/index_format.h), from a stream of documents.
 *
 * Documents come in the order of their numbers, from 1; nothing of one is kept but its title and facts, some 130 bytes. Terms
 * of texts are sorted in runs that go to files beside the index and are merged at the end (search_runs.h).
 */
#ifndef GENERATOR_INDEX_SEARCH_WRITER_H
#define GENERATOR_INDEX_SEARCH_WRITER_H

#include <headwater/arena.h>
#include <headwater/fold.h>
#include <headwater/hash.h>
#include <headwater/index_format.h>
#include <headwater/lang.h>
#include <headwater/span.h>
#include <headwater/status.h>

/* What is known of a document beside its texts. */
struct search_facts {
	const char *id;
	const char *titles[LANG__MAX]; /* the Chinese one is never NULL */
	struct span twin;              /* what titles of near-identical documents have in common; empty: its own */
	uint32_t sorts[INDEX_SORT__MAX];
	uint32_t *values[INDEX_GROUP__MAX]; /* facet << 24 | value: its own, then those above */
	size_t value_counts[INDEX_GROUP__MAX];
};

struct search_writer;

/* Writes to the file at `path`. `folder` must outlive it. Up to `workers` processes share in it. STATUS_IO: a file cannot be made. */
enum status search_writer_new(const char *path, struct folder *folder, int workers, struct search_writer **writer);
/* Adds the terms of a text of the document under way. NULL adds nothing. */
void search_writer_text(struct search_writer *writer, enum index_field field, const char *text, size_t len);
/* Ends the document under way, which is the first one after search_writer_new. STATUS_TOO_LARGE: too many. */
enum status search_writer_document(struct search_writer *writer, const struct search_facts *facts);
/* Ends the file. `identity` is what catalogue.db must say to be the index's own. */
enum status search_writer_finish(struct search_writer *writer, char identity[SHA256_HEX_LEN + 1]);
void search_writer_free(struct search_writer *writer);

#endif
