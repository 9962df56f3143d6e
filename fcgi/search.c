/* search.c -- see search.h: words to hits (the index), hits to an answer (memory). */
#include "search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/utf8.h>

#include "facets.h"
#include "fcgi_catalogue_sql.h"
#include "fcgi_search_sql.h"
#include "hits.h"
#include "rank.h"
#include "suggest.h"
#include "words.h"

/*
 * Relevance: bm25 brought into 0..1, and to that what the title says. A title that holds all words counts by how much of
 * it they are, one that begins with the text more, one that is the text most.
 */
#define BONUS_TITLE 1.0
#define BONUS_BEGINS 1.0
#define BONUS_EXACT 10.0
/* Where any word will do, a dataset must reach this share of the best one's score. */
#define ANY_WORD_SHARE 0.5
#define KEY_AFTER "\xF4\x8F\xBF\xBF" /* U+10FFFF, the last code point */

struct standing {
	int32_t issued, fields, title_order[LANG__MAX];
	int64_t rows;
	uint16_t title_length;
};

struct search {
	struct db *catalogue;
	struct arena *arena;
	struct standing *standings; /* by docid, from 1 */
	size_t count;
	struct facets facets;
	int budget_ms;
};

/* One query under way. */
struct run {
	struct search *search;
	const struct search_query *query;
	struct arena *arena;
	struct words words;
	uint32_t *docids; /* ascending */
	size_t count;
	double *scores; /* of each docid; NULL: order of docids */
	struct search_result *result;
};

/* ICU's tables are large and the same for every release, so one folder serves the process for good. */
static struct folder *shared_folder;

/* ---- opening ---- */

static const char *const sort_names[SORT__MAX] = {"relevance", "updated", "issued", "title", "fields", "rows"};

const char *search_sort_name(enum search_sort sort)
{
	return sort_names[sort];
}

static int32_t clamped(int64_t value)
{
	return value > INT32_MAX ? INT32_MAX : (int32_t)value;
}

static enum status load_standings(struct search *search)
{
	struct stmt *stmt = db_prepare(search->catalogue, &SQL_LIST_STANDINGS);
	size_t used = 1, capacity = 0;
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	search->standings = arena_grow(search->arena, NULL, &capacity, 2, sizeof *search->standings);
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		if (stmt_column_int(stmt, 0) != (int64_t)used)
			return STATUS_CORRUPT;
		int64_t length = stmt_column_int(stmt, 6);
		*ARENA_PUSH(search->arena, search->standings, used, capacity) = (struct standing){
		    .issued = clamped(stmt_column_int(stmt, 1)),
		    .fields = clamped(stmt_column_int(stmt, 2)),
		    .rows = stmt_column_int(stmt, 3),
		    .title_order = {clamped(stmt_column_int(stmt, 4)), clamped(stmt_column_int(stmt, 5))},
		    .title_length = length < 1            ? 1
				    : length > UINT16_MAX ? UINT16_MAX
							  : (uint16_t)length,
		};
	}
	search->count = used - 1;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status search_open(struct db *catalogue, struct arena *arena, struct search **result, const char **error)
{
	struct search *search = arena_alloc(arena, sizeof *search);
	*search = (struct search){.catalogue = catalogue, .arena = arena, .budget_ms = SEARCH_BUDGET_MS};
	*result = NULL;
	if (!shared_folder) {
		shared_folder = folder_new();
		/* loads the tables of romanisation now (0.1 s), not in the first search that finds nothing */
		fold_pinyin(shared_folder, "源", strlen("源"), arena);
	}
	enum status status = load_standings(search);
	if (status == STATUS_OK)
		status = facets_load(catalogue, search->count, arena, &search->facets);
	if (status != STATUS_OK) {
		*error = arena_printf(arena, "search index: %s (%s)", status_name(status), db_error(catalogue));
		return status;
	}
	*result = search;
	return STATUS_OK;
}

void search_close(struct search *search)
{
	(void)search; /* all of it lives in the release's arena and catalogue */
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
	return search->count;
}

