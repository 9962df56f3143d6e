#include <headwater/json.h>

#include "catalog_form.h"
#include "urls.h"

static void put_portal(struct catalog_pass *writer)
{
	const struct portal *portal = &writer->model->portal;
	struct json *json = &writer->json;

	json_key(json, "portal");
	json_object(json);
	catalog_put_label(json, "name", &portal->name);
	catalog_put_label(json, "description", &portal->description);
	json_put(json, "base_url", portal->base_url);
	json_key(json, "languages");
	json_array(json);
	for (size_t i = 0; i < portal->language_count; i++)
		json_string(json, lang_name(portal->languages[i]));
	json_array_end(json);
	json_put(json, "region", portal->region);
	catalog_put_label(json, "host", &portal->host);
	catalog_put_label(json, "undertaker", &portal->undertaker);
	json_put(json, "phone", portal->phone);
	json_put(json, "email", portal->email);
	json_put(json, "licence", portal->licence);
	json_object_end(json);
}

/* The members of {"code": …, "label": …}. */
static void put_term_members(struct catalog_pass *writer, const char *vocabulary, const char *code)
{
	const struct term *term = code ? model_term(writer->model, vocabulary, code) : NULL;
	static const struct label none;

	json_put(&writer->json, "code", code);
	catalog_put_label(&writer->json, "label", term ? &term->label : &none);
}

static void put_term(struct catalog_pass *writer, const char *key, const char *vocabulary, const char *code)
{
	json_key(&writer->json, key);
	json_object(&writer->json);
	put_term_members(writer, vocabulary, code);
	json_object_end(&writer->json);
}

static void put_terms(struct catalog_pass *writer, const char *key, const char *vocabulary, const struct strings *codes)
{
	json_key(&writer->json, key);
	json_array(&writer->json);
	for (size_t i = 0; i < codes->count; i++) {
		json_object(&writer->json);
		put_term_members(writer, vocabulary, codes->items[i]);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void put_digit(struct catalog_pass *writer, const char *key, const char *vocabulary, int digit)
{
	put_term(writer, key, vocabulary, arena_printf(writer->arena, "%d", digit));
}

static void put_file(struct catalog_pass *writer, const struct download *download)
{
	struct file_facts facts;
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "format", download->format);
	json_put_if(json, "variant", download->variant);
	json_put(json, "media_type", catalog_media_type(writer->model, download->format));
	json_put(json, "path", download->path);
	json_put(json, "url", url_file(writer->model, writer->arena, download->path));
	if (catalog_find(writer->facts, download->path, &facts)) {
		json_put_int(json, "bytes", (int64_t)facts.size_bytes);
		json_put(json, "sha256", file_facts_sha256(&facts, writer->arena));
	}
	json_object_end(json);
}

static void put_provider(struct catalog_pass *writer, const struct org *org)
{
	struct json *json = &writer->json;

	json_key(json, "provider");
	json_object(json);
	json_put(json, "id", org->id);
	json_put(json, "code", org->code);
	json_put_bool(json, "code_is_sample", org->synthetic);
	catalog_put_label(json, "name", &org->name);
	json_put(json, "url", url_org(writer->model, writer->arena, org));
	json_object_end(json);
}

static void put_openness(struct catalog_pass *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	char code[] = {(char)('0' + dataset->open), '\0'};

	json_key(json, "share");
	json_object(json);
	put_term_members(writer, "share-types", dataset->share_type);
	json_put_if(json, "condition", dataset->share_condition);
	json_put_if(json, "method", dataset->share_method);
	json_object_end(json);
	json_key(json, "open");
	json_object(json);
	put_term_members(writer, "open-types", code);
	json_put_if(json, "condition", dataset->open_condition);
	json_put_if(json, "reason", dataset->open_reason);
	catalog_put_strings(json, "materials", &dataset->open_materials);
	json_put_if(json, "access_right", catalog_term_extra(writer->model, "open-types", code, "access_right"));
	json_object_end(json);
}

static void put_licence(struct catalog_pass *writer, const struct dataset *dataset)
{
	json_key(&writer->json, "licence");
	json_object(&writer->json);
	put_term_members(writer, "licences", dataset->licence);
	json_put_if(&writer->json, "url", catalog_licence_url(writer->model, writer->arena, dataset->licence));
	json_object_end(&writer->json);
}

static void put_people(struct catalog_pass *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;

	json_key(json, "contact");
	json_object(json);
	json_put_if(json, "name", dataset->contact_name);
	json_put_if(json, "phone", dataset->contact_phone);
	json_put_if(json, "email", dataset->contact_email);
	json_object_end(json);
	json_key(json, "source");
	json_object(json);
	catalog_put_label(json, "title", &dataset->source_title);
	json_put_if(json, "url", dataset->source_url);
	json_put_if(json, "publisher", dataset->source_publisher);
	json_put_if(json, "note", dataset->source_note);
	json_object_end(json);
}

static void put_dates(struct catalog_pass *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;

	put_term(writer, "update_cycle", "update-cycles", dataset->update_cycle);
	json_put(json, "issued", dataset->issued.text);
	json_put(json, "modified", dataset->modified.text);
	json_key(json, "period");
	json_object(json);
	json_put_if(json, "start", dataset->period_start.text);
	json_put_if(json, "end", dataset->period_end.text);
	json_object_end(json);
}

static void put_resource(struct catalog_pass *writer, const struct resource *resource)
{
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "name", resource->name);
	catalog_put_label(json, "title", &resource->title);
	json_put_bool(json, "tabular", resource->tabular);
	json_put_bool(json, "sample", resource->sample);
	if (resource->tabular && resource->table) {
		json_put_int(json, "field_count", (int64_t)resource->field_count);
		json_put_int(json, "row_count", (int64_t)resource->table->row_count);
	}
	json_key(json, "downloads");
	json_array(json);
	for (size_t i = 0; i < resource->download_count; i++)
		put_file(writer, &resource->downloads[i]);
	json_array_end(json);
	json_object_end(json);
}

