/* intake_orgs.h -- providers that a source names and orgs.csv does not have yet, added to it. */
#ifndef READ_INTAKE_ORGS_H
#define READ_INTAKE_ORGS_H

#include <headwater/buf.h>

#include "intake_records.h"

/*
 * The whole of orgs.csv with a row for each provider it lacks, in `out`: its id is made of the region and the name in
 * pinyin, and its credit code is there when the source gives a valid one. Returns how many were added; SIZE_MAX: orgs.csv
 * cannot be read (told).
 */
size_t intake_orgs_add(struct reading *content, const struct intake *intake, struct buf *out);

#endif
