/*
 * spread.h -- a plain XLSX table of any length, row by row: a bold header that stays in view, texts and whole numbers.
 *
 * Rows go to temporary files as they come, so that memory does not grow with the table.
 */
#ifndef GENERATOR_SPREAD_H
#define GENERATOR_SPREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include <headwater/span.h>
#include <headwater/status.h>

#define SPREAD_ROWS_MAX ((size_t)1048576) /* the header among them */
#define SPREAD_CELL_MAX 32767             /* UTF-16 code units; a longer text is cut */

struct spread;

/* `file` is the path to write to; temporary files stand beside it. `created` dates the workbook. NULL on failure. */
struct spread *spread_open(const char *file, const char *title, time_t created);
/* Before the header: columns are formatted as text, so that what is typed into them later stays as it was typed. */
void spread_keep_typed(struct spread *sheet);
/* Cells of a row from left to right, spread_row to begin the next. The first row is the header. */
void spread_cell(struct spread *sheet, struct span text, bool number);
void spread_row(struct spread *sheet);
/* Ends the file and frees the sheet. STATUS_INTERNAL when anything failed since it was opened. */
enum status spread_close(struct spread *sheet);

#endif