static void put_resources(struct catalog_pass *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	struct catalog_file *files;

	json_key(json, "resources");
	json_array(json);
	for (size_t i = 0; i < dataset->resource_count; i++)
		if (resource_is_public(dataset, &dataset->resources[i]) && dataset->resources[i].download_count > 0)
			put_resource(writer, &dataset->resources[i]);
	json_array_end(json);
	if (catalog_files(dataset, writer->arena, &files) == 0)
		return;
	json_put(json, "datapackage",
		 url_file(writer->model, writer->arena,
			  arena_printf(writer->arena, "datasets/%s/datapackage.json", dataset->id)));
	if (dataset->archive.path) {
		json_key(json, "archive");
		put_file(writer, &dataset->archive);
	}
}

static void put_dataset(struct catalog_pass *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "id", dataset->id);
	json_put(json, "url", url_dataset(writer->model, writer->arena, dataset->id));
	catalog_put_label(json, "title", &dataset->title);
	catalog_put_label(json, "abstract", &dataset->abstract);
	json_put(json, "code", dataset->code);
	put_term(writer, "class", "classes", dataset->class_code);
	json_put_if(json, "category", dataset->category);
	put_provider(writer, dataset->org);
	json_key(json, "region");
	json_object(json);
	json_put(json, "code", dataset->region->code);
	catalog_put_label(json, "label", &dataset->region->name);
	json_object_end(json);
	put_terms(writer, "themes", "themes", &dataset->themes);
	put_terms(writer, "sectors", "sectors", &dataset->sectors);
	put_terms(writer, "industries", "industries", &dataset->industries);
	catalog_put_strings(json, "keywords", &dataset->keywords);
	catalog_put_strings(json, "formats", &dataset->formats);
	put_openness(writer, dataset);
	put_dates(writer, dataset);
	put_licence(writer, dataset);
	if (dataset->grade)
		put_digit(writer, "grade", "grades", dataset->grade);
	put_people(writer, dataset);
	json_key(json, "related");
	json_array(json);
	for (size_t i = 0; i < dataset->card->related_count; i++)
		json_string(json, dataset->card->related[i]->id);
	json_array_end(json);
	json_put_int(json, "field_count", (int64_t)dataset->field_total);
	json_put_int(json, "row_count", (int64_t)dataset->row_total);
	json_put_int(json, "capacity", (int64_t)dataset->capacity);
	put_resources(writer, dataset);
	json_object_end(json);
}

