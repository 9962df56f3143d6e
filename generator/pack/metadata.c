#include "metadata.h"

#include <string.h>

#include "format.h"
#include "manifest.h"
#include "urls.h"

#define FORM "headwater-metadata/1" /* changes when a name changes its meaning */

struct writer {
	const struct model *model;
	const struct dataset *dataset;
	const struct catalog_facts *facts;
	struct arena *arena;
	struct record *record;
	bool brief;
};

static void coded(struct writer *w, const char *name, const char *vocabulary, const char *code)
{
	if (!code || !code[0])
		return;
	const struct term *term = model_term(w->model, vocabulary, code);
	record_object(w->record, name);
	record_text(w->record, "code", code);
	if (term)
		record_label(w->record, "label", &term->label);
	record_end(w->record);
}

static void coded_list(struct writer *w, const char *name, const char *item, const char *vocabulary,
		       const struct strings *codes)
{
	if (codes->count == 0)
		return;
	record_list(w->record, name);
	for (size_t i = 0; i < codes->count; i++)
		coded(w, item, vocabulary, codes->items[i]);
	record_end(w->record);
}

static void write_provider(struct writer *w)
{
	const struct org *org = w->dataset->org;
	record_object(w->record, "provider");
	record_text(w->record, "id", w->dataset->provider_id);
	if (org) {
		record_label(w->record, "name", &org->name);
		record_text(w->record, "code", org->code);
		record_bool(w->record, "code_is_sample", org->synthetic);
	}
	record_end(w->record);
}

static void write_conditions(struct writer *w)
{
	const struct dataset *d = w->dataset;
	record_object(w->record, "share");
	coded(w, "type", "share-types", d->share_type);
	record_text(w->record, "condition", d->share_condition);
	record_text(w->record, "method", d->share_method);
	record_end(w->record);
	record_object(w->record, "open");
	coded(w, "type", "open-types", arena_printf(w->arena, "%d", (int)d->open));
	record_text(w->record, "condition", d->open_condition);
	record_strings(w->record, "materials", "material", &d->open_materials);
	record_text(w->record, "reason", d->open_reason);
	record_end(w->record);
}

static void write_related(struct writer *w)
{
	if (w->dataset->card->related_count == 0)
		return;
	record_list(w->record, "related");
	for (size_t i = 0; i < w->dataset->card->related_count; i++) {
		const struct card *other = w->dataset->card->related[i];
		record_object(w->record, "dataset");
		record_text(w->record, "id", other->id);
		record_text(w->record, "code", other->code);
		record_label(w->record, "title", &other->title);
		record_end(w->record);
	}
	record_end(w->record);
}

static void write_core(struct writer *w)
{
	const struct dataset *d = w->dataset;
	coded(w, "class", "classes", d->class_code);
	record_text(w->record, "category", d->category);
	record_label(w->record, "title", &d->title);
	record_text(w->record, "code", d->code);
	write_provider(w);
	record_label(w->record, "abstract", &d->abstract);
	coded_list(w, "formats", "format", "formats", &d->formats);
	write_conditions(w);
	coded(w, "update_cycle", "update-cycles", d->update_cycle);
	record_text(w->record, "issued", d->issued.text);
	record_text(w->record, "modified", d->modified.text);
	write_related(w);
}

static void write_licence(struct writer *w)
{
	const struct term *term = model_term(w->model, "licences", w->dataset->licence ? w->dataset->licence : "");
	record_object(w->record, "licence");
	record_text(w->record, "id", w->dataset->licence);
	if (term) {
		const char *url = term_extra(term, "url");
		struct label text = {{term_extra(term, "text"), term_extra(term, "text_en")}};
		if (url && url[0] == '/')
			url = url_page(w->model, w->arena, url, LANG_ZH);
		record_label(w->record, "label", &term->label);
		record_text(w->record, "version", term_extra(term, "version"));
		record_text(w->record, "url", url);
		record_text(w->record, "uri", term_extra(term, "uri"));
		record_label(w->record, "text", &text);
	}
	record_end(w->record);
}

