/* list.c -- lists of datasets: the whole catalogue in three orders, and one list for each value of a vocabulary. */
#include "list.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/fold.h>

#include "part.h"

const struct facet_kind facet_kinds[FACET__MAX] = {
    [FACET_THEME] = {"theme", "/themes/", "themes", "slug", true},
    [FACET_ORG] = {"org", "/orgs/", NULL, NULL, true},
    [FACET_REGION] = {"region", "/regions/", NULL, NULL, false},
    [FACET_OPEN_TYPE] = {"open_type", "/open-types/", "open-types", "slug", false},
    [FACET_FORMAT] = {"format", "/formats/", "formats", NULL, true},
    [FACET_SECTOR] = {"sector", "/sectors/", "sectors", "slug", false},
};

/* Its name in addresses of searches: format= may choose the form of the answer there. */
static const char *param_of(enum facet facet)
{
	return facet == FACET_FORMAT ? "filetype" : facet_kinds[facet].name;
}

static const struct {
	const char *name, *path;
} sorts[LIST_SORT__MAX] = {
    [LIST_NEWEST] = {"newest", "/datasets/"},
    [LIST_TITLE] = {"title", "/datasets/by-title/"},
    [LIST_FIELDS] = {"fields", "/datasets/by-fields/"},
};

/* ---- orders ---- */

struct entry {
	struct dataset *dataset;
	const char *key;
};

static int by_newest(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(y->dataset->modified.text, x->dataset->modified.text);
	return order ? order : strcmp(x->dataset->id, y->dataset->id);
}

static int by_title(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	return order ? order : strcmp(x->dataset->id, y->dataset->id);
}

static int by_fields(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	size_t nx = x->dataset->field_total, ny = y->dataset->field_total;
	return nx != ny ? (nx < ny ? 1 : -1) : strcmp(x->dataset->id, y->dataset->id);
}

/* Chinese titles are read by their sound, as in a dictionary; the characters themselves break ties. */
static void set_title_keys(struct entry *entries, size_t count, enum lang lang, struct arena *arena)
{
	struct folder *folder = folder_new();
	for (size_t i = 0; i < count; i++) {
		const char *title = label_text(&entries[i].dataset->title, lang, NULL);
		const char *folded = fold_text(folder, title, strlen(title), arena);
		entries[i].key =
		    arena_printf(arena, "%s\x01%s", fold_pinyin(folder, folded, strlen(folded), arena), folded);
	}
	folder_free(folder);
}

struct dataset **list_sorted(const struct model *model, enum list_sort sort, enum lang lang, struct arena *arena)
{
	static int (*const orders[LIST_SORT__MAX])(const void *, const void *) = {
	    [LIST_NEWEST] = by_newest, [LIST_TITLE] = by_title, [LIST_FIELDS] = by_fields};
	size_t count = model->dataset_count;
	struct entry *entries = arena_array(arena, count + 1, sizeof *entries);
	struct dataset **sorted = arena_array(arena, count + 1, sizeof(struct dataset *));
	for (size_t i = 0; i < count; i++)
		entries[i].dataset = &model->datasets[i];
	if (sort == LIST_TITLE)
		set_title_keys(entries, count, lang, arena);
	qsort(entries, count, sizeof *entries, orders[sort]);
	for (size_t i = 0; i < count; i++)
		sorted[i] = entries[i].dataset;
	return sorted;
}

/* ---- counting ---- */

static const struct strings *facet_strings(enum facet facet, const struct dataset *dataset)
{
	return facet == FACET_THEME    ? &dataset->themes
	       : facet == FACET_FORMAT ? &dataset->formats
	       : facet == FACET_SECTOR ? &dataset->sectors
				       : NULL;
}

static bool dataset_has(enum facet facet, const struct dataset *dataset, const void *value)
{
	const struct strings *strings = facet_strings(facet, dataset);
	const struct term *term = value;
	if (strings)
		return strings_has(strings, term->code);
	if (facet == FACET_ORG)
		return dataset->org == value;
	if (facet == FACET_REGION)
		return region_within(dataset->region, value);
	return facet == FACET_OPEN_TYPE && atoi(term->code) == (int)dataset->open;
}

