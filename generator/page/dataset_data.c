/* dataset_data.c -- the files of a dataset: downloads, field dictionary, what the values are like, first rows. */
#include "dataset.h"

#include <string.h>

#include <headwater/buf.h>

#include "chart.h"
#include "list.h"
#include "part.h"
#include "tibetan.h"

#define PREVIEW_ROWS 10

static bool is_number(const struct field *field)
{
	return field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
}

/* Shares are shown in tenths of a percent; counting in integers keeps them the same everywhere. */
static void add_share(struct node *node, const char *name, size_t part, size_t whole)
{
	size_t tenths = whole ? (part * 2000 + whole) / (whole * 2) : 0;
	node_attr_printf(node, name, "%zu.%zu", tenths / 10, tenths % 10);
}

/* A field over time says more than how its values are spread; most fields have no time to stand over. */
static void add_charts(const struct view *view, struct node *profile, const struct resource *resource,
		       const struct field *field)
{
	struct buf svg;
	buf_init(&svg, BUF_MAX_DEFAULT);
	chart_series(resource, field, view->lang, &svg);
	if (svg.len == 0)
		chart_profile(field->profile, label_text(&field->title, view->lang, NULL), view->lang, &svg);
	if (svg.len > 0)
		node_splice(profile, "chart", svg.bytes, svg.len);
	buf_free(&svg);
}

static void add_profile(const struct view *view, struct node *parent, const struct resource *resource,
			const struct field *field)
{
	const struct profile *profile = field->profile;
	struct node *node = node_add(parent, "profile");
	node_attr_int(node, "rows", (int64_t)profile->row_count);
	node_attr_int(node, "blank", (int64_t)profile->blank_count);
	add_share(node, "blank-share", profile->blank_count, profile->row_count);
	node_attr_int(node, "distinct", (int64_t)profile->distinct_count);
	if (profile->has_range) {
		node_attr(node, "min", profile->min);
		node_attr(node, "max", profile->max);
	}
	add_charts(view, node, resource, field);
}

static void add_code_list(const struct view *view, struct node *parent, const char *codes)
{
	static const struct {
		const char *id, *path;
	} pages[] = {{"regions", "/regions/"}, {"orgs", "/orgs/"},       {"themes", "/themes/"},
		     {"sectors", "/sectors/"}, {"formats", "/formats/"}, {"open-types", "/open-types/"}};
	if (!codes)
		return;
	struct node *node = node_text(parent, "codes", codes);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (strcmp(pages[i].id, codes) == 0)
			part_href(view, node, pages[i].path);
}

static void add_field(const struct view *view, struct node *parent, const struct dataset *dataset,
		      const struct resource *resource, const struct field *field)
{
	const struct term *type = model_term(view->model, "data-types", field_type_name(field->type));
	struct node *node = node_add(parent, "field");
	node_attr(node, "name", field->name);
	if (!resource_is_list(resource))
		node_attr(node, "type",
			  type ? label_text(&type->label, view->lang, NULL) : field_type_name(field->type));
	if (type && !resource_is_list(resource))
		node_attr(node, "type-code", term_extra(type, "national"));
	if (field->length > 0)
		node_attr_int(node, "length", field->length);
	if (field->required)
		node_attr(node, "required", "yes");
	if (field->unique)
		node_attr(node, "unique", "yes");
	if (field->open != dataset->open)
		node_attr_int(node, "open", field->open);
	if (field->grade)
		node_attr_int(node, "grade", field->grade);
	if (field->column < 0)
		node_attr(node, "listed-only", "yes");
	node_label(node, "title", &field->title, view->lang);
	if (field->description.text[LANG_ZH])
		node_label(node, "description", &field->description, view->lang);
	part_chinese(view, node, "unit", field->unit);
	add_code_list(view, node, field->codes);
	for (size_t i = 0; i < field->values.count; i++)
		node_text(node, "allowed", field->values.items[i]);
	if (field->profile && field_is_public(dataset, field))
		add_profile(view, node, resource, field);
}

static void add_preview(const struct view *view, struct node *parent, const struct dataset *dataset,
			const struct resource *resource)
{
	const struct table *table = resource->table;
	struct node *preview = node_add(parent, "preview");
	size_t shown = table->row_count < PREVIEW_ROWS ? table->row_count : PREVIEW_ROWS;
	node_attr_int(preview, "shown", (int64_t)shown);
	node_attr_int(preview, "rows", (int64_t)table->row_count);
	if (view->lang != LANG_ZH)
		node_attr(preview, "lang", lang_tag(LANG_ZH));
	for (size_t f = 0; f < resource->field_count; f++) {
		if (!field_is_public(dataset, &resource->fields[f]))
			continue;
		struct node *column = node_label(preview, "column", &resource->fields[f].title, view->lang);
		node_attr(column, "name", resource->fields[f].name);
		if (is_number(&resource->fields[f]))
			node_attr(column, "number", "yes");
	}
	for (size_t r = 0; r < shown; r++) {
		struct node *row = node_add(preview, "row");
		for (size_t f = 0; f < resource->field_count; f++) {
			const struct field *field = &resource->fields[f];
			if (!field_is_public(dataset, field) || (size_t)field->column >= table->column_count)
				continue;
			struct span cell = table->cells[r * table->column_count + (size_t)field->column];
			struct node *node = node_text_n(row, "cell", cell.ptr ? cell.ptr : "", cell.len);
			if (is_number(field))
				node_attr(node, "number", "yes");
			if (tibetan_in(cell.ptr, cell.len))
				node_attr(node, "script", "Tibt");
		}
	}
}

void dataset_add_resources(const struct view *view, struct node *parent, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		bool public = resource_is_public(dataset, resource);
		struct node *node = node_add(parent, "resource");
		node_attr(node, "name", resource->name);
		node_attr(node, "format", resource->format);
		if (resource_is_list(resource))
			node_attr(node, "list", "yes");
		if (resource->sample)
			node_attr(node, "sample", "yes");
		if (resource_has_rows(dataset, resource))
			node_attr(node, "explore",
				  arena_printf(view->arena, "%s/datasets/%s/explore/%s/", view->prefix, dataset->id,
					       resource->name));
		if (resource->tabular && resource->table)
			node_attr_int(node, "rows", (int64_t)resource->table->row_count);
		node_label(node, "title", &resource->title, view->lang);
		for (size_t k = 0; public && k < resource->download_count; k++)
			part_download(view, node, &resource->downloads[k]);
		for (size_t k = 0; k < resource->primary_key.count; k++)
			node_text(node, "key", resource->primary_key.items[k]);
		for (size_t f = 0; f < resource->field_count; f++)
			add_field(view, node, dataset, resource, &resource->fields[f]);
		if (public && resource->tabular && resource->table && resource->table->row_count > 0)
			add_preview(view, node, dataset, resource);
	}
}
