#include "catalog.h"

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "catalog_dcat.h"
#include "catalog_files.h"
#include "catalog_scope.h"
#include "catalog_sitemap.h"
#include "history.h"
#include "manifest.h"
#include "quality_files.h"
#include "urls.h"

static enum status put(struct output *output, const char *path, const struct buf *buf)
{
	if (buf_overflowed(buf))
		return STATUS_TOO_LARGE;
	return output_put_compressed(output, path, buf->bytes, buf->len);
}

enum status catalog_dataset(struct model *model, const struct dataset *dataset, struct output *output)
{
	struct catalog_facts facts = catalog_facts_of_output(output);
	struct arena *arena = arena_new();
	struct buf buf;

	buf_init(&buf, BUF_MAX_DEFAULT);
	catalog_dataset_feed(model, dataset, &buf);
	enum status status = put(output, arena_printf(arena, "datasets/%s/feed.atom", dataset->id), &buf);
	buf_reset(&buf);
	if (status == STATUS_OK && catalog_package(model, dataset, &facts, &buf))
		status = put(output, arena_printf(arena, "datasets/%s/datapackage.json", dataset->id), &buf);
	buf_free(&buf);
	arena_free(arena);
	return status;
}

void catalog_robots(const struct model *model, const struct catalog_facts *facts, struct sink *out)
{
	struct arena *arena = arena_new();

	(void)facts;
	buf_str(&out->buf, "User-agent: *\n");
	for (size_t i = 0; i < model->portal.language_count; i++) {
		enum lang lang = model->portal.languages[i];
		const char *slash = i > 0 ? "/" : "", *name = i > 0 ? lang_name(lang) : "";
		buf_printf(&out->buf, "Disallow: %s%s/search\n", slash, name);
		/* The explorer of a table may be read, but not in every order and selection. */
		buf_printf(&out->buf, "Disallow: %s%s/datasets/*/explore/*?\n", slash, name);
	}
	buf_str(&out->buf, "Disallow: /api/\nDisallow: /datastore/\n");
	buf_printf(&out->buf, "\nSitemap: %s\n", url_file(model, arena, "sitemap.xml"));
	arena_free(arena);
}

/* The files of one piece. */
static const struct {
	const char *path;
	void (*write)(const struct model *model, const struct catalog_facts *facts, struct sink *out);
	bool whole; /* says everything of every dataset: for portals of sensible size */
} files[] = {{"data.json", catalog_us, true}, {"robots.txt", catalog_robots, false}};

enum { FILES = sizeof files / sizeof files[0] };

static enum status put_sitemap(const struct model *model, struct output *output)
{
	struct arena *arena = arena_new();
	enum status status = STATUS_OK;
	struct sitemap sitemap;
	struct buf buf;

	buf_init(&buf, BUF_MAX_DEFAULT);
	sitemap_gather(model, arena, SITEMAP_MAX_URLS, &sitemap);
	size_t parts = sitemap_parts(&sitemap);
	if (parts > 1) {
		sitemap_write_index(&sitemap, &buf);
		status = put(output, "sitemap.xml", &buf);
	}
	for (size_t part = 0; status == STATUS_OK && part < parts; part++) {
		buf_reset(&buf);
		sitemap_write(&sitemap, part, &buf);
		status =
		    put(output, parts == 1 ? "sitemap.xml" : arena_printf(arena, "sitemap-%zu.xml", part + 1), &buf);
	}
	buf_free(&buf);
	arena_free(arena);
	return status;
}

/* A page of the graph, or the whole of it. */
static const char *dcat_path(size_t page, size_t file, struct arena *arena)
{
	const char *extension = dcat_files[file].extension;
	return page == 0 ? arena_printf(arena, "dcat/catalog.%s", extension)
			 : arena_printf(arena, "dcat/pages/%zu.%s", page, extension);
}

static enum status put_dcat(const struct model *model, size_t page, struct output *output)
{
	struct catalog_facts facts = catalog_facts_of_manifest(model->manifest);
	struct sink sinks[DCAT_FILES];
	struct arena *arena = arena_new();
	enum status status = STATUS_OK;

