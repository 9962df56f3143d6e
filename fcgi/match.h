/* match.h -- words to the sets of documents that have them. */
#ifndef FCGI_MATCH_H
#define FCGI_MATCH_H

#include <stdint.h>

#include "docset.h"
#include "words.h"

/* Where all words must stand. */
enum match_place {
	MATCH_ANY,   /* anywhere, each where it likes */
	MATCH_TITLE, /* in the title */
	MATCH_TAG,   /* in tags, names and fields */
	MATCH_NAMED  /* each in the title or in those */
};

struct sound_table; /* sound.h */

struct matcher {
	const struct index *index;
	const struct sound_table *sounds; /* NULL: words of letters are words only, no Pinyin */
	struct folder *folder;
	struct arena *arena; /* of the sets */
	int64_t deadline_us; /* CLOCK_MONOTONIC; 0: none */
	bool late;           /* it has passed: what was found until then */
	size_t work;         /* postings read since the last look at the clock */
};

/* Documents that have all words; those of a word's terms need not stand in a row. Nothing without words. */
void match_words(struct matcher *matcher, const struct words *words, enum match_place place, struct docset *set);
/* The same of one word, with its alternatives. */
void match_word(struct matcher *matcher, const struct word *word, enum match_place place, struct docset *set);
/* Whether a text without marks and spaces stands in a title (index_title), whatever marks and spaces that has. */
bool match_title(struct span title, struct span text);
/* True once the deadline has passed. */
bool match_late(struct matcher *matcher);
/* The same for what is done often: notes that so many postings were read, and looks at the clock once they are many. */
bool match_worked(struct matcher *matcher, size_t postings);

#endif
