/* test_search.c -- catalogue.db and the search over it: words of every kind, facets against brute force, hostile texts. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

#include "docset.h"
#include "highlight.h"
#include "index/index.h"
#include "likeness.h"
#include "rank.h"
#include "real_catalogue.h"
#include "search.h"
#include "store/catalogue.h"
#include "tap.h"
#include "words.h"

#define SEED 20261123u

static struct arena *arena;
static const char *error;
static char folder_path[] = "/tmp/headwater-search-XXXXXX";

/* A catalogue that was built, opened for reading. */
struct opened {
	const char *path, *index_path;
	struct db *catalogue;
	struct search *search;
};

static void start(void)
{
	if (arena)
		return;
	arena = arena_new();
	if (!mkdtemp(folder_path))
		abort();
}

static const char *index_path(const char *path)
{
	return arena_printf(arena, "%s.idx", path);
}

static const char *build(struct model *model, const char *name)
{
	const char *path = arena_printf(arena, "%s/%s", folder_path, name);
	model_lay_cards(model);
	const struct index_paths paths = {.catalogue = path, .search = index_path(path), .work_dir = folder_path};
	if (!CHECK_INT(index_write(&paths, model, "templates", arena, &error), STATUS_OK)) {
		printf("# %s\n", error);
		abort();
	}
	return path;
}

static struct opened open_catalogue(const char *path)
{
	struct opened opened = {.path = path, .index_path = index_path(path)};
	if (!CHECK_INT(catalogue_open(path, arena, &opened.catalogue, &error), STATUS_OK) ||
	    !CHECK_INT(search_open(opened.catalogue, opened.index_path, arena, &opened.search, &error), STATUS_OK)) {
		printf("# %s\n", error);
		abort();
	}
	search_budget(opened.search, 0);
	return opened;
}

static void close_catalogue(struct opened *opened)
{
	search_close(opened->search);
	CHECK_INT(db_close(opened->catalogue), STATUS_OK);
	CHECK(unlink(opened->path) == 0 && unlink(opened->index_path) == 0);
}

/* ---- a small portal ---- */

static struct dataset *add(struct model *model, const char *id, const char *modified, const char *title)
{
	struct dataset *dataset = ARENA_PUSH(arena, model->folders, model->folder_count, model->folder_capacity);
	*dataset = (struct dataset){.id = id, .open = OPEN_UNCONDITIONAL};
	dataset->title.text[LANG_ZH] = title;
	dataset->abstract.text[LANG_ZH] = "";
	dataset->modified.text = dataset->issued.text = modified;
	return dataset;
}

static void add_field(struct dataset *dataset, const char *name, const char *title)
{
	struct resource *resource = dataset->resources;
	if (!resource) {
		resource = ARENA_PUSH(arena, dataset->resources, dataset->resource_count, dataset->resource_capacity);
		*resource = (struct resource){.tabular = true};
	}
	struct field *field = ARENA_PUSH(arena, resource->fields, resource->field_count, resource->field_capacity);
	*field = (struct field){.name = name};
	field->title.text[LANG_ZH] = title;
}

static void small_portal(struct model *model)
{
	*model = (struct model){.arena = arena};
	real_facets(model);
	add(model, "codes", "2026-03-01", "青海省行政区划代码（GB/T 2260）")->title.text[LANG_EN] =
	    "Administrative Division Codes";
	struct dataset *hospitals = add(model, "hospitals", "2026-02-01", "西宁市医院名单");
	hospitals->abstract.text[LANG_ZH] = "列出西宁市的医疗机构。";
	add_field(hospitals, "hosp_name", "医院名称");
	add_field(hospitals, "beds", "床位数");
	add_field(hospitals, "grade", "等级");
	add(model, "schools", "2026-01-01", "学校医务室统计 2025年")->abstract.text[LANG_ZH] = "与医院合作的学校。";
	add(model, "tibetan", "2025-12-01", "བོད་ཡིག་གི་གཞི་གྲངས");
	add(model, "air", "2025-11-01", "PM2.5日均值");
	struct dataset *body = add(model, "gb2260", "2025-10-01", "历史代码");
	body->body = "正文提到 GB2260 和草原。";
	body->body_len = strlen(body->body);
	add(model, "exact", "2025-09-01", "医院");
	add(model, "begins", "2025-08-01", "医院分级");
	for (size_t i = 0; i < model->folder_count; i++)
		real_classify(model, &model->folders[i], i * 31);
}

static struct opened *small(void)
{
	static struct opened opened;
	static bool made;
	start();
	if (!made) {
		struct model model;
		small_portal(&model);
		opened = open_catalogue(build(&model, "small.db"));
		made = true;
	}
	return &opened;
}

static void run(struct search *search, const struct search_query *query, struct search_result *result)
{
	if (!CHECK_INT(search_run(search, query, arena, result), STATUS_OK))
		printf("# query [%s]\n", query->text ? query->text : "(null)");
}

/* The ids found, in order, with a '~' in front when only some words were found. */
static const char *ids(const char *text)
{
	struct search_query query = {.text = text, .page = 1, .rows = 100};
	struct search_result result;
	struct buf out;
	run(small()->search, &query, &result);
	buf_init(&out, 1 << 16);
	buf_str(&out, result.any_word ? "~" : "");
	for (size_t i = 0; i < result.hit_count; i++)
		buf_printf(&out, "%s%s", i ? " " : "", result.hits[i].id);
	const char *list = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return list;
}

