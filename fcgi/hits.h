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

/* Fills `hit` (but fields and rows) for dataset `docid`, in arena. */
enum status hits_read(const struct hits_source *source, uint32_t docid, struct arena *arena, struct search_hit *hit);

#endif
