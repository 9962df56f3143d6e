#include <string.h>

#include <headwater/json.h>

#include "catalog_files.h"
#include "format.h"
#include "urls.h"

#define SCHEMA "https://datapackage.org/profiles/2.0/datapackage.json"

/* A list of codes up to this long is written out, so that a program can check and label values without it. */
#define CATEGORIES_MAX 100

struct writer {
	const struct model *model;
	const struct dataset *dataset;
	const struct catalog_facts *facts;
	struct arena *arena;
	struct json json;
};

static void put_licenses(struct writer *writer)
{
	struct json *json = &writer->json;
	const char *licence = writer->dataset->licence;
	const char *url = catalog_licence_url(writer->model, writer->arena, licence);

	if (!licence)
		return;
	json_key(json, "licenses");
	json_array(json);
	json_object(json);
	json_put(json, "name", licence);
	json_put_if(json, "path", url);
	json_put_if(json, "title", catalog_term_label(writer->model, "licences", licence, LANG_ZH));
	json_object_end(json);
	json_array_end(json);
}

static void put_people(struct writer *writer)
{
	const struct dataset *dataset = writer->dataset;
	struct json *json = &writer->json;

	json_key(json, "sources");
	json_array(json);
	json_object(json);
	json_put(json, "title", label_text(&dataset->source_title, LANG_ZH, NULL));
	json_put_if(json, "path", dataset->source_url);
	json_object_end(json);
	json_array_end(json);
	json_key(json, "contributors");
	json_array(json);
	json_object(json);
	json_put(json, "title", label_text(&dataset->org->name, LANG_ZH, NULL));
	json_put(json, "path", url_org(writer->model, writer->arena, dataset->org));
	json_put_if(json, "email", dataset->contact_email);
	json_key(json, "roles");
	json_array(json);
	json_string(json, "publisher");
	json_array_end(json);
	json_object_end(json);
	json_array_end(json);
}

/* The codes a field's values come from, with their labels. Divisions and organisations are datasets of their own. */
static void put_categories(struct writer *writer, const struct field *field)
{
	const struct vocabulary *codes = field->codes ? model_vocabulary(writer->model, field->codes) : NULL;
	struct json *json = &writer->json;

	if (!codes || codes->count == 0 || codes->count > CATEGORIES_MAX || field->type != FIELD_STRING)
		return;
	json_key(json, "categories");
	json_array(json);
	for (size_t i = 0; i < codes->count; i++) {
		json_object(json);
		json_put(json, "value", codes->terms[i].code);
		json_put(json, "label", label_text(&codes->terms[i].label, LANG_ZH, NULL));
		json_object_end(json);
	}
	json_array_end(json);
}

static void put_constraints(struct writer *writer, const struct field *field)
{
	struct json *json = &writer->json;
	bool length = field->length > 0 && field->type == FIELD_STRING;

	if (!field->required && !field->unique && !length && field->values.count == 0)
		return;
	json_key(json, "constraints");
	json_object(json);
	if (field->required)
		json_put_bool(json, "required", true);
	if (field->unique)
		json_put_bool(json, "unique", true);
	if (length)
		json_put_int(json, "maxLength", field->length);
	if (field->values.count > 0)
		catalog_put_strings(json, "enum", &field->values);
	json_object_end(json);
}

static void put_field(struct writer *writer, const struct field *field)
{
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "name", field->name);
	json_put(json, "type", field_type_name(field->type));
	json_put_if(json, "title", label_text(&field->title, LANG_ZH, NULL));
	json_put_if(json, "title_en", field->title.text[LANG_EN]);
	json_put_if(json, "description", field->description.text[LANG_ZH]);
	json_put_if(json, "description_en", field->description.text[LANG_EN]);
	json_put_if(json, "unit", field->unit);
	put_categories(writer, field);
	put_constraints(writer, field);
	json_object_end(json);
}

/* A key may name a field that is listed and not published: then the table here has none. */
static bool key_is_public(const struct dataset *dataset, const struct resource *resource)
{
	const struct strings *key = &resource->primary_key;
	size_t found = 0;
	for (size_t i = 0; i < resource->field_count; i++) {
		const struct field *field = &resource->fields[i];
		found += field->name && strings_has(key, field->name) && field_is_public(dataset, field);
	}
	return key->count > 0 && found == key->count;
}

