/*
 * catalog_files.h -- the writers of the machine catalogues, They only read the model and the facts.
 */
#ifndef GENERATOR_PACK_CATALOG_FILES_H
#define GENERATOR_PACK_CATALOG_FILES_H

#include <headwater/buf.h>

#include "catalog_form.h"
#include "catalog_text.h"
#include "model.h"

/* data.json: DCAT-US 1.1. Closed datasets are not exported. */
void catalog_us(const struct model *model, const struct catalog_facts *facts, struct sink *out);

/* feed.atom of a scope: the newest changes of its datasets, by date and then id; RFC 4287. */
#define CATALOG_FEED_ENTRIES 100
void catalog_feed(const struct model *model, const struct catalog_facts *facts, const struct catalog_scope *scope,
		  struct sink *out);
/* feed.atom of one dataset: its changes, newest first, and its issue where no change is of that day. */
void catalog_dataset_feed(const struct model *model, const struct dataset *dataset, struct buf *out);

/* datapackage.json of one dataset. False when it has no public file; nothing is written then. */
bool catalog_package(const struct model *model, const struct dataset *dataset, const struct catalog_facts *facts,
		     struct buf *out);

/* robots.txt: everything but search results, whose facets multiply without end. */
void catalog_robots(const struct model *model, const struct catalog_facts *facts, struct sink *out);

#endif
