/*
 * search.h -- finding datasets in one release: words, facets, sorting, paging, highlights.
 *
 * Text is cut into terms (fold.h) that are looked up in the release's search index; no text can make a query fail. The
 * exact title comes first, then titles that begin with the text, titles with all words (the more of the title they are,
 * the better), tags, names and fields, then the rest; the newest first among equals. Near-identical titles, such as those
 * of many counties, are shown as one hit with a number of further ones; all of them count.
 *
 * When no dataset has all words, they are looked for without what makes a question of the text, then other characters that
 * sound the same; where that finds little, titles that come near in spite of slips, and last any of the words. What comes
 * nearest to the text as typed is first. Every query has a budget of time by the clock on the wall, for that is what people
 * wait for; finding looks at it every 65,536 postings. When it runs out the answer holds what was found so far and says so
 * (`partial`).
 */
#ifndef FCGI_SEARCH_H
#define FCGI_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/db.h>
#include <headwater/index_format.h>
#include <headwater/lang.h>
#include <headwater/status.h>

#define SEARCH_TEXT_MAX 64  /* code points of a query that count; the rest is left out */
#define SEARCH_WORDS_MAX 8  /* words (runs of one script) */
#define SEARCH_TERMS_MAX 16 /* terms they are cut into */
#define SEARCH_ROWS_MAX 1000
#define SEARCH_PAGE_MAX 1000
#define SEARCH_VALUES_MAX 16 /* chosen values of one facet */
#define SEARCH_BUDGET_MS 50
#define SEARCH_FINDING 0.6 /* of the budget goes into finding; the rest is for counting and ordering what was found */

enum facet {
	FACET_THEME = INDEX_FACET_THEME,
	FACET_ORG = INDEX_FACET_ORG,
	FACET_REGION = INDEX_FACET_REGION,
	FACET_OPEN_TYPE = INDEX_FACET_OPEN_TYPE,
	FACET_FORMAT = INDEX_FACET_FORMAT,
	FACET_SECTOR = INDEX_FACET_SECTOR,
	FACET_INDUSTRY = INDEX_FACET_INDUSTRY,
	FACET_YEAR = INDEX_FACET_YEAR,
	FACET__MAX = INDEX_FACET__MAX
};

enum search_sort {
	SORT_RELEVANCE, /* newest first when there are no words */
	SORT_UPDATED,   /* newest change first */
	SORT_ISSUED,    /* newest issue first */
	SORT_TITLE,     /* by pinyin */
	SORT_FIELDS,    /* most fields first */
	SORT_ROWS,      /* most rows first */
	SORT__MAX
};

/* Names as in URLs and JSON: "theme", "open_type", ...; "relevance", "updated", ... */
const char *facet_name(enum facet facet);
const char *search_sort_name(enum search_sort sort);

struct search_query {
	const char *text; /* as typed; "" or NULL: every dataset */
	struct search_choice {
		const char *values[SEARCH_VALUES_MAX]; /* any of them; one that is unknown matches nothing */
		size_t count;
	} choices[FACET__MAX];
	int year_from, year_to; /* of the last change; 0: open */
	const char *twin;       /* only this dataset and its near-identical ones; NULL: all */
	enum search_sort sort;
	bool apart;  /* near-identical ones each by itself */
	size_t page; /* from 1 */
	size_t rows; /* a page; 0 for counts only, at most SEARCH_ROWS_MAX */
	enum lang lang;
};

/* A text in pieces, some of them marked as what was looked for. */
struct search_runs {
	struct search_run {
		const char *text;
		size_t len;
		bool marked;
	} * items;
	size_t count;
	bool cut_before, cut_after; /* a snippet of a longer text */
};

struct search_label {
	const char *value; /* code or id */
	const char *label; /* in the query's language */
};

struct search_hit {
	const char *id, *url;         /* "/datasets/x/", without a language prefix */
	const char *title, *abstract; /* whole, unmarked */
	const char *modified, *issued;
	int64_t fields, rows, capacity;
	struct search_label org, region, open_type;
	struct search_label *themes, *formats, *sectors;
	size_t theme_count, format_count, sector_count;
	enum lang title_lang, abstract_lang; /* the language they are in: a text may have no form in the query's */
	struct search_runs title_runs, abstract_runs;
	struct search_runs *field_runs; /* fields whose names or titles hold a term; at most SEARCH_FIELDS_SHOWN */
	size_t field_run_count;
	size_t twin_count; /* further hits of near-identical titles, which are not shown */
};

#define SEARCH_FIELDS_SHOWN 3

struct search_value {
	const char *value, *label, *parent; /* parent: value of the region above, or NULL */
	size_t order;                       /* place in the vocabulary */
	size_t count;                       /* datasets, were this value chosen instead of the others of its facet */
	bool selected;
};

struct search_result {
	size_t total, pages, page; /* a page past the last has no hits */
	size_t unfiltered;         /* what the words alone find */
	bool about; /* total and counts may be a little high: not every hit was looked at for its phrases */
	struct search_hit *hits;
	size_t hit_count;
	struct search_facet { /* values with a count above 0, and those selected */
		enum facet facet;
		struct search_value *values;
		size_t count;
	} facets[FACET__MAX];
	bool partial;  /* the budget ran out: there may be more, or a better order */
	bool any_word; /* no dataset holds all words; these, or all but those by sound, hold some; the nearest first */
	bool by_sound; /* none holds the words; these, or the first of them, hold characters that sound like them */
	bool text_cut; /* the text was longer than the limits above */
	const char **suggestions; /* near words that do find something; only when total is 0 */
	size_t suggestion_count;
};

struct search;
struct index;  /* index.h */
struct folder; /* headwater/fold.h */

/*
 * Takes a release's catalogue (store/catalogue.h), which must outlive it, and the path of its search index. An index that
 * is not the catalogue's own is refused with STATUS_CORRUPT. `*error` in arena.
 */
enum status search_open(struct db *catalogue, const char *index_path, struct arena *arena, struct search **search,
			const char **error);
void search_close(struct search *search);
/* The budget of each query; 0 = none. SEARCH_BUDGET_MS to begin with. */
void search_budget(struct search *search, int time_ms);
/* The one folder of the process; there once search_open has been called. */
struct folder *search_folder(void);
/* Datasets in the catalogue. */
size_t search_count(const struct search *search);
/* The label of a value in the query's language, or NULL when it is unknown. */
const char *search_label(const struct search *search, enum facet facet, const char *value, enum lang lang);
const struct index *search_index(const struct search *search);
/*
 * Sets the bit of every document that has all words of the text at a place ("title", "tags"; NULL: anywhere), in a row of
 * docset_words words (docset.h), for ckan/; words as they are typed, without synonyms. Of many hits not all are looked at for their phrases.
 */
enum status search_mark(struct search *search, const char *place, const char *text, struct arena *arena,
			uint64_t *bits);
/* Everything in the result lives in `arena`, or in the search. Fails only when the catalogue cannot be read. */
enum status search_run(struct search *search, const struct search_query *query, struct arena *arena,
		       struct search_result *result);

#endif