static void finds(void)
{
	CHECK_STR(ids("学校"), "schools");
	CHECK_STR(ids("行政区划代码"), "codes");
	CHECK_STR(ids("政区"), "codes");
	CHECK_STR(ids("草原"), "gb2260");                 /* in the body */
	CHECK_STR(ids("床位"), "hospitals");              /* in the title of a field */
	CHECK_STR(ids("hosp_name"), "hospitals");         /* in its name */
	CHECK_STR(ids("行政區劃"), "codes");              /* Traditional */
	CHECK_STR(ids("ＧＢ　２２６０"), "codes gb2260"); /* full width */
	CHECK_STR(ids("gb2260"), "codes gb2260");         /* together and apart */
	CHECK_STR(ids("GB/T 2260"), "codes");
	CHECK_STR(ids("ADMINISTRATIVE division"), "codes");
	CHECK_STR(ids("admin"), "codes"); /* the beginning of a word */
	CHECK_STR(ids("学校2025"), "schools");
	CHECK_STR(ids("pm2.5"), "air");
	CHECK_STR(ids("ཡིག"), "tibetan");
	CHECK_STR(ids("བོད་ཡིག"), "tibetan");
	CHECK_STR(ids("ི"), ""); /* a vowel sign alone is no syllable */
	CHECK_STR(ids("床"), "hospitals");
	CHECK_STR(ids("单"), "hospitals"); /* the last character of a run */
	CHECK_STR(ids("qinghai"), "codes");
	CHECK_STR(ids("qhs"), "codes");
	CHECK_STR(ids("xzqh"), "codes");
	CHECK_STR(ids("yiyuanmingdan"), "hospitals");
	CHECK_STR(ids("海青"), "");
	CHECK_STR(ids("区青"), ""); /* characters that are there, but not in a row */
	CHECK_STR(ids("、。！"), "");
	CHECK_STR(ids("   "), ids(""));
	CHECK_STR(ids(NULL), "codes hospitals schools tibetan air gb2260 exact begins"); /* newest first */
}

/* The title that is the text comes first, then one that begins with it, then titles, fields and texts. */
static void relevance(void)
{
	CHECK_STR(ids("医院"), "exact begins hospitals schools");
	CHECK_STR(ids("西宁市 医院"), "hospitals");
	CHECK_STR(ids("医院 学校"), "schools");
}

static void any_word(void)
{
	CHECK_STR(ids("西宁市医院床位"), "~hospitals");
	CHECK_STR(ids("草原 龙卷风"), "~gb2260");
	CHECK_STR(ids("龙卷风"), "");
}

static void suggests(void)
{
	struct model model = {.arena = (start(), arena)};
	real_facets(&model);
	struct dataset *dataset = add(&model, "x", "2026-01-01", "统计年鉴");
	*ARENA_PUSH(arena, dataset->keywords.items, dataset->keywords.count, dataset->keywords.capacity) = "医院";
	struct opened opened = open_catalogue(build(&model, "suggest.db"));
	static const char *const texts[] = {"一元", "yiyaun", "龙卷风"};
	static const char *const wants[] = {"医院", "医院", NULL};
	for (size_t i = 0; i < 3; i++) {
		struct search_query query = {.text = texts[i], .page = 1, .rows = 20};
		struct search_result result;
		run(opened.search, &query, &result);
		CHECK_INT(result.total, 0);
		CHECK_STR(result.suggestion_count > 0 ? result.suggestions[0] : NULL, wants[i]);
	}
	close_catalogue(&opened);
}

/* ---- highlights ---- */

static const char *marked(const struct search_runs *runs)
{
	struct buf out;
	buf_init(&out, 1 << 16);
	buf_str(&out, runs->cut_before ? "…" : "");
	for (size_t i = 0; i < runs->count; i++) {
		buf_str(&out, runs->items[i].marked ? "[" : "");
		buf_add(&out, runs->items[i].text, runs->items[i].len);
		buf_str(&out, runs->items[i].marked ? "]" : "");
	}
	buf_str(&out, runs->cut_after ? "…" : "");
	const char *text = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return text;
}

static struct folder *own_folder(void)
{
	static struct folder *folder;
	start();
	if (!folder)
		folder = folder_new();
	return folder;
}

static const char *mark(const char *query, const char *text)
{
	struct words words;
	struct search_runs runs;
	words_read(own_folder(), query, arena, &words);
	highlight_text(own_folder(), &words, text, arena, &runs);
	return marked(&runs);
}

static const char *snippet(const char *query, const char *text)
{
	struct words words;
	struct search_runs runs;
	words_read(own_folder(), query, arena, &words);
	highlight_snippet(own_folder(), &words, text, arena, &runs);
	return marked(&runs);
}

static void highlights(void)
{
	CHECK_STR(mark("医院", "西宁市医院、醫院名单"), "西宁市[医院]、[醫院]名单");
	CHECK_STR(mark("行政区划", "行政區劃代码"), "[行政區劃]代码");
	CHECK_STR(mark("政", "行政、政区、市政"), "行[政]、[政]区、市[政]");
	CHECK_STR(mark("gb2260", "ＧＢ2260 与 GB/T 2260"), "[ＧＢ2260] 与 [GB]/T [2260]");
	CHECK_STR(mark("open", "Open, opened, reopen"), "[Open], [opened], reopen");
	CHECK_STR(mark("བོད་ཡིག", "བོད་ཡིག་གི་ཡིག"), "[བོད་ཡིག]་གི་ཡིག");
	CHECK_STR(mark("医院名", "医 院（名）单"), "[医 院（名]）单"); /* marks and spaces between do not count */
	CHECK_STR(mark("医院", "医a院"), "医a院");
	CHECK_STR(mark("<b>", "a<b>c"), "a<[b]>c");
	CHECK_STR(mark("青海省 海省西", "青海省西宁"), "[青海省西]宁"); /* marks that overlap are one */
	CHECK_STR(mark("", "青海"), "青海");
	CHECK_STR(mark("x", ""), "");
}

static void snippets(void)
{
	struct buf text;
	start();
	buf_init(&text, 1 << 16);
	for (int i = 0; i < 100; i++)
		buf_str(&text, "数据内容");
	size_t middle = text.len;
	buf_str(&text, "的医院和医院");
	for (int i = 0; i < 100; i++)
		buf_str(&text, "后续文字");
	const char *shown = snippet("医院", text.bytes);
	CHECK(strstr(shown, "的[医院]和[医院]") != NULL);
	CHECK(strncmp(shown, "…", 3) == 0 && strcmp(shown + strlen(shown) - 3, "…") == 0);
	size_t points = utf8_length(shown, strlen(shown));
	CHECK(points >= 70 && points <= 90);
	CHECK(utf8_valid_prefix(shown, strlen(shown)) == strlen(shown));
	shown = snippet("没有", text.bytes);
	CHECK(strncmp(shown, "数据内容", 12) == 0);
	CHECK_STR(snippet("医院", "短文里的医院"), "短文里的[医院]");
	text.bytes[middle] = '\0';
	CHECK(strcmp(snippet("", ""), "") == 0);
	buf_free(&text);
}

