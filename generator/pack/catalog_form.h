/*
 * catalog_form.h -- the whole catalogue, or that of an organisation, a region or a theme, in forms that list datasets one
 * by one. Names are the same in every scope: catalog.csv, catalog.json, ... below the page of what they are of.
 *
 * A form says the same of a dataset in every scope: its record, which is made once (catalog_records.h). A form begins, is
 * given each record in turn, and ends; what it writes flows into a sink, so that memory holds one dataset, however many
 * there are.
 *
 *   csv    UTF-8 with BOM, one row per dataset, the columns of the table in catalog_csv.c; lists in a cell joined by ';'
 *   xlsx   the same as a sheet; left out where there are more datasets than a sheet has rows
 *   json   {"portal", "scope", "generated", "dataset_count", "datasets": [...], "archives", "withdrawn", "renamed"}; the
 *          last three in the whole one only. Keys are never renamed or removed; new ones may come. Texts in two languages
 *          are {"zh", "en"}, codes are {"code", "label"}; a file is {"format", "variant", "media_type", "path", "url",
 *          "bytes", "sha256"}.
 *   jsonl  the datasets of that, one object a line
 *   xml    the records of metadata.xml in brief; tests/site/validate/catalogue.rng says its grammar
 */
#ifndef GENERATOR_PACK_CATALOG_FORM_H
#define GENERATOR_PACK_CATALOG_FORM_H

#include <headwater/json.h>
#include <headwater/span.h>

#include "catalog_text.h"
#include "facets.h"
#include "model.h"
#include "record.h"
#include "sink.h"

struct spread; /* sheet.h */

/* What a catalogue is of. */
struct catalog_scope {
	const char *folder; /* "" or "orgs/minzheng/" */
	const char *page;   /* "/datasets/" or "/orgs/minzheng/" */
	const char *kind;   /* "portal", "org", "region", "theme" */
	const char *code;   /* NULL for the portal */
	struct label title;
	struct shelf shelf; /* sorted by id */
};

/* One catalogue under way. */
struct catalog_pass {
	const struct model *model;
	const struct catalog_facts *facts;
	const struct catalog_scope *scope;
	struct arena *arena; /* forgotten after each dataset */
	struct sink *sink;
	size_t count; /* of the datasets written so far */
	struct json json;
	struct spread *sheet;
	struct record record;
};

struct catalog_form {
	const char *extension;
	bool compress;
	bool (*fits)(const struct catalog_scope *scope); /* NULL: always */
	enum status (*begin)(struct catalog_pass *pass);
	/* Appends the record of a dataset to `out`. `pass` is one of its own, with model, facts and arena alone. */
	void (*record)(struct catalog_pass *pass, const struct dataset *dataset, struct buf *out);
	void (*put)(struct catalog_pass *pass, struct span record);
	enum status (*end)(struct catalog_pass *pass);
};

enum { CATALOG_CSV, CATALOG_XLSX, CATALOG_JSON, CATALOG_JSONL, CATALOG_XML, CATALOG_FORM__MAX };

extern const struct catalog_form catalog_csv, catalog_xlsx, catalog_json, catalog_jsonl, catalog_xml;

/* The columns of the forms that are tables, and the text of a cell, in `text`. */
size_t catalog_column_count(void);
const char *catalog_column_name(size_t column);
bool catalog_column_is_count(size_t column);
/* For forms that are texts: a record as it stands. */
void catalog_put_text(struct catalog_pass *pass, struct span record);
struct span catalog_cell(const struct catalog_pass *pass, const struct dataset *dataset, size_t column,
			 struct buf *text);

#endif
