/*
 * facets.h -- which dataset has which value, in memory: narrowing a list of hits and counting what each value would
 * give.
 *
 * A dataset's values of one facet stand together, its own first, then those above them (regions), so that choosing a
 * prefecture takes in its counties. Datasets are docids from 1.
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
	uint32_t *starts; /* of docid d: items[starts[d] .. starts[d + 1]) */
	uint16_t *items;
	size_t item_count, item_capacity;
};

struct facets {
	size_t dataset_count;
	struct facet_table tables[FACET__MAX];
};

/* What a query chose. */
struct facet_filter {
	bool active[FACET__MAX];
	bool *chosen[FACET__MAX]; /* by index of value */
};

enum status facets_load(struct db *catalogue, size_t dataset_count, struct arena *arena, struct facets *facets);
/* Index of a value, or -1. */
int facets_find(const struct facet_table *table, const char *value);
void facets_choose(const struct facets *facets, const struct search_query *query, struct arena *arena,
		   struct facet_filter *filter);
/*
 * Keeps the docids that pass every facet, in order, and returns how many. `counts[f][v]`: datasets that have value v and
 * pass every facet but f, which is what choosing v instead would give; arrays in arena.
 */
size_t facets_apply(const struct facets *facets, const struct facet_filter *filter, uint32_t *docids, size_t count,
		    struct arena *arena, uint32_t *counts[FACET__MAX]);

#endif