/* ---- facets against brute force ---- */

enum { RANDOM_DATASETS = 500, RANDOM_QUERIES = 400 };

static const char *const bits[] = {"水库", "公交", "站点", "统计", "名录", "年报", "学校", "许可", "food", "x9"};

static void random_portal(struct model *model)
{
	unsigned seed = SEED;
	*model = (struct model){.arena = arena};
	real_facets(model);
	for (size_t i = 0; i < RANDOM_DATASETS; i++) {
		const char *title = "";
		for (int k = 0; k < 3; k++)
			title = arena_printf(arena, "%s %s", title,
					     bits[(size_t)rand_r(&seed) % (sizeof bits / sizeof *bits)]);
		struct dataset *dataset = add(model, arena_printf(arena, "r%03zu", i),
					      arena_printf(arena, "%d-%02d-%02d", 2024 + rand_r(&seed) % 3,
							   1 + rand_r(&seed) % 12, 1 + rand_r(&seed) % 28),
					      title);
		dataset->field_total = (size_t)rand_r(&seed) % 20;
		dataset->row_total = (size_t)rand_r(&seed) % 1000;
		real_classify(model, dataset, (size_t)rand_r(&seed) % 100000);
	}
}

/* The codes that real_facets gives a facet, over and over. */
static const char *value_name(int facet, size_t i)
{
	switch (facet) {
	case FACET_THEME:
		return arena_printf(arena, "t%zu", 1 + i % 21);
	case FACET_ORG:
		return arena_printf(arena, "o%02zu", i % 40);
	case FACET_REGION:
		return arena_printf(arena, "%06zu", 630000 + i % 53);
	case FACET_OPEN_TYPE:
		return arena_printf(arena, "%zu", 1 + i % 3);
	case FACET_FORMAT:
		return arena_printf(arena, "f%zu", 1 + i % 6);
	case FACET_SECTOR:
		return arena_printf(arena, "s%zu", 1 + i % 8);
	case FACET_YEAR:
		return arena_printf(arena, "%zu", 2024 + i % 3);
	default:
		return arena_printf(arena, "i%zu", 1 + i % 5);
	}
}

/* Whether a dataset of the model has a value, by the model's own terms. */
static bool model_has(const struct dataset *dataset, int facet, const char *value)
{
	switch (facet) {
	case FACET_THEME:
		return strings_has(&dataset->themes, value);
	case FACET_ORG:
		return strcmp(dataset->org->id, value) == 0;
	case FACET_REGION:
		for (const struct region *region = dataset->region; region; region = region->parent)
			if (strcmp(region->code, value) == 0)
				return true;
		return false;
	case FACET_OPEN_TYPE:
		return value[0] == '0' + (int)dataset->open;
	case FACET_FORMAT:
		return strings_has(&dataset->formats, value);
	case FACET_SECTOR:
		return strings_has(&dataset->sectors, value);
	case FACET_YEAR:
		return strncmp(dataset->modified.text, value, 4) == 0;
	default:
		return strings_has(&dataset->industries, value);
	}
}

static bool model_passes(const struct dataset *dataset, const struct search_query *query, int but)
{
	if (query->text[0] && !strstr(dataset->title.text[LANG_ZH], query->text))
		return false;
	for (int facet = 0; facet < FACET__MAX; facet++) {
		bool any = query->choices[facet].count == 0 || facet == but;
		for (size_t i = 0; i < query->choices[facet].count && !any; i++)
			any = model_has(dataset, facet, query->choices[facet].values[i]);
		if (!any)
			return false;
	}
	return true;
}

static bool facet_counts_right(const struct model *model, const struct search_query *query,
			       const struct search_result *result, int facet)
{
	const struct search_facet *report = &result->facets[facet];
	size_t reported = 0, expected = 0;
	for (size_t i = 0; i < report->count; i++) {
		size_t count = 0;
		for (size_t d = 0; d < model->folder_count; d++)
			count += model_passes(&model->folders[d], query, facet) &&
				 model_has(&model->folders[d], facet, report->values[i].value);
		if (count != report->values[i].count)
			return false;
		reported += count;
	}
	for (size_t v = 0; v < 60; v++) { /* and no value is missing */
		const char *value = value_name(facet, v);
		bool seen = false;
		for (size_t k = 0; k < v; k++)
			seen = seen || strcmp(value_name(facet, k), value) == 0;
		for (size_t d = 0; d < model->folder_count && !seen; d++)
			expected += model_passes(&model->folders[d], query, facet) &&
				    model_has(&model->folders[d], facet, value);
	}
	return reported == expected;
}

static void random_query(struct search_query *query, unsigned *seed)
{
	*query = (struct search_query){
	    .text = "", .page = 1, .rows = 100, .sort = (enum search_sort)(rand_r(seed) % SORT__MAX)};
	if (rand_r(seed) % 3)
		query->text = bits[(size_t)rand_r(seed) % (sizeof bits / sizeof *bits)];
	for (int facet = 0; facet < FACET__MAX; facet++) {
		size_t count = rand_r(seed) % 3 == 0 ? 1 + (size_t)rand_r(seed) % 3 : 0;
		for (size_t i = 0; i < count; i++)
			query->choices[facet].values[query->choices[facet].count++] =
			    value_name(facet, (size_t)rand_r(seed));
	}
}

static void facets_by_force(void)
{
	struct model model;
	unsigned seed = SEED;
	start();
	printf("# seed %u\n", seed);
	random_portal(&model);
	struct opened opened = open_catalogue(build(&model, "random.db"));
	size_t found = 0;
	for (int i = 0; i < RANDOM_QUERIES; i++) {
		struct search_query query;
		struct search_result result;
		size_t total = 0;
		random_query(&query, &seed);
		run(opened.search, &query, &result);
		for (size_t d = 0; d < model.folder_count; d++)
			total += model_passes(&model.folders[d], &query, -1);
		bool right = result.any_word || total == result.total;
		for (int facet = 0; facet < FACET__MAX && right && !result.any_word; facet++)
			right = facet_counts_right(&model, &query, &result, facet);
		found += result.total;
		if (!CHECK(right)) {
			printf("# query %d [%s]: %zu, wanted %zu\n", i, query.text, result.total, total);
			break;
		}
	}
	CHECK(found > RANDOM_QUERIES); /* the queries were not all empty */
	close_catalogue(&opened);
}

