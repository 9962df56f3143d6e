/*
 * test_search_rank.c -- the search against the plain evaluation of what it promises: every document is looked at, given its
 * key and sorted. The ways by which the search itself avoids that (lists by title length, bits, columns) must give the same
 * documents in the same order, and the same counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/utf8.h>

#include "index/index.h"
#include "index/search_writer.h"
#include "real_catalogue.h"
#include "search.h"
#include "store/catalogue.h"
#include "tap.h"

enum { DATASETS = 24000, QUERIES = 150, ROWS = 20, CHECKED_MAX = 2000, TITLES_CHECKED_MAX = 2000, LETTERS = 9 };

#define SEED 20261125u

static const char *const letters[LETTERS] = {"淼", "焱", "垚", "森", "磊", "骉", "犇", "羴", "猋"};
static struct arena *arena;
static unsigned seed = SEED;

static size_t chance(size_t below)
{
	return (size_t)rand_r(&seed) % below;
}

/* Frequent characters are more frequent in any text, so that there are pairs in a third of all documents and in few. */
static const char *text_of(size_t points)
{
	char *text = arena_array(arena, points * 3 + 1, 1);
	for (size_t i = 0; i < points; i++)
		memcpy(text + 3 * i, letters[chance(1 + chance(LETTERS))], 3);
	return text;
}

/* ---- a portal ---- */

static void fill(struct model *model)
{
	*model = (struct model){.arena = arena};
	real_facets(model);
	for (size_t i = 0; i < DATASETS; i++) {
		struct dataset *dataset =
		    ARENA_PUSH(arena, model->folders, model->folder_count, model->folder_capacity);
		/* the id is its place by date, the newest first, and so its number in the index */
		*dataset = (struct dataset){.id = arena_printf(arena, "d%05zu", i + 1), .open = OPEN_UNCONDITIONAL};
		dataset->title.text[LANG_ZH] = text_of(2 + chance(2 + chance(30)));
		dataset->abstract.text[LANG_ZH] = chance(3) ? text_of(1 + chance(30)) : "";
		dataset->modified.text = dataset->issued.text =
		    arena_printf(arena, "%04zu-%02zu-%02zu", 2026 - i / 336, 12 - i / 28 % 12, 28 - i % 28);
		real_classify(model, dataset, chance(100000));
	}
}

static struct search *open_portal(struct model *model, const char *folder, struct db **catalogue)
{
	const char *error, *path = arena_printf(arena, "%s/catalogue.db", folder),
			   *index = arena_printf(arena, "%s/search.idx", folder);
	struct search *search;
	model_lay_cards(model);
	const struct index_paths paths = {.catalogue = path, .search = index, .work_dir = folder};
	if (!CHECK_INT(index_write(&paths, model, "templates", arena, &error), STATUS_OK) ||
	    !CHECK_INT(catalogue_open(path, arena, catalogue, &error), STATUS_OK) ||
	    !CHECK_INT(search_open(*catalogue, index, arena, &search, &error), STATUS_OK))
		abort();
	search_budget(search, 0);
	unlink(path);
	unlink(index);
	return search;
}

/* ---- the plain evaluation ---- */

struct wanted {
	double key;
	size_t document;
};

struct evaluation {
	struct wanted *items;
	size_t count, titles; /* hits, and those with all words in the title */
};

/* Every pair of characters in a row that a word has. */
static bool has_pairs(const char *text, const char *word)
{
	for (size_t at = 0; at + 6 <= strlen(word); at += 3)
		if (!memmem(text, strlen(text), word + at, 6))
			return false;
	return true;
}

/* The same of two texts, each pair where it likes. */
static bool has_pairs_anywhere(const struct dataset *dataset, const char *word)
{
	for (size_t at = 0; at + 6 <= strlen(word); at += 3)
		if (!memmem(dataset->title.text[LANG_ZH], strlen(dataset->title.text[LANG_ZH]), word + at, 6) &&
		    !memmem(dataset->abstract.text[LANG_ZH], strlen(dataset->abstract.text[LANG_ZH]), word + at, 6))
			return false;
	return true;
}

