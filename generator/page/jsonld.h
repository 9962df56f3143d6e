/*
 * jsonld.h -- schema.org descriptions for pages, as JSON for <script type="application/ld+json">.
 *
 * The text is safe inside a script element ('<' is written as \u003c), so it may be spliced as it stands.
 */
#ifndef GENERATOR_PAGE_JSONLD_H
#define GENERATOR_PAGE_JSONLD_H

#include <headwater/buf.h>
#include <headwater/lang.h>

#include "model.h"

/* Most downloads described in one page; the rest stand in datapackage.json. */
#define JSONLD_MAX_DOWNLOADS 30
#define JSONLD_MAX_VARIABLES 60

/* A Dataset with its DataCatalog, publisher and BreadcrumbList. Sizes and checksums come from model->manifest. */
void jsonld_dataset(const struct model *model, const struct dataset *dataset, enum lang lang, struct buf *out);
/* The DataCatalog, its publisher and the site's search, for the home page. */
void jsonld_home(const struct model *model, enum lang lang, struct buf *out);

#endif
