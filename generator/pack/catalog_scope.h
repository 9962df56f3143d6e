/*
 * catalog_scope.h -- the catalogues of catalog_form.h for the portal, each organisation, each region and each theme, with a
 * feed of the newest changes in each.
 *
 * A scope that holds every dataset of the portal, as its root region does, has no catalogue of its own: it is the whole one.
 */
#ifndef GENERATOR_PACK_CATALOG_SCOPE_H
#define GENERATOR_PACK_CATALOG_SCOPE_H

#include "catalog_form.h"
#include "jobs.h"

/* The scopes that hold a dataset, the portal first, in `arena`. */
struct catalog_scope *catalog_scopes(const struct model *model, struct arena *arena, size_t *count);
/* Puts the files of every scope, over all workers. */
enum status catalog_scopes_run(struct jobs *jobs, struct model *model);

#endif
