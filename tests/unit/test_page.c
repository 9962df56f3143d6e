/* Pages: paths and batches of a plan, pagers, lists in their orders, facets, static files. */
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/arena.h>

#include "chrome.h"
#include "manifest.h"
#include "page/list.h"
#include "page/page.h"
#include "page/part.h"

#define DATASETS 45

static struct arena *arena;
static struct model model;

static struct label label(const char *zh)
{
	return (struct label){.text = {[LANG_ZH] = zh}};
}

static void push(struct strings *strings, const char *item)
{
	*ARENA_PUSH(arena, strings->items, strings->count, strings->capacity) = item;
}

static void add_dataset(size_t i)
{
	struct dataset *dataset = &model.folders[i];
	dataset->id = arena_printf(arena, "d%02zu", i);
	dataset->title = label(arena_printf(arena, "%s%02zu", i % 2 ? "青海" : "安全", i));
	dataset->abstract = label("摘要");
	dataset->modified.text = dataset->issued.text = i < 3 ? "2026-03-01" : "2026-01-01";
	dataset->issued.year = i < 3 ? 2026 : 2025;
	dataset->open = i % 3 ? OPEN_UNCONDITIONAL : OPEN_CLOSED;
	dataset->org = &model.orgs[0];
	dataset->region = &model.regions[i % 2];
	dataset->field_total = i == 7 ? 30 : 2;
	dataset->row_total = 10;
	dataset->capacity = dataset->field_total * 10;
	push(&dataset->themes, i < 21 ? "01" : "02");
}

static void setup(void)
{
	static const char *const slugs[] = {"credit", "health"};
	if (arena)
		return;
	arena = arena_new();
	model = (struct model){.arena = arena, .manifest = manifest_new(".")};
	model.portal = (struct portal){.name = label("门户"),
				       .base_url = "https://data.example.cn",
				       .languages = {LANG_ZH, LANG_EN},
				       .language_count = 2};
	model.regions = arena_array(arena, 2, sizeof *model.regions);
	model.region_count = 2;
	model.regions[0] = (struct region){.code = "630000", .name = label("青海省")};
	model.regions[1] = (struct region){
	    .code = "630100", .name = label("西宁市"), .level = REGION_PREFECTURE, .parent = &model.regions[0]};
	model.orgs = arena_array(arena, 1, sizeof *model.orgs);
	model.org_count = 1;
	model.orgs[0] = (struct org){.id = "org", .name = label("部门"), .region = &model.regions[0]};
	model.vocabularies = arena_array(arena, 1, sizeof *model.vocabularies);
	model.vocabulary_count = 1;
	struct vocabulary *themes = &model.vocabularies[0];
	themes->id = "themes";
	themes->terms = arena_array(arena, 2, sizeof *themes->terms);
	themes->count = 2;
	for (int i = 0; i < 2; i++) {
		struct column_value *extra = arena_alloc(arena, sizeof *extra);
		*extra = (struct column_value){"slug", slugs[i]};
		themes->terms[i] =
		    (struct term){.code = i ? "02" : "01", .label = label("主题"), .extra = extra, .extra_count = 1};
	}
	model.folders = arena_array(arena, DATASETS, sizeof *model.folders);
	model.folder_count = DATASETS;
	for (size_t i = 0; i < DATASETS; i++)
		add_dataset(i);
	model_lay_cards(&model);
}

static struct site *planned(void)
{
	static struct site site;
	setup();
	site = (struct site){.model = &model, .arena = arena, .work_dir = "/tmp", .printer = printer_new()};
	site_plan(&site);
	site_cut(&site);
	printer_free(site.printer);
	return &site;
}

static bool has(const struct site *site, const char *path, enum lang lang)
{
	for (size_t i = 0; i < site->page_count; i++) {
		const struct page page = site_page(site, i, arena);
		if (page.lang == lang && strcmp(page.path, path) == 0)
			return true;
	}
	return false;
}

static void plan_has_every_page_once(void)
{
	const struct site *site = planned();
	static const char *const paths[] = {"/",
					    "/datasets/",
					    "/datasets/page/3/",
					    "/datasets/by-title/page/3/",
					    "/datasets/letters/",
					    "/datasets/letters/a/",
					    "/datasets/letters/q/page/2/",
					    "/datasets/years/",
					    "/datasets/years/2025/page/3/",
					    "/datasets/years/2026/",
					    "/changes/",
					    "/themes/",
					    "/themes/credit/page/2/",
					    "/themes/health/page/2/",
					    "/orgs/org/",
					    "/regions/630100/",
					    "/404.html",
					    "/429.html",
					    "/50x.html",
					    "/help/definitions/"};
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		CHECK(has(site, paths[i], LANG_ZH));
		CHECK(has(site, paths[i], LANG_EN));
	}
	CHECK(!has(site, "/datasets/page/4/", LANG_ZH));
	CHECK(!has(site, "/datasets/page/1/", LANG_ZH));
	CHECK(has(site, "/datasets/letters/other/", LANG_ZH));
	CHECK(!has(site, "/datasets/letters/q/page/3/", LANG_ZH));
	CHECK(!has(site, "/datasets/years/2024/", LANG_ZH));
	for (size_t i = 0; i < site->page_count; i++)
		for (size_t k = i + 1; k < site->page_count; k++) {
			const struct page one = site_page(site, i, arena), other = site_page(site, k, arena);
			CHECK(one.lang != other.lang || strcmp(one.path, other.path) != 0);
		}
}