/* ---- order and pages ---- */

static long long order_key(const struct search_hit *hit, enum search_sort sort)
{
	switch (sort) {
	case SORT_FIELDS:
		return -hit->fields;
	case SORT_ROWS:
		return -hit->rows;
	default:
		return 0;
	}
}

static void orders(void)
{
	struct model model;
	start();
	random_portal(&model);
	struct opened opened = open_catalogue(build(&model, "orders.db"));
	for (int sort = 0; sort < SORT__MAX; sort++) {
		char seen[RANDOM_DATASETS] = {0};
		const struct search_hit *before = NULL;
		size_t count = 0;
		for (size_t page = 1; page <= 8; page++) {
			struct search_query query = {
			    .text = "", .page = page, .rows = 70, .sort = (enum search_sort)sort};
			struct search_result result;
			run(opened.search, &query, &result);
			CHECK_INT(result.pages, 8);
			for (size_t i = 0; i < result.hit_count; i++) {
				const struct search_hit *hit = &result.hits[i];
				bool in_order = !before || order_key(before, query.sort) <= order_key(hit, query.sort);
				if (before && (sort == SORT_UPDATED || sort == SORT_ISSUED || sort == SORT_RELEVANCE))
					in_order = strcmp(before->modified, hit->modified) >= 0;
				CHECK(in_order && !seen[atoi(hit->id + 1)]++);
				before = hit;
				count++;
			}
		}
		CHECK_INT(count, RANDOM_DATASETS);
	}
	struct search_query past = {.text = "", .page = 999, .rows = 100};
	struct search_result result;
	run(opened.search, &past, &result);
	CHECK_INT(result.hit_count, 0);
	CHECK_INT(result.total, RANDOM_DATASETS);
	past.rows = 0;
	run(opened.search, &past, &result);
	CHECK_INT(result.total, RANDOM_DATASETS);
	close_catalogue(&opened);
}

static int ranked_before(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->docid < y->docid ? -1 : x->docid > y->docid;
}

static void ranking(void)
{
	unsigned seed = SEED;
	for (int round = 0; round < 200; round++) {
		struct ranked items[70], sorted[64];
		size_t count = (size_t)rand_r(&seed) % 64, most = (size_t)rand_r(&seed) % 70;
		struct top top = {.items = items, .max = most};
		for (size_t i = 0; i < count; i++)
			sorted[i] = (struct ranked){rand_r(&seed) % 5, (uint32_t)i};
		for (size_t i = 0; i < count; i++)
			top_push(&top, sorted[i]);
		top_sort(&top);
		if (count > 0)
			qsort(sorted, count, sizeof *sorted, ranked_before);
		CHECK_INT(top.count, count < most ? count : most);
		for (size_t i = 0; i < top.count; i++)
			CHECK_INT(items[i].docid, sorted[i].docid);
	}
}

/* ---- hostile texts ---- */

static void hostile(void)
{
	static const char *const texts[] = {
	    "AND",
	    "\"",
	    "\"\"\"",
	    "- x",
	    "nocol : x",
	    "title:x",
	    "{title} : x",
	    "a-b",
	    "a:b",
	    "C++",
	    "(",
	    ")",
	    "((((",
	    "it's",
	    "NEAR(a b)",
	    "a NEAR b",
	    "NOT",
	    "OR OR",
	    "*",
	    "a*",
	    "^a",
	    "a^",
	    "'; DROP TABLE dataset;--",
	    "%",
	    "_",
	    "\\",
	    "\x01\x02",
	    "\xFF\xFE",
	    "\xC0\xAF",
	    "青\xE6\xB5",
	    "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
	    "\xE2\x80\xAE"
	    "abc",
	    "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
	    "😀",
	    "1",
	    "0x41",
	    "\t\n",
	    "NULL",
	    "search",
	    "rank",
	    "a+b",
	    "\"a\" \"b",
	    "a AND",
	    "col:\"x\"",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct search_query query = {.text = texts[i], .page = 1, .rows = 20};
		struct search_result result;
		run(small()->search, &query, &result);
	}
	static const char *const units[] = {"(", "医", "a1", "\"", "a ", "医 ", "བོད་", "\xFF", "\xCC\x81", "a1b2 "};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct buf text;
		buf_init(&text, 1 << 20);
		while (text.len < 5000)
			buf_str(&text, units[i]);
		struct search_query query = {.text = text.bytes, .page = 1, .rows = 20};
		struct search_result result;
		run(small()->search, &query, &result);
		CHECK(result.text_cut || text.bytes[0] == '(' || text.bytes[0] == '"');
		buf_free(&text);
	}
}

/* Random text out of characters that mean something to FTS5, and others. */
static void hostile_random(void)
{
	static const char *const pieces[] = {"\"", "'",   "(",  ")",   "*",    "^",     "+",    "-", ":", "{",
					     "}",  "AND", "OR", "NOT", "NEAR", " ",     "医院", "a", "1", "\xFF",
					     "学", ",",   "\\", "བོད",  "་",    "title", "\x7F", ";"};
	unsigned seed = SEED;
	printf("# seed %u\n", seed);
	for (int round = 0; round < 3000; round++) {
		char text[128] = "";
		size_t len = 0;
		for (int k = rand_r(&seed) % 16; k > 0; k--) {
			const char *piece = pieces[(size_t)rand_r(&seed) % (sizeof pieces / sizeof *pieces)];
			memcpy(text + len, piece, strlen(piece));
			len += strlen(piece);
		}
		struct search_query query = {.text = text, .page = 1, .rows = 5};
		struct search_result result;
		run(small()->search, &query, &result);
	}
}

static void limits(void)
{
	struct words words;
	words_read(own_folder(), "a b c d e f g h i j", arena, &words);
	CHECK_INT(words.count, SEARCH_WORDS_MAX);
	CHECK(words.cut);
	words_read(own_folder(), "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", arena, &words);
	CHECK_INT(words.count, 1);
	CHECK_INT(words.items[0].term_count, SEARCH_TERMS_MAX);
	CHECK(words.cut);
	words_read(own_folder(), "医院 医院 医院", arena, &words);
	CHECK_INT(words.count, 1);
	CHECK(!words.cut);
}

