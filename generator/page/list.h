/*
 * list.h -- ordered lists of datasets, cut into pages, with counts for the facets beside them.
 *
 * Lists are sorted and counted once, when they are planned; their pages only show a stretch each.
 */
#ifndef GENERATOR_PAGE_LIST_H
#define GENERATOR_PAGE_LIST_H

#include "page.h"

enum list_sort { LIST_NEWEST, LIST_TITLE, LIST_FIELDS, LIST_SORT__MAX };

/* The ways a catalogue is cut; each is a folder of lists and a parameter of the search. */
enum facet { FACET_THEME, FACET_ORG, FACET_REGION, FACET_OPEN_TYPE, FACET_FORMAT, FACET_SECTOR, FACET__MAX };

struct facet_kind {
	const char *name;       /* parameter of /search, and id of its words in text/<lang>.xml */
	const char *folder;     /* "/themes/" */
	const char *vocabulary; /* NULL for organisations and regions, which are not vocabularies */
	const char *slug;       /* extra column of the vocabulary that names the folder of a value; NULL: its code */
	bool by_count;          /* shown most frequent first; otherwise in the order of its code list */
};

extern const struct facet_kind facet_kinds[FACET__MAX];

struct list {
	struct card **items;
	size_t count, capacity;
	const char *path; /* of its first page */
	enum list_sort sort;
	enum facet facet;           /* what the list is of; FACET__MAX: the whole catalogue */
	const char *value;          /* the facet's value, as the search takes it */
	size_t *counts[FACET__MAX]; /* how many of its datasets have each value */
};

/* Every dataset of the model in one order, in `arena`. Ties go by id. */
struct card **list_sorted(const struct model *model, enum list_sort sort, enum lang lang, struct arena *arena);
/* The datasets of the catalogue that have one value of a facet (a region includes those below it), newest first. */
struct list *list_of(struct site *site, enum facet facet, const void *value, const char *path);
/* How many pages a list has; an empty one has one. */
size_t list_pages(const struct list *list);
/* Plans all pages of a list: path, path/page/2/, ... */
void list_plan_pages(struct site *site, const struct page_kind *kind, enum lang lang, const struct list *list,
		     const void *subject);
/* Path of one value's list, "/themes/health/". */
const char *facet_path(enum facet facet, const void *value, struct arena *arena);

/* <list> with its sorts, facets, items and pager. */
void list_add(const struct view *view, const struct page *page);
/* <facet> for each way to narrow the list further. */
void facets_add(const struct view *view, struct node *parent, const struct list *list);

#endif