static void batches_are_of_one_kind_and_language(void)
{
	const struct site *site = planned();
	size_t next = 0;
	for (size_t b = 0; b < site->batch_count; b++) {
		const struct page_batch *batch = &site->batches[b];
		CHECK(batch->count > 0 && batch->count <= PAGE_BATCH);
		const struct page first = site_page(site, next, arena);
		CHECK_INT(batch->first, next);
		for (size_t i = 0; i < batch->count; i++) {
			const struct page page = site_page(site, next + i, arena);
			CHECK_INT(site->wanted[batch->first + i], next + i);
			CHECK(page.kind == first.kind);
			CHECK(page.lang == first.lang);
		}
		next += batch->count;
	}
	CHECK_INT(next, site->page_count);
}

static void pages_of_a_series_follow_from_their_number(void)
{
	const struct site *site = planned();
	size_t datasets = 0;
	for (size_t s = 0; s < site->series_count; s++) {
		const struct page_series *series = &site->series[s];
		CHECK_INT(series->from + series->count,
			  s + 1 < site->series_count ? site->series[s + 1].from : site->page_count);
		for (size_t i = 0; i < series->count; i++) {
			const struct page page = site_page(site, series->from + i, arena);
			CHECK(page.kind == series->page.kind);
			if (!series->of_datasets) {
				CHECK_INT(page.number, i + 1);
				CHECK(page.subject == series->page.subject);
				continue;
			}
			CHECK(page.subject == &model.cards[i]);
			CHECK_STR(page.path, arena_printf(arena, "/datasets/%s/", model.cards[i].id));
			datasets++;
		}
	}
	CHECK_INT(datasets, DATASETS * 2);
}

static void lists_have_their_orders(void)
{
	setup();
	struct card **newest = list_sorted(&model, LIST_NEWEST, arena);
	CHECK_STR(newest[0]->id, "d00");
	CHECK_STR(newest[2]->id, "d02");
	CHECK_STR(newest[3]->id, "d03");
	struct card **fields = list_sorted(&model, LIST_FIELDS, arena);
	CHECK_STR(fields[0]->id, "d07");
	CHECK_STR(fields[1]->id, "d00");
	char *letters;
	struct site site = {.model = &model, .arena = arena, .work_dir = "/tmp"};
	struct card **titles = list_by_title(&site, LANG_ZH, &letters);
	CHECK(letters[0] == 'a' && letters[DATASETS - 1] == 'q');
	CHECK_STR(titles[0]->id, "d00"); /* "an quan" stands before "qing hai" */
	CHECK_STR(titles[23]->id, "d01");
}

static void regions_hold_what_lies_below(void)
{
	struct site *site = planned();
	struct list *province = list_of(site, FACET_REGION, &model.regions[0], "/regions/630000/");
	struct list *prefecture = list_of(site, FACET_REGION, &model.regions[1], "/regions/630100/");
	CHECK_INT(province->count, DATASETS);
	CHECK_INT(prefecture->count, 22);
	const struct tally *regions = &province->tallies[FACET_REGION], *themes = &province->tallies[FACET_THEME];
	CHECK_INT(regions->count, 2);
	CHECK_INT(regions->entries[0].count, DATASETS);
	CHECK_INT(regions->entries[1].count, 22);
	CHECK_INT(themes->entries[0].count + themes->entries[1].count, DATASETS);
}

/* "1 2 3 … 9" of a pager: numbers, the current one in brackets, "…" where some are left out. */
static const char *pager(size_t number, size_t pages)
{
	struct doc *doc = doc_new("list");
	struct view view = {.model = &model, .prefix = "", .arena = arena};
	view.page = doc_page(doc, LANG_ZH, "/");
	part_pager(&view, view.page, "/datasets/", number, pages);
	struct buf xml, text;
	buf_init(&xml, BUF_MAX_DEFAULT);
	buf_init(&text, BUF_MAX_DEFAULT);
	doc_write(doc, &xml, false);
	for (const char *at = strstr(xml.bytes, "<number "); at; at = strstr(at + 1, "<number ")) {
		const char *end = strstr(at, "/>");
		const char *gap = strstr(at, "gap="), *current = strstr(at, "current=");
		bool here = current && current < end;
		buf_printf(&text, "%s%s%s%d%s", text.len ? " " : "", gap && gap < end ? "… " : "", here ? "[" : "",
			   atoi(strstr(at, "n=\"") + 3), here ? "]" : "");
	}
	const char *copy = arena_string(arena, text.bytes);
	buf_free(&text);
	buf_free(&xml);
	doc_free(doc);
	return copy;
}

