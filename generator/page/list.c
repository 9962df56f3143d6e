/* list.c -- lists of datasets: the whole catalogue in three orders, and one list for each value of a vocabulary. */
#include "list.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/fold.h>

#include "part.h"
#include "print.h"
#include "recall.h"
#include "sorting.h"

#define SORTING_BYTES ((size_t)16 << 20) /* of titles sorted at a time */
#define TITLES_MAX_BYTES ((size_t)48 << 20)

/* Its name in addresses of searches: format= may choose the form of the answer there. */
static const char *param_of(enum facet facet)
{
	return facet == FACET_FORMAT ? "filetype" : facet_kinds[facet].name;
}

static const struct {
	const char *name, *path;
	const char *search; /* what the search calls it */
} sorts[LIST_SORT__MAX] = {
    [LIST_NEWEST] = {"newest", "/datasets/", "updated"},
    [LIST_TITLE] = {"title", "/datasets/by-title/", "title"},
    [LIST_FIELDS] = {"fields", "/datasets/by-fields/", "fields"},
};

/* ---- orders ---- */

/* Cards are sorted by id: where an order leaves two alike, their places decide. */

static int by_newest(const void *a, const void *b)
{
	const struct card *x = *(struct card *const *)a, *y = *(struct card *const *)b;
	int order = strcmp(y->modified.text, x->modified.text);
	return order ? order : (x > y) - (x < y);
}

static int by_fields(const void *a, const void *b)
{
	const struct card *x = *(struct card *const *)a, *y = *(struct card *const *)b;
	size_t nx = x->field_total, ny = y->field_total;
	return nx != ny ? (nx < ny ? 1 : -1) : (x > y) - (x < y);
}

struct card **list_sorted(const struct model *model, enum list_sort sort, struct arena *arena)
{
	size_t count = model->dataset_count;
	struct card **sorted = arena_array(arena, count + 1, sizeof(struct card *));
	for (size_t i = 0; i < count; i++)
		sorted[i] = &model->cards[i];
	qsort(sorted, count, sizeof *sorted, sort == LIST_FIELDS ? by_fields : by_newest);
	return sorted;
}

/* Chinese titles are read by their sound, as in a dictionary; the characters themselves break ties, then the ids. */
static const char *title_key(struct folder *folder, struct span title, struct arena *arena)
{
	const char *folded = fold_text(folder, title.ptr, title.len, arena);
	const char *sound = fold_pinyin(folder, folded, strlen(folded), arena);
	return arena_printf(arena, "%s\x01%s", sound, folded);
}

/* Few titles change from build to build: what they sort by is recalled. */
static void add_titles(const struct model *model, enum lang lang, struct sorting *sorting)
{
	struct folder *folder = folder_new();
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct recall_place place = {.cache_dir = model->cache_dir,
				     .name = lang == LANG_ZH ? "titles-zh" : "titles-en"};
	struct recall *recall = recall_open(&place, TITLES_MAX_BYTES, arena);
	for (uint32_t i = 0; i < model->dataset_count; i++) {
		struct span title = span_of(label_text(&model->cards[i].title, lang, NULL)), sorts_by;
		struct recall_key key = recall_key((struct recall_key){0}, title);
		if (!recall_find(recall, key, &sorts_by)) {
			sorts_by = span_of(title_key(folder, title, scratch));
			recall_add(recall, key, sorts_by);
		}
		sorting_add(sorting, sorts_by, &i, sizeof i);
		arena_reset(scratch);
	}
	recall_keep(recall);
	arena_free(scratch);
	arena_free(arena);
	folder_free(folder);
}

struct card **list_by_title(struct site *site, enum lang lang, char **letters)
{
	const struct model *model = site->model;
	struct card **sorted = arena_array(site->arena, model->dataset_count + 1, sizeof(struct card *));
	struct sorting *sorting = sorting_new(site->work_dir, SORTING_BYTES);
	struct span key, value;
	enum status status;
	size_t count = 0;
	*letters = arena_array(site->arena, model->dataset_count + 1, 1);
	add_titles(model, lang, sorting);
	while ((status = sorting_next(sorting, &key, &value)) == STATUS_OK) {
		uint32_t card;
		memcpy(&card, value.ptr, sizeof card);
		(*letters)[count] = key.ptr[0];
		sorted[count++] = &model->cards[card];
	}
	sorting_free(sorting);
	if (status != STATUS_NOT_FOUND)
		site->status = status;
	return sorted;
}

struct print list_print(struct card *const *items, size_t count, struct printer *printer)
{
	for (size_t i = 0; i < count; i++) {
		printer_string(printer, items[i]->id);
		printer_print(printer, &items[i]->print);
	}
	return printer_end(printer);
}

