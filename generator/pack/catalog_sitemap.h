/*
 * catalog_sitemap.h -- sitemap.xml: every page people look for, in every language, with its other languages.
 *
 * Further pages of a list (…/page/2/) are left out: crawlers reach them by links, and what they show moves on. A
 * portal with more pages than one file may hold gets an index of parts.
 */
#ifndef GENERATOR_PACK_CATALOG_SITEMAP_H
#define GENERATOR_PACK_CATALOG_SITEMAP_H

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "model.h"

/* The protocol's limit for one file. */
#define SITEMAP_MAX_URLS ((size_t)50000)

struct sitemap_page {
	const char *path; /* in the first language: "/datasets/x/" */
	struct date modified;
};

struct sitemap {
	const struct model *model;
	struct arena *arena;
	struct sitemap_page *pages; /* sorted by path */
	size_t count, capacity;
	size_t pages_each; /* pages in one part */
};

void sitemap_gather(const struct model *model, struct arena *arena, size_t max_urls, struct sitemap *sitemap);
size_t sitemap_parts(const struct sitemap *sitemap);
/* Part `part` below sitemap_parts; the only part is the sitemap itself. */
void sitemap_write(const struct sitemap *sitemap, size_t part, struct buf *out);
/* The index of several parts, named sitemap-1.xml and so on. */
void sitemap_write_index(const struct sitemap *sitemap, struct buf *out);

#endif
