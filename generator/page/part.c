/* part.c -- pieces of documents that several page kinds share. */
#include "part.h"

#include <string.h>

#include <headwater/markdown.h>

#include "list.h"
#include "manifest.h"

void part_head(const struct view *view, const struct label *title, const struct label *description)
{
	enum lang actual;
	node_attr(view->page, "title", label_text(title, view->lang, &actual));
	if (actual != view->lang)
		node_attr(view->page, "title-lang", lang_tag(actual));
	if (description && description->text[view->lang])
		node_attr(view->page, "description", description->text[view->lang]);
}

void part_head_text(const struct view *view, const char *word)
{
	node_attr(view->page, "title-text", word);
}

void part_href(const struct view *view, struct node *node, const char *path)
{
	node_attr_printf(node, "href", "%s%s", view->prefix, path);
}

struct node *part_link(const struct view *view, struct node *parent, const char *name, const char *path,
		       const struct label *label)
{
	struct node *node = node_label(parent, name, label, view->lang);
	part_href(view, node, path);
	return node;
}

struct node *part_chinese(const struct view *view, struct node *parent, const char *name, const char *text)
{
	if (!text || !*text)
		return NULL;
	struct label label = {.text = {[LANG_ZH] = text}};
	return node_label(parent, name, &label, view->lang);
}

void part_crumb(const struct view *view, struct node *crumbs, const char *path, const struct label *label)
{
	part_link(view, crumbs, "crumb", path, label);
}

void part_crumb_text(const struct view *view, struct node *crumbs, const char *path, const char *word)
{
	struct node *crumb = node_add(crumbs, "crumb");
	part_href(view, crumb, path);
	node_attr(crumb, "text", word);
}

const char *dataset_path(const struct view *view, const char *id)
{
	return arena_printf(view->arena, "/datasets/%s/", id);
}

const char *id_path(const struct view *view, const char *id)
{
	const char *today = model_id_today(view->model, id);
	const char *folder = model_withdrawal(view->model, today) ? "gone" : "datasets";
	return arena_printf(view->arena, "/%s/%s/", folder, today);
}

const char *article_path(const struct view *view, const struct article *article)
{
	return arena_printf(view->arena, "/%s/%s/", section_name(article->section), article->id);
}

void part_item(const struct view *view, struct node *parent, const struct card *card)
{
	const struct model *model = view->model;
	struct node *item = node_add(parent, "item");
	node_attr(item, "id", card->id);
	part_href(view, item, dataset_path(view, card->id));
	node_attr(item, "modified", card->modified.text);
	node_attr_int(item, "open-type", card->open);
	const struct term *open = model_term(model, "open-types", arena_printf(view->arena, "%d", card->open));
	if (open)
		node_attr(item, "open-label", label_text(&open->label, view->lang, NULL));
	if (card->field_total > 0)
		node_attr_int(item, "fields", (int64_t)card->field_total);
	if (card->row_total > 0)
		node_attr_int(item, "rows", (int64_t)card->row_total);
	if (card->capacity > 0)
		node_attr_int(item, "capacity", (int64_t)card->capacity);
	node_label(item, "title", &card->title, view->lang);
	node_label(item, "abstract", &card->abstract, view->lang);
	node_label(item, "org", &card->org->name, view->lang);
	node_label(item, "region", &card->region->name, view->lang);
	for (size_t i = 0; i < card->formats->count; i++)
		node_text(item, "format", card->formats->items[i]);
	for (size_t i = 0; i < card->themes->count; i++) {
		const struct term *theme = model_term(model, "themes", card->themes->items[i]);
		if (theme)
			node_label(item, "theme", &theme->label, view->lang);
	}
}

void part_figure(const struct view *view, struct node *parent, const char *id, uint64_t value)
{
	struct node *figure = node_add(parent, "figure");
	node_attr(figure, "id", id);
	node_attr_int(figure, "value", (int64_t)value);
	part_href(view, figure, arena_printf(view->arena, "/help/definitions/#%s", id));
}