/* ---- counting ---- */

static int by_count(const void *a, const void *b)
{
	const struct tally_entry *x = a, *y = b;
	return x->count != y->count ? (x->count < y->count ? 1 : -1) : (x->index > y->index) - (x->index < y->index);
}

/* `counts` has room for every value of the facet, all zero, and is left so. */
static struct tally tally_of(const struct site *site, enum facet facet, const struct shelf *shelf,
			     const struct facet_numbers *numbers, size_t *counts)
{
	size_t size = facet_size(site->model, facet);
	struct tally tally = {0};
	for (size_t i = 0; i < shelf->count; i++) {
		size_t card = (size_t)(shelf->cards[i] - site->model->cards);
		for (size_t k = numbers->starts[card]; k < numbers->starts[card + 1]; k++)
			counts[numbers->numbers[k]]++;
	}
	for (size_t i = 0; i < size; i++)
		tally.count += counts[i] > 0;
	tally.entries = arena_array(site->arena, tally.count + 1, sizeof *tally.entries);
	tally.count = 0;
	for (size_t i = 0; i < size; i++) {
		if (counts[i] > 0)
			tally.entries[tally.count++] = (struct tally_entry){i, counts[i]};
		counts[i] = 0;
	}
	if (facet_kinds[facet].by_count && tally.count > 1)
		qsort(tally.entries, tally.count, sizeof *tally.entries, by_count);
	return tally;
}

static void shelve(struct site *site, enum facet of, const struct facet_numbers *numbers)
{
	const struct model *model = site->model;
	size_t size = facet_size(model, of);
	site->shelves[of] = facet_shelves_of(model, numbers, size, site->newest, site->arena);
	site->tallies[of] = arena_array(site->arena, size * FACET__MAX + 1, sizeof(struct tally));
	site->prints[of] = arena_array(site->arena, size + 1, sizeof(struct print));
	for (size_t i = 0; i < size; i++) {
		const struct shelf *shelf = &site->shelves[of][i];
		site->prints[of][i] = list_print(shelf->cards, shelf->count, site->printer);
	}
}

void list_shelve(struct site *site)
{
	const struct model *model = site->model;
	struct shelf whole = {site->newest, model->dataset_count};
	site->whole = arena_array(site->arena, FACET__MAX, sizeof *site->whole);
	struct arena *scratch = arena_new();
	struct facet_numbers numbers[FACET__MAX];
	for (enum facet of = 0; of < FACET__MAX; of++) {
		numbers[of] = facet_numbers(model, of, scratch);
		shelve(site, of, &numbers[of]);
	}
	for (enum facet facet = 0; facet < FACET__MAX; facet++) {
		size_t *counts = arena_array(scratch, facet_size(model, facet) + 1, sizeof *counts);
		site->whole[facet] = tally_of(site, facet, &whole, &numbers[facet], counts);
		for (enum facet of = 0; of < FACET__MAX; of++)
			for (size_t i = 0; i < facet_size(model, of); i++)
				site->tallies[of][i * FACET__MAX + facet] =
				    tally_of(site, facet, &site->shelves[of][i], &numbers[facet], counts);
	}
	arena_free(scratch);
}

/* ---- planning ---- */

struct list *list_of(struct site *site, enum facet facet, const void *value, const char *path)
{
	struct list *list = arena_alloc(site->arena, sizeof *list);
	size_t index = facet_index(site->model, facet, value);
	const struct shelf *shelf = &site->shelves[facet][index];
	*list = (struct list){.items = shelf->cards, .count = shelf->count, .path = path, .facet = facet};
	list->value = facet_value(facet, value);
	list->tallies = &site->tallies[facet][index * FACET__MAX];
	list->print = site->prints[facet][index];
	return list;
}

size_t list_pages(const struct list *list)
{
	size_t pages = (list->count + LIST_PAGE_ITEMS - 1) / LIST_PAGE_ITEMS;
	return pages == 0 ? 1 : pages < LIST_PAGES_MAX ? pages : LIST_PAGES_MAX;
}

void list_plan_pages(struct site *site, const struct page_kind *kind, enum lang lang, struct list *list,
		     const void *subject)
{
	list->head = print_head(site, list, subject);
	struct page *page = page_plan_numbered(site, kind, lang, list->path, list_pages(list));
	page->list = list;
	page->subject = subject;
}

