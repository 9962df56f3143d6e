/*
 * facets.h -- the ways the catalogue is cut, and which datasets stand under each value.
 *
 * A facet's values are numbered in the order of their list in the model. A shelf holds the datasets of one value; all
 * shelves of a facet are filled in one pass over the cards, so that nothing asks every dataset about every value.
 */
#ifndef GENERATOR_FACETS_H
#define GENERATOR_FACETS_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>

#include "model.h"

enum facet { FACET_THEME, FACET_ORG, FACET_REGION, FACET_OPEN_TYPE, FACET_FORMAT, FACET_SECTOR, FACET__MAX };

struct facet_kind {
	const char *name;       /* parameter of /search, and id of its words in text/<lang>.xml */
	const char *folder;     /* "/themes/" */
	const char *vocabulary; /* NULL for organisations and regions, which are not vocabularies */
	const char *slug;       /* extra column of the vocabulary that names the folder of a value; NULL: its code */
	bool by_count;          /* shown most frequent first; otherwise in the order of its code list */
};

extern const struct facet_kind facet_kinds[FACET__MAX];

/* How many values a facet has. */
size_t facet_size(const struct model *model, enum facet facet);
/* The value of a number: a struct term, org or region; `*label` (may be NULL) is its name. */
const void *facet_at(const struct model *model, enum facet facet, size_t index, const struct label **label);
/* The number of a value that facet_at gave. */
size_t facet_index(const struct model *model, enum facet facet, const void *value);
/* The value as the search takes it. */
const char *facet_value(enum facet facet, const void *value);
/* Path of one value's list, "/themes/health/". */
const char *facet_path(enum facet facet, const void *value, struct arena *arena);

/* Calls `take` with the number of each value a dataset has, once each; its region is followed by those above it. */
void facet_each(const struct model *model, enum facet facet, const struct card *card,
		void (*take)(void *context, size_t index), void *context);

/* The values of every dataset, asked once: those of card i are numbers[starts[i]] up to numbers[starts[i + 1]]. */
struct facet_numbers {
	uint32_t *starts, *numbers;
};

struct facet_numbers facet_numbers(const struct model *model, enum facet facet, struct arena *arena);

/* What stands under one value of a facet. */
struct shelf {
	struct card **cards;
	size_t count;
};

/* The shelves of all values of a facet, each in the order of `cards` (all of the model's), in `arena`. */
struct shelf *facet_shelves(const struct model *model, enum facet facet, struct card *const *cards,
			    struct arena *arena);
/* The same where the values were asked already; `size` of them (facet_size). */
struct shelf *facet_shelves_of(const struct model *model, const struct facet_numbers *numbers, size_t size,
			       struct card *const *cards, struct arena *arena);

#endif
