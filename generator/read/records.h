/*
 * records.h -- a table that is filled record by record, with columns that come as they are met.
 *
 * What is put twice into one column of a record shares the cell, between JSON_LIST_SEPARATORs. Blank texts are left out.
 */
#ifndef READ_RECORDS_H
#define READ_RECORDS_H

#include "json_table.h"

struct records;

/* `file` is for what is told. */
struct records *records_open(struct reading *reading, const char *file);
void records_close(struct records *records);
/* A column that the table has in any case; these stand first, in the order of the calls. */
void records_column(struct records *records, const char *name);
void records_begin(struct records *records);
/* `text` must live as long as the table. */
void records_put(struct records *records, const char *column, struct span text);
/* True once limits are passed: more that is put is dropped, and records_table tells. */
bool records_full(const struct records *records);
/* NULL when it passes the limits of a table, or has no record (told). Rows are numbered by record. */
struct table *records_table(struct records *records);

#endif
