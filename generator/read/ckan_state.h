/*
 * ckan_state.h -- the pages fetched from a site so far, in a folder: page 0 is 00000.json, and so on; from.txt says where
 * and on which day they come from. Each file is there whole or not at all. One run at a time may use the folder.
 */
#ifndef READ_CKAN_STATE_H
#define READ_CKAN_STATE_H

#include "files.h"

#include <headwater/buf.h>

struct ckan_state {
	int dir;
	const char *path;
	size_t pages; /* that are kept */
};

/*
 * Makes the folder where it is missing. Pages that come from elsewhere or from another day are dropped. False when it
 * cannot be used: errno says why, EWOULDBLOCK that another run uses it.
 */
bool ckan_state_open(struct ckan_state *state, struct arena *arena, const char *path, const char *from);
void ckan_state_close(struct ckan_state *state);
/* The bytes of a kept page. False when it cannot be read. */
bool ckan_state_page(struct ckan_state *state, struct arena *arena, size_t page, struct text *text);
/* Keeps one page more. False: errno. */
bool ckan_state_keep(struct ckan_state *state, struct arena *arena, const struct buf *bytes);
/* Drops all pages from one on. */
void ckan_state_drop(struct ckan_state *state, struct arena *arena, size_t page);
/* Removes the folder with all that is in it. */
void ckan_state_forget(struct arena *arena, const char *path);

#endif
