/*
 * search_runs.h -- postings of all terms, sorted outside memory: first by the bytes of the term, then by document.
 *
 * Texts are gathered in batches. Each is cut into terms and sorted into a run (search_sort.h) by a worker process while the
 * next is gathered; in the end the runs are merged. What comes out does not depend on how many workers there are.
 */
#ifndef GENERATOR_INDEX_SEARCH_RUNS_H
#define GENERATOR_INDEX_SEARCH_RUNS_H

#include <headwater/fold.h>
#include <headwater/index_format.h>
#include <headwater/span.h>
#include <headwater/status.h>

struct runs;

/* The documents of one term, ascending, by field. Valid until the next; its text until the one after. */
struct run_term {
	struct span text; /* in `bytes`, by turns */
	char bytes[2][INDEX_TERM_MAX];
	unsigned turn;
	uint32_t *documents[INDEX_FIELD__MAX];
	size_t counts[INDEX_FIELD__MAX], capacities[INDEX_FIELD__MAX];
};

/* Runs go to nameless files in the folder of `path`. With one worker or none nothing is forked. */
enum status runs_new(const char *path, struct folder *folder, int workers, struct runs **runs);
/* Notes that the document under way has the text in the field. Terms of more than INDEX_TERM_MAX bytes are left out. */
void runs_text(struct runs *runs, enum index_field field, const char *text, size_t len);
/* The document under way, the first one of which is 1, is whole. */
enum status runs_settle(struct runs *runs);
/* Nothing is added after this; runs_next gives the terms in order. */
enum status runs_sort(struct runs *runs);
/* STATUS_NOT_FOUND: no more. */
enum status runs_next(struct runs *runs, struct run_term *term);
void runs_free(struct runs *runs);

#endif
