/*
 * xlsx.h -- one sheet of a workbook into a table: shared and inline strings, numbers, dates by their style, booleans.
 *
 * Only the members that are needed are unpacked, whole, within limits; nothing is expanded or fetched. Merged cells and
 * error values are told: neither can become a value without guessing.
 */
#ifndef READ_XLSX_H
#define READ_XLSX_H

#include "files.h"

/* NULL when it cannot be read (told). Rows of `row_lines` are those of the sheet. */
struct table *xlsx_parse(struct reading *reading, const char *file, const struct resource *resource, struct text text);

#endif
