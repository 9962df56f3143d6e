#include "catalog.h"

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "catalog_dcat.h"
#include "catalog_files.h"
#include "catalog_sitemap.h"
#include "history.h"
#include "manifest.h"
#include "urls.h"

static const struct file_facts *find_in_output(const void *source, const char *path)
{
	return output_facts(source, path);
}

enum status catalog_dataset(struct model *model, const struct dataset *dataset, struct output *output)
{
	struct catalog_facts facts = {.find = find_in_output, .source = output};
	enum status status = STATUS_OK;
	struct arena *arena = arena_new();
	struct buf buf;

	buf_init(&buf, BUF_MAX_DEFAULT);
	if (catalog_package(model, dataset, &facts, &buf)) {
		const char *path = arena_printf(arena, "datasets/%s/datapackage.json", dataset->id);
		status =
		    buf_overflowed(&buf) ? STATUS_TOO_LARGE : output_put_compressed(output, path, buf.bytes, buf.len);
	}
	buf_free(&buf);
	arena_free(arena);
	return status;
}

void catalog_robots(const struct model *model, const struct catalog_facts *facts, struct buf *out)
{
	struct arena *arena = arena_new();

	(void)facts;
	buf_str(out, "User-agent: *\n");
	for (size_t i = 0; i < model->portal.language_count; i++) {
		enum lang lang = model->portal.languages[i];
		buf_printf(out, "Disallow: %s%s/search\n", i > 0 ? "/" : "", i > 0 ? lang_name(lang) : "");
	}
	buf_printf(out, "\nSitemap: %s\n", url_file(model, arena, "sitemap.xml"));
	arena_free(arena);
}

static void turtle(const struct model *model, const struct catalog_facts *facts, struct buf *out)
{
	catalog_dcat(model, facts, &graph_turtle, out);
}

static void jsonld(const struct model *model, const struct catalog_facts *facts, struct buf *out)
{
	catalog_dcat(model, facts, &graph_jsonld, out);
}

static void rdfxml(const struct model *model, const struct catalog_facts *facts, struct buf *out)
{
	catalog_dcat(model, facts, &graph_rdfxml, out);
}

/* The catalogues of one file each. Those with the most to write come first, so that no worker is left with them. */
static const struct {
	const char *path;
	void (*write)(const struct model *model, const struct catalog_facts *facts, struct buf *out);
} catalogues[] = {
    {"dcat/catalog.rdf", rdfxml},   {"dcat/catalog.jsonld", jsonld}, {"dcat/catalog.ttl", turtle},
    {"catalog.json", catalog_json}, {"data.json", catalog_us},       {"catalog.csv", catalog_csv},
    {"feed.atom", catalog_feed},    {"robots.txt", catalog_robots},
};

#define CATALOGUE_COUNT (sizeof catalogues / sizeof catalogues[0])

static enum status put(struct output *output, const char *path, const struct buf *buf)
{
	if (buf_overflowed(buf))
		return STATUS_TOO_LARGE;
	return output_put_compressed(output, path, buf->bytes, buf->len);
}

static enum status put_sitemap(const struct model *model, struct output *output, struct buf *buf)
{
	struct arena *arena = arena_new();
	enum status status = STATUS_OK;
	struct sitemap sitemap;

	sitemap_gather(model, arena, SITEMAP_MAX_URLS, &sitemap);
	size_t parts = sitemap_parts(&sitemap);
	if (parts > 1) {
		sitemap_write_index(&sitemap, buf);
		status = put(output, "sitemap.xml", buf);
	}
	for (size_t part = 0; status == STATUS_OK && part < parts; part++) {
		buf_reset(buf);
		sitemap_write(&sitemap, part, buf);
		status =
		    put(output, parts == 1 ? "sitemap.xml" : arena_printf(arena, "sitemap-%zu.xml", part + 1), buf);
	}
	arena_free(arena);
	return status;
}

/* A catalogue is made of everything, and tells the day. */
static struct print print_of(const struct model *model)
{
	struct printer *printer = printer_new();
	printer_print(printer, &model->whole);
	printer_string(printer, model->now.text);
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

/* Jobs that have several files. */
enum { JOB_SITEMAP = CATALOGUE_COUNT, JOB_HISTORY, JOBS };

static enum status run(void *context, size_t job, struct output *output)
{
	const struct model *model = context;
	struct catalog_facts facts = catalog_facts_of_manifest(model->manifest);
	const char *first = job < CATALOGUE_COUNT ? catalogues[job].path : job == JOB_SITEMAP ? "sitemap.xml" : NULL;
	struct print print = print_of(model);
	enum status status;
	struct buf buf;

	if (first && output_keep_unit(output, first, &print))
		return STATUS_OK;
	output_unit(output, first ? &print : NULL);
	buf_init(&buf, BUF_MAX_DEFAULT);
	if (job == JOB_SITEMAP) {
		status = put_sitemap(model, output, &buf);
	} else if (job == JOB_HISTORY) {
		status = history_put(model, output);
	} else {
		catalogues[job].write(model, &facts, &buf);
		status = put(output, catalogues[job].path, &buf);
	}
	buf_free(&buf);
	output_unit(output, NULL);
	return status;
}

enum status catalog_run(struct jobs *jobs, struct model *model)
{
	struct job_set set = {.name = "catalogues", .count = JOBS, .run = run, .context = model};
	return jobs_run(jobs, &set);
}
