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
	uint16_t *known; /* what sound_number told before, for the Han characters of the basic plane */
};

/* In arena; the texts are in the index. */
struct sound_table *sound_load(const struct index *index, struct arena *arena);
/* How a Han character sounds by itself, as a number that those with the same sound share; 0: no title sounds so. */
unsigned sound_number(const struct sound_table *table, struct folder *folder, uint32_t code);
/* Adds documents whose title has a row of characters that the letters are the Pinyin, or else the initials, of. */
void sound_mark_letters(struct matcher *matcher, struct span letters, uint64_t *bits);
/* Adds documents whose title has a row of characters that sounds like the Han text. */
void sound_mark_han(struct matcher *matcher, struct span text, uint64_t *bits);

#endif