void list_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	const struct model *model = site->model;
	for (enum list_sort sort = 0; sort < LIST_SORT__MAX; sort++) {
		struct list *list = arena_alloc(site->arena, sizeof *list);
		char *letters = NULL;
		*list = (struct list){.path = sorts[sort].path, .sort = sort, .facet = FACET__MAX};
		list->items = sort == LIST_NEWEST  ? site->newest
			      : sort == LIST_TITLE ? list_by_title(site, lang, &letters)
						   : list_sorted(model, sort, site->arena);
		if (site->status != STATUS_OK)
			return;
		list->count = model->dataset_count;
		list->tallies = site->whole;
		list->print = list_print(list->items, list->count, site->printer);
		if (sort == LIST_TITLE)
			entrances_make(site, lang, list->items, letters);
		list_plan_pages(site, kind, lang, list, NULL);
	}
	entrances_plan_lists(site, kind, lang);
	for (enum facet facet = 0; facet < FACET__MAX; facet++)
		for (size_t i = 0; facet_kinds[facet].vocabulary && i < facet_size(model, facet); i++) {
			const struct term *term = facet_at(model, facet, i, NULL);
			const char *path = facet_path(facet, term, site->arena);
			list_plan_pages(site, kind, lang, list_of(site, facet, term, path), term);
		}
}

/* ---- filling ---- */

static void add_sorts(const struct view *view, struct node *parent, const struct list *list)
{
	if (list->facet != FACET__MAX || list->entrance)
		return;
	for (enum list_sort sort = 0; sort < LIST_SORT__MAX; sort++) {
		struct node *node = node_add(parent, "sort");
		node_attr(node, "value", sorts[sort].name);
		part_href(view, node, sorts[sort].path);
		if (sort == list->sort)
			node_attr(node, "current", "yes");
	}
}

/* The search takes over where static lists end: a second condition beside the list's own. */
static void value_href(const struct view *view, struct node *node, const struct list *list, enum facet facet,
		       const void *value)
{
	bool is_own = list->facet == facet && strcmp(list->value, facet_value(facet, value)) == 0;
	if (list->facet == FACET__MAX || (facet == FACET_REGION && list->facet == facet && !is_own))
		part_href(view, node, facet_path(facet, value, view->arena)); /* a region holds those below it */
	else if (is_own)
		part_href(view, node, sorts[LIST_NEWEST].path);
	else
		part_href(view, node,
			  arena_printf(view->arena, "/search?%s=%s&%s=%s", param_of(list->facet), list->value,
				       param_of(facet), facet_value(facet, value)));
}

static bool is_selected(const struct list *list, enum facet facet, const void *value)
{
	return list->facet == facet && strcmp(list->value, facet_value(facet, value)) == 0;
}

static void add_value(const struct view *view, struct node *parent, const struct list *list, enum facet facet,
		      const struct tally_entry *entry)
{
	const struct label *label;
	const void *value = facet_at(view->model, facet, entry->index, &label);
	bool selected = is_selected(list, facet, value);
	struct node *node = node_label(parent, "value", label, view->lang);
	node_attr(node, "value", facet_value(facet, value));
	node_attr_int(node, "count", (int64_t)entry->count);
	node_attr(node, "selected", selected ? "yes" : "no");
	if (facet == FACET_REGION)
		node_attr_int(node, "depth", ((const struct region *)value)->level);
	value_href(view, node, list, facet, value);
}

/* The first values, and the one chosen; of counties, those of the list's own region. */
static bool is_shown(const struct view *view, const struct list *list, enum facet facet, size_t place)
{
	const struct tally *tally = &list->tallies[facet];
	const void *value = facet_at(view->model, facet, tally->entries[place].index, NULL);
	if (is_selected(list, facet, value))
		return true;
	if (facet != FACET_REGION)
		return place < FACET_SHOWN_MAX;
	const struct region *region = value;
	return region->level != REGION_COUNTY ||
	       (region->parent && list->facet == FACET_REGION && strcmp(list->value, region->parent->code) == 0);
}

void facets_add(const struct view *view, struct node *parent, const struct list *list)
{
	for (enum facet facet = 0; list->tallies && facet < FACET__MAX; facet++) {
		const struct tally *tally = &list->tallies[facet];
		size_t shown = 0;
		if (tally->count == 0)
			continue;
		struct node *node = node_add(parent, "facet");
		node_attr(node, "name", facet_kinds[facet].name);
		part_href(view, node, facet_kinds[facet].folder);
		for (size_t i = 0; i < tally->count; i++) {
			if (!is_shown(view, list, facet, i))
				continue;
			add_value(view, node, list, facet, &tally->entries[i]);
			shown++;
		}
		if (shown < tally->count)
			node_attr_int(node, "all", (int64_t)tally->count);
	}
}

