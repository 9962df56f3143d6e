/*
 * metadata.h -- what is known of a dataset, beside its data: metadata.json; metadata.xml and dictionary.csv where it has a
 * folder of its own.
 *
 * metadata.json and metadata.xml say the same under the same names (record.h). The 13 core items of the national guide
 * (政务信息资源目录编制指南) and where they stand:
 *
 *    1 class (code, label), category      2 title               3 code             4 provider.name
 *    5 provider.code                      6 abstract            7 formats          8 resources[].fields
 *    9 share (type, condition, method)   10 open (type, condition, materials, reason)
 *   11 update_cycle                      12 issued             13 related
 *
 * A coded value is an object with `code` and `label` (zh, en). Beyond the core: id, url, modified, region, themes,
 * sectors, industries, keywords, licence, grade, contact, period, source, sample_note, changes, row_total, capacity.
 * Each resource has its fields and, where its data are public, files: path (relative to the file that says so), format,
 * variant, media_type, size_bytes, sha256, rows; `notes` tell what a format could not hold.
 */
#ifndef GENERATOR_PACK_METADATA_H
#define GENERATOR_PACK_METADATA_H

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "catalog_text.h"
#include "model.h"
#include "record.h"

/* Sizes and checksums come from `facts`: the data files are out by then. */
void metadata_write(const struct model *model, const struct dataset *dataset, const struct catalog_facts *facts,
		    enum notation notation, struct buf *out);
/*
 * The same within a record under way, in brief: without fields and notes, so that the tables need not be open. Paths of
 * files are relative to the dataset's own folder.
 */
void metadata_brief(const struct model *model, const struct dataset *dataset, const struct catalog_facts *facts,
		    struct record *record);

/*
 * Whether metadata.xml and dictionary.csv are put beside metadata.json. A row of a ledger has no data of its own: all that is
 * known of it stands in metadata.json and, as XML, in the catalog.xml of each of its scopes.
 */
bool metadata_in_full(const struct dataset *dataset);

/*
 * dictionary.csv (UTF-8 with BOM): resource, name, title, title_en, type, national_type, length, unit, required, codes,
 * description, description_en, open, grade; one row per field of every resource, also those that are only listed.
 */
void dictionary_write(const struct model *model, const struct dataset *dataset, struct buf *out);
/* True when the dataset has fields, and so a dictionary. */
bool dictionary_exists(const struct dataset *dataset);

#endif
