/* search.c -- see search.h: words to a set of hits (match.h), hits to an answer. */
#include "search_inside.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fcgi_search_sql.h"
#include "hits.h"
#include "store/catalogue.h"
#include "suggest.h"

/* So many hits are looked at again when a phrase might stand apart in them; with more of them the total is "about". */
#define CHECKED_MAX 16
#define MARKED_CHECKED_MAX 2000 /* for an answer that gives no "about" */
#define TITLES_CHECKED_MAX 2000

/* ICU's tables are large and the same for every release, so one folder serves the process for good. */
static struct folder *shared_folder;

/* ---- opening ---- */

static const char *const sort_names[SORT__MAX] = {"relevance", "updated", "issued", "title", "fields", "rows"};

const char *search_sort_name(enum search_sort sort)
{
	return sort_names[sort];
}

static enum status load(struct search *search, const char *index_path, const char **error)
{
	const char *identity = catalogue_meta(search->catalogue, "search", search->arena);
	enum status status = index_open(index_path, identity, search->arena, &search->index, error);
	if (status != STATUS_OK)
		return status;
	search->sounds = sound_load(search->index, search->arena);
	status = facets_load(search->catalogue, search->index, search->arena, &search->facets);
	if (status == STATUS_OK)
		status = synonyms_load(search->catalogue, search->arena, &search->synonyms);
	if (status != STATUS_OK)
		*error =
		    arena_printf(search->arena, "search: %s (%s)", status_name(status), db_error(search->catalogue));
	return status;
}

enum status search_open(struct db *catalogue, const char *index_path, struct arena *arena, struct search **result,
			const char **error)
{
	struct search *search = arena_alloc(arena, sizeof *search);
	*search = (struct search){.catalogue = catalogue, .arena = arena, .budget_ms = SEARCH_BUDGET_MS};
	*result = NULL;
	if (!shared_folder) {
		shared_folder = folder_new();
		/* loads the tables of romanisation now (0.1 s), not in the first search that finds nothing */
		fold_pinyin(shared_folder, "源", strlen("源"), arena);
	}
	enum status status = load(search, index_path, error);
	if (status == STATUS_OK)
		*result = search;
	else
		search_close(search);
	return status;
}

void search_close(struct search *search)
{
	facets_free(&search->facets);
	index_close(search->index);
}

void search_budget(struct search *search, int time_ms)
{
	search->budget_ms = time_ms;
}

struct folder *search_folder(void)
{
	return shared_folder;
}

size_t search_count(const struct search *search)
{
	return search->index->count;
}

const struct index *search_index(const struct search *search)
{
	return search->index;
}

const char *search_label(const struct search *search, enum facet facet, const char *value, enum lang lang)
{
	int found = facets_find(&search->facets.tables[facet], value);
	return found < 0 ? NULL : label_text(&search->facets.tables[facet].values[found].label, lang, NULL);
}

/* ---- finding ---- */

/* Whether one phrase stands in a row in the folded title. */
static bool title_has(const struct index *index, uint32_t document, const struct word *word)
{
	for (unsigned lang = 0; lang < LANG__MAX; lang++)
		if (match_title(index_title(index, document, lang), word->text))
			return true;
	return false;
}

static bool has_phrase(const struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (word_is_phrase(&words->items[i]))
			return true;
	return false;
}

/* Whether the title alone shows that every phrase of Han characters is there; others are looked for in the texts. */
static bool title_settles(const struct run *run, uint32_t document)
{
	for (size_t i = 0; i < run->words.count; i++) {
		const struct word *word = &run->words.items[i];
		if (word_is_phrase(word) &&
		    (word->script != FOLD_HAN || !title_has(run->search->index, document, word)))
			return false;
	}
	return true;
}

/* Whether the phrases stand in a dataset that its title does not settle. Once the budget is out, they are taken to. */
static enum status check_texts(struct run *run, uint32_t document, bool *holds)
{
	const struct hits_source source = {run->search->catalogue, shared_folder, &run->search->facets, &run->words,
					   run->query->lang};
	enum status status = hits_check(&source, document, run->arena, holds);
	if (status != STATUS_BUDGET)
		return status;
	*holds = run->matcher.late = true;
	return STATUS_OK;
}

