/*
 * catalog_files.h -- the writers of the machine catalogues, each into a buffer. They only read the model and the facts.
 */
#ifndef GENERATOR_PACK_CATALOG_FILES_H
#define GENERATOR_PACK_CATALOG_FILES_H

#include <headwater/buf.h>

#include "catalog_text.h"
#include "model.h"

/*
 * catalog.csv: UTF-8 with BOM, one row per dataset, the columns of the table in catalog_csv.c. Lists in a cell are
 * joined with ';'.
 */
void catalog_csv(const struct model *model, const struct catalog_facts *facts, struct buf *out);

/*
 * catalog.json: {"portal", "generated", "dataset_count", "datasets": [...], "archives": [...], "withdrawn": [...],
 * "renamed": [...]}. Keys are never renamed
 * or removed; new ones may come. Texts in two languages are {"zh", "en"}, codes are {"code", "label"}; a file is
 * {"format", "variant", "media_type", "path", "url", "bytes", "sha256"}.
 */
void catalog_json(const struct model *model, const struct catalog_facts *facts, struct buf *out);

/* data.json: DCAT-US 1.1. Closed datasets are not exported. */
void catalog_us(const struct model *model, const struct catalog_facts *facts, struct buf *out);

/* feed.atom: the newest changes, by date and then id; RFC 4287. */
#define CATALOG_FEED_ENTRIES 100
void catalog_feed(const struct model *model, const struct catalog_facts *facts, struct buf *out);

/* datapackage.json of one dataset. False when it has no public file; nothing is written then. */
bool catalog_package(const struct model *model, const struct dataset *dataset, const struct catalog_facts *facts,
		     struct buf *out);

/* robots.txt: everything but search results, whose facets multiply without end. */
void catalog_robots(const struct model *model, const struct catalog_facts *facts, struct buf *out);

#endif