	for (size_t f = 0; f < DCAT_FILES; f++)
		sink_open(&sinks[f], output, dcat_path(page, f, arena), true);
	catalog_dcat(model, &facts, page, sinks);
	for (size_t f = 0; f < DCAT_FILES; f++)
		status = sink_close(&sinks[f], status);
	arena_free(arena);
	return status;
}

/*
 * The jobs: first the one with the most to write, so that no worker is left with it; then those of one file, and the others,
 * each of which has several.
 */
enum { JOB_WHOLE, JOB_FILES, JOB_SITEMAP = JOB_FILES + FILES, JOB_HISTORY, JOB_QUALITY, JOB_PAGES };

static enum status put_job(const struct model *model, size_t job, struct output *output)
{
	struct catalog_facts facts = catalog_facts_of_manifest(model->manifest);
	struct sink sink;

	if (job >= JOB_PAGES)
		return put_dcat(model, job - JOB_PAGES + 1, output);
	if (job == JOB_WHOLE)
		return model->dataset_count > CATALOG_WHOLE_MAX ? STATUS_OK : put_dcat(model, 0, output);
	if (job == JOB_HISTORY)
		return history_put(model, output);
	if (job == JOB_QUALITY)
		return quality_put(model, output);
	if (job == JOB_SITEMAP)
		return put_sitemap(model, output);
	if (files[job - JOB_FILES].whole && model->dataset_count > CATALOG_WHOLE_MAX)
		return STATUS_OK;
	sink_open(&sink, output, files[job - JOB_FILES].path, true);
	files[job - JOB_FILES].write(model, &facts, &sink);
	return sink_close(&sink, STATUS_OK);
}

/* A page of DCAT is made of its datasets, and of what it says of the catalogue. */
static void print_dcat_page(const struct model *model, size_t page, struct printer *printer)
{
	size_t first = (page - 1) * DCAT_PAGE_DATASETS, end = first + DCAT_PAGE_DATASETS;
	printer_print(printer, &model->frame);
	printer_string(printer, model->first_issued.text);
	printer_string(printer, model->last_modified.text);
	printer_int(printer, (int64_t)model->dataset_count);
	for (size_t i = first; i < end && i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		printer_string(printer, card->id);
		printer_print(printer, &card->print);
		for (size_t k = 0; k < card->related_count; k++)
			card_print_link(card->related[k], printer);
	}
}

/* What the others are made of is everything, and the day. */
static struct print print_of(const struct model *model, size_t job)
{
	struct printer *printer = printer_new();
	if (job >= JOB_PAGES) {
		print_dcat_page(model, job - JOB_PAGES + 1, printer);
	} else {
		printer_print(printer, &model->whole);
		printer_string(printer, model->now.text);
	}
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

/* The first file of a job, by which its unit is known. */
static const char *first_file(size_t job, struct arena *arena)
{
	return job >= JOB_PAGES     ? dcat_path(job - JOB_PAGES + 1, 0, arena)
	       : job == JOB_WHOLE   ? dcat_path(0, 0, arena)
	       : job == JOB_HISTORY ? HISTORY_FIRST_FILE
	       : job == JOB_QUALITY ? QUALITY_FIRST_FILE
	       : job == JOB_SITEMAP ? "sitemap.xml"
				    : files[job - JOB_FILES].path;
}

static enum status run(void *context, size_t job, struct output *output)
{
	const struct model *model = context;
	struct print print = print_of(model, job);
	struct arena *arena = arena_new();
	enum status status = STATUS_OK;

	if (!output_keep_unit(output, first_file(job, arena), &print)) {
		output_unit(output, &print);
		status = put_job(model, job, output);
		output_unit(output, NULL);
	}
	arena_free(arena);
	return status;
}

enum status catalog_run(struct jobs *jobs, struct model *model)
{
	struct job_set set = {.name = "harvest", .count = JOB_PAGES + dcat_pages(model), .run = run, .context = model};
	enum status status = catalog_scopes_run(jobs, model);
	return status == STATUS_OK ? jobs_run(jobs, &set) : status;
}
