/*
 * words.h -- what a user typed, as words of the index.
 *
 * A word is a run of one script: Han characters (a phrase of bigrams; a single one is the beginning of a bigram), a word
 * of letters and digits (found by its beginning from two letters or three digits on), Tibetan syllables in a row. What
 * goes to MATCH is put together here from folded terms alone, each in quotes.
 */
#ifndef FCGI_WORDS_H
#define FCGI_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/fold.h>

#include "search.h"

struct word {
	enum fold_script script;
	const struct fold_term *terms; /* a phrase; parts of a code follow its first term */
	size_t term_count;
	bool prefix;       /* the last term may go on */
	const char *match; /* FTS5 expression of this word alone */
};

struct words {
	struct word items[SEARCH_TERMS_MAX];
	size_t count;
	bool cut;        /* something was left out */
	bool blank;      /* nothing but white space was typed */
	const char *key; /* fold_key of the text, for titles */
};

/* Everything in `arena`. */
void words_read(struct folder *folder, const char *text, struct arena *arena, struct words *words);
/* Words of three and more Han characters fall apart into bigrams: for a search where any word will do. */
void words_split(const struct words *words, struct arena *arena, struct words *split);
/* All words joined by AND; NULL when there are none. `column`: only in that column, or NULL. */
const char *words_match(const struct words *words, const char *column, struct arena *arena);

#endif