static double key_of(const struct dataset *dataset, const char *const words[2], bool check)
{
	const char *title = dataset->title.text[LANG_ZH];
	const char *key = arena_printf(arena, "%s%s", words[0], words[1]);
	double share = (double)utf8_length(key, strlen(key)) / (double)utf8_length(title, strlen(title)), class = 0;
	size_t all = 1, there = 1;
	bool titled = true, whole = true;
	for (size_t i = 0; i < 2; i++) {
		bool stands = strstr(title, words[i]) != NULL;
		titled = titled && has_pairs(title, words[i]);
		whole = whole && stands;
		all += strlen(words[i]);
		there += stands ? strlen(words[i]) : 0;
	}
	if (strcmp(title, key) == 0)
		class = -5;
	else if (strncmp(title, key, strlen(key)) == 0)
		class = -4;
	else if (titled && (whole || !check))
		class = -2;
	else if (titled)
		class = -0.5;
	if (class == 0)
		return 0;
	if (class == -0.5)
		share *= (double)there / (double)all;
	return class - (share > 1 ? 1 : share) * 0.45;
}

static int by_key(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->document < y->document ? -1 : x->document > y->document;
}

static bool passes(const struct dataset *dataset, const struct search_query *query)
{
	const struct search_choice *choice = &query->choices[FACET_OPEN_TYPE];
	return choice->count == 0 || choice->values[0][0] == '0' + (int)dataset->open;
}

static struct evaluation evaluate(const struct model *model, const char *const words[2],
				  const struct search_query *query)
{
	struct evaluation found = {.items = arena_array(arena, DATASETS, sizeof *found.items)};
	bool *hits = arena_array(arena, DATASETS, sizeof *hits);
	for (size_t i = 0; i < DATASETS; i++) {
		const struct dataset *dataset = &model->folders[i];
		hits[i] = passes(dataset, query) && has_pairs_anywhere(dataset, words[0]) &&
			  has_pairs_anywhere(dataset, words[1]);
		found.titles += hits[i] && has_pairs(dataset->title.text[LANG_ZH], words[0]) &&
				has_pairs(dataset->title.text[LANG_ZH], words[1]);
	}
	for (size_t i = 0; i < DATASETS; i++)
		if (hits[i])
			found.items[found.count++] =
			    (struct wanted){key_of(&model->folders[i], words, found.titles <= CHECKED_MAX), i + 1};
	qsort(found.items, found.count, sizeof *found.items, by_key);
	return found;
}

/* ---- both ---- */

static bool same_page(const struct evaluation *wanted, const struct search_query *query,
		      const struct search_result *result)
{
	size_t from = (query->page - 1) * query->rows, left = wanted->count > from ? wanted->count - from : 0;
	if (result->total != wanted->count || result->hit_count != (left < query->rows ? left : query->rows))
		return false;
	for (size_t i = 0; i < result->hit_count; i++)
		if ((size_t)atol(result->hits[i].id + 1) != wanted->items[from + i].document)
			return false;
	return true;
}

/* What a facet says of each value, counted one by one. */
static bool same_counts(const struct model *model, const struct evaluation *wanted, const struct search_result *result)
{
	const struct search_facet *report = &result->facets[FACET_ORG];
	for (size_t v = 0; v < report->count; v++) {
		size_t count = 0;
		for (size_t i = 0; i < wanted->count; i++)
			count +=
			    strcmp(model->folders[wanted->items[i].document - 1].org->id, report->values[v].value) == 0;
		if (count != report->values[v].count)
			return false;
	}
	return report->count > 0;
}

/* A phrase of up to four characters, or two words of two. Of a phrase with few hits some are taken out: not asked here. */
static void random_words(const char *words[2])
{
	words[0] = text_of(chance(2) ? 2 : 2 + chance(3));
	words[1] = strlen(words[0]) == 6 && chance(2) ? text_of(2) : "";
}

