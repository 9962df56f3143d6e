/*
 * csv.h -- RFC 4180 into a table: commas, quotes doubled inside quotes, line breaks inside quotes, LF or CRLF or CR.
 *
 * Cells point into the text where they can, so the text must live as long as the table. Rows that do not have the
 * header's number of cells are told and left out.
 */
#ifndef READ_CSV_H
#define READ_CSV_H

#include "files.h"

/* Parses UTF-8 without BOM. NULL when there is not even a header (told). */
struct table *csv_parse(struct reading *reading, const char *file, struct text text);

/*
 * Decodes "utf-8" (BOM allowed) or "gb18030" in place. Undecodable bytes are told with row and column; then false.
 */
bool csv_decode(struct reading *reading, const char *file, const char *encoding, struct text *text);

/*
 * For a table of more than one column: true (told) when its header has no comma, but parts columns by something else.
 */
bool csv_tell_separator(struct reading *reading, const char *file, struct text text);

/* Blank and repeated header names are told. */
void csv_check_header(struct reading *reading, const char *file, const struct table *table);

#endif