static size_t facet_size(const struct model *model, enum facet facet)
{
	const struct vocabulary *vocabulary =
	    facet_kinds[facet].vocabulary ? model_vocabulary(model, facet_kinds[facet].vocabulary) : NULL;
	return facet == FACET_ORG      ? model->org_count
	       : facet == FACET_REGION ? model->region_count
	       : vocabulary            ? vocabulary->count
				       : 0;
}

static void count_term(const struct model *model, enum facet facet, const char *code, size_t *counts)
{
	const struct term *term = model_term(model, facet_kinds[facet].vocabulary, code);
	if (term)
		counts[term - model_vocabulary(model, facet_kinds[facet].vocabulary)->terms]++;
}

static void count_dataset(const struct model *model, enum facet facet, const struct dataset *dataset, size_t *counts)
{
	static const char *const open_codes[OPEN__MAX] = {"", "1", "2", "3"};
	const struct strings *strings = facet_strings(facet, dataset);
	for (size_t i = 0; strings && i < strings->count; i++)
		count_term(model, facet, strings->items[i], counts);
	if (facet == FACET_ORG)
		counts[dataset->org - model->orgs]++;
	if (facet == FACET_OPEN_TYPE)
		count_term(model, facet, open_codes[dataset->open], counts);
	for (const struct region *r = dataset->region; facet == FACET_REGION && r; r = r->parent)
		counts[r - model->regions]++;
}

static void list_count(struct list *list, const struct model *model, struct arena *arena)
{
	for (enum facet facet = 0; facet < FACET__MAX; facet++) {
		list->counts[facet] = arena_array(arena, facet_size(model, facet) + 1, sizeof(size_t));
		for (size_t i = 0; i < list->count; i++)
			count_dataset(model, facet, list->items[i], list->counts[facet]);
	}
}

/* ---- planning ---- */

static const char *facet_value(enum facet facet, const void *value)
{
	return facet == FACET_ORG      ? ((const struct org *)value)->id
	       : facet == FACET_REGION ? ((const struct region *)value)->code
				       : ((const struct term *)value)->code;
}

const char *facet_path(enum facet facet, const void *value, struct arena *arena)
{
	const char *slug = facet_kinds[facet].slug ? term_extra(value, facet_kinds[facet].slug) : NULL;
	return arena_printf(arena, "%s%s/", facet_kinds[facet].folder, slug ? slug : facet_value(facet, value));
}

struct list *list_of(struct site *site, enum facet facet, const void *value, const char *path)
{
	struct list *list = arena_alloc(site->arena, sizeof *list);
	*list = (struct list){.path = path, .facet = facet, .value = facet_value(facet, value)};
	for (size_t i = 0; i < site->model->dataset_count; i++)
		if (dataset_has(facet, site->newest[i], value))
			*ARENA_PUSH(site->arena, list->items, list->count, list->capacity) = site->newest[i];
	list_count(list, site->model, site->arena);
	return list;
}

size_t list_pages(const struct list *list)
{
	return list->count == 0 ? 1 : (list->count + LIST_PAGE_ITEMS - 1) / LIST_PAGE_ITEMS;
}

void list_plan_pages(struct site *site, const struct page_kind *kind, enum lang lang, const struct list *list,
		     const void *subject)
{
	for (size_t n = 1; n <= list_pages(list); n++) {
		const char *path = n == 1 ? list->path : arena_printf(site->arena, "%spage/%zu/", list->path, n);
		struct page *page = page_plan(site, kind, lang, path);
		page->list = list;
		page->subject = subject;
		page->number = n;
	}
}

void list_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	const struct model *model = site->model;
	for (enum list_sort sort = 0; sort < LIST_SORT__MAX; sort++) {
		struct list *list = arena_alloc(site->arena, sizeof *list);
		*list = (struct list){.path = sorts[sort].path, .sort = sort, .facet = FACET__MAX};
		list->items = list_sorted(model, sort, lang, site->arena);
		list->count = model->dataset_count;
		list_count(list, model, site->arena);
		list_plan_pages(site, kind, lang, list, NULL);
	}
	for (enum facet facet = 0; facet < FACET__MAX; facet++) {
		const struct vocabulary *vocabulary =
		    facet_kinds[facet].vocabulary ? model_vocabulary(model, facet_kinds[facet].vocabulary) : NULL;
		for (size_t i = 0; vocabulary && i < vocabulary->count; i++) {
			const struct term *term = &vocabulary->terms[i];
			const char *path = facet_path(facet, term, site->arena);
			list_plan_pages(site, kind, lang, list_of(site, facet, term, path), term);
		}
	}
}