/* Takes out of a short list of hits those whose phrases stand apart; a long one stays, and counts as "about". */
static enum status check_phrases(struct run *run, size_t checked_max)
{
	struct docset *hits = &run->hits;
	size_t kept = 0, checked = 0, i = 0;
	if (!has_phrase(&run->words) || hits->count == 0)
		return STATUS_OK;
	run->result->about = hits->count > TITLES_CHECKED_MAX;
	if (run->result->about)
		return STATUS_OK;
	docset_list(run->search->index, hits, TITLES_CHECKED_MAX, run->arena);
	for (; i < hits->count && !run->result->about; i++) {
		bool holds = title_settles(run, hits->documents[i]);
		if (!holds && checked++ == checked_max) {
			holds = run->result->about = true;
		} else if (!holds) {
			enum status status = check_texts(run, hits->documents[i], &holds);
			if (status != STATUS_OK)
				return status;
			run->result->about = run->matcher.late;
		}
		if (holds)
			hits->documents[kept++] = hits->documents[i];
	}
	for (; i < hits->count; i++)
		hits->documents[kept++] = hits->documents[i];
	hits->count = kept;
	return STATUS_OK;
}

/* A single plain word of one term: its facets may have been counted ahead. */
static void note_known(struct run *run)
{
	struct index_term term;
	const struct word *word = &run->words.items[0];
	if (run->words.count == 1 && word->script != FOLD_WORD && !word->prefix && word->term_count == 1 &&
	    word->alternative_count == 0 && index_find(run->search->index, word->text, &term)) {
		run->known = true;
		run->known_term = term.number;
	}
}

static enum status find(struct run *run)
{
	const struct index *index = run->search->index;
	if (run->words.count == 0) { /* a text without a single letter or digit is nowhere */
		if (!run->words.blank)
			return STATUS_OK;
		docset_every(index, run->arena, &run->hits);
		run->known = true;
		run->known_term = INDEX_EVERY;
		return STATUS_OK;
	}
	match_words(&run->matcher, &run->words, MATCH_ANY, &run->hits);
	note_known(run);
	enum status status = check_phrases(run, CHECKED_MAX);
	if (status == STATUS_OK && run->hits.count == 0 && !run->matcher.late) {
		run->known = false;
		loose_find(run);
	}
	return status;
}

/* Only the dataset named and its near-identical ones. */
static enum status keep_twins(struct run *run)
{
	const struct index *index = run->search->index;
	struct docset only = {0};
	struct stmt *stmt = db_prepare(run->search->catalogue, &SQL_FIND_DATASET);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, run->query->twin, strlen(run->query->twin));
	enum status status = stmt_step(stmt);
	int64_t docid = status == STATUS_OK ? stmt_column_int(stmt, 0) : 0;
	stmt_reset(stmt);
	uint64_t *bits = arena_array(run->arena, docset_words(index), sizeof *bits);
	if (docid >= 1 && docid <= (int64_t)index->count) {
		uint32_t set = index_number(index, INDEX_TWINS, (size_t)docid - 1);
		bits[docid / 64] |= (uint64_t)1 << docid % 64;
		for (uint32_t i = index_number(index, INDEX_TWIN_STARTS, set);
		     set > 0 && i < index_number(index, INDEX_TWIN_STARTS, (size_t)set + 1); i++) {
			uint32_t member = index_number(index, INDEX_TWIN_MEMBERS, i);
			if (member >= 1 && member <= index->count)
				bits[member / 64] |= (uint64_t)1 << member % 64;
		}
	}
	docset_of_bits(index, bits, run->arena, &only);
	docset_intersect(index, &run->hits, &only);
	run->known = false;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- facets of the answer ---- */

