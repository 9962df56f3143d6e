/* ckan_package.c -- a dataset as a package of CKAN: its dict, ready to send, and the values it is found by. */
#include <stdlib.h>
#include <string.h>

#include "index_schema_sql.h"
#include "urls.h"
#include "writer.h"

#define DICT_MAX_BYTES ((size_t)16 << 20)

/* One key of extras; the value is looked up in a vocabulary when that is named. */
struct extra {
	const char *key, *value, *vocabulary;
};

enum status ckan_write_value(struct writer *writer, int64_t docid, const char *field, const char *value)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_CKAN_VALUE);
	if (!stmt)
		return STATUS_INTERNAL;
	if (!value || !*value)
		return STATUS_OK;
	writer_string(stmt, 1, field);
	writer_string(stmt, 2, value);
	stmt_int(stmt, 3, docid);
	return writer_insert(stmt);
}

/* ---- extras ---- */

static const char *labels_of(struct writer *writer, const char *vocabulary, const struct strings *codes)
{
	const char *all = NULL;
	for (size_t i = 0; i < codes->count; i++) {
		const struct term *term = model_term(writer->model, vocabulary, codes->items[i]);
		const char *label = term ? label_text(&term->label, LANG_ZH, NULL) : codes->items[i];
		all = all ? arena_printf(writer->scratch, "%s；%s", all, label) : label;
	}
	return all;
}

static const char *extra_value(struct writer *writer, const struct extra *extra)
{
	const struct term *term =
	    extra->vocabulary && extra->value ? model_term(writer->model, extra->vocabulary, extra->value) : NULL;
	return term ? label_text(&term->label, LANG_ZH, NULL) : extra->value;
}

static enum status write_extras(struct writer *writer, const struct dataset *dataset, int64_t docid, struct json *json)
{
	struct arena *arena = writer->scratch;
	const struct extra extras[] = {
	    {"信息资源代码", dataset->code, NULL},
	    {"更新周期", dataset->update_cycle, "update-cycles"},
	    {"开放类型", arena_printf(arena, "%d", (int)dataset->open), "open-types"},
	    {"开放条件", dataset->open_condition, NULL},
	    {"主题", labels_of(writer, "themes", &dataset->themes), NULL},
	    {"行政区划代码", dataset->region ? dataset->region->code : NULL, NULL},
	    {"数据级别", dataset->grade ? arena_printf(arena, "%d", dataset->grade) : NULL, "grades"},
	    {"数据容量", arena_printf(arena, "%llu", (unsigned long long)dataset->capacity), NULL},
	    {"title_en", dataset->title.text[LANG_EN], NULL},
	    {"notes_en", dataset->abstract.text[LANG_EN], NULL},
	};
	enum status status = STATUS_OK;
	json_key(json, "extras");
	json_array(json);
	for (size_t i = 0; i < sizeof extras / sizeof *extras && status == STATUS_OK; i++) {
		const char *value = extra_value(writer, &extras[i]);
		if (!value || !*value)
			continue;
		json_object(json);
		json_put(json, "key", extras[i].key);
		json_put(json, "value", value);
		json_object_end(json);
		status = ckan_write_value(writer, docid, arena_printf(arena, "extras_%s", extras[i].key), value);
	}
	json_array_end(json);
	return status;
}

/* ---- organization, groups, tags ---- */

static enum status write_organization(struct writer *writer, const struct dataset *dataset, int64_t docid,
				      struct json *json)
{
	const struct org *org = dataset->org;
	const char *id = org ? ckan_id(writer, "organization", org->id) : NULL;
	json_put(json, "owner_org", id);
	json_key(json, "organization");
	if (!org) {
		json_null(json);
		return STATUS_OK;
	}
	json_object(json);
	json_put(json, "id", id);
	json_put(json, "name", org->id);
	json_put(json, "title", label_text(&org->name, LANG_ZH, NULL));
	json_put(json, "type", "organization");
	json_put(json, "description", org->kind ? org->kind : "");
	json_put(json, "image_url", "");
	json_put(json, "created", NULL);
	json_put_bool(json, "is_organization", true);
	json_put(json, "approval_status", "approved");
	json_put(json, "state", "active");
	json_object_end(json);
	enum status status = ckan_write_value(writer, docid, "organization", org->id);
	return status == STATUS_OK ? ckan_write_value(writer, docid, "owner_org", id) : status;
}

