/*
 * chrome.h -- what stands around every page: names, navigation, search form, footer, asset addresses. Pages add it to
 * their documents, and the index stores it, so that pages of the service wear the same.
 */
#ifndef GENERATOR_CHROME_H
#define GENERATOR_CHROME_H

#include <headwater/doc.h>

#include "model.h"

/* Content-hashed addresses of the static files, such as "/assets/site.3f2a….css"; known before any page is made. */
struct assets {
	struct asset {
		const char *name; /* "site.css" */
		const char *href; /* "/assets/site.<hash>.css" */
		const char *bytes;
		size_t len;
	} * items;
	size_t count;
};

/* Reads <templates_dir>/static/ and names each file by its content. */
enum status assets_load(const char *templates_dir, struct arena *arena, struct assets *assets, const char **error);

/* Adds <chrome> to a page. */
void chrome_add(struct node *page, const struct model *model, const struct assets *assets, enum lang lang);

/* "/en" for pages in a language that is not the portal's first, "" otherwise. */
const char *chrome_prefix(const struct model *model, enum lang lang);

#endif
