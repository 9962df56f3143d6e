/* page.c -- plans every page, renders them in batches over the workers, and puts the static files out. */
#include "page.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "output.h"

static const struct page_kind kinds[] = {
#define PAGE(noun, kind) {kind, noun##_plan, noun##_fill},
#include "pages.def"
#undef PAGE
};

struct page *page_plan(struct site *site, const struct page_kind *kind, enum lang lang, const char *path)
{
	struct page *page = ARENA_PUSH(site->arena, site->pages, site->page_count, site->page_capacity);
	*page = (struct page){.kind = kind, .lang = lang, .path = path, .number = 1};
	return page;
}

static void cut_batches(struct site *site, size_t first)
{
	while (first < site->page_count) {
		size_t count = site->page_count - first;
		struct page_batch *batch =
		    ARENA_PUSH(site->arena, site->batches, site->batch_count, site->batch_capacity);
		*batch = (struct page_batch){first, count < PAGE_BATCH ? count : PAGE_BATCH};
		first += batch->count;
	}
}

void site_plan(struct site *site)
{
	const struct portal *portal = &site->model->portal;
	site->newest = list_sorted(site->model, LIST_NEWEST, portal->languages[0], site->arena);
	list_shelve(site);
	for (size_t l = 0; l < portal->language_count; l++)
		for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
			size_t first = site->page_count;
			kinds[k].plan(site, &kinds[k], portal->languages[l]);
			cut_batches(site, first);
		}
}

struct doc *site_document(const struct site *site, const struct page_batch *batch, struct arena *arena,
			  enum status *status)
{
	const struct page *pages = site->pages + batch->first;
	struct doc *doc = doc_new(pages[0].kind->name);
	*status = STATUS_OK;
	for (size_t i = 0; i < batch->count && *status == STATUS_OK; i++) {
		struct view view = {
		    .site = site, .model = site->model, .lang = pages[i].lang, .arena = arena, .status = status};
		view.prefix = chrome_prefix(site->model, pages[i].lang);
		view.page = doc_page(doc, pages[i].lang, arena_printf(arena, "%s%s", view.prefix, pages[i].path));
		if (i == 0) /* the first page carries it for all */
			chrome_add(view.page, site->model, &site->assets, pages[i].lang);
		pages[i].kind->fill(&view, &pages[i]);
	}
	return doc;
}

/* "/themes/x/" is put out as "themes/x/index.html", "/404.html" under its own name. */
static enum status put_page(void *context, const char *path, const char *html, size_t len)
{
	struct output *output = context;
	char file[1024];
	size_t n = strlen(path);
	const char *tail = n > 0 && path[n - 1] == '/' ? "index.html" : "";
	int written = snprintf(file, sizeof file, "%s%s", path + 1, tail);
	assert(written > 0 && (size_t)written < sizeof file);
	return output_put_compressed(output, file, html, len);
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
		status = save_document(site, doc, batch->first, arena);
	if (status == STATUS_OK)
		status = check_document(site, doc, arena);
	if (status == STATUS_OK) {
		status = render_pages(site->render, doc, put_page, output);
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

enum status page_run(struct jobs *jobs, struct model *model, const struct page_options *options, struct arena *arena,
		     const char **error, size_t *page_count)
{
	struct site site = {.model = model, .options = options, .arena = arena};
	struct render_source *sources = NULL;
	size_t source_count = 0;
	enum status status = assets_load(options->templates_dir, arena, &site.assets, error);
	if (status == STATUS_OK)
		status = put_assets(&site.assets, jobs->output);
	if (status == STATUS_OK)
		status = render_sources(options->templates_dir, arena, &sources, &source_count, error);
	if (status == STATUS_OK)
		status = render_open(sources, source_count, arena, &site.render, error);
	if (status != STATUS_OK)
		return status;
	/* Contracts include one another, and are known there by their resolved names. */
	char resolved[PATH_MAX];
	site.contracts_dir = realpath(options->templates_dir, resolved) ? resolved : options->templates_dir;
	site_plan(&site);
	struct job_set set = {.name = "pages", .count = site.batch_count, .run = run_batch, .context = &site};
	status = jobs_run(jobs, &set);
	if (status != STATUS_OK && status != STATUS_IO)
		*error = "a page could not be made";
	render_close(site.render);
	*page_count = site.page_count;
	return status;
}