/* Ways into the whole catalogue, beside its orders. */
static void add_entrances(const struct view *view, struct node *parent, const struct list *list)
{
	if (list->facet != FACET__MAX || list->entrance)
		return;
	for (int i = 0; i <= ENTRANCE__MAX; i++) {
		struct node *node = node_add(parent, "entrance");
		node_attr(node, "text", i < ENTRANCE__MAX ? entrance_kinds[i].id : "regions");
		part_href(view, node, i < ENTRANCE__MAX ? entrance_kinds[i].path : facet_kinds[FACET_REGION].folder);
	}
}

/* Behind the last static page the search goes on with the same condition and order. */
static void add_rest(const struct view *view, struct node *pager, const struct list *list)
{
	const char *path;
	if (list->entrance)
		path = list->entrance->rest;
	else if (list->facet == FACET__MAX)
		path =
		    arena_printf(view->arena, "/search?sort=%s&page=%d", sorts[list->sort].search, LIST_PAGES_MAX + 1);
	else
		path = arena_printf(view->arena, "/search?%s=%s&sort=%s&page=%d", facet_kinds[list->facet].name,
				    list->value, sorts[list->sort].search, LIST_PAGES_MAX + 1);
	struct node *rest = node_add(pager, "rest");
	node_attr_int(rest, "shown", LIST_PAGES_MAX * LIST_PAGE_ITEMS);
	part_href(view, rest, path);
}

/* Where the catalogue files of a list stand; NULL when it has none. A list of every dataset has those of the portal. */
static const char *catalogue_folder(const struct view *view, const struct list *list)
{
	bool own = list->facet == FACET_ORG || list->facet == FACET_REGION || list->facet == FACET_THEME;
	if (list->entrance || list->count == 0 || (list->facet != FACET__MAX && !own))
		return NULL;
	return list->count == view->model->dataset_count ? "" : list->path + 1;
}

/* The list for programs: the same datasets in every form, and a feed of their changes. */
static void add_catalogue(const struct view *view, struct node *parent, const struct list *list)
{
	static const char *const formats[] = {"csv", "xlsx", "json", "jsonl", "xml"};
	const char *folder = catalogue_folder(view, list);
	if (!folder)
		return;
	struct node *node = node_add(parent, "catalogue");
	node_attr_printf(node, "feed", "/%sfeed.atom", folder);
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		part_download(
		    view, node,
		    &(struct download){.format = formats[i],
				       .path = arena_printf(view->arena, "%scatalog.%s", folder, formats[i])});
	if (folder[0])
		node_attr_printf(view->page, "feed", "/%sfeed.atom", folder);
}

void list_add(const struct view *view, const struct page *page)
{
	const struct list *list = page->list;
	size_t first = (page->number - 1) * LIST_PAGE_ITEMS, pages = list_pages(list);
	struct node *node = node_add(view->page, "list");
	node_attr_int(node, "total", (int64_t)list->count);
	node_attr_int(node, "first", (int64_t)(list->count ? first + 1 : 0));
	node_attr_int(node, "page", (int64_t)page->number);
	if (list->facet != FACET__MAX) {
		node_attr(node, "facet", facet_kinds[list->facet].name);
		node_attr(node, "value", list->value);
	}
	add_sorts(view, node, list);
	add_entrances(view, node, list);
	facets_add(view, node, list);
	for (size_t i = first; i < list->count && i < first + LIST_PAGE_ITEMS; i++)
		part_item(view, node, list->items[i]);
	struct node *pager = part_pager(view, node, list->path, page->number, pages);
	if (pager && page->number == LIST_PAGES_MAX && list->count > LIST_PAGES_MAX * LIST_PAGE_ITEMS)
		add_rest(view, pager, list);
	if (page->number == 1)
		add_catalogue(view, node, list);
}

void list_fill(const struct view *view, const struct page *page)
{
	const struct list *list = page->list;
	struct node *crumbs = node_add(view->page, "crumbs");
	if (list->entrance) {
		const struct entrance_list *one = page->subject;
		part_head(view, &one->label, NULL);
		part_crumb_text(view, crumbs, "/datasets/", "datasets");
		part_crumb_text(view, crumbs, list->entrance->path, list->entrance->id);
		part_crumb(view, crumbs, list->path, &one->label);
	} else if (list->facet == FACET__MAX) {
		part_head_text(view, "datasets");
		part_crumb_text(view, crumbs, "/datasets/", "datasets");
	} else {
		const struct term *term = page->subject;
		part_head(view, &term->label, &term->note);
		part_crumb_text(view, crumbs, facet_kinds[list->facet].folder, facet_kinds[list->facet].vocabulary);
		part_crumb(view, crumbs, list->path, &term->label);
		if (term->note.text[LANG_ZH])
			node_label(view->page, "note", &term->note, view->lang);
	}
	list_add(view, page);
}
