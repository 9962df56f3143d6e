/* article.c -- articles: a page for each section with its list, and one for each article. */
#include "part.h"

#include <string.h>

/* The page of definitions is made of the figures' own words; an article of this name only opens it. */
#define DEFINITIONS "definitions"

static bool is_definitions(const struct article *article)
{
	return article->section == SECTION_HELP && strcmp(article->id, DEFINITIONS) == 0;
}

static const char *section_path(const struct site *site, enum section section)
{
	return arena_printf(site->arena, "/%s/", section_name(section));
}

void section_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (enum section section = 0; section < SECTION__MAX; section++)
		page_plan(site, kind, lang, section_path(site, section))->section = section;
}

static struct node *add_entry(const struct view *view, struct node *parent, const struct article *article)
{
	struct node *entry = node_add(parent, "entry");
	part_href(view, entry, article_path(view, article));
	node_attr(entry, "date", article->date.text);
	node_attr(entry, "number", article->document_number);
	node_attr(entry, "status", article->status);
	node_label(entry, "title", &article->title, view->lang);
	part_chinese(view, entry, "source", article->source);
	part_chinese(view, entry, "issuer", article->issuer);
	part_chinese(view, entry, "summary", article->summary);
	return entry;
}

void section_fill(const struct view *view, const struct page *page)
{
	const char *name = section_name(page->section);
	part_head_text(view, name);
	part_crumb_text(view, node_add(view->page, "crumbs"), page->path, name);
	struct node *section = node_add(view->page, "section");
	node_attr(section, "id", name);
	for (size_t i = 0; i < view->model->article_count; i++)
		if (view->model->articles[i].section == page->section && !is_definitions(&view->model->articles[i]))
			add_entry(view, section, &view->model->articles[i]);
	if (page->section != SECTION_HELP)
		return;
	struct node *entry = node_add(section, "entry");
	part_href(view, entry, "/help/" DEFINITIONS "/");
	node_attr(entry, "text", DEFINITIONS);
}

void article_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (size_t i = 0; i < site->model->article_count; i++) {
		const struct article *article = &site->model->articles[i];
		if (is_definitions(article))
			continue;
		const char *path = arena_printf(site->arena, "/%s/%s/", section_name(article->section), article->id);
		page_plan(site, kind, lang, path)->subject = article;
	}
}

/* Neighbours in reading order: help, guide and about are read through like a booklet. */
static void add_steps(const struct view *view, struct node *node, const struct article *article)
{
	const struct article *first = view->model->articles;
	const struct article *end = first + view->model->article_count;
	const struct article *before = article > first ? article - 1 : NULL;
	const struct article *after = article + 1 < end ? article + 1 : NULL;
	if (before && before->section == article->section && !is_definitions(before))
		part_link(view, node, "previous", article_path(view, before), &before->title);
	if (after && after->section == article->section && !is_definitions(after))
		part_link(view, node, "next", article_path(view, after), &after->title);
}

void article_fill(const struct view *view, const struct page *page)
{
	const struct article *article = page->subject;
	struct label summary = {.text = {[LANG_ZH] = article->summary}};
	part_head(view, &article->title, &summary);
	struct node *crumbs = node_add(view->page, "crumbs");
	const char *name = section_name(article->section);
	part_crumb_text(view, crumbs, section_path(view->site, article->section), name);
	part_crumb(view, crumbs, page->path, &article->title);
	struct node *node = node_add(view->page, "article");
	node_attr(node, "section", name);
	node_attr(node, "date", article->date.text);
	node_attr(node, "number", article->document_number);
	node_attr(node, "effective", article->effective.text);
	node_attr(node, "status", article->status);
	node_attr(node, "url", article->url);
	node_label(node, "title", &article->title, view->lang);
	part_chinese(view, node, "source", article->source);
	part_chinese(view, node, "issuer", article->issuer);
	part_chinese(view, node, "summary", article->summary);
	part_body(view, node, article->body, article->body_len, 0);
	add_steps(view, node, article);
}

void definitions_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	struct page *page = page_plan(site, kind, lang, "/help/" DEFINITIONS "/");
	for (size_t i = 0; i < site->model->article_count; i++)
		if (is_definitions(&site->model->articles[i]))
			page->subject = &site->model->articles[i];
}

void definitions_fill(const struct view *view, const struct page *page)
{
	const struct article *article = page->subject;
	part_head_text(view, DEFINITIONS);
	struct node *crumbs = node_add(view->page, "crumbs");
	part_crumb_text(view, crumbs, "/help/", "help");
	part_crumb_text(view, crumbs, page->path, DEFINITIONS);
	struct node *node = node_add(view->page, "definitions");
	if (article)
		part_body(view, node, article->body, article->body_len, 0);
}
