/* home.c -- the home page: search, figures, themes, priority sectors, what is new, regions, bulk downloads. */
#include "jsonld.h"
#include "list.h"
#include "part.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/utf8.h>

#define HOME_LATEST 6
#define HOME_NEWS 5
#define HOME_WORDS 8
#define WORD_DATASETS_MAX 8 /* what more datasets share says little of any */

void home_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	page_plan(site, kind, lang, "/");
}

static void add_terms(const struct view *view, struct node *home, const char *name, enum facet facet)
{
	const struct vocabulary *vocabulary = model_vocabulary(view->model, facet_kinds[facet].vocabulary);
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->terms[i];
		struct node *node = node_add(home, name);
		node_attr(node, "code", term->code);
		part_href(view, node, facet_path(facet, term, view->arena));
		node_attr_int(node, "count", (int64_t)term->dataset_count);
		node_label(node, "title", &term->label, view->lang);
		if (term->note.text[LANG_ZH])
			node_label(node, "note", &term->note, view->lang);
	}
}

static void add_regions(const struct view *view, struct node *home)
{
	for (size_t i = 0; i < view->model->region_count; i++) {
		const struct region *region = &view->model->regions[i];
		if (region->level == REGION_COUNTY)
			continue;
		struct node *node =
		    part_link(view, home, "region", facet_path(FACET_REGION, region, view->arena), &region->name);
		node_attr_int(node, "count", (int64_t)region->dataset_count_below);
		node_attr(node, "level", region->level == REGION_PROVINCE ? "province" : "prefecture");
	}
}

static int newest_article(const void *a, const void *b)
{
	const struct article *x = *(const struct article *const *)a, *y = *(const struct article *const *)b;
	int order = strcmp(y->date.text, x->date.text);
	return order ? order : strcmp(x->id, y->id);
}

static void add_news(const struct view *view, struct node *home)
{
	const struct model *model = view->model;
	const struct article **items = arena_array(view->arena, model->article_count + 1, sizeof(struct article *));
	size_t count = 0;
	for (size_t i = 0; i < model->article_count; i++)
		if (model->articles[i].section == SECTION_NEWS || model->articles[i].section == SECTION_POLICIES)
			items[count++] = &model->articles[i];
	qsort(items, count, sizeof *items, newest_article);
	for (size_t i = 0; i < count && i < HOME_NEWS; i++) {
		struct node *node = part_link(view, home, "news", article_path(view, items[i]), &items[i]->title);
		node_attr(node, "date", items[i]->date.text);
		node_attr(node, "section", section_name(items[i]->section));
	}
}

/* Keywords that some datasets share stand below the search box as examples that surely find something; in a small
 * portal, those of single datasets fill up. */
struct word {
	const char *text;
	size_t count;
};

static int word_order(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->text, y->text);
}

static int text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Vague words are short, stand inside other keywords ("县" in "自治县"), or name a type of opening. */
static bool is_telling(const struct view *view, const struct word *words, size_t word_count, const struct word *word)
{
	size_t len = strlen(word->text);
	if (word->count > WORD_DATASETS_MAX || utf8_length(word->text, len) < 2)
		return false;
	const struct vocabulary *types = model_vocabulary(view->model, "open-types");
	for (size_t i = 0; types && i < types->count; i++)
		if (strcmp(types->terms[i].label.text[LANG_ZH], word->text) == 0)
			return false;
	for (size_t i = 0; i < word_count; i++)
		if (strlen(words[i].text) > len && strstr(words[i].text, word->text))
			return false;
	return true;
}

/* The keywords of all datasets, sorted; one stands there as often as it is used. */
static const char **all_words(const struct view *view, size_t *count)
{
	const struct model *model = view->model;
	size_t total = 0, used = 0;
	for (size_t i = 0; i < model->dataset_count; i++)
		total += model->cards[i].keywords->count;
	const char **all = arena_array(view->arena, total + 1, sizeof *all);
	for (size_t i = 0; i < model->dataset_count; i++)
		for (size_t k = 0; k < model->cards[i].keywords->count; k++)
			all[used++] = model->cards[i].keywords->items[k];
	qsort(all, total, sizeof *all, text_order);
	*count = total;
	return all;
}

static struct word *count_words(const struct view *view, size_t *word_count)
{
	size_t count, used = 0;
	const char **all = all_words(view, &count);
	*word_count = 0;
	for (size_t i = 0; i < count; i++)
		*word_count += i == 0 || strcmp(all[i], all[i - 1]) != 0;
	struct word *words = arena_array(view->arena, *word_count + 1, sizeof *words);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || strcmp(all[i], all[i - 1]) != 0)
			words[used++].text = all[i];
		words[used - 1].count++;
	}
	qsort(words, *word_count, sizeof *words, word_order);
	return words;
}

static void add_words(const struct view *view, struct node *home)
{
	size_t word_count, shown = 0;
	if (view->lang != LANG_ZH) /* keywords are Chinese */
		return;
	const struct word *words = count_words(view, &word_count);
	for (size_t i = 0; i < word_count && shown < HOME_WORDS; i++) {
		if (!is_telling(view, words, word_count, &words[i]))
			continue;
		shown++;
		struct buf href;
		buf_init(&href, 4096);
		buf_str(&href, "/search?q=");
		buf_url(&href, words[i].text, strlen(words[i].text));
		struct node *node = part_chinese(view, home, "word", words[i].text);
		part_href(view, node, href.bytes);
		buf_free(&href);
	}
}

static void add_jsonld(const struct view *view)
{
	struct buf json;
	buf_init(&json, BUF_MAX_DEFAULT);
	jsonld_home(view->model, view->lang, &json);
	node_splice(view->page, "jsonld", json.bytes, json.len);
	buf_free(&json);
}

void home_fill(const struct view *view, const struct page *page)
{
	(void)page;
	const struct model *model = view->model;
	add_jsonld(view);
	struct node *home = node_add(view->page, "home");
	part_head(view, &model->portal.name, &model->portal.description);
	node_label(home, "description", &model->portal.description, view->lang);
	part_figures(view, home, view->site->newest, model->dataset_count);
	uint64_t active = 0;
	for (size_t i = 0; i < model->org_count; i++)
		active += model->orgs[i].dataset_count > 0;
	part_figure(view, home, "organisations", active);
	add_words(view, home);
	add_terms(view, home, "theme", FACET_THEME);
	add_terms(view, home, "sector", FACET_SECTOR);
	for (size_t i = 0; i < model->dataset_count && i < HOME_LATEST; i++)
		part_item(view, home, view->site->newest[i]);
	add_regions(view, home);
	add_news(view, home);
	for (size_t i = 0; i < model->bulk_count; i++)
		if (model->bulk[i].path && strncmp(model->bulk[i].path, "archives/portal.", 16) == 0)
			part_download(view, home, &model->bulk[i]);
}