/* ---- what else finds ---- */

static struct opened open_model(struct model *model, const char *name)
{
	for (size_t i = 0; i < model->folder_count; i++)
		real_classify(model, &model->folders[i], i * 31);
	return open_catalogue(build(model, name));
}

static struct search_result ask(struct search *search, const char *text)
{
	struct search_query query = {.text = text, .page = 1, .rows = 20};
	struct search_result result;
	run(search, &query, &result);
	return result;
}

static void synonyms(void)
{
	struct model model = {.arena = (start(), arena)};
	real_facets(&model);
	real_vocabulary(&model, "synonyms", "s", 1);
	model.vocabularies[model.vocabulary_count - 1].terms[0].label.text[LANG_ZH] = "社保、社会保障";
	model.vocabularies[model.vocabulary_count - 1].terms[0].label.text[LANG_EN] = "social security; welfare";
	add(&model, "long", "2026-02-01", "社会保障卡发放情况");
	add(&model, "short", "2026-01-01", "城镇社保参保人数统计表");
	add(&model, "other", "2025-01-01", "保社会稳定");
	struct opened opened = open_model(&model, "synonyms.db");
	struct search_result result = ask(opened.search, "社保");
	CHECK_INT(result.total, 2);
	CHECK_STR(result.hits[0].id, "short"); /* the word itself before others for the same */
	CHECK_STR(result.hits[1].id, "long");
	CHECK(result.hits[1].title_runs.count == 2 && result.hits[1].title_runs.items[0].marked);
	CHECK_INT(ask(opened.search, "城镇社会保障").total, 1); /* within a longer word */
	CHECK_INT(ask(opened.search, "社会保").total, 1);
	close_catalogue(&opened);
}

static void sounds_and_questions(void)
{
	struct model model = {.arena = (start(), arena)};
	real_facets(&model);
	add(&model, "permits", "2026-02-01", "西宁市行政许可信息");
	add(&model, "hospitals", "2026-01-01", "三级医院名单");
	struct opened opened = open_model(&model, "sounds.db");
	struct search_result result = ask(opened.search, "行证许可");
	CHECK(result.by_sound && !result.any_word);
	CHECK_STR(result.hits[0].id, "permits");
	CHECK_INT(ask(opened.search, "xingzhengxuke").total, 1);
	CHECK_INT(ask(opened.search, "xingzhengxuk").total, 1); /* the last syllable may go on */
	CHECK_INT(ask(opened.search, "xzxk").total, 1);
	CHECK_INT(ask(opened.search, "xkxz").total, 0); /* not in a row */
	result = ask(opened.search, "请问有哪些三级医院的名单？");
	CHECK(!result.any_word);
	CHECK_STR(result.hits[0].id, "hospitals");
	result = ask(opened.search, "西宁行政许信息可"); /* slips: any word will do, the likest title first */
	CHECK(result.any_word);
	CHECK_STR(result.hits[0].id, "permits");
	close_catalogue(&opened);
}

static float share_of(const char *word, const char *title, size_t *from)
{
	const struct sound_table *sounds = sound_load(search_index(small()->search), arena);
	struct likeness_text a, b;
	likeness_read(sounds, search_folder(), span_of(word), &a);
	likeness_read(sounds, search_folder(), span_of(title), &b);
	return likeness_share(&a, &b, from);
}

/* Slips in what was typed: the least of them that make a part of the title of it. */
static void nearness(void)
{
	size_t from;
	float whole = share_of("医院名", "西宁市医院名单", &from);
	CHECK(whole == 1 && from == 3);
	CHECK(share_of("医院", "", &from) == 0);
	CHECK(share_of("", "医院", &from) == 0);
	CHECK(share_of("龙卷", "医院名单", &from) == 0);
	float sound = share_of("西宁市一院名单", "西宁市医院名单", &from);
	float other = share_of("西宁市法院名单", "西宁市医院名单", &from);
	float left_out = share_of("西宁医院名单", "西宁市医院名单", &from),
	      gap = share_of("西宁名单", "西宁市医院名单", &from);
	float too_many = share_of("西宁市的医院名单", "西宁市医院名单", &from);
	CHECK(1 > sound && sound > other && other > 0.8F);
	CHECK(1 > left_out && left_out > gap && gap > 0.75F); /* characters left out in a row count little */
	CHECK(1 > too_many && too_many > 0.8F);
	struct model model = {.arena = arena};
	real_facets(&model);
	add(&model, "new", "2026-06-01", "商品住房预售许可证核发信息");
	add(&model, "other", "2026-05-01", "住房公积金许可信息");
	add(&model, "wanted", "2026-01-01", "商品房预售许可");
	struct opened opened = open_model(&model, "near.db");
	struct search_result result = ask(opened.search, "商品房预许可");
	CHECK(result.any_word && !result.by_sound);
	CHECK_STR(result.hits[0].id, "wanted");
	result = ask(opened.search, "上品房预售许可"); /* one by sound, and what is nearly it */
	CHECK(result.any_word && result.by_sound);
	CHECK_INT(result.total, 2);
	CHECK_STR(result.hits[0].id, "wanted");
	CHECK_STR(result.hits[1].id, "new");
	result = ask(opened.search, "请问商品房预售许可在哪里查询？");
	CHECK(!result.any_word && !result.by_sound);
	CHECK_INT(result.total, 1);
	close_catalogue(&opened);
}

/* Nobody types the marks of a title; in longer texts they part what is no word. */
static void marks(void)
{
	struct model model = {.arena = (start(), arena)};
	real_facets(&model);
	struct dataset *homes = add(&model, "homes", "2026-02-01", "民政局_养老机构（名单）");
	homes->abstract.text[LANG_ZH] = "截至年底。供查询。";
	*ARENA_PUSH(arena, homes->keywords.items, homes->keywords.count, homes->keywords.capacity) = "福利、院舍";
	add(&model, "quoted", "2026-01-01", "“三公”经费");
	struct opened opened = open_model(&model, "marks.db");
	struct search_result result = ask(opened.search, "政局养老机构名单");
	CHECK(result.total == 1 && !result.any_word && !result.by_sound);
	CHECK_STR(marked(&result.hits[0].title_runs), "民[政局_养老机构（名单]）");
	CHECK_INT(ask(opened.search, "三公经费").total, 1);
	CHECK_INT(ask(opened.search, "sangongjingfei").total, 1);
	CHECK_INT(ask(opened.search, "福利院舍").total, 1);
	CHECK_INT(ask(opened.search, "底供").total, 0);
	close_catalogue(&opened);
}