static void pagers_show_ends_and_neighbours(void)
{
	setup();
	CHECK_STR(pager(1, 1), "");
	CHECK_STR(pager(1, 2), "[1] 2");
	CHECK_STR(pager(1, 9), "[1] 2 3 … 9");
	CHECK_STR(pager(5, 9), "1 2 3 4 [5] 6 7 8 9");
	CHECK_STR(pager(6, 11), "1 … 4 5 [6] 7 8 … 11");
	CHECK_STR(pager(11, 11), "1 … 9 10 [11]");
}

/* The document of one page of a list of `count` datasets, as XML. */
static const char *list_page(struct list *list, size_t count, size_t number)
{
	struct doc *doc = doc_new("list");
	struct view view = {.model = &model, .prefix = "", .arena = arena};
	struct page page = {.list = list, .number = number, .path = list->path};
	struct buf xml;
	enum status status = STATUS_OK;
	view.status = &status;
	view.page = doc_page(doc, LANG_ZH, "/");
	list->count = count;
	list_add(&view, &page);
	buf_init(&xml, BUF_MAX_DEFAULT);
	doc_write(doc, &xml, false);
	const char *copy = arena_string(arena, xml.bytes);
	buf_free(&xml);
	doc_free(doc);
	return copy;
}

static void search_takes_over_after_a_hundred_pages(void)
{
	struct site *site = planned();
	size_t most = (size_t)LIST_PAGES_MAX * LIST_PAGE_ITEMS;
	struct card **many = arena_array(arena, most + 1, sizeof *many);
	for (size_t i = 0; i <= most; i++)
		many[i] = &model.cards[i % DATASETS];
	struct list *list = list_of(site, FACET_ORG, &model.orgs[0], "/orgs/org/");
	list->items = many;
	CHECK(!strstr(list_page(list, most, LIST_PAGES_MAX), "<rest"));
	CHECK_INT(list_pages(list), LIST_PAGES_MAX);
	const char *last = list_page(list, most + 1, LIST_PAGES_MAX);
	CHECK_INT(list_pages(list), LIST_PAGES_MAX);
	CHECK(strstr(last, "<rest shown=\"2000\" href=\"/search?org=org&amp;sort=updated&amp;page=101\"/>") != NULL);
	CHECK(!strstr(last, "/orgs/org/page/101/"));
	CHECK(!strstr(list_page(list, most + 1, LIST_PAGES_MAX - 1), "<rest"));
}

static void prefixes_follow_the_first_language(void)
{
	setup();
	CHECK_STR(chrome_prefix(&model, LANG_ZH), "");
	CHECK_STR(chrome_prefix(&model, LANG_EN), "/en");
	struct model turned = model;
	turned.portal.languages[0] = LANG_EN;
	turned.portal.languages[1] = LANG_ZH;
	CHECK_STR(chrome_prefix(&turned, LANG_EN), "");
	CHECK_STR(chrome_prefix(&turned, LANG_ZH), "/zh");
}

static void put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");
	if (!CHECK(file != NULL))
		return;
	fputs(text, file);
	fclose(file);
}

static void assets_are_named_by_content(void)
{
	setup();
	char dir[] = "/tmp/test_page.XXXXXX";
	if (!CHECK(mkdtemp(dir) != NULL))
		return;
	const char *folder = arena_printf(arena, "%s/static", dir);
	const char *file = arena_printf(arena, "%s/site.css", folder);
	mkdir(folder, 0700);
	put_file(file, "abc");
	struct assets assets;
	const char *error = NULL;
	CHECK_INT(assets_load(dir, arena, &assets, &error), STATUS_OK);
	CHECK_INT(assets.count, 1);
	CHECK_STR(assets.items[0].href, "/assets/site.ba7816bf8f01.css");
	CHECK_INT(assets.items[0].len, 3);
	unlink(file);
	rmdir(folder);
	rmdir(dir);
	CHECK_INT(assets_load(dir, arena, &assets, &error), STATUS_IO);
	CHECK(error && strstr(error, "static"));
}

TAP_MAIN({"a plan has every page once", plan_has_every_page_once},
	 {"batches are of one kind and language", batches_are_of_one_kind_and_language},
	 {"pages of a series follow from their number", pages_of_a_series_follow_from_their_number},
	 {"lists have their orders", lists_have_their_orders},
	 {"a region holds what lies below it", regions_hold_what_lies_below},
	 {"pagers show both ends and neighbours", pagers_show_ends_and_neighbours},
	 {"the search takes over after a hundred pages", search_takes_over_after_a_hundred_pages},
	 {"prefixes follow the portal's first language", prefixes_follow_the_first_language},
	 {"static files are named by their content", assets_are_named_by_content})
