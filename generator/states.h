/* states.h -- the states of a catalogue record: states.def as a table. */
#ifndef GENERATOR_STATES_H
#define GENERATOR_STATES_H

#include <stdbool.h>

#include <headwater/lang.h>

#include "ledgers.h"

struct state {
	const char *code;
	struct label label;
	enum row_outcome outcome;
	const char *next; /* codes, parted by blanks */
};

/* By code, Chinese label or English name; NULL when there is none. A blank state is the published one. */
const struct state *state_named(const char *name);
bool state_may_follow(const struct state *from, const struct state *to);

#endif
