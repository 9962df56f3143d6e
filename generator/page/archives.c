/* archives.c -- the page of bulk downloads: whole portal, by region, by theme, and the machine catalogues. */
#include "part.h"

#include <string.h>

static const struct {
	const char *id, *start; /* group, and how its paths begin */
} groups[] = {{"portal", "archives/portal."}, {"regions", "archives/region-"}, {"themes", "archives/theme-"}};

static const char *const catalogues[] = {
    "catalog.csv",         "catalog.xlsx",     "catalog.json",     "catalog.jsonl",       "catalog.xml",
    "dcat/catalog.jsonld", "dcat/catalog.ttl", "dcat/catalog.rdf", "dcat/pages/1.jsonld", "dcat/pages/1.ttl",
    "dcat/pages/1.rdf",    "data.json",        "feed.atom",        "changes.csv",         "changes.json",
    "changes.atom",        "quality.csv",      "quality.json"};

void archives_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan(site, kind, lang, "/archives/");
}

/* Length of a path without its file type: all types of one archive stand together. */
static size_t stem_length(const char *path)
{
	return strcspn(path, ".");
}

static void add_group(const struct view *view, struct node *parent, const char *id, const char *start)
{
	const struct model *model = view->model;
	struct node *group = node_add(parent, "group"), *bulk = NULL;
	node_attr(group, "id", id);
	const char *stem = "";
	for (size_t i = 0; i < model->bulk_count; i++) {
		const char *path = model->bulk[i].path;
		if (!path || strncmp(path, start, strlen(start)) != 0)
			continue;
		size_t length = stem_length(path);
		if (!bulk || stem_length(stem) != length || strncmp(stem, path, length) != 0) {
			bulk = node_add(group, "bulk");
			node_label(bulk, "title", &model->bulk[i].title, view->lang);
		}
		stem = path;
		part_download(view, bulk, &model->bulk[i]);
	}
}

void archives_fill(const struct view *view, const struct page *page)
{
	part_head_text(view, "archives");
	part_crumb_text(view, node_add(view->page, "crumbs"), page->path, "archives");
	struct node *archives = node_add(view->page, "archives");
	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		add_group(view, archives, groups[i].id, groups[i].start);
	for (size_t i = 0; i < sizeof catalogues / sizeof catalogues[0]; i++) {
		struct download file = {.format = strrchr(catalogues[i], '.') + 1, .path = catalogues[i]};
		struct node *catalogue = node_add(archives, "catalogue");
		node_attr(catalogue, "id", catalogues[i]);
		part_download(view, catalogue, &file);
	}
}