/* ---- filling ---- */

static void add_sorts(const struct view *view, struct node *parent, const struct list *list)
{
	if (list->facet != FACET__MAX)
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

static const void *facet_at(const struct model *model, enum facet facet, size_t index, const struct label **label)
{
	if (facet == FACET_ORG) {
		*label = &model->orgs[index].name;
		return &model->orgs[index];
	}
	if (facet == FACET_REGION) {
		*label = &model->regions[index].name;
		return &model->regions[index];
	}
	const struct term *term = &model_vocabulary(model, facet_kinds[facet].vocabulary)->terms[index];
	*label = &term->label;
	return term;
}

struct facet_entry {
	size_t index, count;
};

static int by_count(const void *a, const void *b)
{
	const struct facet_entry *x = a, *y = b;
	return x->count != y->count ? (x->count < y->count ? 1 : -1) : (x->index > y->index) - (x->index < y->index);
}

/* Values that occur, in the order of their code list or most frequent first. */
static size_t facet_entries(const struct view *view, const struct list *list, enum facet facet,
			    struct facet_entry **entries)
{
	size_t size = facet_size(view->model, facet), count = 0;
	*entries = arena_array(view->arena, size + 1, sizeof **entries);
	for (size_t i = 0; i < size; i++)
		if (list->counts[facet][i] > 0)
			(*entries)[count++] = (struct facet_entry){i, list->counts[facet][i]};
	if (facet_kinds[facet].by_count)
		qsort(*entries, count, sizeof **entries, by_count);
	return count;
}

static void add_value(const struct view *view, struct node *parent, const struct list *list, enum facet facet,
		      const struct facet_entry *entry)
{
	const struct label *label;
	const void *value = facet_at(view->model, facet, entry->index, &label);
	bool selected = list->facet == facet && strcmp(list->value, facet_value(facet, value)) == 0;
	struct node *node = node_label(parent, "value", label, view->lang);
	node_attr(node, "value", facet_value(facet, value));
	node_attr_int(node, "count", (int64_t)entry->count);
	node_attr(node, "selected", selected ? "yes" : "no");
	if (facet == FACET_REGION)
		node_attr_int(node, "depth", ((const struct region *)value)->level);
	value_href(view, node, list, facet, value);
}

void facets_add(const struct view *view, struct node *parent, const struct list *list)
{
	for (enum facet facet = 0; facet < FACET__MAX; facet++) {
		struct facet_entry *entries;
		size_t count = facet_entries(view, list, facet, &entries);
		if (count == 0)
			continue;
		struct node *node = node_add(parent, "facet");
		node_attr(node, "name", facet_kinds[facet].name);
		part_href(view, node, facet_kinds[facet].folder);
		for (size_t i = 0; i < count; i++)
			add_value(view, node, list, facet, &entries[i]);
	}
}

void list_add(const struct view *view, const struct page *page)
{
	const struct list *list = page->list;
	size_t first = (page->number - 1) * LIST_PAGE_ITEMS;
	struct node *node = node_add(view->page, "list");
	node_attr_int(node, "total", (int64_t)list->count);
	node_attr_int(node, "first", (int64_t)(list->count ? first + 1 : 0));
	node_attr_int(node, "page", (int64_t)page->number);
	if (list->facet != FACET__MAX) {
		node_attr(node, "facet", facet_kinds[list->facet].name);
		node_attr(node, "value", list->value);
	}
	add_sorts(view, node, list);
	facets_add(view, node, list);
	for (size_t i = first; i < list->count && i < first + LIST_PAGE_ITEMS; i++)
		part_item(view, node, list->items[i]);
	part_pager(view, node, list->path, page->number, list_pages(list));
}

void list_fill(const struct view *view, const struct page *page)
{
	const struct list *list = page->list;
	struct node *crumbs = node_add(view->page, "crumbs");
	if (list->facet == FACET__MAX) {
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
