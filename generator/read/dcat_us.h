/*
 * dcat_us.h -- a DCAT-US 1.1 catalogue (data.json): {"dataset": [{…}, …], …}.
 *
 * One record for each dataset, columns as json_flat.h says; those of the standard are there in any case (DCAT_US_COLUMNS).
 */
#ifndef READ_DCAT_US_H
#define READ_DCAT_US_H

#include "json_table.h"

/* NULL: told. */
struct table *dcat_us_parse(struct reading *reading, const char *file, struct text text);

#endif
