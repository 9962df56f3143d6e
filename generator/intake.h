/*
 * intake.h -- the face of `headwater import`: a catalogue as a source keeps it, through a mapping file, into a ledger.
 *
 * A mapping is data (content/README.md tells its form): which column is which item, which spelling is which code. Each
 * record is taken into the ledger or returned for correction, never both and never neither: taken + returned = read.
 */
#ifndef GENERATOR_INTAKE_H
#define GENERATOR_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/diag.h>
#include <headwater/status.h>

#include "model.h"

/* What a record can be told: one row of intake.def each. A return has severity error, a remark warning. */
enum intake_rule {
#define INTAKE(code, severity, sentence_zh, sentence_en, expected_zh, expected_en) INTAKE_##code,
#include "intake.def"
#undef INTAKE
	INTAKE__MAX
};

const struct rule *intake_rule(enum intake_rule rule);
/* The rules of source.def, which say why a source cannot be used; NULL behind the last. */
const struct rule *const *intake_source_rules(void);

struct intake_options {
	const char *mapping_path, *source_path; /* the source may be an address, http(s)://… */
	const char *content_dir;
	const char *report_path; /* NULL: content/ledgers/<source>.returns.csv, not written by a dry run */
	bool add_orgs;           /* providers that orgs.csv lacks are added to it */
	bool dry_run;            /* nothing is written but a report that was asked for */
	struct date now;
	/* for a source that is the address of a CKAN site */
	const char *state_path; /* where its pages are kept, by a dry run too; NULL: <content>.<source>.pages */
	unsigned pause_ms;      /* between requests */
	const char *ca_file;    /* PEM: who may vouch for the site; NULL: whom the system trusts */
};

/* How many records were told of a rule at one item. */
struct intake_reason {
	enum intake_rule rule;
	const char *name; /* of the item: "open_type"; "record" for the record as a whole */
	struct label label;
	size_t records;
	size_t first; /* for which it was the first reason to return them: these add up to `returned` */
};

struct intake_result {
	const char *source;
	size_t read, taken, returned;
	struct intake_reason *reasons; /* returns before remarks, each by the number of records, most first */
	size_t reason_count, reason_capacity;
	size_t ids_known, ids_new, ids_gone; /* gone: in the id ledger, not in the source any more */
	bool keyed;                          /* the source gives its records a key */
	struct strings columns_left;         /* columns that the mapping does not name */
	struct strings items_without_column; /* core items that nothing is mapped to */
	size_t codes_new;                    /* resource codes that were given */
	size_t orgs_added;
	size_t others;        /* rows of the ledger that the source does not have, and that stay */
	size_t files_written; /* of ledger, id ledger, return list and orgs.csv: those that changed */
};

/*
 * STATUS_OK: imported. STATUS_INVALID: mapping or source cannot be used, `diags` says why, nothing is written. STATUS_IO:
 * the system refused, errno says why: the content folder cannot be opened (`result->source` is NULL), or writing failed,
 * and no file is left half written.
 */
enum status intake_run(const struct intake_options *options, struct arena *arena, struct diags *diags,
		       struct intake_result *result);

#endif
