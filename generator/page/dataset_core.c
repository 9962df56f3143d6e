/* dataset_core.c -- the 13 core items of the national catalogue guide, and what this portal says beyond them. */
#include "dataset.h"

#include <string.h>

#include "list.h"
#include "part.h"

typedef void core_fn(const struct view *view, struct node *core, const struct dataset *dataset);

static void add_term(const struct view *view, struct node *core, const char *vocabulary, const char *code)
{
	const struct term *term = code ? model_term(view->model, vocabulary, code) : NULL;
	if (!term)
		return;
	struct node *value = node_label(core, "value", &term->label, view->lang);
	node_attr(value, "code", code);
}

/* The class of two levels: first digit, then the whole code. */
static void add_class(const struct view *view, struct node *core, const struct dataset *dataset)
{
	if (dataset->class_code && dataset->class_code[1])
		add_term(view, core, "classes", arena_copy(view->arena, dataset->class_code, 1));
	add_term(view, core, "classes", dataset->class_code);
	part_chinese(view, core, "value", dataset->category);
}

static void add_title(const struct view *view, struct node *core, const struct dataset *dataset)
{
	node_label(core, "value", &dataset->title, view->lang);
}

static void add_code(const struct view *view, struct node *core, const struct dataset *dataset)
{
	(void)view;
	node_text(core, "value", dataset->code);
}

static void add_provider(const struct view *view, struct node *core, const struct dataset *dataset)
{
	part_link(view, core, "value", facet_path(FACET_ORG, dataset->org, view->arena), &dataset->org->name);
}

static void add_provider_code(const struct view *view, struct node *core, const struct dataset *dataset)
{
	(void)view;
	if (!dataset->org->code)
		return;
	struct node *value = node_text(core, "value", dataset->org->code);
	if (dataset->org->synthetic)
		node_attr(value, "synthetic", "yes");
}

static void add_abstract(const struct view *view, struct node *core, const struct dataset *dataset)
{
	node_label(core, "value", &dataset->abstract, view->lang);
}

static void add_formats(const struct view *view, struct node *core, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->formats.count; i++) {
		const struct term *term = model_term(view->model, "formats", dataset->formats.items[i]);
		if (term)
			part_link(view, core, "value", facet_path(FACET_FORMAT, term, view->arena), &term->label);
	}
}

static void add_fields(const struct view *view, struct node *core, const struct dataset *dataset)
{
	(void)view;
	node_attr_int(core, "count", (int64_t)dataset->field_total);
}

static void add_share(const struct view *view, struct node *core, const struct dataset *dataset)
{
	add_term(view, core, "share-types", dataset->share_type);
	part_chinese(view, core, "value", dataset->share_condition);
	part_chinese(view, core, "value", dataset->share_method);
}

static void add_open(const struct view *view, struct node *core, const struct dataset *dataset)
{
	add_term(view, core, "open-types", arena_printf(view->arena, "%d", dataset->open));
	part_chinese(view, core, "value", dataset->open_condition);
	part_chinese(view, core, "value", dataset->open_reason);
}

static void add_cycle(const struct view *view, struct node *core, const struct dataset *dataset)
{
	add_term(view, core, "update-cycles", dataset->update_cycle);
}

static void add_issued(const struct view *view, struct node *core, const struct dataset *dataset)
{
	(void)view;
	node_text(core, "value", dataset->issued.text);
}

static void add_related_codes(const struct view *view, struct node *core, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->card->related_count; i++) {
		const struct card *other = dataset->card->related[i];
		part_href(view, node_text(core, "value", other->code), dataset_path(view, other->id));
	}
}

/* In the order of the guide; the number of a row is the number of the item. */
static core_fn *const core_items[] = {add_class,    add_title,   add_code,         add_provider, add_provider_code,
				      add_abstract, add_formats, add_fields,       add_share,    add_open,
				      add_cycle,    add_issued,  add_related_codes};

static void add_modified(const struct view *view, struct node *core, const struct dataset *dataset)
{
	(void)view;
	node_text(core, "value", dataset->modified.text);
}

static void add_region(const struct view *view, struct node *core, const struct dataset *dataset)
{
	part_link(view, core, "value", facet_path(FACET_REGION, dataset->region, view->arena), &dataset->region->name);
}

static void add_facet_terms(const struct view *view, struct node *core, enum facet facet, const struct strings *codes)
{
	for (size_t i = 0; i < codes->count; i++) {
		const struct term *term = model_term(view->model, facet_kinds[facet].vocabulary, codes->items[i]);
		if (term)
			part_link(view, core, "value", facet_path(facet, term, view->arena), &term->label);
	}
}

static void add_themes(const struct view *view, struct node *core, const struct dataset *dataset)
{
	add_facet_terms(view, core, FACET_THEME, &dataset->themes);
}

static void add_sectors(const struct view *view, struct node *core, const struct dataset *dataset)
{
	add_facet_terms(view, core, FACET_SECTOR, &dataset->sectors);
}

static void add_industries(const struct view *view, struct node *core, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->industries.count; i++)
		add_term(view, core, "industries", dataset->industries.items[i]);
}

static void add_keywords(const struct view *view, struct node *core, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->keywords.count; i++) {
		struct buf href;
		buf_init(&href, 4096);
		buf_str(&href, "/search?q=");
		buf_url(&href, dataset->keywords.items[i], strlen(dataset->keywords.items[i]));
		struct node *value = part_chinese(view, core, "value", dataset->keywords.items[i]);
		if (value)
			part_href(view, value, href.bytes);
		buf_free(&href);
	}
}

static void add_period(const struct view *view, struct node *core, const struct dataset *dataset)
{
	(void)view;
	if (dataset->period_start.text)
		node_text(core, "value", dataset->period_start.text);
	if (dataset->period_end.text)
		node_text(core, "value", dataset->period_end.text);
}

static void add_grade(const struct view *view, struct node *core, const struct dataset *dataset)
{
	if (dataset->grade)
		add_term(view, core, "grades", arena_printf(view->arena, "%d", dataset->grade));
	else
		node_attr(core, "ungraded", "yes");
}

static void add_id(const struct view *view, struct node *core, const struct dataset *dataset)
{
	(void)view;
	node_text(core, "value", dataset->id);
}

static const struct {
	const char *id;
	core_fn *add;
} more_items[] = {
    {"modified", add_modified}, {"period", add_period},   {"region", add_region},
    {"themes", add_themes},     {"sectors", add_sectors}, {"industries", add_industries},
    {"keywords", add_keywords}, {"grade", add_grade},     {"id", add_id},
};

void dataset_add_core(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	for (size_t i = 0; i < sizeof core_items / sizeof core_items[0]; i++) {
		struct node *core = node_add(parent, "core");
		node_attr_int(core, "n", (int64_t)i + 1);
		core_items[i](view, core, dataset);
	}
	for (size_t i = 0; i < sizeof more_items / sizeof more_items[0]; i++) {
		struct node *meta = node_add(parent, "meta");
		node_attr(meta, "id", more_items[i].id);
		more_items[i].add(view, meta, dataset);
	}
}