/* Titles that differ in the name of a place are one hit; each still counts and can be listed. */
static void twins(void)
{
	struct model model = {.arena = (start(), arena)};
	real_facets(&model);
	model.regions[1].name.text[LANG_ZH] = "西宁市";
	model.regions[1].short_name = "西宁";
	model.regions[2].name.text[LANG_ZH] = "海东市";
	add(&model, "a", "2026-03-01", "西宁市行政许可");
	add(&model, "b", "2026-02-01", "海东市行政许可");
	add(&model, "c", "2026-01-01", "行政许可（西宁）");
	add(&model, "d", "2025-12-01", "行政许可目录");
	struct opened opened = open_model(&model, "twins.db");
	struct search_result result = ask(opened.search, "行政许可");
	CHECK_INT(result.total, 4);
	CHECK_INT(result.pages, 1);
	CHECK_INT(result.hit_count, 2);
	CHECK_INT(result.hits[0].twin_count + result.hits[1].twin_count, 2);
	struct search_query query = {.text = "行政许可", .twin = "b", .page = 1, .rows = 20};
	run(opened.search, &query, &result);
	CHECK_INT(result.total, 3);
	CHECK_INT(result.hit_count, 3);
	query.twin = "no-such";
	run(opened.search, &query, &result);
	CHECK_INT(result.total, 0);
	query = (struct search_query){.text = "行政许可", .apart = true, .page = 1, .rows = 20};
	run(opened.search, &query, &result);
	CHECK_INT(result.hit_count, 4);
	close_catalogue(&opened);
}

static void years(void)
{
	struct search_query query = {.text = "", .year_from = 2025, .year_to = 2025, .page = 1, .rows = 20};
	struct search_result result;
	run(small()->search, &query, &result);
	CHECK_INT(result.total, 5);
	query.year_to = 0;
	run(small()->search, &query, &result);
	CHECK_INT(result.total, 8);
	query.year_from = 2027;
	run(small()->search, &query, &result);
	CHECK_INT(result.total, 0);
}

/* ---- FTS5 as the oracle: the terms of every title without marks and spaces, AND of phrases ---- */

static const struct sql oracle_schema = {"oracle", "CREATE VIRTUAL TABLE t USING fts5 (title, tokenize = 'ascii');"};
static const struct sql oracle_add = {"oracle_add", "INSERT INTO t (rowid, title) VALUES (?1, ?2)"};
static const struct sql oracle_find = {"oracle_find", "SELECT rowid FROM t WHERE t MATCH ?1"};

/* Terms with spaces between; `quoted`: runs as phrases, a lone Han character and a word as a beginning. */
static const char *terms_text(const char *text, bool quoted)
{
	struct fold_term *terms;
	size_t count = fold_terms(own_folder(), text, strlen(text), 0, arena, &terms);
	const char *out = "";
	for (size_t i = 0; i < count; i++) {
		bool goes_on = i > 0 && terms[i].script == FOLD_HAN && terms[i].position == terms[i - 1].position + 1;
		if (quoted && ((terms[i].tail && goes_on) || terms[i].part))
			continue;
		out = arena_printf(arena, "%s%s%.*s", out, quoted && !goes_on ? "\" \"" : " ", (int)terms[i].len,
				   terms[i].text);
	}
	return quoted ? arena_printf(arena, "%s\"", out + 2) : out;
}

static void oracle(void)
{
	static const char *const more[] = {"水库公交", "站点统计年", "名录",        "2025",
					   "food",     "学校 许可",  "公交 x9 年报"};
	struct model model;
	struct db *db;
	unsigned seed = SEED;
	start();
	random_portal(&model);
	struct opened opened = open_catalogue(build(&model, "oracle.db"));
	const char *path = arena_printf(arena, "%s/oracle-fts.db", folder_path);
	CHECK_INT(db_create(path, arena, &db, &error), STATUS_OK);
	CHECK_INT(db_script(db, &oracle_schema), STATUS_OK);
	struct search_query all = {.text = "", .page = 1, .rows = RANDOM_DATASETS};
	struct search_result result;
	run(opened.search, &all, &result);
	for (size_t i = 0; i < result.hit_count; i++) { /* newest first: in the order of docids */
		const char *title = result.hits[i].title;
		const char *text = terms_text(fold_key(own_folder(), title, strlen(title), arena), false);
		struct stmt *stmt = db_prepare(db, &oracle_add);
		stmt_int(stmt, 1, (int64_t)i + 1);
		stmt_text(stmt, 2, text, strlen(text));
		CHECK_INT(stmt_step(stmt), STATUS_NOT_FOUND);
	}
	size_t found = 0;
	for (int i = 0; i < RANDOM_QUERIES; i++) {
		const char *text = more[(size_t)rand_r(&seed) % (sizeof more / sizeof *more)];
		if (i % 2)
			text = arena_printf(arena, "%s %s", bits[(size_t)rand_r(&seed) % 10],
					    bits[(size_t)rand_r(&seed) % 10]);
		uint64_t *marked = arena_array(arena, docset_words(search_index(opened.search)), sizeof *marked);
		uint64_t *wanted = arena_array(arena, docset_words(search_index(opened.search)), sizeof *wanted);
		CHECK_INT(search_mark(opened.search, "title", text, arena, marked), STATUS_OK);
		const char *match = terms_text(text, true);
		struct stmt *stmt = db_prepare(db, &oracle_find);
		stmt_text(stmt, 1, match, strlen(match));
		while (stmt_step(stmt) == STATUS_OK) {
			int64_t docid = stmt_column_int(stmt, 0);
			wanted[docid / 64] |= (uint64_t)1 << docid % 64;
			found++;
		}
		if (!CHECK(memcmp(marked, wanted, docset_words(search_index(opened.search)) * sizeof *marked) == 0)) {
			printf("# [%s] %s\n", text, match);
			break;
		}
	}
	CHECK(found > RANDOM_QUERIES);
	CHECK_INT(db_close(db), STATUS_OK);
	CHECK(unlink(path) == 0);
	close_catalogue(&opened);
}

