/*
 * words.h -- what a user typed, as words of the index.
 *
 * A word is a run of one script: Han characters (a phrase of bigrams; a single one is the beginning of a bigram), a word
 * of letters and digits (found by its beginning from two letters or three digits on), Tibetan syllables in a row.
 */
#ifndef FCGI_WORDS_H
#define FCGI_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/fold.h>
#include <headwater/span.h>

#include "search.h"

struct word {
	enum fold_script script;
	const struct fold_term *terms; /* a phrase; parts of a code follow its first term */
	size_t term_count;
	bool prefix;               /* the last term may go on */
	struct span text;          /* folded */
	struct word *alternatives; /* other words for the same (synonyms.h); they have none themselves */
	size_t alternative_count;
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
void words_split(const struct words *words, struct words *split);
/*
 * The text without what only makes a question of it ("有哪些", "在哪里", "how many"): at its ends, or wherever that is, words
 * apart by spaces. NULL when there is nothing of the kind there. In arena.
 */
const char *words_without_frame(struct folder *folder, const char *text, struct arena *arena);
const char *words_without_question(struct folder *folder, const char *text, struct arena *arena);
/* Whether documents that have all terms of a word may still not have the word: the terms must stand in a row. */
bool word_is_phrase(const struct word *word);

#endif
