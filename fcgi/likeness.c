/* likeness.c -- see likeness.h: the alignment of least cost of a word to any part of a title, gaps with affine costs. */
#include "likeness.h"

#include <headwater/utf8.h>

/* Costs; a character of the word is worth SLIP_OTHER. */
enum { SLIP_OTHER = 20, SLIP_SOUND = 10, SLIP_EXTRA = 20, SLIP_GAP = 10, SLIP_GAP_MORE = 2 };

struct cell {
	int cost;
	size_t from; /* where in the title it began */
};

void likeness_read(const struct sound_table *sounds, struct folder *folder, struct span text,
		   struct likeness_text *points)
{
	points->count = 0;
	for (size_t at = 0; at < text.len && points->count < LIKENESS_POINTS_MAX;) {
		uint32_t code = utf8_next(text.ptr, text.len, &at);
		if (code <= ' ')
			continue;
		points->sounds[points->count] = (uint16_t)sound_number(sounds, folder, code);
		points->codes[points->count++] = code;
	}
}

static struct cell less(struct cell a, int cost, size_t from)
{
	return cost < a.cost ? (struct cell){cost, from} : a;
}

static int slip(const struct likeness_text *word, size_t i, const struct likeness_text *title, size_t k)
{
	if (word->codes[i] == title->codes[k])
		return 0;
	return word->sounds[i] && word->sounds[i] == title->sounds[k] ? SLIP_SOUND : SLIP_OTHER;
}

/* row[k]: the word up to character i against the title up to character k. */
static void next_row(const struct likeness_text *word, size_t i, const struct likeness_text *title, struct cell *row)
{
	struct cell corner = row[0], gap = {SLIP_OTHER * LIKENESS_POINTS_MAX, 0};
	row[0].cost += SLIP_EXTRA;
	for (size_t k = 1; k <= title->count; k++) {
		struct cell above = row[k], best = {corner.cost + slip(word, i, title, k - 1), corner.from};
		gap = less((struct cell){gap.cost + SLIP_GAP_MORE, gap.from}, row[k - 1].cost + SLIP_GAP,
			   row[k - 1].from);
		best = less(best, above.cost + SLIP_EXTRA, above.from);
		row[k] = less(best, gap.cost, gap.from);
		corner = above;
	}
}

float likeness_share(const struct likeness_text *word, const struct likeness_text *title, size_t *from)
{
	struct cell row[LIKENESS_POINTS_MAX + 1], best = {SLIP_OTHER * LIKENESS_POINTS_MAX, 0};
	for (size_t k = 0; k <= title->count; k++)
		row[k] = (struct cell){0, k};
	for (size_t i = 0; i < word->count; i++)
		next_row(word, i, title, row);
	for (size_t k = 0; k <= title->count; k++)
		best = less(best, row[k].cost, row[k].from);
	*from = best.from;
	float share = word->count ? 1.0F - (float)best.cost / (float)(SLIP_OTHER * word->count) : 0;
	return share > 0 ? share : 0;
}
