/*
 * likeness.h -- how near a title comes to a word that was typed, slips and all: characters left out, too many, or others, for
 * less where they sound the same.
 */
#ifndef FCGI_LIKENESS_H
#define FCGI_LIKENESS_H

#include "sound.h"

#define LIKENESS_POINTS_MAX 96 /* of a title or a word; what is beyond does not count */

struct likeness_text {
	uint32_t codes[LIKENESS_POINTS_MAX];
	uint16_t sounds[LIKENESS_POINTS_MAX]; /* sound_number, 0 where it has none */
	size_t count;
};

/* The code points of a folded text, marks and spaces left out. */
void likeness_read(const struct sound_table *sounds, struct folder *folder, struct span text,
		   struct likeness_text *points);
/*
 * How much of the word the nearest part of the title has: 1 all of it in a row, 0 nothing. `*from` is where in the title
 * that part begins.
 */
float likeness_share(const struct likeness_text *word, const struct likeness_text *title, size_t *from);

#endif
