/* fold_learn.h -- what ICU knows of a code point, for fold.c and for the table that is made with the program. */
#ifndef HEADWATER_LIB_FOLD_LEARN_H
#define HEADWATER_LIB_FOLD_LEARN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>

#define FOLD_EXPANSION_MAX 20 /* code points that one may fold to; the longest, of U+FDFA, is 18 */

enum fold_class { CLASS_GAP, CLASS_HAN, CLASS_LETTER, CLASS_DIGIT, CLASS_MARK, CLASS_TIBETAN };

struct fold_learned {
	uint32_t folded;       /* the folded code point when count is 1 */
	uint8_t count;         /* code points it folds to; 0 for what vanishes, such as a soft hyphen */
	uint8_t class;         /* of the code point as it stands */
	bool joins;            /* what comes before may compose with it */
	const char *expansion; /* what it folds to, in UTF-8, when count is not 1; else NULL */
	const char *latin;     /* romanised */
};

struct fold_learner; /* holds the ICU objects */

/* What is learned lives in `arena`. */
struct fold_learner *fold_learner_new(struct arena *arena);
void fold_learner_free(struct fold_learner *learner);
void fold_learn(struct fold_learner *learner, uint32_t code, struct fold_learned *learned);
/* NFKC_Casefold of a letter and what stands on it. Returns how many code points it gave. */
size_t fold_normalize(struct fold_learner *learner, const uint32_t *in, size_t count, uint32_t *out, size_t room);

#endif
