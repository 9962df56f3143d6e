/* synonyms.h -- words that mean the same, out of the release's own table. */
#ifndef FCGI_SYNONYMS_H
#define FCGI_SYNONYMS_H

#include <headwater/db.h>

#include "words.h"

#define SYNONYM_ALTERNATIVES_MAX 6 /* of one word */

struct synonyms {
	struct synonym {
		struct span text; /* folded */
		int64_t set;
	} * items; /* by set */
	size_t count, capacity;
};

enum status synonyms_load(struct db *catalogue, struct arena *arena, struct synonyms *synonyms);
/* Gives every word that is or has a known one the others of its set as alternatives, in arena. */
void synonyms_add(const struct synonyms *synonyms, struct folder *folder, struct arena *arena, struct words *words);

#endif