/* ---- the index file ---- */

static void spoil(const char *path, long at, int byte)
{
	FILE *file = fopen(path, "r+b");
	if (!file || fseek(file, at, SEEK_SET) != 0)
		abort();
	fputc(byte, file);
	fclose(file);
}

static void refuses_other_indexes(void)
{
	struct model model;
	struct index *index;
	struct search *search;
	struct db *db;
	start();
	random_portal(&model);
	const char *path = build(&model, "whole.db"), *file = index_path(path);
	CHECK_INT(catalogue_open(path, arena, &db, &error), STATUS_OK);
	const char *identity = catalogue_meta(db, "search", arena);
	CHECK_INT(index_open(file, identity, arena, &index, &error), STATUS_OK);
	CHECK(index_verify(index));
	long posting = (long)(index->sections[INDEX_POSTINGS].bytes - index->map);
	index_close(index);
	CHECK_INT(search_open(db, small()->index_path, arena, &search, &error), STATUS_CORRUPT);
	CHECK(strstr(error, "another catalogue") != NULL);
	CHECK_INT(search_open(db, "/nowhere/search.idx", arena, &search, &error), STATUS_IO);
	spoil(file, posting + 3, 0x5A); /* found by the sum of its section */
	CHECK_INT(index_open(file, identity, arena, &index, &error), STATUS_OK);
	CHECK(!index_verify(index));
	index_close(index);
	spoil(file, 60, 0x5A);
	CHECK_INT(index_open(file, identity, arena, &index, &error), STATUS_CORRUPT);
	CHECK(strstr(error, "damaged") != NULL);
	spoil(file, 8, 0x7F);
	CHECK_INT(index_open(file, identity, arena, &index, &error), STATUS_CORRUPT);
	CHECK(strstr(error, "version") != NULL);
	CHECK(truncate(file, 100) == 0);
	CHECK_INT(index_open(file, identity, arena, &index, &error), STATUS_CORRUPT);
	CHECK(truncate(file, 0) == 0);
	CHECK_INT(index_open(file, identity, arena, &index, &error), STATUS_CORRUPT);
	CHECK_INT(db_close(db), STATUS_OK);
	CHECK(unlink(path) == 0 && unlink(file) == 0);
}

/* ---- the catalogue file ---- */

static char *slurp(const char *path, size_t *len)
{
	struct stat facts;
	FILE *file = fopen(path, "rb");
	if (!file || fstat(fileno(file), &facts) != 0)
		abort();
	char *bytes = arena_alloc(arena, (size_t)facts.st_size + 1);
	*len = fread(bytes, 1, (size_t)facts.st_size, file);
	fclose(file);
	return bytes;
}

static void same_bytes(void)
{
	struct model model;
	size_t one_len, two_len;
	start();
	random_portal(&model);
	const char *one_path = build(&model, "one.db"), *two_path = build(&model, "two.db");
	char *one = slurp(one_path, &one_len), *two = slurp(two_path, &two_len);
	CHECK_INT(one_len, two_len);
	CHECK(memcmp(one, two, one_len) == 0);
	CHECK(unlink(one_path) == 0 && unlink(two_path) == 0);
	one = slurp(index_path(one_path), &one_len);
	two = slurp(index_path(two_path), &two_len);
	CHECK_INT(one_len, two_len);
	CHECK(memcmp(one, two, one_len) == 0);
	CHECK(unlink(index_path(one_path)) == 0 && unlink(index_path(two_path)) == 0);
}

static void refuses_other_files(void)
{
	static const struct sql other = {"other", "CREATE TABLE meta (key TEXT, value TEXT);"
						  "INSERT INTO meta VALUES ('format', '0');"};
	struct db *db;
	start();
	const char *path = arena_printf(arena, "%s/other.db", folder_path);
	CHECK_INT(db_create(path, arena, &db, &error), STATUS_OK);
	CHECK_INT(db_script(db, &other), STATUS_OK);
	CHECK_INT(db_close(db), STATUS_OK);
	CHECK_INT(catalogue_open(path, arena, &db, &error), STATUS_CORRUPT);
	CHECK(strstr(error, "format 0") != NULL);
	CHECK(unlink(path) == 0);
	CHECK_INT(catalogue_open(path, arena, &db, &error), STATUS_IO);
}

static void stored_pages(void)
{
	struct render_source *sources;
	size_t count, found = 0;
	struct span chrome = catalogue_chrome(small()->catalogue, LANG_ZH, arena);
	CHECK(chrome.ptr && strncmp(chrome.ptr, "<chrome", 7) == 0);
	CHECK(chrome.ptr && strcmp(chrome.ptr + chrome.len - 9, "</chrome>") == 0);
	CHECK(catalogue_chrome(small()->catalogue, LANG_EN, arena).ptr == NULL); /* the portal does not have it */
	CHECK_INT(catalogue_stylesheets(small()->catalogue, arena, &sources, &count), STATUS_OK);
	for (size_t i = 0; i < count; i++)
		found += strcmp(sources[i].name, "page/search.xsl") == 0 || strcmp(sources[i].name, "text/zh.xml") == 0;
	CHECK_INT(found, 2);
	CHECK_STR(catalogue_meta(small()->catalogue, "languages", arena), "zh");
	CHECK(catalogue_meta(small()->catalogue, "nothing", arena) == NULL);
}

/* ---- the plans of our statements ---- */

/* These read a whole table on purpose: once for each release, or for what cannot be looked up. */
static const char *const whole_table[] = {"list_stylesheets", "list_facet_values",   "list_synonyms",
					  "list_words",       "list_package_titles", "list_resources"};

static bool may_scan(const char *name)
{
	for (size_t i = 0; i < sizeof whole_table / sizeof *whole_table; i++)
		if (strcmp(whole_table[i], name) == 0)
			return true;
	return false;
}

