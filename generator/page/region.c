/* region.c -- regions: the tree of the province, and a page for each with what lies below it. */
#include "list.h"
#include "part.h"

#include <string.h>

static const char *const level_names[REGION_LEVEL__MAX] = {"province", "prefecture", "county"};

static struct node *add_region(const struct view *view, struct node *parent, const struct region *region)
{
	struct node *node = node_add(parent, "region");
	node_attr(node, "code", region->code);
	node_attr(node, "level", level_names[region->level]);
	part_href(view, node, facet_path(FACET_REGION, region, view->arena));
	node_attr_int(node, "own", (int64_t)region->dataset_count);
	node_attr_int(node, "below", (int64_t)region->dataset_count_below);
	node_label(node, "title", &region->name, view->lang);
	return node;
}

static void add_tree(const struct view *view, struct node *parent, const struct region *region)
{
	struct node *node = add_region(view, parent, region);
	for (size_t i = 0; i < region->child_count; i++)
		add_tree(view, node, region->children[i]);
}

void regions_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan(site, kind, lang, "/regions/");
}

void regions_fill(const struct view *view, const struct page *page)
{
	part_head_text(view, "regions");
	part_crumb_text(view, node_add(view->page, "crumbs"), page->path, "regions");
	struct node *regions = node_add(view->page, "regions");
	for (size_t i = 0; i < view->model->region_count; i++)
		if (!view->model->regions[i].parent)
			add_tree(view, regions, &view->model->regions[i]);
}

void region_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (size_t i = 0; i < site->model->region_count; i++) {
		const struct region *region = &site->model->regions[i];
		const char *path = facet_path(FACET_REGION, region, site->arena);
		list_plan_pages(site, kind, lang, list_of(site, FACET_REGION, region, path), region);
	}
}

static void add_crumbs(const struct view *view, struct node *crumbs, const struct region *region)
{
	if (region->parent)
		add_crumbs(view, crumbs, region->parent);
	part_crumb(view, crumbs, facet_path(FACET_REGION, region, view->arena), &region->name);
}

void region_fill(const struct view *view, const struct page *page)
{
	const struct region *region = page->subject;
	part_head(view, &region->name, NULL);
	struct node *crumbs = node_add(view->page, "crumbs");
	part_crumb_text(view, crumbs, "/regions/", "regions");
	add_crumbs(view, crumbs, region);
	struct node *node = add_region(view, view->page, region);
	for (size_t i = 0; i < region->child_count; i++)
		add_region(view, node, region->children[i]);
	for (size_t i = 0; i < view->model->org_count; i++) {
		const struct org *org = &view->model->orgs[i];
		if (org->region != region)
			continue;
		struct node *link = part_link(view, node, "org", facet_path(FACET_ORG, org, view->arena), &org->name);
		node_attr_int(link, "count", (int64_t)org->dataset_count);
	}
	part_figures(view, node, page->list->items, page->list->count);
	for (size_t i = 0; i < view->model->bulk_count; i++) {
		const struct download *bulk = &view->model->bulk[i];
		const char *start = arena_printf(view->arena, "archives/region-%s.", region->code);
		if (bulk->path && strncmp(bulk->path, start, strlen(start)) == 0)
			part_download(view, node, bulk);
	}
	list_add(view, page);
}
