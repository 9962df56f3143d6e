/*
 * suggest.h -- words that do find something, near to a text that did not: alike in sound (pinyin) within a small edit
 * distance. Most alike first, then those that more datasets have.
 */
#ifndef FCGI_SUGGEST_H
#define FCGI_SUGGEST_H

#include <headwater/db.h>
#include <headwater/fold.h>

#define SUGGEST_MAX 5

/* The words, in arena; none when the catalogue's budget is spent. Returns how many. */
size_t suggest_words(struct db *catalogue, struct folder *folder, const char *text, struct arena *arena,
		     const char ***words);

#endif
