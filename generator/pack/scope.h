/*
 * scope.h -- what each bulk archive holds. One scope (the portal, a region with all below it, a theme) gives one archive
 * in every bulk format; model->bulk lists them scope by scope: number = scope * BULK__MAX + format.
 */
#ifndef GENERATOR_PACK_SCOPE_H
#define GENERATOR_PACK_SCOPE_H

#include <stddef.h>

#include <headwater/arena.h>

#include "facets.h"
#include "model.h"

enum bulk { BULK_ZIP, BULK_TAR_ZST, BULK__MAX };

struct scope {
	const char *name; /* of the archive and of its top folder: "region-630100" */
	struct label title;
	struct shelf shelf; /* its datasets that have public files, sorted by id */
};

/* Code and extension of a bulk format: "zip", "tar.zst". */
const char *bulk_name(enum bulk bulk);
/* The scopes with at least one dataset that has public files, in `arena`. The datasets' archives are planned by then. */
const struct scope *scope_list(const struct model *model, struct arena *arena, size_t *count);

#endif
