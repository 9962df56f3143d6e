/*
 * select.h -- sets of packages: which ones a query selects, in what order, and how they fall into facets.
 *
 * A set is a row of bits by docid. Values of fields come from table ckan_value, words from the search index.
 */
#ifndef FCGI_CKAN_SELECT_H
#define FCGI_CKAN_SELECT_H

#include <stdbool.h>
#include <stdint.h>

#include <headwater/db.h>

#include "lucene.h"

struct folder;
struct search;

/* What a field of CKAN's index is here. */
enum field_class {
	FIELD_VALUE,     /* values in ckan_value, compared as they are */
	FIELD_DATE,      /* the same, as instants */
	FIELD_SUBSTRING, /* values in ckan_value, found by any part of them in any case */
	FIELD_WORDS,     /* a column of the search index */
	FIELD_CONSTANT,  /* the same for every package */
	FIELD_EMPTY      /* known, and nobody has a value */
};

struct field {
	const char *name;
	enum field_class class;
	const char *detail; /* WORDS: the place of search_mark, "notes", or NULL for all; CONSTANT: the value */
	bool single;        /* one value a package: can be sorted by */
};

struct selector {
	struct db *catalogue;
	struct search *search;
	struct folder *folder;
	struct arena *arena;
	size_t count;      /* packages: docids 1..count */
	const char *error; /* of STATUS_INVALID: what is wrong with the query */
};

/* The field of a name; NULL when there is none. `extras_…` and `vocab_…` are made up in the arena. */
const struct field *select_field(struct selector *selector, const char *name);
bool select_has(const uint64_t *set, uint32_t docid);
void select_add(uint64_t *set, uint32_t docid);
/* An empty set. */
uint64_t *select_none(struct selector *selector);
uint64_t *select_all(struct selector *selector);
/* STATUS_INVALID: an unknown field or a value that is none. */
enum status select_tree(struct selector *selector, const struct lucene *tree, uint64_t **set);
/*
 * Words without fields: most of them must be there (minimum match 2<-1 5<80%). `*scores` by docid: rare words weigh
 * more, and title 4, tags and groups 2.
 */
enum status select_words(struct selector *selector, const char *text, uint64_t **set, float **scores);

/* ---- order.c ---- */

/* The set in the order of `sort` ("name asc, score desc"). STATUS_INVALID: not a sort. */
enum status order_packages(struct selector *selector, const uint64_t *set, const float *scores, const char *sort,
			   uint32_t **docids, size_t *count);

/* ---- facet.c ---- */

struct package_facet {
	const struct field *field;
	struct package_facet_item {
		const char *value;
		int64_t count;
	} * items; /* most packages first, then by value */
	size_t count, capacity;
};

/* Counts the values of a field in the set; values below `mincount` and past `limit` (below 0: none) are left out. */
enum status facet_count(struct selector *selector, const uint64_t *set, const char *field, int64_t mincount,
			int64_t limit, struct package_facet *facet);

#endif
