/* page.c -- plans every page, renders them in batches over the workers, and puts the static files out. */
#include "page.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "output.h"
#include "print.h"

static const struct page_kind kinds[] = {
#define PAGE(noun, kind, print) {kind, noun##_plan, noun##_fill, print_##print},
#include "pages.def"
#undef PAGE
};

struct page *page_plan(struct site *site, const struct page_kind *kind, enum lang lang, const char *path)
{
	return page_plan_numbered(site, kind, lang, path, 1);
}

static struct page_series *add_series(struct site *site, const struct page *page, size_t count)
{
	struct page_series *series = ARENA_PUSH(site->arena, site->series, site->series_count, site->series_capacity);
	*series = (struct page_series){.page = *page, .from = site->page_count, .count = count};
	site->page_count += count;
	return series;
}

struct page *page_plan_numbered(struct site *site, const struct page_kind *kind, enum lang lang, const char *path,
				size_t count)
{
	const struct page page = {.kind = kind, .lang = lang, .path = path, .number = 1};
	return &add_series(site, &page, count)->page;
}

void page_plan_datasets(struct site *site, const struct page_kind *kind, enum lang lang)
{
	const struct page page = {.kind = kind, .lang = lang, .number = 1};
	add_series(site, &page, site->model->dataset_count)->of_datasets = true;
}

/* The series of a page: the last one that begins at it or before, and is not empty. */
static const struct page_series *series_of(const struct site *site, size_t number)
{
	size_t from = 0, to = site->series_count;
	assert(number < site->page_count);
	while (to - from > 1) {
		size_t middle = from + (to - from) / 2;
		if (site->series[middle].from <= number)
			from = middle;
		else
			to = middle;
	}
	return &site->series[from];
}

struct page site_page(const struct site *site, size_t number, struct arena *arena)
{
	const struct page_series *series = series_of(site, number);
	struct page page = series->page;
	size_t at = number - series->from;
	if (series->of_datasets) {
		const struct card *card = &site->model->cards[at];
		page.subject = card;
		page.path = arena_printf(arena, "/datasets/%s/", card->id);
	} else if (at > 0) {
		page.number = at + 1;
		page.path = arena_printf(arena, "%spage/%zu/", page.path, page.number);
	}
	return page;
}

void site_plan(struct site *site)
{
	const struct portal *portal = &site->model->portal;
	site->newest = list_sorted(site->model, LIST_NEWEST, site->arena);
	list_shelve(site);
	print_links(site);
	for (size_t l = 0; l < portal->language_count; l++)
		for (size_t k = 0; k < sizeof kinds / sizeof kinds[0] && site->status == STATUS_OK; k++)
			kinds[k].plan(site, &kinds[k], portal->languages[l]);
	assert(site->page_count < UINT32_MAX);
	site->wanted = arena_array(site->arena, site->page_count + 1, sizeof *site->wanted);
	while (site->wanted_count < site->page_count) {
		site->wanted[site->wanted_count] = (uint32_t)site->wanted_count;
		site->wanted_count++;
	}
}

/* The file of a page below the release: "/themes/x/" is put out as "themes/x/index.html", "/404.html" as it is named. */
static void name_file(char file[PATH_MAX], const char *path)
{
	size_t n = strlen(path);
	const char *tail = n > 0 && path[n - 1] == '/' ? "index.html" : "";
	int written = snprintf(file, PATH_MAX, "%s%s", path + 1, tail);
	assert(written > 0 && written < PATH_MAX);
	(void)written;
}

void site_keep(struct site *site, struct output *output)
{
	char path[PATH_MAX], file[PATH_MAX];
	struct arena *scratch = arena_new();
	site->wanted_count = 0;
	for (size_t i = 0; i < site->page_count; i++) {
		const struct page page = site_page(site, i, scratch);
		snprintf(path, sizeof path, "%s%s", chrome_prefix(site->model, page.lang), page.path);
		name_file(file, path);
		const struct print print = print_page(site, &page, site->printer);
		if (!output_keep_unit(output, file, &print))
			site->wanted[site->wanted_count++] = (uint32_t)i;
		arena_reset(scratch);
	}
	arena_free(scratch);
}

void site_cut(struct site *site)
{
	const struct page *last = NULL;
	struct page_batch *batch = NULL;
	for (size_t i = 0; i < site->wanted_count; i++) {
		const struct page *page = &series_of(site, site->wanted[i])->page;
		bool goes_on = last && last->kind == page->kind && last->lang == page->lang;
		if (!batch || !goes_on || batch->count == PAGE_BATCH) {
			batch = ARENA_PUSH(site->arena, site->batches, site->batch_count, site->batch_capacity);
			*batch = (struct page_batch){.first = (uint32_t)i};
		}
		batch->count++;
		last = page;
	}
}

struct doc *site_document(const struct site *site, const struct page_batch *batch, struct arena *arena,
			  enum status *status)
{
	struct doc *doc = doc_new(series_of(site, site->wanted[batch->first])->page.kind->name);
	*status = STATUS_OK;
	for (size_t i = 0; i < batch->count && *status == STATUS_OK; i++) {
		const struct page page = site_page(site, site->wanted[batch->first + i], arena);
		struct view view = {
		    .site = site, .model = site->model, .lang = page.lang, .arena = arena, .status = status};
		view.prefix = chrome_prefix(site->model, page.lang);
		view.page = doc_page(doc, page.lang, arena_printf(arena, "%s%s", view.prefix, page.path));
		if (i == 0) /* the first page carries it for all */
			chrome_add(view.page, site->model, &site->assets, page.lang);
		page.kind->fill(&view, &page);
	}
	return doc;
}