static void plain_evaluation(void)
{
	char folder[] = "/tmp/headwater-rank-XXXXXX";
	struct model model;
	struct db *catalogue;
	size_t compared = 0, large = 0, checked = 0;
	arena = arena_new();
	if (!mkdtemp(folder))
		abort();
	fill(&model);
	struct search *search = open_portal(&model, folder, &catalogue);
	for (int i = 0; i < QUERIES; i++) {
		const char *words[2];
		struct search_result result;
		random_words(words);
		struct search_query query = {.text = arena_printf(arena, "%s %s", words[0], words[1]),
					     .page = 1 + chance(3),
					     .rows = ROWS,
					     .apart = true};
		if (chance(3) == 0)
			query.choices[FACET_OPEN_TYPE] = (struct search_choice){.values = {"2"}, .count = 1};
		struct evaluation wanted = evaluate(&model, words, &query);
		bool phrase = strlen(words[0]) > 6;
		if (phrase && wanted.count <= TITLES_CHECKED_MAX * 10)
			query.choices[FACET_OPEN_TYPE].count = 0, wanted = evaluate(&model, words, &query);
		if (wanted.count == 0 || (phrase && wanted.count <= TITLES_CHECKED_MAX))
			continue;
		if (!CHECK_INT(search_run(search, &query, arena, &result), STATUS_OK) ||
		    !CHECK(same_page(&wanted, &query, &result)) || !CHECK(same_counts(&model, &wanted, &result)))
			printf("# [%s] page %zu: %zu hits, %zu wanted, %zu in titles\n", query.text, query.page,
			       result.total, wanted.count, wanted.titles);
		compared++;
		large += wanted.titles > CHECKED_MAX;
		checked += phrase && wanted.titles > 0 && wanted.titles <= CHECKED_MAX;
	}
	printf("# seed %u: %zu queries, %zu of many titles, %zu of phrases\n", SEED, compared, large, checked);
	CHECK(compared > QUERIES / 2 && large > 20 && checked > 10); /* each way was taken */
	search_close(search);
	CHECK_INT(db_close(catalogue), STATUS_OK);
	CHECK(rmdir(folder) == 0);
	arena_free(arena);
}

/* ---- workers ---- */

enum { TEXTS = 40, TEXT_POINTS = 170, MANY = 70000 /* more than two batches of search_runs.c */ };

/* The index of many documents, made by so many processes. */
static struct span index_by(int workers, struct folder *folds, const char *const texts[TEXTS], const char *path)
{
	struct search_writer *writer;
	char identity[SHA256_HEX_LEN + 1];
	struct stat facts;
	CHECK_INT(search_writer_new(path, folds, workers, &writer), STATUS_OK);
	for (size_t i = 0; i < MANY; i++) {
		const char *text = texts[i * 7 % TEXTS], *id = arena_printf(arena, "d%zu", i);
		const struct search_facts of = {.id = id, .titles = {id, NULL}};
		search_writer_text(writer, INDEX_TITLE, id, strlen(id));
		search_writer_text(writer, INDEX_ANY, text, strlen(text));
		search_writer_text(writer, INDEX_TAG, text, 6);
		CHECK_INT(search_writer_document(writer, &of), STATUS_OK);
	}
	CHECK_INT(search_writer_finish(writer, identity), STATUS_OK);
	search_writer_free(writer);
	FILE *file = fopen(path, "rb");
	if (!CHECK(file && stat(path, &facts) == 0))
		abort();
	char *bytes = arena_array(arena, (size_t)facts.st_size, 1);
	CHECK(fread(bytes, 1, (size_t)facts.st_size, file) == (size_t)facts.st_size);
	fclose(file);
	unlink(path);
	return (struct span){bytes, (size_t)facts.st_size};
}

static void workers(void)
{
	char folder[] = "/tmp/headwater-workers-XXXXXX";
	const char *texts[TEXTS];
	arena = arena_new();
	if (!mkdtemp(folder))
		abort();
	for (size_t i = 0; i < TEXTS; i++)
		texts[i] = text_of(TEXT_POINTS);
	struct folder *folds = folder_new();
	const char *path = arena_printf(arena, "%s/search.idx", folder);
	struct span alone = index_by(1, folds, texts, path), shared = index_by(2, folds, texts, path);
	CHECK(span_equal(alone, shared));
	CHECK(rmdir(folder) == 0); /* no run is left behind */
	folder_free(folds);
	arena_free(arena);
}

TAP_MAIN({"the plain evaluation of every document", plain_evaluation}, {"workers make the same index", workers})