static enum status write_groups(struct writer *writer, const struct dataset *dataset, int64_t docid, struct json *json)
{
	enum status status = STATUS_OK;
	json_key(json, "groups");
	json_array(json);
	for (size_t i = 0; i < dataset->themes.count && status == STATUS_OK; i++) {
		const struct term *theme = model_term(writer->model, "themes", dataset->themes.items[i]);
		if (!theme)
			continue;
		const char *name = ckan_group_name(theme), *title = label_text(&theme->label, LANG_ZH, NULL);
		json_object(json);
		json_put(json, "id", ckan_id(writer, "group", name));
		json_put(json, "name", name);
		json_put(json, "title", title);
		json_put(json, "display_name", title);
		json_put(json, "description", label_text(&theme->note, LANG_ZH, NULL));
		json_put(json, "image_display_url", "");
		json_object_end(json);
		status = ckan_write_value(writer, docid, "groups", name);
	}
	json_array_end(json);
	return status;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keywords, each once, sorted. */
static const char **tags_of(struct writer *writer, const struct dataset *dataset, size_t *count)
{
	const char **tags = arena_array(writer->scratch, dataset->keywords.count + 1, sizeof *tags);
	size_t given = 0;
	for (size_t i = 0; i < dataset->keywords.count; i++)
		if (dataset->keywords.items[i] && dataset->keywords.items[i][0])
			tags[given++] = dataset->keywords.items[i];
	if (given > 0)
		qsort(tags, given, sizeof *tags, by_bytes);
	*count = 0;
	for (size_t i = 0; i < given; i++)
		if (*count == 0 || strcmp(tags[*count - 1], tags[i]) != 0)
			tags[(*count)++] = tags[i];
	return tags;
}

static enum status write_tags(struct writer *writer, const struct dataset *dataset, int64_t docid, struct json *json)
{
	enum status status = STATUS_OK;
	size_t count;
	const char **tags = tags_of(writer, dataset, &count);
	json_put_int(json, "num_tags", (int64_t)count);
	json_key(json, "tags");
	json_array(json);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		const struct label title = {.text = {tags[i]}};
		json_object(json);
		json_put(json, "id", ckan_id(writer, "tag", tags[i]));
		json_put(json, "name", tags[i]);
		json_put(json, "display_name", tags[i]);
		json_put(json, "state", "active");
		json_put(json, "vocabulary_id", NULL);
		json_object_end(json);
		status = ckan_write_thing(writer, "tag", tags[i], &title, NULL, NULL);
		if (status == STATUS_OK)
			status = ckan_write_value(writer, docid, "tags", tags[i]);
	}
	json_array_end(json);
	return status;
}

/* ---- the dict ---- */

static void put_licence(struct writer *writer, const struct dataset *dataset, struct json *json)
{
	const struct term *licence = dataset->licence ? model_term(writer->model, "licences", dataset->licence) : NULL;
	const char *url = licence ? term_extra(licence, "url") : NULL;
	if (url && url[0] == '/' && writer->model->portal.base_url)
		url = url_file(writer->model, writer->scratch, url);
	json_put(json, "license_id", dataset->licence ? dataset->licence : "");
	json_put(json, "license_title", licence ? label_text(&licence->label, LANG_ZH, NULL) : "");
	json_put_if(json, "license_url", url);
	json_put_bool(json, "isopen", ckan_licence_is_open(dataset->licence));
}

static const char *empty_if_null(const char *text)
{
	return text ? text : "";
}

