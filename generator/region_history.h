/* region_history.h -- division codes out of use, and what they are today. */
#ifndef GENERATOR_REGION_HISTORY_H
#define GENERATOR_REGION_HISTORY_H

struct past_region {
	const char *code, *name; /* as it was */
	const char *today, *today_name;
};

/* NULL when the code is not known to be one of the past. */
const struct past_region *region_history_find(const char *code);

#endif