static void check_plan(const char *name, const char *text)
{
	struct sql explain = {name, arena_printf(arena, "EXPLAIN QUERY PLAN %s", text)};
	struct stmt *stmt = db_prepare(small()->catalogue, &explain);
	if (!CHECK(stmt != NULL)) {
		printf("# %s: %s\n", name, db_error(small()->catalogue));
		return;
	}
	while (stmt_step(stmt) == STATUS_OK) {
		struct span detail = stmt_column_text(stmt, 3);
		char line[256];
		snprintf(line, sizeof line, "%.*s", SPAN_FMT(detail));
		/* a MATCH shows as an index of the virtual table with an M in its name */
		bool match =
		    strstr(line, "VIRTUAL TABLE INDEX") && strchr(strrchr(line, ':') ? strrchr(line, ':') : line, 'M');
		bool fine = (strncmp(line, "SCAN", 4) != 0 || match || may_scan(name)) && !strstr(line, "TEMP B-TREE");
		if (!CHECK(fine))
			printf("# %s: %s\n", name, line);
	}
}

static void check_plans_of(const char *path, size_t *count)
{
	size_t len;
	char *text = slurp(path, &len), *next = strstr(text, "-- name: ");
	while (next) {
		char *name = next + strlen("-- name: "), *end = strchr(name, '\n');
		next = strstr(end, "-- name: ");
		const char *body = arena_copy(arena, end, next ? (size_t)(next - end) : strlen(end));
		check_plan(arena_copy(arena, name, (size_t)(end - name)), body);
		++*count;
	}
}

static void plans(void)
{
	glob_t files;
	size_t count = 0;
	start();
	if (!CHECK_INT(glob("fcgi/sql/*.sql", 0, NULL, &files), 0))
		return;
	for (size_t i = 0; i < files.gl_pathc; i++)
		check_plans_of(files.gl_pathv[i], &count);
	globfree(&files);
	CHECK(count >= 12);
}

/* ---- real titles ---- */

enum { RECALL_QUERIES = 400 };

/* Two to six Han characters in a row out of a real title, folded, without marks; NULL when that title has none. */
static const char *real_piece(char *const *titles, size_t count, unsigned *seed)
{
	const char *title = titles[(size_t)rand_r(seed) % count];
	size_t len = strlen(title), points = utf8_length(title, len), want = 2 + (size_t)rand_r(seed) % 5;
	if (points < want)
		return NULL;
	size_t from = utf8_prefix(title, len, (size_t)rand_r(seed) % (points - want + 1));
	size_t to = from + utf8_prefix(title + from, len - from, want);
	for (size_t at = from; at < to;)
		if (!utf8_is_han(utf8_next(title, to, &at)))
			return NULL;
	return arena_copy(arena, title + from, to - from);
}

/* By docid: whether the index finds it. */
static uint64_t *found_by_index(struct search *search, const char *text)
{
	uint64_t *found = arena_array(arena, docset_words(search_index(search)), sizeof *found);
	CHECK_INT(search_mark(search, NULL, text, arena, found), STATUS_OK);
	return found;
}

static void recall(void)
{
	struct model model = {.arena = (start(), arena)};
	unsigned seed = SEED;
	real_facets(&model);
	if (!real_catalogue(&model))
		SKIP("../shared/data/cn-open-catalogs is not there");
	for (size_t i = 0; i < model.folder_count; i++) { /* titles alone, in the order of docids */
		model.folders[i].modified.text = "2026-01-01";
		model.folders[i].abstract.text[LANG_ZH] = "";
		model.folders[i].keywords.count = 0;
		real_classify(&model, &model.folders[i], i);
	}
	struct opened opened = open_catalogue(build(&model, "real.db"));
	char **titles = arena_array(arena, model.folder_count, sizeof *titles);
	for (size_t i = 0; i < model.folder_count; i++) {
		const char *title = model.folders[i].title.text[LANG_ZH];
		titles[i] = arena_string(arena, fold_key(own_folder(), title, strlen(title), arena));
	}
	size_t hits = 0, missing = 0, extra = 0;
	for (int i = 0; i < RECALL_QUERIES; i++) {
		const char *text = NULL;
		while (!text)
			text = real_piece(titles, model.folder_count, &seed);
		const uint64_t *found = found_by_index(opened.search, text);
		for (size_t d = 0; d < model.folder_count; d++) {
			bool there = strstr(titles[d], text) != NULL;
			hits += there;
			bool marked = found[(d + 1) / 64] >> (d + 1) % 64 & 1;
			missing += there && !marked;
			extra += !there && marked;
		}
	}
	printf("# seed %u: %zu titles, %d queries, %zu hits, %zu missing, %zu too many\n", SEED, model.folder_count,
	       RECALL_QUERIES, hits, missing, extra);
	CHECK_INT(missing, 0);
	CHECK_INT(extra, 0);
	/* The dearest texts end within their budget, and say so. */
	search_budget(opened.search, 1);
	struct search_query query = {.text = "年 市 情 信 企 数 单 统", .page = 1, .rows = 20};
	struct search_result result;
	run(opened.search, &query, &result);
	CHECK(result.partial);
	close_catalogue(&opened);
}

static void clean_up(void)
{
	close_catalogue(small());
	CHECK(rmdir(folder_path) == 0);
}

TAP_MAIN({"words of every kind are found", finds}, {"the best first", relevance}, {"any word will do", any_word},
	 {"near words", suggests}, {"highlights", highlights}, {"snippets", snippets}, {"words have limits", limits},
	 {"facets against brute force", facets_by_force}, {"orders and pages", orders}, {"ranking", ranking},
	 {"hostile texts", hostile}, {"hostile random texts", hostile_random}, {"synonyms", synonyms},
	 {"sounds and questions", sounds_and_questions}, {"near titles", nearness}, {"marks in titles", marks},
	 {"near-identical titles", twins}, {"years", years}, {"FTS5 as the oracle", oracle},
	 {"other indexes are refused", refuses_other_indexes}, {"the same bytes each time", same_bytes},
	 {"other files are refused", refuses_other_files}, {"chrome and stylesheets", stored_pages},
	 {"plans of all statements", plans}, {"recall over real titles", recall}, {"nothing is left behind", clean_up})