static void put_schema(struct writer *writer, const struct resource *resource)
{
	struct json *json = &writer->json;

	json_key(json, "schema");
	json_object(json);
	json_key(json, "fields");
	json_array(json);
	for (size_t i = 0; i < resource->field_count; i++)
		if (field_is_public(writer->dataset, &resource->fields[i]))
			put_field(writer, &resource->fields[i]);
	json_array_end(json);
	if (key_is_public(writer->dataset, resource))
		catalog_put_strings(json, "primaryKey", &resource->primary_key);
	json_key(json, "missingValues");
	json_array(json);
	json_string(json, "");
	json_array_end(json);
	json_object_end(json);
}

/* Of a table, the CSV without BOM is the one that tools read without advice; another file stands for itself. */
static const struct download *main_download(const struct resource *resource)
{
	for (size_t i = 0; i < resource->download_count; i++) {
		const struct download *download = &resource->downloads[i];
		if (!resource->tabular || (download->variant && strcmp(download->variant, "no-bom") == 0))
			return download;
	}
	return NULL;
}

static void put_resource(struct writer *writer, const struct resource *resource, const struct download *download)
{
	struct file_facts facts;
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "name", resource->name);
	json_put(json, "title", label_text(&resource->title, LANG_ZH, NULL));
	json_put_if(json, "title_en", resource->title.text[LANG_EN]);
	if (resource->sample)
		json_put(json, "description", "样例数据 (sample)");
	/* Relative to datapackage.json, so that it holds in the archive as on the web. */
	json_put(json, "path", arena_printf(writer->arena, "files/%s", catalog_base_name(download->path)));
	json_put(json, "format", download->format);
	json_put(json, "mediatype", catalog_media_type(writer->model, download->format));
	json_put_if(json, "encoding", resource->tabular ? "utf-8" : NULL);
	if (catalog_find(writer->facts, download->path, &facts)) {
		json_put_int(json, "bytes", (int64_t)facts.size_bytes);
		json_put(json, "hash",
			 arena_printf(writer->arena, "sha256:%s", file_facts_sha256(&facts, writer->arena)));
	}
	if (resource->tabular) {
		json_put(json, "type", "table");
		put_schema(writer, resource);
	}
	json_object_end(json);
}

static void put_head(struct writer *writer)
{
	const struct dataset *dataset = writer->dataset;
	struct json *json = &writer->json;

	json_put(json, "$schema", SCHEMA);
	json_put(json, "name", dataset->id);
	json_put(json, "id", url_dataset(writer->model, writer->arena, dataset->id));
	json_put(json, "title", label_text(&dataset->title, LANG_ZH, NULL));
	json_put_if(json, "title_en", dataset->title.text[LANG_EN]);
	json_put(json, "description", label_text(&dataset->abstract, LANG_ZH, NULL));
	json_put_if(json, "description_en", dataset->abstract.text[LANG_EN]);
	json_put(json, "homepage", url_dataset(writer->model, writer->arena, dataset->id));
	json_put(json, "version", catalog_day(writer->arena, &dataset->modified));
	json_put(json, "created", catalog_instant(writer->arena, &dataset->issued));
	if (dataset->keywords.count > 0)
		catalog_put_strings(json, "keywords", &dataset->keywords);
	put_licenses(writer);
	put_people(writer);
}

bool catalog_package(const struct model *model, const struct dataset *dataset, const struct catalog_facts *facts,
		     struct buf *out)
{
	struct writer writer = {.model = model, .dataset = dataset, .facts = facts, .arena = arena_new()};
	struct json *json = &writer.json;
	struct catalog_file *files;
	bool any = catalog_files(dataset, writer.arena, &files) > 0;

	if (any) {
		json_init(json, out, true);
		json_object(json);
		put_head(&writer);
		json_key(json, "resources");
		json_array(json);
		for (size_t i = 0; i < dataset->resource_count; i++) {
			const struct resource *resource = &dataset->resources[i];
			const struct download *download = main_download(resource);
			if (download && resource_is_public(dataset, resource))
				put_resource(&writer, resource, download);
		}
		json_array_end(json);
		json_object_end(json);
	}
	arena_free(writer.arena);
	return any;
}