void part_figures(const struct view *view, struct node *parent, struct card *const *items, size_t count)
{
	uint64_t open = 0, fields = 0, rows = 0, capacity = 0;
	for (size_t i = 0; i < count; i++) {
		if (items[i]->open != OPEN_UNCONDITIONAL)
			continue; /* a sample stands for data that is not open */
		open++;
		fields += items[i]->field_total;
		rows += items[i]->row_total;
		capacity += items[i]->capacity;
	}
	part_figure(view, parent, "datasets", count);
	part_figure(view, parent, "open-datasets", open);
	if (capacity == 0)
		return; /* a catalogue without files: what would be counted is not there */
	part_figure(view, parent, "fields", fields);
	part_figure(view, parent, "rows", rows);
	part_figure(view, parent, "capacity", capacity);
}

static void pager_href(const struct view *view, struct node *node, const char *path, size_t number)
{
	part_href(view, node, number == 1 ? path : arena_printf(view->arena, "%spage/%zu/", path, number));
}

/* Numbers shown: both ends, and two to each side of the current one. A step of one is filled, not left out. */
static bool pager_shows(size_t n, size_t number, size_t pages)
{
	size_t distance = n > number ? n - number : number - n;
	return n == 1 || n == pages || distance <= 2 || (n == 2 && number == 5) ||
	       (n + 1 == pages && number + 4 == pages);
}

struct node *part_pager(const struct view *view, struct node *parent, const char *path, size_t number, size_t pages)
{
	if (pages < 2)
		return NULL;
	struct node *pager = node_add(parent, "pager");
	node_attr_int(pager, "page", (int64_t)number);
	node_attr_int(pager, "pages", (int64_t)pages);
	if (number > 1) {
		struct node *link = node_add(pager, "link");
		node_attr(link, "rel", "prev");
		pager_href(view, link, path, number - 1);
	}
	if (number < pages) {
		struct node *link = node_add(pager, "link");
		node_attr(link, "rel", "next");
		pager_href(view, link, path, number + 1);
	}
	for (size_t n = 1; n <= pages; n++) {
		if (!pager_shows(n, number, pages))
			continue;
		struct node *link = node_add(pager, "number");
		node_attr_int(link, "n", (int64_t)n);
		pager_href(view, link, path, n);
		if (n == number)
			node_attr(link, "current", "yes");
		if (n > 1 && !pager_shows(n - 1, number, pages))
			node_attr(link, "gap", "yes");
	}
	return pager;
}

bool part_download(const struct view *view, struct node *parent, const struct download *download)
{
	struct file_facts facts;
	if (!download->path || !manifest_find(view->model->manifest, download->path, &facts))
		return false;
	const char *slash = strrchr(download->path, '/');
	struct node *node = node_add(parent, "download");
	node_attr(node, "format", download->format);
	node_attr(node, "variant", download->variant);
	node_attr_printf(node, "href", "/%s", download->path);
	node_attr(node, "file", slash ? slash + 1 : download->path);
	node_attr_int(node, "size", (int64_t)facts.size_bytes);
	node_attr(node, "sha256", file_facts_sha256(&facts, view->arena));
	const struct term *format = model_term(view->model, "formats", download->format);
	if (format) {
		node_attr(node, "media-type", term_extra(format, "media_type"));
		node_attr(node, "label", label_text(&format->label, view->lang, NULL));
	}
	return true;
}

void part_body(const struct view *view, struct node *parent, const char *markdown, size_t len, int heading_shift)
{
	struct markdown_options options = {.heading_shift = heading_shift, .path_prefix = view->prefix};
	struct markdown result;
	if (len == 0 || markdown_render(markdown, len, &options, view->arena, &result) != STATUS_OK)
		return;
	if (result.html_len == 0)
		return;
	struct node *body = node_add(parent, "body");
	if (view->lang != LANG_ZH)
		node_attr(body, "lang", lang_tag(LANG_ZH));
	node_splice(body, "html", result.html, result.html_len);
}
