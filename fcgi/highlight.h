/*
 * highlight.h -- where the words of a query stand in a text, as runs of its original bytes.
 */
#ifndef FCGI_HIGHLIGHT_H
#define FCGI_HIGHLIGHT_H

#include <stdbool.h>

#include "search.h"
#include "words.h"

#define SNIPPET_POINTS 80 /* code points of a snippet, about */

/* The whole text in runs, in arena; they point into `text`. True when something is marked. */
bool highlight_text(struct folder *folder, const struct words *words, const char *text, struct arena *arena,
		    struct search_runs *runs);
/* Sets found[i] where word i, or one of its alternatives, stands in the text. */
void highlight_find(struct folder *folder, const struct words *words, struct span text, struct arena *arena,
		    bool found[SEARCH_TERMS_MAX]);
/*
 * The part of about SNIPPET_POINTS code points that holds most of what is looked for; the beginning when there is
 * nothing. Words, syllables and letters with their marks stay whole.
 */
bool highlight_snippet(struct folder *folder, const struct words *words, const char *text, struct arena *arena,
		       struct search_runs *runs);

#endif