const char *search_label(const struct search *search, enum facet facet, const char *value, enum lang lang)
{
	int found = facets_find(&search->facets.tables[facet], value);
	return found < 0 ? NULL : label_text(&search->facets.tables[facet].values[found].label, lang, NULL);
}

/* ---- finding ---- */

/* Where the budget runs out, what was found so far counts. */
static enum status settle(struct run *run, enum status status)
{
	if (status == STATUS_BUDGET)
		run->result->partial = true;
	return status == STATUS_BUDGET || status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static struct stmt *start_match(struct run *run, const struct sql *sql, const char *match)
{
	struct stmt *stmt = db_prepare(run->search->catalogue, sql);
	if (stmt)
		stmt_text(stmt, 1, match, strlen(match));
	return stmt;
}

static enum status find_all(struct run *run)
{
	run->count = run->search->count;
	run->docids = arena_array(run->arena, run->count, sizeof *run->docids);
	for (size_t i = 0; i < run->count; i++)
		run->docids[i] = (uint32_t)i + 1;
	return STATUS_OK;
}

/* Every dataset that holds all words. */
static enum status find_words(struct run *run)
{
	size_t capacity = 0;
	enum status status;
	struct stmt *stmt = start_match(run, &SQL_FIND_HITS, words_match(&run->words, NULL, run->arena));
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		int64_t docid = stmt_column_int(stmt, 0);
		if (docid < 1 || docid > (int64_t)run->search->count)
			return STATUS_CORRUPT;
		*ARENA_PUSH(run->arena, run->docids, run->count, capacity) = (uint32_t)docid;
	}
	return settle(run, status);
}

/* Adds to `sums` (by docid) what one word is worth where it stands: the rarer, the more; twice that in a title. */
static enum status add_word(struct run *run, const struct words *word, float *sums)
{
	static const char *const columns[] = {NULL, "title"};
	size_t count = 0;
	float worth = 0;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct stmt *stmt = start_match(run, &SQL_FIND_HITS, words_match(word, columns[i], run->arena));
		enum status status;
		size_t capacity = 0;
		uint32_t *docids = NULL;
		size_t found = 0;
		if (!stmt)
			return STATUS_CORRUPT;
		while ((status = stmt_step(stmt)) == STATUS_OK)
			*ARENA_PUSH(run->arena, docids, found, capacity) = (uint32_t)stmt_column_int(stmt, 0);
		status = settle(run, status);
		if (status != STATUS_OK)
			return status;
		if (i == 0)
			count = found;
		worth = (float)log(1.0 + (double)run->search->count / (double)(count + 1));
		for (size_t k = 0; k < found; k++)
			if (docids[k] >= 1 && docids[k] <= run->search->count)
				sums[docids[k]] += worth;
	}
	return STATUS_OK;
}

/* No dataset holds all words: those that hold the most of them. */
static enum status find_any_word(struct run *run)
{
	struct words pieces;
	size_t capacity = 0, score_capacity = 0, count = 0;
	float *sums = arena_array(run->arena, run->search->count + 1, sizeof *sums), best = 0;
	words_split(&run->words, run->arena, &pieces);
	if (pieces.count < 2)
		return STATUS_OK;
	for (size_t i = 0; i < pieces.count && !run->result->partial; i++) {
		struct words one = {.count = 1, .items = {pieces.items[i]}};
		enum status status = add_word(run, &one, sums);
		if (status != STATUS_OK)
			return status;
	}
	for (size_t docid = 1; docid <= run->search->count; docid++)
		best = sums[docid] > best ? sums[docid] : best;
	for (size_t docid = 1; docid <= run->search->count; docid++)
		if (sums[docid] > 0 && sums[docid] >= best * ANY_WORD_SHARE) {
			*ARENA_PUSH(run->arena, run->docids, run->count, capacity) = (uint32_t)docid;
			*ARENA_PUSH(run->arena, run->scores, count, score_capacity) = sums[docid];
		}
	run->result->any_word = run->count > 0;
	if (run->count > 0)
		run->words = pieces;
	return STATUS_OK;
}