static void put_head(struct writer *writer, const struct dataset *dataset, struct json *json)
{
	json_put(json, "id", ckan_id(writer, "package", dataset->id));
	json_put(json, "name", dataset->id);
	json_put(json, "title", label_text(&dataset->title, LANG_ZH, NULL));
	json_put(json, "author", dataset->org ? label_text(&dataset->org->name, LANG_ZH, NULL) : "");
	json_put(json, "author_email", dataset->org ? empty_if_null(dataset->org->email) : "");
	json_put(json, "maintainer", empty_if_null(dataset->contact_name));
	json_put(json, "maintainer_email", empty_if_null(dataset->contact_email));
	put_licence(writer, dataset, json);
	json_put(json, "notes", label_text(&dataset->abstract, LANG_ZH, NULL));
	json_put(json, "url",
		 writer->model->portal.base_url ? url_dataset(writer->model, writer->scratch, dataset->id) : "");
	json_put(json, "version", "");
	json_put(json, "state", "active");
	json_put_bool(json, "private", false);
	json_put(json, "type", "dataset");
	json_put(json, "creator_user_id", NULL);
	json_put(json, "metadata_created",
		 ckan_time(writer, dataset->issued.text ? &dataset->issued : &dataset->modified));
	json_put(json, "metadata_modified", ckan_time(writer, &dataset->modified));
}

static enum status put_package(struct writer *writer, const struct dataset *dataset, int64_t docid, struct json *json)
{
	static const char *const lists[] = {"relationships_as_subject", "relationships_as_object"};
	size_t count;
	json_object(json);
	put_head(writer, dataset, json);
	enum status status = write_organization(writer, dataset, docid, json);
	if (status == STATUS_OK)
		status = write_groups(writer, dataset, docid, json);
	if (status == STATUS_OK)
		status = write_tags(writer, dataset, docid, json);
	if (status == STATUS_OK)
		status = write_extras(writer, dataset, docid, json);
	if (status != STATUS_OK)
		return status;
	json_key(json, "resources");
	json_array(json);
	status = ckan_write_resources(writer, dataset, docid, json, &count);
	json_array_end(json);
	json_put_int(json, "num_resources", (int64_t)count);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		json_key(json, lists[i]);
		json_array(json);
		json_array_end(json);
	}
	json_object_end(json);
	return status;
}

static enum status write_values(struct writer *writer, const struct dataset *dataset, int64_t docid)
{
	struct arena *arena = writer->scratch;
	const struct date *created = dataset->issued.text ? &dataset->issued : &dataset->modified;
	const char *const values[][2] = {
	    {"id", ckan_id(writer, "package", dataset->id)},
	    {"name", dataset->id},
	    {"title_string", label_text(&dataset->title, LANG_ZH, NULL)},
	    {"license_id", dataset->licence},
	    {"author", dataset->org ? label_text(&dataset->org->name, LANG_ZH, NULL) : NULL},
	    {"maintainer", dataset->contact_name},
	    {"metadata_created", arena_printf(arena, "%sZ", ckan_time(writer, created))},
	    {"metadata_modified", arena_printf(arena, "%sZ", ckan_time(writer, &dataset->modified))},
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof values / sizeof *values && status == STATUS_OK; i++)
		status = ckan_write_value(writer, docid, values[i][0], values[i][1]);
	return status;
}

static enum status write_row(struct writer *writer, const struct dataset *dataset, int64_t docid,
			     const struct buf *dict)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_CKAN_PACKAGE);
	if (!stmt)
		return STATUS_INTERNAL;
	stmt_int(stmt, 1, docid);
	writer_string(stmt, 2, dataset->id);
	writer_string(stmt, 3, label_text(&dataset->title, LANG_ZH, NULL));
	stmt_text(stmt, 4, dict->bytes, dict->len);
	return writer_insert(stmt);
}

enum status ckan_write_dataset(struct writer *writer, const struct dataset *dataset, int64_t docid)
{
	struct buf dict;
	struct json json;
	buf_init(&dict, DICT_MAX_BYTES);
	json_init(&json, &dict, false);
	enum status status = put_package(writer, dataset, docid, &json);
	if (status == STATUS_OK)
		status = buf_overflowed(&dict) ? STATUS_TOO_LARGE : write_row(writer, dataset, docid, &dict);
	if (status == STATUS_OK)
		status = write_values(writer, dataset, docid);
	buf_free(&dict);
	return status;
}
