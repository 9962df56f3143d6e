/* atom.h -- the pieces feeds are made of; RFC 4287. */
#ifndef GENERATOR_PACK_ATOM_H
#define GENERATOR_PACK_ATOM_H

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "model.h"

void atom_element(struct buf *out, const char *name, const char *text);
void atom_attribute(struct buf *out, const char *name, const char *value);
void atom_link(struct buf *out, const char *rel, const char *type, const char *href);
/* `email` may be NULL. */
void atom_author(struct buf *out, const char *name, const char *email);

/* What a feed says of itself. */
struct atom_head {
	const char *path;  /* of the feed, below the release: "feed.atom" */
	const char *page;  /* what it is the feed of: "/datasets/" */
	const char *title; /* in Chinese */
	struct date updated;
};

/* Everything before the first entry; atom_end() closes. */
void atom_begin(const struct model *model, const struct atom_head *head, struct buf *out);
void atom_end(struct buf *out);

#endif
