/*
 * sound.h -- titles by how they sound: Pinyin written as one word, the initials of its syllables, or Han characters that
 * are not the right ones but sound like them.
 */
#ifndef FCGI_SOUND_H
#define FCGI_SOUND_H

#include "match.h"

#define SOUND_SYLLABLES_MAX 16 /* of one word */

/* The syllables of an index, ascending. */
struct sound_table {
	struct span *syllables;
	size_t count;
};

/* In arena; the texts are in the index. */
struct sound_table *sound_load(const struct index *index, struct arena *arena);
/* Adds documents whose title has a row of characters that the letters are the Pinyin, or else the initials, of. */
void sound_mark_letters(struct matcher *matcher, struct span letters, uint64_t *bits);
/* Adds documents whose title has a row of characters that sounds like the Han text. */
void sound_mark_han(struct matcher *matcher, struct span text, uint64_t *bits);

#endif
