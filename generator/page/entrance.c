/* entrance.c -- ways into the whole catalogue: by the first letter of the titles, by the year of issue. */
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "part.h"

const struct entrance_kind entrance_kinds[ENTRANCE__MAX] = {
    [ENTRANCE_LETTERS] = {"letters", "/datasets/letters/", LIST_TITLE, "/search?sort=title"},
    [ENTRANCE_YEARS] = {"years", "/datasets/years/", LIST_NEWEST, "/search?sort=issued"},
};

#define OTHER 26 /* titles that begin with neither a letter nor a character that has a sound */
#define YEARS 10000

/* The number of the list of a letter. */
static uint16_t letter_number(char first)
{
	return first >= 'a' && first <= 'z' ? (uint16_t)(first - 'a') : OTHER;
}

static struct label label_of(size_t number, bool letters, struct arena *arena)
{
	if (!letters)
		return (struct label){{arena_printf(arena, "%zu 年", number), arena_printf(arena, "%zu", number)}};
	if (number == OTHER)
		return (struct label){{"其他", "Other"}};
	const char *letter = arena_printf(arena, "%c", (char)('A' + (int)number));
	return (struct label){{letter, letter}};
}

static const char *code_of(size_t number, bool letters, struct arena *arena)
{
	return !letters          ? arena_printf(arena, "%04zu", number)
	       : number == OTHER ? "other"
				 : arena_printf(arena, "%c", (char)('a' + (int)number));
}

/* Titles begin with other letters in the other language: every letter has a page, so that each page has its counterpart. */
static bool has_list(bool letters, size_t number, size_t count)
{
	return letters ? number <= OTHER : count > 0;
}

/* Lists of one entrance: `numbers` says where each of `cards` belongs; those of one list keep their order. */
static struct entrance make(struct site *site, const struct entrance_kind *kind, struct card **cards,
			    const uint16_t *numbers)
{
	bool letters = kind == &entrance_kinds[ENTRANCE_LETTERS];
	struct entrance entrance = {.kind = kind};
	struct arena *scratch = arena_new();
	struct shelf *shelves = arena_array(scratch, YEARS, sizeof *shelves);
	for (size_t i = 0; i < site->model->dataset_count; i++)
		shelves[numbers[i]].count++;
	for (size_t n = 0; n < YEARS; n++) {
		entrance.count += has_list(letters, n, shelves[n].count);
		shelves[n].cards = arena_array(site->arena, shelves[n].count + 1, sizeof(struct card *));
		shelves[n].count = 0;
	}
	for (size_t i = 0; i < site->model->dataset_count; i++) {
		struct shelf *shelf = &shelves[numbers[i]];
		shelf->cards[shelf->count++] = cards[i];
	}
	entrance.lists = arena_array(site->arena, entrance.count + 1, sizeof *entrance.lists);
	entrance.count = 0;
	for (size_t k = 0; k < YEARS; k++) {
		size_t n = letters ? k : YEARS - 1 - k; /* the newest year first */
		struct entrance_list *one = &entrance.lists[entrance.count];
		if (!has_list(letters, n, shelves[n].count))
			continue;
		*one = (struct entrance_list){.label = label_of(n, letters, site->arena),
					      .code = code_of(n, letters, site->arena)};
		one->list = (struct list){.items = shelves[n].cards, .count = shelves[n].count, .entrance = kind};
		one->list.path = arena_printf(site->arena, "%s%s/", kind->path, one->code);
		one->list.sort = kind->sort;
		one->list.print = list_print(one->list.items, one->list.count, site->printer);
		one->list.facet = FACET__MAX;
		entrance.count++;
	}
	arena_free(scratch);
	return entrance;
}

void entrances_make(struct site *site, enum lang lang, struct card **by_title, const char *letters)
{
	size_t count = site->model->dataset_count;
	struct arena *scratch = arena_new();
	uint16_t *numbers = arena_array(scratch, count + 1, sizeof *numbers);
	site->entrances[lang] = arena_array(site->arena, ENTRANCE__MAX, sizeof *site->entrances[lang]);
	for (size_t i = 0; i < count; i++)
		numbers[i] = letter_number(letters[i]);
	site->entrances[lang][ENTRANCE_LETTERS] = make(site, &entrance_kinds[ENTRANCE_LETTERS], by_title, numbers);
	for (size_t i = 0; i < count; i++)
		numbers[i] = (uint16_t)site->newest[i]->issued.year;
	site->entrances[lang][ENTRANCE_YEARS] = make(site, &entrance_kinds[ENTRANCE_YEARS], site->newest, numbers);
	arena_free(scratch);
}

void entrances_plan_lists(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (int e = 0; e < ENTRANCE__MAX; e++)
		for (size_t i = 0; i < site->entrances[lang][e].count; i++) {
			struct entrance_list *one = &site->entrances[lang][e].lists[i];
			list_plan_pages(site, kind, lang, &one->list, one);
		}
}

void entrance_plan(struct site *site, const struct page_kind *kind, enum lang lang)
{
	for (int e = 0; e < ENTRANCE__MAX; e++)
		page_plan(site, kind, lang, entrance_kinds[e].path)->subject = &site->entrances[lang][e];
}

void entrance_fill(const struct view *view, const struct page *page)
{
	const struct entrance *entrance = page->subject;
	struct node *crumbs = node_add(view->page, "crumbs");
	part_head_text(view, entrance->kind->id);
	part_crumb_text(view, crumbs, "/datasets/", "datasets");
	part_crumb_text(view, crumbs, entrance->kind->path, entrance->kind->id);
	struct node *terms = node_add(view->page, "terms");
	node_attr(terms, "id", entrance->kind->id);
	for (size_t i = 0; i < entrance->count; i++) {
		const struct entrance_list *one = &entrance->lists[i];
		if (one->list.count == 0)
			continue;
		struct node *node = node_add(terms, "term");
		node_attr(node, "code", one->code);
		part_href(view, node, one->list.path);
		node_attr_int(node, "count", (int64_t)one->list.count);
		node_label(node, "title", &one->label, view->lang);
	}
}
