/* site_map.c -- every list and article of the portal on one page. */
#include "list.h"
#include "part.h"

static const enum facet term_facets[] = {FACET_THEME, FACET_SECTOR, FACET_OPEN_TYPE, FACET_FORMAT};

void site_map_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan(site, kind, lang, "/site-map/");
}

static struct node *add_group(const struct view *view, struct node *parent, const char *word, const char *path)
{
	struct node *group = node_add(parent, "group");
	node_attr(group, "text", word);
	part_href(view, group, path);
	return group;
}

static void add_regions(const struct view *view, struct node *map)
{
	struct node *group = add_group(view, map, "regions", "/regions/");
	for (size_t i = 0; i < view->model->region_count; i++) {
		const struct region *region = &view->model->regions[i];
		if (region->level != REGION_COUNTY || region->dataset_count > 0)
			part_link(view, group, "link", facet_path(FACET_REGION, region, view->arena), &region->name);
	}
}

static void add_orgs(const struct view *view, struct node *map)
{
	struct node *group = add_group(view, map, "orgs", "/orgs/");
	for (size_t i = 0; i < view->model->org_count; i++)
		part_link(view, group, "link", facet_path(FACET_ORG, &view->model->orgs[i], view->arena),
			  &view->model->orgs[i].name);
}

void site_map_fill(const struct view *view, const struct page *page)
{
	part_head_text(view, "site-map");
	part_crumb_text(view, node_add(view->page, "crumbs"), page->path, "site-map");
	struct node *map = node_add(view->page, "site-map");
	add_group(view, map, "datasets", "/datasets/");
	for (int i = 0; i < ENTRANCE__MAX; i++)
		add_group(view, map, entrance_kinds[i].id, entrance_kinds[i].path);
	for (size_t i = 0; i < sizeof term_facets / sizeof term_facets[0]; i++) {
		const struct facet_kind *facet = &facet_kinds[term_facets[i]];
		const struct vocabulary *vocabulary = model_vocabulary(view->model, facet->vocabulary);
		struct node *group = add_group(view, map, facet->vocabulary, facet->folder);
		for (size_t t = 0; vocabulary && t < vocabulary->count; t++)
			part_link(view, group, "link", facet_path(term_facets[i], &vocabulary->terms[t], view->arena),
				  &vocabulary->terms[t].label);
	}
	add_orgs(view, map);
	add_regions(view, map);
	add_group(view, map, "archives", "/archives/");
	add_group(view, map, "changes", "/changes/");
	add_group(view, map, "quality", "/quality/");
	for (enum section section = 0; section < SECTION__MAX; section++) {
		const char *name = section_name(section);
		struct node *group = add_group(view, map, name, arena_printf(view->arena, "/%s/", name));
		for (size_t i = 0; i < view->model->article_count; i++) {
			const struct article *article = &view->model->articles[i];
			if (article->section == section)
				part_link(view, group, "link", article_path(view, article), &article->title);
		}
	}
}
