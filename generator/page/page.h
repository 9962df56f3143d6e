/*
 * page.h -- inside the page stage: from the model to planned pages, and from a planned page to its document.
 *
 * A kind (a row of pages.def) first plans: it names every page it has in one language, as series, so that memory does not
 * grow with what can be told from the model. Planned pages that are not kept from the release before are cut into batches of
 * one kind and language; a batch is one job, one document and one transform. Filling only reads the site.
 */
#ifndef GENERATOR_PAGE_PAGE_H
#define GENERATOR_PAGE_PAGE_H

#include <headwater/doc.h>
#include <headwater/render.h>

#include "chrome.h"
#include "facets.h"
#include "model.h"
#include "stages.h"

#define PAGE_BATCH 16      /* pages to one transform */
#define LIST_PAGE_ITEMS 20 /* datasets on one page of a list */
#define LIST_PAGES_MAX 100 /* static pages of one list; what lies behind them is for the search, or for a download */

struct list;     /* list.h */
struct tally;    /* list.h */
struct entrance; /* list.h */
struct page_kind;

struct page {
	const struct page_kind *kind;
	enum lang lang;
	const char *path;        /* site-absolute, without the language's prefix: "/themes/health/page/2/" */
	const void *subject;     /* what the page is of: a term, org, region, dataset, article; NULL for single pages */
	const struct list *list; /* for pages that show datasets */
	size_t number;           /* which page of the list, from 1 */
	enum section section;
};

/* Pages planned together: a page of its own, the numbered pages of a list, or one for every dataset. */
struct page_series {
	struct page page;   /* the first; of datasets, what all have in common */
	bool of_datasets;   /* one for each card of the model, in their order */
	size_t from, count; /* numbers of the pages, over all series */
};

/* Pages of one kind and language to one transform: a stretch of the site's wanted pages. */
struct page_batch {
	uint32_t first, count;
};

struct site {
	const struct model *model;
	struct assets assets;
	struct render *render;
	const struct page_options *options;
	const char *contracts_dir; /* templates folder, without detours */
	struct arena *arena;
	const char *work_dir; /* where nameless files are made */
	enum status status;   /* STATUS_IO: one of them could not be written or read while planning */
	struct card **newest; /* model->dataset_count, last change first */
	/* by facet and number of the value, newest first; with what each list and the whole catalogue holds */
	struct shelf *shelves[FACET__MAX];
	struct tally *tallies[FACET__MAX]; /* FACET__MAX of them for each value */
	struct tally *whole;
	struct print *prints[FACET__MAX]; /* of each shelf */
	struct print *links;              /* of what a link to each dataset shows, by its place among the cards */
	struct printer *printer;
	struct entrance *entrances[LANG__MAX];
	struct page_series *series;
	size_t series_count, series_capacity, page_count;
	uint32_t *wanted; /* numbers of the pages that are to be made */
	size_t wanted_count;
	struct page_batch *batches;
	size_t batch_count, batch_capacity;
};

/* What a filler works with. Everything it makes goes into the document; `arena` is scratch of the batch. */
struct view {
	const struct site *site;
	const struct model *model;
	enum lang lang;
	const char *prefix; /* of the language, see chrome_prefix */
	struct arena *arena;
	struct node *page;
	enum status *status; /* a filler that cannot go on says why */
};

struct page_kind {
	const char *name;
	void (*plan)(struct site *site, const struct page_kind *kind, enum lang lang);
	void (*fill)(const struct view *view, const struct page *page);
	void (*print)(const struct site *site, const struct page *page, struct printer *printer);
};

/* Adds a page; the caller sets what else it needs. The pointer holds until the next call. */
struct page *page_plan(struct site *site, const struct page_kind *kind, enum lang lang, const char *path);
/* The same of `count` pages: the first at `path`, the others below it ("page/2/"). */
struct page *page_plan_numbered(struct site *site, const struct page_kind *kind, enum lang lang, const char *path,
				size_t count);
/* Adds a page for every dataset. */
void page_plan_datasets(struct site *site, const struct page_kind *kind, enum lang lang);
/* Plans every kind in every language of the portal. `site->printer` is set. */
void site_plan(struct site *site);
/* The page of a number below site->page_count; its path is in `arena`, or as planned. */
struct page site_page(const struct site *site, size_t number, struct arena *arena);
/* Keeps every page that the release before has, made of the same; the others are wanted. */
void site_keep(struct site *site, struct output *output);
/* Cuts the batches: all pages that are wanted, in their order. */
void site_cut(struct site *site);
/* The document of one batch; doc_free() it. It is whole when `*status` is STATUS_OK. */
struct doc *site_document(const struct site *site, const struct page_batch *batch, struct arena *arena,
			  enum status *status);

#define PAGE(noun, kind, print)                                                                 \
	void noun##_plan(struct site *site, const struct page_kind *page_kind, enum lang lang); \
	void noun##_fill(const struct view *view, const struct page *page);
#include "pages.def"
#undef PAGE

#endif
