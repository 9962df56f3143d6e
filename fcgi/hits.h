/* hits.h -- the datasets of one page of results, with their texts and what is marked in them. */
#ifndef FCGI_HITS_H
#define FCGI_HITS_H

#include "facets.h"
#include "search.h"
#include "words.h"

struct hits_source {
	struct db *catalogue;
	struct folder *folder;
	const struct facets *facets;
	const struct words *words; /* to mark */
	enum lang lang;
};

/* Fills `hit` (but twin_count) for dataset `docid`, in arena. */
enum status hits_read(const struct hits_source *source, uint32_t docid, struct arena *arena, struct search_hit *hit);
/* Whether every phrase among the words stands in some text of the dataset: terms that are all there may stand apart. */
enum status hits_check(const struct hits_source *source, uint32_t docid, struct arena *arena, bool *holds);
/* Whether all words stand in the abstract, in either language. */
enum status hits_check_abstract(const struct hits_source *source, uint32_t docid, struct arena *arena, bool *holds);

#endif