/* Most datasets first; regions stay a tree, open types a scale and years a row, in the order of their vocabulary. */
static int by_count(const void *a, const void *b)
{
	const struct search_value *x = a, *y = b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* A year that a range takes in is not listed: it is not for its value to be taken out. */
static bool is_listed(const struct search_choice *choice, const char *value)
{
	for (size_t i = 0; i < choice->count; i++)
		if (strcmp(choice->values[i], value) == 0)
			return true;
	return false;
}

static void report_facet(struct run *run, enum facet facet)
{
	const struct facet_table *table = &run->search->facets.tables[facet];
	const uint32_t *counts = run->counts.values[facet];
	struct search_facet *report = &run->result->facets[facet];
	size_t capacity = 0;
	report->facet = facet;
	for (size_t i = 0; i < table->value_count; i++) {
		const struct facet_value *value = &table->values[i];
		bool chosen = is_listed(&run->query->choices[facet], value->value);
		if (counts[i] == 0 && !chosen)
			continue;
		*ARENA_PUSH(run->arena, report->values, report->count, capacity) = (struct search_value){
		    .value = value->value,
		    .label = label_text(&value->label, run->query->lang, NULL),
		    .parent = value->parent >= 0 ? table->values[value->parent].value : NULL,
		    .order = i,
		    .count = counts[i],
		    .selected = chosen,
		};
	}
	if (report->count > 0 && facet != FACET_REGION && facet != FACET_OPEN_TYPE && facet != FACET_YEAR)
		qsort(report->values, report->count, sizeof *report->values, by_count);
}

static void narrow(struct run *run)
{
	struct facets *facets = &run->search->facets;
	run->result->unfiltered = run->hits.count;
	facets_choose(facets, run->query, run->arena, &run->filter);
	bool known = run->known && !run->filter.any_active;
	if (!known || !facets_known(facets, run->known_term, run->arena, &run->counts))
		facets_apply(facets, &run->filter, run->arena, &run->hits, &run->counts);
	for (int facet = 0; facet < FACET__MAX; facet++)
		report_facet(run, (enum facet)facet);
}

/* ---- answering ---- */

static enum status read_hits(struct run *run)
{
	struct search_result *result = run->result;
	const struct hits_source source = {run->search->catalogue, shared_folder, &run->search->facets, &run->words,
					   run->query->lang};
	struct placed *page;
	size_t count;
	enum status status = rank_page(run, &page, &count);
	result->hits = arena_array(run->arena, count, sizeof *result->hits);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct search_hit *hit = &result->hits[result->hit_count++];
		status = hits_read(&source, page[i].docid, run->arena, hit);
		hit->twin_count = page[i].twins;
	}
	return status;
}

static int64_t deadline(int budget_ms)
{
	struct timespec now;
	if (budget_ms == 0)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 + (int64_t)(budget_ms * 1000 * SEARCH_FINDING);
}

static void start(struct run *run)
{
	struct search *search = run->search;
	run->matcher = (struct matcher){
	    .index = search->index, .sounds = search->sounds, .folder = shared_folder, .arena = run->arena};
	words_read(shared_folder, run->query->text, run->arena, &run->words);
	run->result->text_cut = run->words.cut;
}

enum status search_run(struct search *search, const struct search_query *query, struct arena *arena,
		       struct search_result *result)
{
	struct run run = {.search = search, .query = query, .arena = arena, .result = result};
	*result = (struct search_result){.page = query->page};
	start(&run);
	synonyms_add(&search->synonyms, shared_folder, arena, &run.words);
	run.matcher.deadline_us = deadline(search->budget_ms);
	db_budget(search->catalogue, 0, search->budget_ms);
	enum status status = find(&run);
	if (status == STATUS_OK && query->twin)
		status = keep_twins(&run);
	if (status == STATUS_OK)
		narrow(&run);
	result->partial = run.matcher.late;
	/* What follows touches one page of results only. */
	db_budget(search->catalogue, 0, run.hits.count == 0 ? search->budget_ms : 0);
	result->total = run.hits.count;
	if (status == STATUS_OK && query->rows > 0 && run.hits.count > 0)
		status = read_hits(&run);
	if (status == STATUS_OK && query->rows > 0 && run.words.count > 0 &&
	    (result->unfiltered == 0 || result->any_word || result->by_sound))
		result->suggestion_count =
		    suggest_words(search->catalogue, shared_folder, query->text, arena, &result->suggestions);
	return status;
}

enum status search_mark(struct search *search, const char *place, const char *text, struct arena *arena, uint64_t *bits)
{
	const struct search_query query = {.text = text};
	struct search_result result;
	struct run run = {.search = search, .query = &query, .arena = arena, .result = &result};
	enum status status = STATUS_OK;
	start(&run);
	if (place)
		run.matcher.sounds = NULL;
	bool title = place && strcmp(place, "title") == 0;
	match_words(&run.matcher, &run.words, title ? MATCH_TITLE : place ? MATCH_TAG : MATCH_ANY, &run.hits);
	if (!place)
		status = check_phrases(&run, MARKED_CHECKED_MAX);
	docset_mark(&run.hits, bits, search->index);
	return status;
}
