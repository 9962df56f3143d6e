/*
 * table.h -- the data file of a resource into memory: CSV, JSON or XLSX, and its columns tied to the field dictionary.
 */
#ifndef READ_TABLE_H
#define READ_TABLE_H

#include "files.h"

bool table_is_format(const char *format);
/* Reads size and table of one resource (its file is known to be there), and sets each field's column, which was -1. */
void table_read(struct reading *reading, const struct dataset *dataset, struct resource *resource);

#endif
