/*
 * intake_ledger.h -- what an import writes into a ledger that editors have worked in since.
 *
 * The id ledger knows what the source last said of each item. A cell that the source has not changed since keeps what the
 * editor made of it; one that only the source has changed gets the new value; where both have, the source's stands and the
 * editor's is told (N401). A row the editor deleted and the source still has is put back and told (N402); a row the source
 * does not have stays as it is; one that an editor gave another id, with the old one among its former ids, keeps the new. What a spreadsheet program took for a number is no edit.
 */
#ifndef READ_INTAKE_LEDGER_H
#define READ_INTAKE_LEDGER_H

#include <headwater/buf.h>

#include "intake_ids.h"
#include "intake_records.h"

struct ledger_before; /* the ledger as it stood */

/* Reads content/ledgers/<source>.csv or .xlsx, where there is one; false: told. */
bool intake_ledger_read(struct reading *content, struct intake *intake, struct ledger_before **before);
/* Settles what each record's row says (record->kept), and what is told of it. */
void intake_ledger_merge(struct intake *intake, struct ledger_before *before);
/* Rows that the source does not have, and that stay. */
size_t intake_ledger_others(const struct ledger_before *before);

/* How the ledger is kept: a workbook stays one, and is not touched where nothing in it changes. */
enum ledger_form { LEDGER_CSV, LEDGER_WORKBOOK, LEDGER_AS_IT_IS };
/* LEDGER_CSV too for what a workbook cannot hold whole. */
enum ledger_form intake_ledger_form(const struct intake *intake, const struct ledger_before *before);
/* The whole ledger, by id. */
void intake_ledger_write(const struct intake *intake, const struct ledger_before *before, struct buf *out);
/* The same as a workbook of texts, at the path `file`. */
enum status intake_ledger_write_workbook(const struct intake *intake, const struct ledger_before *before,
					 const char *file);
/* The workbook the ledger was read from, below the content folder; NULL: it was a CSV, or none. */
const char *intake_ledger_workbook(const struct ledger_before *before);

#endif