static void write_region(struct writer *w)
{
	record_object(w->record, "region");
	record_text(w->record, "code", w->dataset->region_code);
	if (w->dataset->region)
		record_label(w->record, "label", &w->dataset->region->name);
	record_end(w->record);
}

static void write_period(struct writer *w)
{
	if (!w->dataset->period_start.text && !w->dataset->period_end.text)
		return;
	record_object(w->record, "period");
	record_text(w->record, "start", w->dataset->period_start.text);
	record_text(w->record, "end", w->dataset->period_end.text);
	record_end(w->record);
}

static void write_provenance(struct writer *w)
{
	const struct dataset *d = w->dataset;
	record_object(w->record, "contact");
	record_text(w->record, "name", d->contact_name);
	record_text(w->record, "phone", d->contact_phone);
	record_text(w->record, "email", d->contact_email);
	record_end(w->record);
	record_object(w->record, "source");
	record_label(w->record, "title", &d->source_title);
	record_text(w->record, "publisher", d->source_publisher);
	record_text(w->record, "url", d->source_url);
	record_text(w->record, "note", d->source_note);
	record_end(w->record);
	record_text(w->record, "sample_note", d->sample_note);
	if (d->change_count == 0)
		return;
	record_list(w->record, "changes");
	for (size_t i = 0; i < d->change_count; i++) {
		record_object(w->record, "change");
		record_text(w->record, "date", d->changes[i].date.text);
		record_label(w->record, "note", &d->changes[i].note);
		record_end(w->record);
	}
	record_end(w->record);
}

static void write_field(struct writer *w, const struct resource *resource, const struct field *field)
{
	bool known = !resource_is_list(resource);
	const char *type = field_type_name(field->type);
	const struct term *term = model_term(w->model, "data-types", type);
	record_object(w->record, "field");
	record_text(w->record, "name", field->name);
	record_label(w->record, "title", &field->title);
	record_text(w->record, "type", known ? type : NULL);
	record_text(w->record, "national_type", known && term ? term_extra(term, "national") : NULL);
	if (field->length > 0)
		record_int(w->record, "length", field->length);
	record_text(w->record, "unit", field->unit);
	if (known) {
		record_bool(w->record, "required", field->required);
		record_bool(w->record, "unique", field->unique);
	}
	record_text(w->record, "codes", field->codes);
	record_strings(w->record, "values", "value", &field->values);
	record_label(w->record, "description", &field->description);
	coded(w, "open", "open-types", arena_printf(w->arena, "%d", (int)field->open));
	if (field->grade)
		record_int(w->record, "grade", field->grade);
	record_bool(w->record, "in_files", field_is_public(w->dataset, field));
	record_end(w->record);
}

static const char *media_type(const struct writer *w, const struct resource *resource, const struct download *download)
{
	const struct format *format = format_of(resource, download);
	const struct term *term = model_term(w->model, "formats", download->format);
	return format ? format->media_type : term ? term_extra(term, "media_type") : NULL;
}

static void write_file(struct writer *w, const struct resource *resource, const struct download *download)
{
	struct file_facts facts;
	size_t folder = strlen("datasets/") + strlen(w->dataset->id) + 1;
	record_object(w->record, "file");
	record_text(w->record, "path", download->path + folder);
	record_text(w->record, "format", download->format);
	record_text(w->record, "variant", download->variant);
	record_text(w->record, "media_type", media_type(w, resource, download));
	if (catalog_find(w->facts, download->path, &facts)) {
		record_int(w->record, "size_bytes", (int64_t)facts.size_bytes);
		record_text(w->record, "sha256", file_facts_sha256(&facts, w->arena));
	}
	if (resource->table)
		record_int(w->record, "rows", (int64_t)resource->table->row_count);
	record_end(w->record);
}

