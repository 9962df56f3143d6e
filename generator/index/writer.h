/* writer.h -- what the files of this stage share while catalogue.db is written. */
#ifndef GENERATOR_INDEX_WRITER_H
#define GENERATOR_INDEX_WRITER_H

#include <headwater/db.h>
#include <headwater/fold.h>
#include <headwater/json.h>

#include "../model.h"
#include "search_writer.h"

struct jobs;
struct place_names; /* twin.c */
struct stash;

struct writer {
	const struct model *model;
	struct db *db;
	struct search_writer *search;
	const struct stash *graphs; /* of graph_make_all; NULL: none */
	struct place_names *places; /* made when first wanted */
	struct folder *folder;
	const char *work_dir;  /* where nameless files are made */
	struct arena *arena;   /* of the stage */
	struct arena *scratch; /* of one dataset */
	int64_t *region_seq;   /* by place in model->regions: facet_value.seq */
	int newest_year;       /* of the last changes: the first value of facet year */
	int64_t resource_seq;  /* of the last row of ckan_resource */
};

/* Binds a string, or NULL; it must outlive the step. */
void writer_string(struct stmt *stmt, int index, const char *string);
/* Runs an INSERT to its end. */
enum status writer_insert(struct stmt *stmt);

/* facet.c: the values of every facet. */
enum status facet_write_values(struct writer *writer);
/* facet.c: which of them `dataset` has, in scratch. */
void facet_collect(struct writer *writer, const struct dataset *dataset, struct search_facts *facts);

/* dataset.c: every dataset: texts, fields, words and the search index. */
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

/*
 * graph.c: what DCAT says of every dataset, over the workers; NULL when there is nothing to say. To be closed by the caller, also
 * on failure; output_error tells more of that.
 */
enum status graph_make_all(struct jobs *jobs, const struct model *model, struct stash **graphs);
/* graph.c: the rows of one dataset. */
enum status graph_write_dataset(struct writer *writer, const struct card *card, int64_t docid);

/* synonym.c: words that mean the same. */
enum status synonym_write_all(struct writer *writer);

/* twin.c: what the title has beside the names of places, in scratch; empty when that is nothing. */
struct span twin_key(struct writer *writer, const char *title);

#endif
