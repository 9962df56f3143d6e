/*
 * facets.h -- which dataset has which value: narrowing a set of hits and counting what each value would give.
 *
 * Datasets with the same values share a combination (headwater/index_format.h), so a hit costs one step a group of
 * facets, and the values are added up once for each combination met. A value's dataset counts for those above it too
 * (regions), so that choosing a prefecture takes in its counties.
 */
#ifndef FCGI_FACETS_H
#define FCGI_FACETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/db.h>
#include <headwater/lang.h>
#include <headwater/status.h>

#include "docset.h"
#include "search.h"

#define FACETS_VALUES_MAX 65535

struct facet_value {
	const char *value;
	struct label label;
	int parent; /* index, or -1 */
};

struct facet_table {
	struct facet_value *values;
	size_t value_count, value_capacity;
};

struct facets {
	const struct index *index;
	struct facet_table tables[FACET__MAX];
	/* By combination of one group, as many as a number in its column can say; every count leaves those there are at zero. */
	uint32_t *hits[INDEX_GROUP__MAX];
	uint8_t *fails; /* by combination; of one query */
};

/* What a query chose. */
struct facet_filter {
	bool active[FACET__MAX], any_active;
	bool *chosen[FACET__MAX]; /* by index of value */
};

/* Counts of values, by facet and index of value. */
struct facet_counts {
	uint32_t *values[FACET__MAX];
};

enum status facets_load(struct db *catalogue, const struct index *index, struct arena *arena, struct facets *facets);
void facets_free(struct facets *facets);
/* Index of a value, or -1. */
int facets_find(const struct facet_table *table, const char *value);
void facets_choose(const struct facets *facets, const struct search_query *query, struct arena *arena,
		   struct facet_filter *filter);
/*
 * Keeps what passes every facet. A value's count: datasets that have it and pass every facet but its own, which is what
 * choosing it instead would give. `counts` is filled in arena.
 */
void facets_apply(struct facets *facets, const struct facet_filter *filter, struct arena *arena, struct docset *set,
		  struct facet_counts *counts);
/* What was counted ahead for a frequent term (INDEX_EVERY: for all datasets). False when nothing was. */
bool facets_known(const struct facets *facets, uint32_t term, struct arena *arena, struct facet_counts *counts);
/* The values of a dataset in one facet, its own first, as indexes; at most `max`. Returns how many. */
size_t facets_of(const struct facets *facets, uint32_t document, enum facet facet, uint32_t *values, size_t max);
/* Whether it passes. */
bool facets_pass(struct facets *facets, const struct facet_filter *filter, uint32_t document);

#endif
