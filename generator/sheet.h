/*
 * sheet.h -- a workbook of one sheet, row by row: a table of texts under a bold header. Rows go to a temporary file beside
 * the workbook as they come, so that their number costs no memory. Implemented in pack/xlsx.c, the one door to XLSX.
 */
#ifndef GENERATOR_SHEET_H
#define GENERATOR_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "model.h"

struct sheet;

/* `day` is the day it says it was made. NULL: it cannot be begun. */
struct sheet *sheet_new(const char *path, const char *title, const struct date *day);
/* The next row; NULL cells are blank. The first is the header, and gives columns their widths. */
void sheet_row(struct sheet *sheet, const char *const *cells, size_t count);
/* Writes and frees it; false: it could not be written whole. */
bool sheet_end(struct sheet *sheet);

#endif
