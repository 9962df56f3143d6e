/*
 * catalog.h -- the machine catalogues: what a program reads to learn what the portal holds.
 *
 * Every catalogue says the same about a dataset, each in its own standard. All of them are put out compressed, sorted
 * by id, and depend on nothing but the model and the manifest.
 */
#ifndef GENERATOR_PACK_CATALOG_H
#define GENERATOR_PACK_CATALOG_H

#include <headwater/status.h>

#include "jobs.h"
#include "model.h"
#include "output.h"

/* Above so many datasets, files that say everything of all of them in one piece are left out: there are pages. */
#define CATALOG_WHOLE_MAX ((size_t)100000)

/*
 * One dataset as a Data Package v2, datasets/<id>/datapackage.json, and the feed of its changes, feed.atom beside it. To be
 * called by the dataset's own job, after its data files are out: sizes and checksums come from output_facts. There is no
 * package of a dataset without public files.
 */
enum status catalog_dataset(struct model *model, const struct dataset *dataset, struct output *output);

/*
 * The catalogues of catalog_form.h and a feed for the portal, each organisation, region and theme; then dcat/pages/,
 * dcat/catalog.{jsonld,ttl,rdf}, data.json, sitemap.xml (and its parts), robots.txt, and the files of history.h. Sizes and
 * checksums come from model->manifest, so the data files and archives must be out by then; a file the manifest does not know
 * is listed without them.
 */
enum status catalog_run(struct jobs *jobs, struct model *model);

#endif
