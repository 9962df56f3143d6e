/* near.c -- edit distance (optimal string alignment) over short names. */
#include "near.h"

#include <stdbool.h>
#include <string.h>

#define LONGEST 64

static unsigned char plain(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (unsigned char)(byte - 'A' + 'a');
	return byte == '_' ? '-' : (unsigned char)byte;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;
	return least < c ? least : c;
}

/* Insertions, deletions, changes, and swaps of neighbours, the commonest slip of all. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][LONGEST + 1] = {{0}};
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			bool same = plain(a[i - 1]) == plain(b[j - 1]);
			row[j] = smallest(above[j - 1] + !same, above[j] + 1, row[j - 1] + 1);
			bool swapped =
			    i > 1 && j > 1 && plain(a[i - 1]) == plain(b[j - 2]) && plain(a[i - 2]) == plain(b[j - 1]);
			if (swapped && two_above[j - 2] + 1 < row[j])
				row[j] = two_above[j - 2] + 1;
		}
	}
	return rows[a_len % 3][b_len];
}

const char *near_name(const char *word, const char *const *names, size_t count)
{
	const char *best = NULL;
	size_t best_distance = LONGEST, word_len = strlen(word);
	if (word_len == 0 || word_len > LONGEST)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(names[i]);
		size_t longer = len > word_len ? len : word_len;
		if (len == 0 || len > LONGEST)
			continue;
		size_t allowed = longer / 3 > 0 ? longer / 3 : 1;
		if (longer - (len < word_len ? len : word_len) > allowed)
			continue; /* so much is missing at least: most of a long list is settled here */
		size_t apart = distance(word, word_len, names[i], len);
		if (apart <= allowed && apart < longer && apart < best_distance) {
			best = names[i];
			best_distance = apart;
		}
	}
	return best;
}
