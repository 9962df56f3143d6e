/* search_inside.h -- what the files of search share: one query under way. */
#ifndef FCGI_SEARCH_INSIDE_H
#define FCGI_SEARCH_INSIDE_H

#include "facets.h"
#include "match.h"
#include "search.h"
#include "sound.h"
#include "synonyms.h"

struct search {
	struct db *catalogue;
	struct arena *arena;
	struct index *index;
	struct facets facets;
	struct synonyms synonyms;
	struct sound_table *sounds;
	int budget_ms;
};

struct run {
	struct search *search;
	const struct search_query *query;
	struct arena *arena;
	struct words words;
	struct matcher matcher;
	struct docset hits;
	struct facet_filter filter;
	struct facet_counts counts;
	float *scores;       /* by document, where any word will do; else NULL */
	uint32_t known_term; /* whose histogram is that of the hits; INDEX_EVERY: of all datasets */
	bool known;
	struct search_result *result;
};

/* search_loose.c: what to do when no dataset has all words. The words become those that found something. */
void loose_find(struct run *run);

/* search_rank.c: the documents of the page asked for, in order; with the further ones of each when they are joined. */
struct placed {
	uint32_t docid;
	size_t twins;
};
enum status rank_page(struct run *run, struct placed **page, size_t *count);

#endif
