/*
 * catalog_records.h -- what every form of catalog_form.h says of each dataset, made once and read by all scopes.
 *
 * A dataset stands in the catalogues of the portal, its organisation, its region and those above it, and its themes. To open a
 * row of a ledger and to describe it costs far more than to copy the bytes, so all records are made in one pass over the
 * workers, into one nameless file in the staging folder (about as large as the portal's own catalogues together). Memory
 * holds CATALOG_FORM__MAX sizes and a place for each dataset.
 */
#ifndef GENERATOR_PACK_CATALOG_RECORDS_H
#define GENERATOR_PACK_CATALOG_RECORDS_H

#include <headwater/span.h>

#include "catalog_form.h"
#include "jobs.h"

struct catalog_records;

extern const struct catalog_form *const catalog_forms[CATALOG_FORM__MAX];

/* With nothing made yet: reading makes each record on the way, which suits when few are wanted. */
struct catalog_records *catalog_records_new(const struct model *model);
/* Makes all. STATUS_IO: output_error tells more. Before the workers that read are forked. */
enum status catalog_records_make(struct catalog_records *records, struct jobs *jobs);
void catalog_records_free(struct catalog_records *records);

/*
 * The records of a dataset in the forms from `first` to before `end`, at their places in `spans`, which live in `bytes`.
 * `arena` is for what is opened on the way. STATUS_IO: they cannot be read back.
 */
struct catalog_reading {
	const struct catalog_records *records;
	size_t first, end;
	struct arena *arena;
	struct buf bytes;
	struct span spans[CATALOG_FORM__MAX];
};
enum status catalog_records_read(struct catalog_reading *reading, const struct card *card);

#endif
