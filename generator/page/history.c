/* history.c -- what the catalogue was: a page for each dataset that was withdrawn, and the log of changes. */
#include "../history.h"
#include "part.h"

#define LOG_PAGE_ITEMS 50

void gone_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (size_t i = 0; i < site->model->withdrawal_count; i++) {
		const struct withdrawal *item = &site->model->withdrawals[i];
		page_plan(site, kind, lang, arena_printf(site->arena, "/gone/%s/", item->id))->subject = item;
	}
}

static void add_successor(const struct view *view, struct node *parent, const struct withdrawal *item)
{
	const struct label *title = item->successor ? model_title(view->model, item->successor) : NULL;
	if (title)
		part_link(view, parent, "successor", id_path(view, item->successor), title);
}

void gone_fill(const struct view *view, const struct page *page)
{
	const struct withdrawal *item = page->subject;
	part_head(view, &item->title, NULL);
	struct node *crumbs = node_add(view->page, "crumbs");
	part_crumb_text(view, crumbs, "/datasets/", "datasets");
	part_crumb_text(view, crumbs, "/changes/", "changes");
	struct node *node = node_add(view->page, "gone");
	node_attr(node, "id", item->id);
	node_attr(node, "date", item->date.text);
	node_label(node, "title", &item->title, view->lang);
	part_chinese(view, node, "reason", item->reason);
	add_successor(view, node, item);
}

static size_t log_pages(const struct model *model)
{
	size_t pages = (model->log_count + LOG_PAGE_ITEMS - 1) / LOG_PAGE_ITEMS;
	return pages < 1 ? 1 : pages < LIST_PAGES_MAX ? pages : LIST_PAGES_MAX;
}

void changes_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan_numbered(site, kind, lang, "/changes/", log_pages(site->model));
}

static void add_entry(const struct view *view, struct node *parent, const struct log_entry *entry)
{
	struct node *node = node_add(parent, "entry");
	const struct label *title = model_title(view->model, entry->id);
	node_attr(node, "date", entry->date.text);
	node_attr(node, "kind", change_kind_name(entry->kind));
	node_attr(node, "id", entry->id);
	if (title)
		part_link(view, node, "title", id_path(view, entry->id), title);
	for (size_t i = 0; i < entry->items.count; i++)
		node_label(node, "item", history_item_label(entry->items.items[i]), view->lang);
	if (entry->withdrawal) {
		part_chinese(view, node, "reason", entry->withdrawal->reason);
		add_successor(view, node, entry->withdrawal);
	}
	if (entry->rename)
		node_attr(node, "new-id", entry->rename->id);
}

void changes_fill(const struct view *view, const struct page *page)
{
	static const struct {
		const char *path, *format;
	} files[] = {{"changes.csv", "csv"}, {"changes.json", "json"}, {"changes.atom", "atom"}};
	const struct model *model = view->model;
	size_t first = (page->number - 1) * LOG_PAGE_ITEMS;
	part_head_text(view, "changes");
	part_crumb_text(view, node_add(view->page, "crumbs"), "/changes/", "changes");
	struct node *node = node_add(view->page, "changes");
	node_attr_int(node, "total", (int64_t)model->log_count);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		part_download(view, node, &(struct download){.format = files[i].format, .path = files[i].path});
	for (size_t i = first; i < model->log_count && i < first + LOG_PAGE_ITEMS; i++)
		add_entry(view, node, &model->log[i]);
	part_pager(view, node, "/changes/", page->number, log_pages(model));
}
