/* dataset.c -- a dataset's page: what it is, what is in it, how to get it, how to use it. */
#include "dataset.h"

#include <string.h>

#include <headwater/buf.h>

#include "jsonld.h"
#include "list.h"
#include "part.h"
#include "quality.h"

void dataset_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan_datasets(site, kind, lang);
}

static void add_terms_of_use(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	const struct term *open = model_term(view->model, "open-types", arena_printf(view->arena, "%d", dataset->open));
	struct node *node = node_add(parent, "open");
	node_attr_int(node, "type", dataset->open);
	if (open) {
		part_link(view, node, "label", facet_path(FACET_OPEN_TYPE, open, view->arena), &open->label);
		if (open->note.text[LANG_ZH])
			node_label(node, "note", &open->note, view->lang);
	}
	part_chinese(view, node, "condition", dataset->open_condition);
	part_chinese(view, node, "reason", dataset->open_reason);
	for (size_t i = 0; i < dataset->open_materials.count; i++)
		part_chinese(view, node, "material", dataset->open_materials.items[i]);

	const struct term *licence = model_term(view->model, "licences", dataset->licence ? dataset->licence : "");
	if (!licence)
		return;
	struct node *terms = node_add(parent, "licence");
	const char *url = term_extra(licence, "url");
	if (url && url[0] == '/')
		part_href(view, terms, url);
	else
		node_attr(terms, "href", url);
	node_label(terms, "title", &licence->label, view->lang);
	struct label text = {
	    .text = {[LANG_ZH] = term_extra(licence, "text"), [LANG_EN] = term_extra(licence, "text_en")}};
	if (text.text[LANG_ZH])
		node_label(terms, "text", &text, view->lang);
}

static void add_contact(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	const struct org *org = dataset->org;
	struct node *contact = node_add(parent, "contact");
	part_link(view, contact, "org", facet_path(FACET_ORG, org, view->arena), &org->name);
	if (dataset->contact_name && strcmp(dataset->contact_name, org->name.text[LANG_ZH]) != 0)
		part_chinese(view, contact, "name", dataset->contact_name);
	if (dataset->contact_phone && *dataset->contact_phone)
		node_text(contact, "phone", dataset->contact_phone);
	if (dataset->contact_email && *dataset->contact_email)
		node_text(contact, "email", dataset->contact_email);
}

static void add_source(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	struct node *source = node_add(parent, "source");
	node_attr(source, "href", dataset->source_url);
	if (dataset->source_title.text[LANG_ZH])
		node_label(source, "title", &dataset->source_title, view->lang);
	part_chinese(view, source, "publisher", dataset->source_publisher);
	part_chinese(view, source, "note", dataset->source_note);
}

static void add_neighbour(const struct view *view, struct node *parent, const char *name, const struct card *card)
{
	struct node *node = part_link(view, parent, name, dataset_path(view, card->id), &card->title);
	node_attr(node, "modified", card->modified.text);
	node_attr_int(node, "open-type", card->open);
}

static void add_neighbours(const struct view *view, struct node *parent, const struct card *card)
{
	for (size_t i = 0; i < card->related_count; i++)
		add_neighbour(view, parent, "related", card->related[i]);
	for (size_t i = 0; i < card->near_count; i++)
		add_neighbour(view, parent, "near", &view->model->cards[card->near[i]]);
}

/* Descriptions for machines; only those that were put out are offered. */
static void add_machine(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	static const char *const files[] = {"metadata.json", "metadata.xml", "datapackage.json", "dictionary.csv",
					    "feed.atom"};
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct download file = {.format = strrchr(files[i], '.') + 1,
					.path = arena_printf(view->arena, "datasets/%s/%s", dataset->id, files[i])};
		struct node *machine = node_add(parent, "machine");
		node_attr(machine, "id", files[i]);
		part_download(view, machine, &file);
	}
	static const char *const catalogues[] = {"dcat/catalog.jsonld", "dcat/catalog.ttl"};
	for (size_t i = 0; i < sizeof catalogues / sizeof catalogues[0]; i++) {
		struct download file = {.format = strrchr(catalogues[i], '.') + 1, .path = catalogues[i]};
		struct node *machine = node_add(parent, "machine");
		node_attr(machine, "id", catalogues[i]);
		part_download(view, machine, &file);
	}
}

static void add_changes(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->change_count; i++) {
		struct node *change = node_label(parent, "change", &dataset->changes[i].note, view->lang);
		node_attr(change, "date", dataset->changes[i].date.text);
	}
}

static void add_jsonld(const struct view *view, const struct dataset *dataset)
{
	struct buf json;
	buf_init(&json, BUF_MAX_DEFAULT);
	jsonld_dataset(view->model, dataset, view->lang, &json);
	node_splice(view->page, "jsonld", json.bytes, json.len);
	buf_free(&json);
}

void dataset_fill(const struct view *view, const struct page *page)
{
	struct dataset *dataset;
	*view->status = dataset_tables(view->model, page->subject, view->arena, &dataset);
	if (*view->status != STATUS_OK)
		return;
	measure_profiles(dataset, view->arena);
	part_head(view, &dataset->title, &dataset->abstract);
	struct node *crumbs = node_add(view->page, "crumbs");
	part_crumb_text(view, crumbs, "/datasets/", "datasets");
	if (dataset->themes.count > 0) {
		const struct term *theme = model_term(view->model, "themes", dataset->themes.items[0]);
		if (theme)
			part_crumb(view, crumbs, facet_path(FACET_THEME, theme, view->arena), &theme->label);
	}
	part_crumb(view, crumbs, page->path, &dataset->title);
	add_jsonld(view, dataset);
	node_attr_printf(view->page, "feed", "/datasets/%s/feed.atom", dataset->id);

	struct node *node = node_add(view->page, "dataset");
	node_attr(node, "id", dataset->id);
	node_attr(node, "issued", dataset->issued.text);
	node_attr(node, "modified", dataset->modified.text);
	node_attr_int(node, "fields", (int64_t)dataset->field_total);
	node_attr_int(node, "rows", (int64_t)dataset->row_total);
	node_attr_int(node, "capacity", (int64_t)dataset->capacity);
	node_label(node, "title", &dataset->title, view->lang);
	node_label(node, "abstract", &dataset->abstract, view->lang);
	struct quality quality;
	measure_quality(view->model, dataset, &quality);
	part_quality(view, node, &quality);
	part_chinese(view, node, "sample-note", dataset->sample_note);
	add_terms_of_use(view, node, dataset);
	add_contact(view, node, dataset);
	add_source(view, node, dataset);
	struct node *archive = node_add(node, "archive");
	part_download(view, archive, &dataset->archive);
	dataset_add_resources(view, node, dataset);
	dataset_add_core(view, node, dataset);
	part_body(view, node, dataset->body, dataset->body_len, 1);
	add_neighbours(view, node, dataset->card);
	dataset_add_citation(view, node, dataset);
	add_changes(view, node, dataset);
	add_machine(view, node, dataset);
}
