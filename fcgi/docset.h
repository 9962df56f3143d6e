/*
 * docset.h -- sets of documents (1 .. count), as a row of bits or, when they are few, as an ascending list.
 *
 * A set lives in the arena it was made in; what changes one makes it anew or narrows it in place.
 */
#ifndef FCGI_DOCSET_H
#define FCGI_DOCSET_H

#include "index.h"

#define DOCSET_SPARSE_SHARE 32u /* fewer than one in so many are a list */
#define DOCSET_TAKE 512u        /* documents to take at a time */

struct docset {
	size_t count;
	uint32_t *documents; /* when there are no bits; NULL for none */
	uint64_t *bits;      /* docset_words words, or NULL */
};

static inline size_t docset_words(const struct index *index)
{
	return (size_t)index->count / 64 + 1;
}

/* All documents of a list. */
void docset_of_list(const struct index *index, const struct index_list *list, struct arena *arena, struct docset *set);
/* Every document there is. */
void docset_every(const struct index *index, struct arena *arena, struct docset *set);
/* Those that are not in a set of bits. */
void docset_others(const struct index *index, const struct docset *set, struct arena *arena, struct docset *others);
/* Keeps what is in the list as well. */
void docset_narrow(const struct index *index, struct docset *set, const struct index_list *list);
/* Keeps what is in the other set as well. */
void docset_intersect(const struct index *index, struct docset *set, const struct docset *with);
/* Adds the documents to a row of bits of docset_words words. */
void docset_mark_list(const struct index *index, const struct index_list *list, uint64_t *bits);
void docset_mark(const struct docset *set, uint64_t *bits, const struct index *index);
/* A set out of a row of bits, which it keeps. */
void docset_of_bits(const struct index *index, uint64_t *bits, struct arena *arena, struct docset *set);
/* Makes it a list if it has at most `most` documents. */
void docset_list(const struct index *index, struct docset *set, size_t most, struct arena *arena);
/* Makes it a row of bits if it is a list: for docset_has of many. */
void docset_as_bits(const struct index *index, struct docset *set, struct arena *arena);
/* Of a list: by halves. */
bool docset_lists(const struct docset *set, uint32_t document);
static inline bool docset_has(const struct docset *set, uint32_t document)
{
	return set->bits ? set->bits[document / 64] >> document % 64 & 1 : docset_lists(set, document);
}

/* Walks over the documents in ascending order: start with all zero; false at the end. */
struct docset_walk {
	size_t at;
	uint64_t word;
};
bool docset_next(const struct index *index, const struct docset *set, struct docset_walk *walk, uint32_t *document);
/* The next ones, as many as are left up to `max`; 0 at the end. For loops over many. */
size_t docset_take(const struct index *index, const struct docset *set, struct docset_walk *walk, uint32_t *documents,
		   size_t max);

#endif