static enum status find(struct run *run)
{
	if (run->words.count == 0) /* a text without a single letter or digit is nowhere */
		return run->words.blank ? find_all(run) : STATUS_OK;
	enum status status = find_words(run);
	if (status == STATUS_OK && run->count == 0 && !run->result->partial)
		status = find_any_word(run);
	return status;
}

/* ---- scoring ---- */

/* Walks `at` forward to `docid`; false when it is not among the hits. Calls come with rising docids. */
static bool seek(const struct run *run, size_t *at, int64_t docid)
{
	while (*at < run->count && run->docids[*at] < docid)
		++*at;
	return *at < run->count && run->docids[*at] == docid;
}

static enum status score_words(struct run *run)
{
	struct stmt *stmt = start_match(run, &SQL_RANK_HITS, words_match(&run->words, NULL, run->arena));
	enum status status;
	double best = 0;
	size_t at = 0;
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK)
		if (seek(run, &at, stmt_column_int(stmt, 0))) {
			run->scores[at] = -stmt_column_double(stmt, 1);
			best = run->scores[at] > best ? run->scores[at] : best;
		}
	for (size_t i = 0; i < run->count && best > 0; i++)
		run->scores[i] /= best;
	return settle(run, status);
}

/* What share of a title of `length` code points the query's text is. */
static double share(const struct run *run, size_t length)
{
	double part = (double)utf8_length(run->words.key, strlen(run->words.key)) / (double)length;
	return part > 1 ? 1 : part;
}

static enum status score_titles(struct run *run)
{
	struct stmt *stmt = start_match(run, &SQL_FIND_HITS, words_match(&run->words, "title", run->arena));
	enum status status;
	size_t at = 0;
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK)
		if (seek(run, &at, stmt_column_int(stmt, 0)))
			run->scores[at] +=
			    BONUS_TITLE * (1 + share(run, run->search->standings[run->docids[at]].title_length));
	return settle(run, status);
}

static size_t place_of(const struct run *run, uint32_t docid)
{
	size_t low = 0, high = run->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (run->docids[middle] < docid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < run->count && run->docids[low] == docid ? low : run->count;
}

static enum status score_beginnings(struct run *run)
{
	const char *key = run->words.key, *after = arena_printf(run->arena, "%s" KEY_AFTER, key);
	struct stmt *stmt = db_prepare(run->search->catalogue, &SQL_FIND_TITLES);
	size_t key_points = utf8_length(key, strlen(key));
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, key, strlen(key));
	stmt_text(stmt, 2, after, strlen(after));
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		size_t at = place_of(run, (uint32_t)stmt_column_int(stmt, 0));
		if (at < run->count)
			run->scores[at] += stmt_column_int(stmt, 1) == (int64_t)key_points ? BONUS_EXACT : BONUS_BEGINS;
	}
	return settle(run, status);
}

static enum status score(struct run *run)
{
	if (run->query->sort != SORT_RELEVANCE || run->words.count == 0 || run->scores || run->count == 0)
		return STATUS_OK;
	run->scores = arena_array(run->arena, run->count, sizeof *run->scores);
	enum status status = score_words(run);
	if (status == STATUS_OK)
		status = score_titles(run);
	return status == STATUS_OK ? score_beginnings(run) : status;
}

/* ---- order and pages ---- */

static double sort_key(const struct run *run, size_t i)
{
	const struct standing *standing = &run->search->standings[run->docids[i]];
	switch (run->query->sort) {
	case SORT_RELEVANCE:
		return run->scores ? -run->scores[i] : 0;
	case SORT_ISSUED:
		return -standing->issued;
	case SORT_TITLE:
		return standing->title_order[run->query->lang];
	case SORT_FIELDS:
		return -standing->fields;
	case SORT_ROWS:
		return -(double)standing->rows;
	default:
		return 0; /* docids are in the order of the last change */
	}
}

