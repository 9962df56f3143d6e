/*
 * urls.h -- absolute, permanent addresses: what machine catalogues and citations print.
 *
 * Pages link to each other by paths; only what leaves the portal names the portal's base URL. Results live in `arena`.
 */
#ifndef GENERATOR_URLS_H
#define GENERATOR_URLS_H

#include <headwater/arena.h>

#include "model.h"

/* A file or page by its path in the release, percent-encoded; a slash in front is allowed. */
const char *url_file(const struct model *model, struct arena *arena, const char *path);
/* A page by its path in the first language ("/datasets/x/"), in `lang`. */
const char *url_page(const struct model *model, struct arena *arena, const char *path, enum lang lang);
/* Pages of things, in the portal's first language. */
const char *url_dataset(const struct model *model, struct arena *arena, const char *id);
const char *url_org(const struct model *model, struct arena *arena, const struct org *org);
const char *url_region(const struct model *model, struct arena *arena, const struct region *region);
/* The page of a facet's value: "themes", "sectors", "open-types" (by slug), "formats" (by code). */
const char *url_term(const struct model *model, struct arena *arena, const char *room, const struct term *term);

#endif
