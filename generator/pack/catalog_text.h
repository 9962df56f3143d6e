/*
 * catalog_text.h -- what the machine catalogues have in common: which files are public, what their vocabulary says of
 * them, and the written forms of dates and addresses. Results live in the arena given.
 */
#ifndef GENERATOR_PACK_CATALOG_TEXT_H
#define GENERATOR_PACK_CATALOG_TEXT_H

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/json.h>

#include "manifest.h"
#include "model.h"
#include "output.h"

/* Where sizes and checksums come from: the worker's own output while it works, the manifest afterwards. */
struct catalog_facts {
	bool (*find)(const void *source, const char *path, struct file_facts *facts); /* false: unknown */
	const void *source;
};

struct catalog_facts catalog_facts_of_output(const struct output *output);
struct catalog_facts catalog_facts_of_manifest(const struct manifest *manifest);
bool catalog_find(const struct catalog_facts *facts, const char *path, struct file_facts *found);

/* One file anybody may download now. `resource` is NULL for the dataset's archive, which comes last. */
struct catalog_file {
	const struct resource *resource;
	const struct download *download;
};

/* The public files of a dataset, in the order of its resources; none for a closed one. */
size_t catalog_files(const struct dataset *dataset, struct arena *arena, struct catalog_file **files);

/* What formats that require a description say: the abstract, or the title of a record whose source gives none. */
const struct label *catalog_description(const struct dataset *dataset);
/* What a vocabulary says of a code: the label in `lang` (NULL when it has none), or an extra column (NULL when blank). */
const char *catalog_term_label(const struct model *model, const char *vocabulary, const char *code, enum lang lang);
const char *catalog_term_extra(const struct model *model, const char *vocabulary, const char *code, const char *column);
/* "application/octet-stream" for a format whose media type is not stated. */
const char *catalog_media_type(const struct model *model, const char *format);
/* Address of a licence's text; a page of the portal gives an absolute URL. NULL when the licence has none. */
const char *catalog_licence_url(const struct model *model, struct arena *arena, const char *licence);
/* "行政区划代码表（CSV）" or "Division codes (CSV)"; NULL when the thing has no title in `lang`. */
const char *catalog_file_title(const struct model *model, struct arena *arena, const struct dataset *dataset,
			       const struct catalog_file *file, enum lang lang);
/* Last part of a path. */
const char *catalog_base_name(const char *path);

/* A day as an instant, at midnight in China: 2026-03-01T00:00:00+08:00. Missing parts are the first. */
const char *catalog_instant(struct arena *arena, const struct date *date);
/* The day itself, completed: 2013 becomes 2013-01-01. */
const char *catalog_day(struct arena *arena, const struct date *date);
/*
 * The period covered, both ends to the day as ISO 8601 wants them alike: 2013/2015-06 becomes 2013-01-01/2015-06-30.
 * NULL unless both ends are stated.
 */
const char *catalog_period(struct arena *arena, const struct dataset *dataset);
/* The newest `modified` of all datasets; the build's day when there is none. */
struct date catalog_modified(const struct model *model);

/* {"zh": …, "en": …} with the languages that are there; null when none is. */
void catalog_put_label(struct json *json, const char *key, const struct label *label);
void catalog_put_strings(struct json *json, const char *key, const struct strings *strings);

#endif
