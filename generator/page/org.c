/* org.c -- organisations: the index by region, and a page for each with its datasets. */
#include "list.h"
#include "part.h"
#include "quality.h"

void orgs_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan(site, kind, lang, "/orgs/");
}

void orgs_fill(const struct view *view, const struct page *page)
{
	const struct model *model = view->model;
	part_head_text(view, "orgs");
	part_crumb_text(view, node_add(view->page, "crumbs"), page->path, "orgs");
	struct node *orgs = node_add(view->page, "orgs");
	for (size_t r = 0; r < model->region_count; r++) {
		struct node *group = NULL;
		for (size_t i = 0; i < model->org_count; i++) {
			const struct org *org = &model->orgs[i];
			if (org->region != &model->regions[r])
				continue;
			if (!group) {
				group = node_add(orgs, "group");
				node_label(group, "title", &model->regions[r].name, view->lang);
			}
			struct node *node = node_add(group, "org");
			part_href(view, node, facet_path(FACET_ORG, org, view->arena));
			node_attr_int(node, "count", (int64_t)org->dataset_count);
			node_label(node, "title", &org->name, view->lang);
			part_chinese(view, node, "kind", org->kind);
		}
	}
}

void org_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (size_t i = 0; i < site->model->org_count; i++) {
		const struct org *org = &site->model->orgs[i];
		const char *path = facet_path(FACET_ORG, org, site->arena);
		list_plan_pages(site, kind, lang, list_of(site, FACET_ORG, org, path), org);
	}
}

void org_fill(const struct view *view, const struct page *page)
{
	const struct org *org = page->subject;
	part_head(view, &org->name, NULL);
	struct node *crumbs = node_add(view->page, "crumbs");
	part_crumb_text(view, crumbs, "/orgs/", "orgs");
	part_crumb(view, crumbs, page->list->path, &org->name);
	struct node *node = node_add(view->page, "org");
	node_attr(node, "id", org->id);
	node_attr(node, "code", org->code);
	if (org->synthetic)
		node_attr(node, "synthetic", "yes");
	part_chinese(view, node, "kind", org->kind);
	part_chinese(view, node, "address", org->address);
	if (org->region)
		part_link(view, node, "region", facet_path(FACET_REGION, org->region, view->arena), &org->region->name);
	if (org->phone && *org->phone)
		node_text(node, "phone", org->phone);
	if (org->email && *org->email)
		node_text(node, "email", org->email);
	if (org->website && *org->website)
		node_text(node, "website", org->website);
	part_figures(view, node, page->list->items, page->list->count);
	if (page->list->count > 0)
		part_quality(view, node, &view->model->quality[1 + (org - view->model->orgs)]);
	list_add(view, page);
}
