/* search_runs.h -- postings of all terms, sorted outside memory: first by the bytes of the term, then by document. */
#ifndef GENERATOR_INDEX_SEARCH_RUNS_H
#define GENERATOR_INDEX_SEARCH_RUNS_H

#include <headwater/fold.h>
#include <headwater/index_format.h>
#include <headwater/span.h>
#include <headwater/status.h>

struct runs;

/* The documents of one term, ascending, by field. Valid until the next. */
struct run_term {
	struct span text;
	uint32_t *documents[INDEX_FIELD__MAX];
	size_t counts[INDEX_FIELD__MAX], capacities[INDEX_FIELD__MAX];
};

/* Runs go to a nameless file in the folder of `path`. */
enum status runs_new(const char *path, struct runs **runs);
/* Notes that `document` (at least 1, never one below an earlier one) has the terms in the field; the longest are left out. */
void runs_add(struct runs *runs, const struct fold_term *terms, size_t count, uint32_t document,
	      enum index_field field);
/* A document is whole: what memory holds may go to the file. */
enum status runs_settle(struct runs *runs);
/* Nothing is added after this; runs_next gives the terms in order. */
enum status runs_sort(struct runs *runs);
/* STATUS_NOT_FOUND: no more. */
enum status runs_next(struct runs *runs, struct run_term *term);
void runs_free(struct runs *runs);

#endif
