/* error.c -- pages that stand in: 404 for what is not there, 429 for too many requests, 50x for no answer. */
#include "part.h"

static const struct {
	const char *path, *word;
} errors[] = {{"/404.html", "not-found"}, {"/50x.html", "unavailable"}, {"/429.html", "too-many"}};

void error_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		page_plan(site, kind, lang, errors[i].path)->subject = errors[i].word;
}

void error_fill(const struct view *view, const struct page *page)
{
	static const struct {
		const char *word, *path;
	} lists[] = {{"datasets", "/datasets/"}, {"themes", "/themes/"},     {"orgs", "/orgs/"},
		     {"regions", "/regions/"},   {"archives", "/archives/"}, {"site-map", "/site-map/"}};
	part_head_text(view, page->subject);
	struct node *error = node_add(view->page, "error");
	node_attr(error, "id", page->subject);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		struct node *link = node_add(error, "link");
		node_attr(link, "text", lists[i].word);
		part_href(view, link, lists[i].path);
	}
}
