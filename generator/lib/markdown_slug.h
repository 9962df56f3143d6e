/* markdown_slug.h -- ids for headings, unique within one text; for markdown.c only. */
#ifndef LIB_MARKDOWN_SLUG_H
#define LIB_MARKDOWN_SLUG_H

#include <stddef.h>

#include <headwater/arena.h>

struct slugs {
	struct arena *arena;
	struct slug {
		const char *id;
		size_t next; /* number to try for the next heading of this name */
	} * slots;           /* open addressing */
	size_t count, slot_count;
};

/*
 * The id for a heading's text, in the arena: ASCII letters in lower case, digits and the letters of other scripts as they
 * are, runs of white space and hyphens as one hyphen, punctuation dropped; "section" when nothing is left. The second
 * heading of a name gets "-2", and so on.
 */
const char *slug_make(struct slugs *slugs, const char *text, size_t len);

#endif