static void write_notes(struct writer *w, const struct resource *resource)
{
	struct format_input input;
	if (!format_prepare(w->dataset, resource, w->arena, &input))
		return;
	bool sheet = format_xlsx_fits(&input);
	size_t lost = format_xml_lost(&input);
	if (sheet && lost == 0)
		return;
	record_list(w->record, "notes");
	if (!sheet)
		record_label(w->record, "note",
			     &(struct label){
				 {"数据超出 XLSX 的容量（1,048,576 行、16,384 列、每格 32,767 字），不提供 XLSX 文件。",
				  "No XLSX file: the table is past its limits of 1,048,576 rows, 16,384 columns or "
				  "32,767 characters a cell."}});
	if (lost > 0)
		record_label(w->record, "note",
			     &(struct label){{arena_printf(w->arena,
							   "XML 文件缺 %zu 个 XML 1.0 不能表示的控制字符，"
							   "所在单元标有 lossy=\"true\"；其他格式完整。",
							   lost),
					      arena_printf(w->arena,
							   "The XML file lacks %zu control characters that XML 1.0 "
							   "cannot carry; their cells are marked lossy=\"true\". The "
							   "other formats are complete.",
							   lost)}});
	record_end(w->record);
}

static void write_resource(struct writer *w, const struct resource *resource)
{
	record_object(w->record, "resource");
	record_text(w->record, "name", resource->name);
	record_label(w->record, "title", &resource->title);
	record_text(w->record, "source_format", resource->format);
	record_bool(w->record, "tabular", resource->tabular);
	record_bool(w->record, "sample", resource->sample);
	if (resource->table)
		record_int(w->record, "rows", (int64_t)resource->table->row_count);
	record_strings(w->record, "primary_key", "name", &resource->primary_key);
	if (resource->field_count > 0 && !w->brief) {
		record_list(w->record, "fields");
		for (size_t i = 0; i < resource->field_count; i++)
			write_field(w, resource, &resource->fields[i]);
		record_end(w->record);
	}
	if (resource->download_count > 0 && resource_is_public(w->dataset, resource)) {
		record_list(w->record, "files");
		for (size_t i = 0; i < resource->download_count; i++)
			write_file(w, resource, &resource->downloads[i]);
		record_end(w->record);
	}
	if (!w->brief)
		write_notes(w, resource);
	record_end(w->record);
}

static void write_all(struct writer *w)
{
	const struct dataset *d = w->dataset;
	record_text(w->record, "form", FORM);
	record_text(w->record, "id", d->id);
	record_text(w->record, "url", url_dataset(w->model, w->arena, d->id));
	write_core(w);
	write_region(w);
	coded_list(w, "themes", "theme", "themes", &d->themes);
	coded_list(w, "sectors", "sector", "sectors", &d->sectors);
	coded_list(w, "industries", "industry", "industries", &d->industries);
	record_strings(w->record, "keywords", "keyword", &d->keywords);
	write_licence(w);
	coded(w, "grade", "grades", d->grade ? arena_printf(w->arena, "%d", d->grade) : NULL);
	write_period(w);
	write_provenance(w);
	record_int(w->record, "row_total", (int64_t)d->row_total);
	record_int(w->record, "capacity", (int64_t)d->capacity);
	if (d->resource_count == 0)
		return;
	record_list(w->record, "resources");
	for (size_t i = 0; i < d->resource_count; i++)
		write_resource(w, &d->resources[i]);
	record_end(w->record);
}

bool metadata_in_full(const struct dataset *dataset)
{
	return dataset->card->folder != NULL;
}

void metadata_write(const struct model *model, const struct dataset *dataset, const struct catalog_facts *facts,
		    enum notation notation, struct buf *out)
{
	struct record record;
	struct writer writer = {
	    .model = model, .dataset = dataset, .facts = facts, .arena = arena_new(), .record = &record};
	record_begin(&record, notation, out, "metadata");
	write_all(&writer);
	record_finish(&record);
	arena_free(writer.arena);
}

void metadata_brief(const struct model *model, const struct dataset *dataset, const struct catalog_facts *facts,
		    struct record *record)
{
	struct writer writer = {
	    .model = model, .dataset = dataset, .facts = facts, .arena = arena_new(), .record = record, .brief = true};
	write_all(&writer);
	arena_free(writer.arena);
}
