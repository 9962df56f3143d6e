/* measure.h -- the parts of the measuring stage, for its own files. */
#ifndef MEASURE_MEASURE_H
#define MEASURE_MEASURE_H

#include "model.h"

/* Datasets by term, region, organisation; fields, rows and capacity of each dataset. */
void counts_fill(struct model *model);
/* Suggested datasets: what shares keywords, themes, provider, region, sectors. */
void near_fill(struct model *model);

/* ---- between profile.c and bars.c ---- */

/* A distinct value of a column and how often it stands there. */
struct value {
	struct span text;
	size_t count;
	double number; /* numeric and year fields */
	bool is_number;
};

/* Chooses bars: ten classes of many numbers, else the most frequent values where any repeats. Reorders `values`. */
void bars_fill(struct profile *profile, const struct field *field, struct value *values, size_t value_count,
	       struct arena *arena);

#endif
