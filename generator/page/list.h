/*
 * list.h -- ordered lists of datasets, cut into pages, with counts for the facets beside them.
 *
 * Lists are sorted and counted once, when they are planned; their pages only show a stretch each.
 */
#ifndef GENERATOR_PAGE_LIST_H
#define GENERATOR_PAGE_LIST_H

#include "facets.h"
#include "page.h"

#define FACET_SHOWN_MAX 20 /* values of a facet beside a list; the rest is on the facet's own page */

enum list_sort { LIST_NEWEST, LIST_TITLE, LIST_FIELDS, LIST_SORT__MAX };

/* How many datasets of a list have each value of a facet; values that occur, in the order to show. */
struct tally {
	struct tally_entry {
		size_t index, count;
	} * entries;
	size_t count;
};

struct list {
	struct card **items;
	size_t count;
	const char *path; /* of its first page */
	enum list_sort sort;
	enum facet facet;                     /* what the list is of; FACET__MAX: the whole catalogue, or an entrance */
	const char *value;                    /* the facet's value, as the search takes it */
	const struct tally *tallies;          /* FACET__MAX of them; NULL for an entrance */
	const struct entrance_kind *entrance; /* NULL unless the list is one of an entrance */
	struct print print;                   /* of its members, in their order */
	struct print head;                    /* of what all its pages show */
};

/* A way into the whole catalogue that is not a facet: by the first letter of the titles, by the year of issue. */
struct entrance_kind {
	const char *id, *path; /* "letters", "/datasets/letters/" */
	enum list_sort sort;
	const char *rest; /* where the search takes over */
};

enum { ENTRANCE_LETTERS, ENTRANCE_YEARS, ENTRANCE__MAX };

extern const struct entrance_kind entrance_kinds[ENTRANCE__MAX];

struct entrance_list {
	struct label label; /* "A", "2026" */
	const char *code;
	struct list list;
};

/* The lists of one entrance in one language, in order. */
struct entrance {
	const struct entrance_kind *kind;
	struct entrance_list *lists;
	size_t count;
};

/*
 * Fills the site's entrances in a language, from the datasets in the orders of their titles and of newest first. `letters`:
 * what each title's sound begins with.
 */
void entrances_make(struct site *site, enum lang lang, struct card **by_title, const char *letters);
/* Plans the pages of their lists. */
void entrances_plan_lists(struct site *site, const struct page_kind *kind, enum lang lang);

/* The print of datasets in their order. */
struct print list_print(struct card *const *items, size_t count, struct printer *printer);
/* Every dataset of the model, newest first or with the most fields first, in `arena`. Ties go by id. */
struct card **list_sorted(const struct model *model, enum list_sort sort, struct arena *arena);
/* The same by title, in the site's arena; `letters` is set to the first byte of each title's sound. A failure is the site's. */
struct card **list_by_title(struct site *site, enum lang lang, char **letters);
/* Sets the site's shelves and tallies: once, for all languages. */
void list_shelve(struct site *site);
/* The datasets of the catalogue that have one value of a facet (a region includes those below it), newest first. */
struct list *list_of(struct site *site, enum facet facet, const void *value, const char *path);
/* How many static pages a list has, at most LIST_PAGES_MAX; an empty one has one. */
size_t list_pages(const struct list *list);
/* Plans the pages of a list: path, path/page/2/, ... */
void list_plan_pages(struct site *site, const struct page_kind *kind, enum lang lang, struct list *list,
		     const void *subject);

/* <list> with its sorts, facets, items and pager. */
void list_add(const struct view *view, const struct page *page);
/* <facet> for each way to narrow the list further. */
void facets_add(const struct view *view, struct node *parent, const struct list *list);

#endif
