/* bulk.h -- the archives of many datasets: the portal, regions, themes. */
#ifndef GENERATOR_PACK_BULK_H
#define GENERATOR_PACK_BULK_H

#include <headwater/status.h>

#include "jobs.h"
#include "model.h"

/* Writes all of model->bulk, the largest first, then archives/SHA256SUMS. The datasets' files are out by then. */
enum status bulk_run(struct jobs *jobs, struct model *model);

#endif
