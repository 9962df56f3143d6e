/* ckan_resource.c -- every public file of a dataset as a resource of CKAN. */
#include <ctype.h>
#include <string.h>

#include "../manifest.h"
#include "index_schema_sql.h"
#include "urls.h"
#include "writer.h"

#define DICT_MAX_BYTES ((size_t)1 << 20)

/* One file: a row of ckan_resource. */
struct file {
	const struct dataset *dataset;
	const struct resource *resource; /* NULL: the archive of the dataset */
	const struct download *download;
	const char *id, *name, *description, *format, *mimetype, *url, *hash;
	bool is_out;
	struct file_facts facts; /* if it is */
	size_t position;
};

static const char *upper(struct writer *writer, const char *code)
{
	char *text = arena_string(writer->scratch, code);
	for (char *at = text; *at; at++)
		*at = (char)toupper((unsigned char)*at);
	return text;
}

static void describe(struct writer *writer, struct file *file)
{
	const struct model *model = writer->model;
	const struct download *download = file->download;
	const struct term *format = model_term(model, "formats", download->format);
	const char *mimetype = format ? term_extra(format, "media_type") : NULL;
	const char *title = label_text(file->resource ? &file->resource->title : &file->dataset->title, LANG_ZH, NULL);
	file->id = ckan_id(writer, "resource", download->path);
	file->format = upper(writer, download->format);
	file->name = arena_printf(writer->scratch, "%s（%s）", title, file->format);
	file->description = file->resource ? label_text(&download->title, LANG_ZH, NULL) : "全部文件（ZIP）";
	file->mimetype = mimetype ? mimetype : "application/octet-stream";
	file->url = model->portal.base_url ? url_file(model, writer->scratch, download->path) : download->path;
	file->is_out = model->manifest && manifest_find(model->manifest, download->path, &file->facts);
	file->hash = file->is_out
			 ? arena_printf(writer->scratch, "sha256:%s", file_facts_sha256(&file->facts, writer->scratch))
			 : "";
}

/* The plain CSV stands for the table: its rows are asked for by this file's id. */
static bool has_rows(const struct file *file)
{
	return file->resource && resource_has_rows(file->dataset, file->resource) &&
	       file->download == resource_rows_download(file->resource);
}

static enum status write_table(struct writer *writer, const struct file *file, int64_t docid)
{
	const struct dataset *dataset = file->dataset;
	const struct resource *resource = file->resource;
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_ROW_TABLE);
	if (!stmt)
		return STATUS_INTERNAL;
	writer_string(stmt, 1, file->id);
	writer_string(stmt, 2, dataset->id);
	writer_string(stmt, 3, resource->name);
	stmt_int(stmt, 4, docid);
	writer_string(stmt, 5, label_text(&resource->title, LANG_ZH, NULL));
	writer_string(stmt, 6, resource->title.text[LANG_EN]);
	writer_string(stmt, 7, label_text(&dataset->title, LANG_ZH, NULL));
	writer_string(stmt, 8, dataset->title.text[LANG_EN]);
	writer_string(stmt, 9, file->download->path);
	writer_string(stmt, 10, resource_rows_path(dataset, resource, writer->scratch));
	return writer_insert(stmt);
}

static void put_dict(struct writer *writer, const struct file *file, struct json *json)
{
	const struct dataset *dataset = file->dataset;
	const char *modified = ckan_time(writer, &dataset->modified);
	json_object(json);
	json_put(json, "id", file->id);
	json_put(json, "package_id", ckan_id(writer, "package", dataset->id));
	json_put(json, "name", file->name);
	json_put(json, "description", file->description);
	json_put(json, "format", file->format);
	json_put(json, "url", file->url);
	json_put(json, "url_type", NULL);
	json_put(json, "mimetype", file->mimetype);
	json_put(json, "mimetype_inner", NULL);
	json_key(json, "size");
	if (file->is_out)
		json_int(json, (int64_t)file->facts.size_bytes);
	else
		json_null(json);
	json_put(json, "hash", file->hash);
	json_put(json, "created", ckan_time(writer, dataset->issued.text ? &dataset->issued : &dataset->modified));
	json_put(json, "last_modified", modified);
	json_put(json, "metadata_modified", modified);
	json_put(json, "cache_url", NULL);
	json_put(json, "cache_last_updated", NULL);
	json_put_int(json, "position", (int64_t)file->position);
	json_put(json, "resource_type", NULL);
	json_put(json, "state", "active");
	json_put_bool(json, "datastore_active", has_rows(file));
	json_object_end(json);
}

static enum status write_row(struct writer *writer, const struct file *file, int64_t docid, const struct buf *dict)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_CKAN_RESOURCE);
	if (!stmt)
		return STATUS_INTERNAL;
	stmt_int(stmt, 1, ++writer->resource_seq);
	writer_string(stmt, 2, file->id);
	stmt_int(stmt, 3, docid);
	writer_string(stmt, 4, file->name);
	writer_string(stmt, 5, file->description);
	writer_string(stmt, 6, file->format);
	writer_string(stmt, 7, file->mimetype);
	writer_string(stmt, 8, file->url);
	writer_string(stmt, 9, file->hash);
	stmt_text(stmt, 10, dict->bytes, dict->len);
	return writer_insert(stmt);
}

static enum status write_values(struct writer *writer, const struct file *file, int64_t docid)
{
	const char *const values[][2] = {{"res_format", file->format},
					 {"res_name", file->name},
					 {"res_description", file->description},
					 {"res_url", file->url}};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof values / sizeof *values && status == STATUS_OK; i++)
		status = ckan_write_value(writer, docid, values[i][0], values[i][1]);
	return status;
}

static enum status write_file(struct writer *writer, struct file *file, int64_t docid, struct json *list)
{
	struct buf dict;
	struct json json;
	describe(writer, file);
	buf_init(&dict, DICT_MAX_BYTES);
	json_init(&json, &dict, false);
	put_dict(writer, file, &json);
	json_ready(list, dict.bytes, dict.len);
	enum status status = write_row(writer, file, docid, &dict);
	if (status == STATUS_OK)
		status = write_values(writer, file, docid);
	if (status == STATUS_OK && has_rows(file))
		status = write_table(writer, file, docid);
	buf_free(&dict);
	return status;
}

enum status ckan_write_resources(struct writer *writer, const struct dataset *dataset, int64_t docid, struct json *json,
				 size_t *count)
{
	enum status status = STATUS_OK;
	struct file file = {.dataset = dataset};
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		for (size_t k = 0; resource_is_public(dataset, resource) && k < resource->download_count; k++) {
			file.resource = resource;
			file.download = &resource->downloads[k];
			if (status == STATUS_OK)
				status = write_file(writer, &file, docid, json);
			file.position++;
		}
	}
	if (file.position > 0 && dataset->archive.path && status == STATUS_OK) {
		file.resource = NULL;
		file.download = &dataset->archive;
		status = write_file(writer, &file, docid, json);
		file.position++;
	}
	*count = file.position;
	return status;
}