/* Where the pages of a batch go, one after the other. */
struct putting {
	const struct site *site;
	struct output *output;
	struct arena *arena;
	const uint32_t *next; /* number of the next page */
};

static enum status put_page(void *context, const char *path, const char *html, size_t len)
{
	struct putting *putting = context;
	const struct site *site = putting->site;
	const struct page page = site_page(site, *putting->next++, putting->arena);
	const struct print print = print_page(site, &page, site->printer);
	char file[PATH_MAX];
	name_file(file, path);
	output_unit(putting->output, &print);
	enum status status = output_put_compressed(putting->output, file, html, len);
	output_unit(putting->output, NULL);
	return status;
}

/* A document kept for people who work on stylesheets: <dir>/<kind>-<first page of the batch>.xml. */
static enum status save_document(const struct site *site, const struct doc *doc, size_t first, struct arena *arena)
{
	if (!site->options->documents_dir)
		return STATUS_OK;
	FILE *file =
	    fopen(arena_printf(arena, "%s/%s-%zu.xml", site->options->documents_dir, doc_kind(doc), first), "wb");
	if (!file)
		return STATUS_IO;
	struct buf text;
	buf_init(&text, BUF_MAX_DEFAULT);
	doc_write(doc, &text, true);
	bool ok = fwrite(text.bytes, 1, text.len, file) == text.len;
	ok = fclose(file) == 0 && ok;
	buf_free(&text);
	return ok ? STATUS_OK : STATUS_IO;
}

static enum status check_document(const struct site *site, const struct doc *doc, struct arena *arena)
{
	if (!site->options->check_documents)
		return STATUS_OK;
	const char *error = NULL;
	enum status status = render_check(site->contracts_dir, doc, arena, &error);
	if (status != STATUS_OK)
		fprintf(stderr, "headwater: a \"%s\" document breaks its contract: %s\n", doc_kind(doc),
			error ? error : status_name(status));
	return status;
}

static enum status run_batch(void *context, size_t job, struct output *output)
{
	const struct site *site = context;
	const struct page_batch *batch = &site->batches[job];
	struct arena *arena = arena_new();
	enum status status;
	struct doc *doc = site_document(site, batch, arena, &status);
	if (status != STATUS_OK)
		fprintf(stderr, "headwater: a file changed while its page was being made\n");
	if (status == STATUS_OK)
		status = save_document(site, doc, site->wanted[batch->first], arena);
	if (status == STATUS_OK)
		status = check_document(site, doc, arena);
	if (status == STATUS_OK) {
		struct putting putting = {site, output, arena, site->wanted + batch->first};
		status = render_pages(site->render, doc, put_page, &putting);
		if (status != STATUS_OK && status != STATUS_IO)
			fprintf(stderr, "headwater: page kind \"%s\": %s\n", doc_kind(doc), render_error(site->render));
	}
	doc_free(doc);
	arena_free(arena);
	return status;
}

static enum status put_assets(const struct assets *assets, struct output *output)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < assets->count && status == STATUS_OK; i++)
		status = output_put_compressed(output, assets->items[i].href + 1, assets->items[i].bytes,
					       assets->items[i].len);
	return status;
}

static enum status make_pages(struct jobs *jobs, struct site *site, const char **error)
{
	site->printer = printer_new();
	site_plan(site);
	if (site->status != STATUS_OK) {
		printer_free(site->printer);
		*error = "the catalogue could not be sorted";
		return site->status;
	}
	if (output_has_before(jobs->output))
		site_keep(site, jobs->output);
	site_cut(site);
	struct job_set set = {.name = "pages", .count = site->batch_count, .run = run_batch, .context = site};
	enum status status = jobs_run(jobs, &set);
	if (status != STATUS_OK && status != STATUS_IO)
		*error = "a page could not be made";
	printer_free(site->printer);
	return status;
}

enum status page_run(struct jobs *jobs, struct model *model, const struct page_options *options, struct arena *arena,
		     const char **error, size_t *page_count)
{
	struct site site = {
	    .model = model, .options = options, .arena = arena_new(), .work_dir = output_work_dir(jobs->output)};
	struct render_source *sources = NULL;
	size_t source_count = 0;
	enum status status = assets_load(options->templates_dir, arena, &site.assets, error);
	if (status == STATUS_OK)
		status = put_assets(&site.assets, jobs->output);
	if (status == STATUS_OK)
		status = render_sources(options->templates_dir, arena, &sources, &source_count, error);
	if (status == STATUS_OK)
		status = render_open(sources, source_count, arena, &site.render, error);
	/* Contracts include one another, and are known there by their resolved names. */
	char resolved[PATH_MAX];
	site.contracts_dir = realpath(options->templates_dir, resolved) ? resolved : options->templates_dir;
	if (status == STATUS_OK)
		status = make_pages(jobs, &site, error);
	render_close(site.render);
	arena_free(site.arena);
	*page_count = site.page_count;
	return status;
}
