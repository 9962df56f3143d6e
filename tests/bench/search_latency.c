/*
 * search_latency.c -- how long searches take over the 54,623 real titles: p50 and p99 by class of query, best of two
 * runs each, facets, highlights and texts of the first page included. Build time and size of the index first.
 *
 *	search_latency [COPIES]     the records are taken that many times over, 1 unless given
 */
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <headwater/utf8.h>

#include "index/index.h"
#include "search.h"
#include "store/catalogue.h"

#include "../unit/real_catalogue.h"

#define QUERIES 200

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(getenv("BENCH_CPU") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static unsigned seed = 1;

/* `points` Han characters in a row out of a real title; NULL when that title has none. */
static const char *piece(const struct model *model, size_t points, struct arena *arena)
{
	const char *title = model->folders[(size_t)rand_r(&seed) % model->folder_count].title.text[LANG_ZH];
	size_t len = strlen(title), length = utf8_length(title, len);
	if (length < points)
		return NULL;
	size_t from = utf8_prefix(title, len, (size_t)rand_r(&seed) % (length - points + 1));
	size_t to = from + utf8_prefix(title + from, len - from, points);
	for (size_t at = from; at < to;)
		if (!utf8_is_han(utf8_next(title, to, &at)))
			return NULL;
	return arena_copy(arena, title + from, to - from);
}

struct kind {
	const char *name;
	size_t points;
	enum search_sort sort;
	const char *const *texts; /* instead of pieces of titles */
};

static const char *text_of(const struct kind *kind, size_t i, const struct model *model, struct arena *arena)
{
	const char *text = NULL;
	if (kind->texts) {
		size_t count = 0;
		while (kind->texts[count])
			count++;
		return kind->texts[i % count];
	}
	while (!text)
		text = piece(model, kind->points, arena);
	return text;
}

static void measure(struct search *search, const struct model *model, const struct kind *kind, struct arena *keep)
{
	double times[QUERIES];
	size_t hits = 0, partial = 0;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < QUERIES; i++) {
		struct search_query query = {
		    .text = text_of(kind, i, model, keep), .sort = kind->sort, .page = 1, .rows = 20};
		struct search_result result;
		times[i] = 1e9;
		for (int round = 0; round < 2; round++) {
			double from = now_ms();
			if (search_run(search, &query, arena, &result) != STATUS_OK)
				exit(1);
			double took = now_ms() - from;
			times[i] = took < times[i] ? took : times[i];
			if (round == 1) {
				hits += result.total;
				partial += result.partial;
			}
			arena_reset(arena);
		}
	}
	qsort(times, QUERIES, sizeof *times, by_value);
	printf("%-26s %8.2f ms %8.2f ms %8.2f ms %10.0f %8zu\n", kind->name, times[QUERIES / 2],
	       times[QUERIES * 99 / 100], times[QUERIES - 1], (double)hits / QUERIES, partial);
	arena_free(arena);
}

static void fill(struct model *model, size_t copies)
{
	real_facets(model);
	if (!real_catalogue(model)) {
		puts("search_latency: ../shared/data/cn-open-catalogs is not there");
		exit(0);
	}
	size_t count = model->folder_count;
	for (size_t i = count; i < count * copies; i++) {
		struct dataset *dataset =
		    ARENA_PUSH(model->arena, model->folders, model->folder_count, model->folder_capacity);
		*dataset = model->folders[i % count];
		dataset->id = arena_printf(model->arena, "d%07zu", i);
	}
	for (size_t i = 0; i < model->folder_count; i++)
		real_classify(model, &model->folders[i], i * 2654435761u % 1000003);
}

int main(int argc, char **argv)
{
	static const char *const hot[] = {"信息", "企业", "许可", "统计", "情况", "管理", NULL};
	static const char *const one[] = {"医", "水", "市", "省", "车", "名", NULL};
	static const char *const mixed[] = {"2022年", "2021 统计", "A级景区", "5G基站", "PM2.5", "学校 2020", NULL};
	static const char *const latin[] = {"xx", "yiyuan", "qymd", "xuexiao", "gdp", "ab", NULL};
	static const char *const none[] = {"鑫鑫鑫鑫", "医院公交社保环境学校企业许可统计", "zzzzzz", "医圆名丹", NULL};
	static const char *const all[] = {"", NULL};
	static const struct kind kinds[] = {
	    {"2 characters", 2, SORT_RELEVANCE, NULL},
	    {"4 characters", 4, SORT_RELEVANCE, NULL},
	    {"8 characters", 8, SORT_RELEVANCE, NULL},
	    {"frequent words", 0, SORT_RELEVANCE, hot},
	    {"frequent words by title", 0, SORT_TITLE, hot},
	    {"1 character", 0, SORT_RELEVANCE, one},
	    {"mixed", 0, SORT_RELEVANCE, mixed},
	    {"pinyin, initials", 0, SORT_RELEVANCE, latin},
	    {"nothing has all words", 0, SORT_RELEVANCE, none},
	    {"no words", 0, SORT_RELEVANCE, all},
	    {"no words by rows", 0, SORT_ROWS, all},
	};
	struct model model = {.arena = arena_new()};
	char path[] = "/tmp/headwater-bench-XXXXXX";
	const char *error;
	struct db *catalogue;
	struct search *search;
	struct stat facts;
	memory_keep(); /* as the service does */
	fill(&model, argc > 1 ? (size_t)atoi(argv[1]) : 1);
	int fd = mkstemp(path);
	const char *index_path = arena_printf(model.arena, "%s.idx", path);
	double from = now_ms();
	model_lay_cards(&model);
	if (fd < 0 || index_write(&(struct index_paths){.catalogue = path, .search = index_path, .work_dir = "/tmp"},
				  &model, "templates", model.arena, &error) != STATUS_OK) {
		fprintf(stderr, "search_latency: %s\n", fd < 0 ? path : error);
		return 1;
	}
	double built = now_ms();
	stat(index_path, &facts);
	if (catalogue_open(path, model.arena, &catalogue, &error) != STATUS_OK ||
	    search_open(catalogue, index_path, model.arena, &search, &error) != STATUS_OK)
		return 1;
	printf("%zu datasets: index built in %.2f s, search.idx %.1f MB, opened in %.0f ms\n", model.folder_count,
	       (built - from) / 1e3, (double)facts.st_size / 1e6, now_ms() - built);
	printf("%-26s %11s %11s %11s %10s %8s\n", "class", "p50", "p99", "max", "hits", "partial");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		measure(search, &model, &kinds[i], model.arena);
	search_close(search);
	db_close(catalogue);
	unlink(path);
	unlink(index_path);
	close(fd);
	arena_free(model.arena);
	return 0;
}