/* What was, so that a harvester can tell a withdrawn dataset from one it has lost. */
static void put_past(struct catalog_pass *writer)
{
	const struct model *model = writer->model;
	struct json *json = &writer->json;

	json_key(json, "withdrawn");
	json_array(json);
	for (size_t i = 0; i < model->withdrawal_count; i++) {
		const struct withdrawal *item = &model->withdrawals[i];
		json_object(json);
		json_put(json, "id", item->id);
		catalog_put_label(json, "title", &item->title);
		json_put(json, "date", item->date.text);
		json_put(json, "reason", item->reason);
		json_put_if(json, "successor", item->successor);
		json_object_end(json);
	}
	json_array_end(json);
	json_key(json, "renamed");
	json_array(json);
	for (size_t i = 0; i < model->rename_count; i++) {
		json_object(json);
		json_put(json, "old_id", model->renames[i].old_id);
		json_put(json, "id", model->renames[i].id);
		json_put(json, "date", model->renames[i].date.text);
		json_object_end(json);
	}
	json_array_end(json);
}

static void put_scope(struct catalog_pass *writer)
{
	const struct catalog_scope *scope = writer->scope;
	struct json *json = &writer->json;

	json_key(json, "scope");
	json_object(json);
	json_put(json, "kind", scope->kind);
	json_put_if(json, "code", scope->code);
	catalog_put_label(json, "title", &scope->title);
	json_put(json, "url", url_file(writer->model, writer->arena, scope->page));
	json_object_end(json);
}

static enum status begin(struct catalog_pass *writer)
{
	struct json *json = &writer->json;

	json_init(json, &writer->sink->buf, true);
	json_object(json);
	put_portal(writer);
	put_scope(writer);
	json_put(json, "generated", writer->model->now.text);
	json_put_int(json, "dataset_count", (int64_t)writer->scope->shelf.count);
	json_key(json, "datasets");
	json_array(json);
	return STATUS_OK;
}

static enum status end(struct catalog_pass *writer)
{
	const struct model *model = writer->model;
	struct json *json = &writer->json;

	json_array_end(json);
	if (!writer->scope->code) {
		json_key(json, "archives");
		json_array(json);
		for (size_t i = 0; i < model->bulk_count; i++)
			put_file(writer, &model->bulk[i]);
		json_array_end(json);
		put_past(writer);
	}
	json_object_end(json);
	return STATUS_OK;
}

#define RECORD_DEPTH 2 /* of the members of "datasets" */

static void make_record(struct catalog_pass *writer, const struct dataset *dataset, struct buf *out)
{
	json_init_part(&writer->json, out, true, RECORD_DEPTH);
	put_dataset(writer, dataset);
}

static void put_record(struct catalog_pass *writer, struct span record)
{
	json_ready(&writer->json, record.ptr, record.len);
}

static enum status begin_lines(struct catalog_pass *writer)
{
	(void)writer;
	return STATUS_OK;
}

static void make_line(struct catalog_pass *writer, const struct dataset *dataset, struct buf *out)
{
	json_init(&writer->json, out, false);
	put_dataset(writer, dataset);
	buf_byte(out, '\n');
}

const struct catalog_form catalog_json = {"json", true, NULL, begin, make_record, put_record, end};
const struct catalog_form catalog_jsonl = {"jsonl", true, NULL, begin_lines, make_line, catalog_put_text, begin_lines};