static enum status read_hits(struct run *run)
{
	const struct search_query *query = run->query;
	struct search_result *result = run->result;
	size_t rows = query->rows, first = (query->page - 1) * rows;
	struct ranked *ranked = arena_array(run->arena, run->count, sizeof *ranked);
	struct hits_source source = {run->search->catalogue, shared_folder, &run->search->facets, &run->words,
				     query->lang};
	for (size_t i = 0; i < run->count; i++)
		ranked[i] = (struct ranked){sort_key(run, i), run->docids[i]};
	rank_top(ranked, run->count, first + rows);
	result->hits = arena_array(run->arena, rows, sizeof *result->hits);
	for (size_t i = first; i < run->count && i < first + rows; i++) {
		struct search_hit *hit = &result->hits[result->hit_count++];
		const struct standing *standing = &run->search->standings[ranked[i].docid];
		hit->fields = standing->fields;
		hit->rows = standing->rows;
		enum status status = hits_read(&source, ranked[i].docid, run->arena, hit);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/* ---- facets of the answer ---- */

/* Most datasets first; regions stay a tree and open types a scale, in the order of their vocabulary. */
static int by_count(const void *a, const void *b)
{
	const struct search_value *x = a, *y = b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void report_facet(struct run *run, enum facet facet, const struct facet_filter *filter, const uint32_t *counts)
{
	const struct facet_table *table = &run->search->facets.tables[facet];
	struct search_facet *report = &run->result->facets[facet];
	size_t capacity = 0;
	report->facet = facet;
	for (size_t i = 0; i < table->value_count; i++) {
		const struct facet_value *value = &table->values[i];
		if (counts[i] == 0 && !filter->chosen[facet][i])
			continue;
		*ARENA_PUSH(run->arena, report->values, report->count, capacity) = (struct search_value){
		    .value = value->value,
		    .label = label_text(&value->label, run->query->lang, NULL),
		    .parent = value->parent >= 0 ? table->values[value->parent].value : NULL,
		    .order = i,
		    .count = counts[i],
		    .selected = filter->chosen[facet][i],
		};
	}
	if (report->count > 0 && facet != FACET_REGION && facet != FACET_OPEN_TYPE)
		qsort(report->values, report->count, sizeof *report->values, by_count);
}

static void narrow(struct run *run)
{
	struct facet_filter filter;
	uint32_t *counts[FACET__MAX];
	size_t before = run->count;
	uint32_t *all = run->docids;
	double *scores = run->scores;
	facets_choose(&run->search->facets, run->query, run->arena, &filter);
	if (scores) { /* they must stay beside their docids */
		all = arena_array(run->arena, before, sizeof *all);
		memcpy(all, run->docids, before * sizeof *all);
	}
	run->count = facets_apply(&run->search->facets, &filter, run->docids, before, run->arena, counts);
	for (size_t i = 0, kept = 0; scores && kept < run->count; i++)
		if (all[i] == run->docids[kept])
			scores[kept++] = scores[i];
	for (int facet = 0; facet < FACET__MAX; facet++)
		report_facet(run, (enum facet)facet, &filter, counts[facet]);
	run->result->unfiltered = before;
}

enum status search_run(struct search *search, const struct search_query *query, struct arena *arena,
		       struct search_result *result)
{
	struct run run = {.search = search, .query = query, .arena = arena, .result = result};
	*result = (struct search_result){.page = query->page};
	words_read(shared_folder, query->text, arena, &run.words);
	result->text_cut = run.words.cut;
	db_budget(search->catalogue, 0, search->budget_ms);
	enum status status = find(&run);
	if (status == STATUS_OK) {
		narrow(&run);
		status = score(&run);
	}
	/* What follows touches one page of results only. */
	db_budget(search->catalogue, 0, run.count == 0 ? search->budget_ms : 0);
	result->total = run.count;
	result->pages = query->rows > 0 ? (run.count + query->rows - 1) / query->rows : 0;
	if (status == STATUS_OK && query->rows > 0 && run.count > 0)
		status = read_hits(&run);
	if (status == STATUS_OK && result->unfiltered == 0 && run.words.count > 0)
		result->suggestion_count =
		    suggest_words(search->catalogue, shared_folder, query->text, arena, &result->suggestions);
	return status;
}
