/* writer.h -- what the files of this stage share while catalogue.db is written. */
#ifndef GENERATOR_INDEX_WRITER_H
#define GENERATOR_INDEX_WRITER_H

#include <headwater/db.h>
#include <headwater/fold.h>
#include <headwater/json.h>

#include "../model.h"

struct writer {
	const struct model *model;
	struct db *db;
	struct folder *folder;
	struct arena *arena;   /* of the stage */
	struct arena *scratch; /* of one dataset */
	int64_t *region_seq;   /* by place in model->regions: facet_value.seq */
	int64_t resource_seq;  /* of the last row of ckan_resource */
};

/* Binds a string, or NULL; it must outlive the step. */
void writer_string(struct stmt *stmt, int index, const char *string);
/* Runs an INSERT to its end. */
enum status writer_insert(struct stmt *stmt);

/* facet.c: the values of every facet. */
enum status facet_write_values(struct writer *writer);
/* facet.c: which of them `dataset` has. */
enum status facet_write_dataset(struct writer *writer, const struct dataset *dataset, int64_t docid);

/* dataset.c: every dataset: texts, standing, titles, fields, words and the index. */
enum status dataset_write_all(struct writer *writer);

/* ckan.c: the portal, licences, organizations and groups. */
enum status ckan_write_things(struct writer *writer);
/* ckan.c: one row of table ckan_thing; one that is there already stays. `json` may be NULL. */
enum status ckan_write_thing(struct writer *writer, const char *kind, const char *name, const struct label *title,
			     const char *description, const char *json);
/*
 * ckan.c: the permanent UUID of a thing: of the portal's region, the kind, and the thing's own permanent name, so that
 * it outlives every change of the portal's address and differs between portals. In scratch.
 */
const char *ckan_id(struct writer *writer, const char *kind, const char *name);
/* ckan.c: a licence whose works are open by the Open Definition. */
bool ckan_licence_is_open(const char *licence);
/* ckan.c: the slug of a theme: the name of a group. */
const char *ckan_group_name(const struct term *theme);
/* ckan_package.c: the package of `dataset`, its values, tags and resources. */
enum status ckan_write_dataset(struct writer *writer, const struct dataset *dataset, int64_t docid);
/* ckan_resource.c: appends the dict of every public file; rows of ckan_resource on the way. Counts them. */
enum status ckan_write_resources(struct writer *writer, const struct dataset *dataset, int64_t docid, struct json *json,
				 size_t *count);
enum status ckan_write_value(struct writer *writer, int64_t docid, const char *field, const char *value);
/* 2026-03-02T00:00:00.000000; a date without its month or day is its first day. In scratch. */
const char *ckan_time(struct writer *writer, const struct date *date);

/* graph.c: what DCAT says of `dataset`. */
enum status graph_write_dataset(struct writer *writer, const struct dataset *dataset, int64_t docid);

/* terms.c: appends the terms of `text`, each with a space after it. NULL adds nothing. */
void terms_add(struct writer *writer, struct buf *out, const char *text, size_t len);
/*
 * Appends how `text` sounds: for every syllable the pinyin of it and of those after it in one piece, and their
 * initials, so that "qinghai", "haisheng" and "qhs" are beginnings of terms.
 */
void terms_add_sound(struct writer *writer, struct buf *out, const char *text);

#endif
