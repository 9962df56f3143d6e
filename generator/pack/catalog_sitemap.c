#include "catalog_sitemap.h"

#include <stdlib.h>
#include <string.h>

#include "catalog_text.h"
#include "facets.h"
#include "urls.h"

/* Pages every portal has. Those of the sections follow from section_name. */
static const char *const fixed[] = {
    "/",
    "/archives/",
    "/changes/",
    "/datasets/",
    "/datasets/by-fields/",
    "/datasets/by-title/",
    "/datasets/letters/",
    "/datasets/years/",
    "/formats/",
    "/help/definitions/",
    "/open-types/",
    "/orgs/",
    "/quality/",
    "/regions/",
    "/sectors/",
    "/site-map/",
    "/themes/",
};

static void add(struct sitemap *sitemap, const char *path, struct date modified)
{
	*ARENA_PUSH(sitemap->arena, sitemap->pages, sitemap->count, sitemap->capacity) =
	    (struct sitemap_page){.path = path, .modified = modified};
}

static void later(struct date *newest, const struct date *date)
{
	if (date->text && (!newest->text || strcmp(date->text, newest->text) > 0))
		*newest = *date;
}

struct dating {
	struct date *newest; /* by number of the value */
	const struct card *card;
};

static void date_value(void *context, size_t index)
{
	struct dating *dating = context;
	later(&dating->newest[index], &dating->card->modified);
}

/* The page of each value of a facet, dated by the newest of its datasets. */
static void add_facet(struct sitemap *sitemap, enum facet facet)
{
	const struct model *model = sitemap->model;
	size_t size = facet_size(model, facet);
	struct dating dating = {.newest = arena_array(sitemap->arena, size + 1, sizeof *dating.newest)};

	for (size_t i = 0; i < model->dataset_count; i++) {
		dating.card = &model->cards[i];
		facet_each(model, facet, dating.card, date_value, &dating);
	}
	for (size_t i = 0; i < size; i++)
		add(sitemap, facet_path(facet, facet_at(model, facet, i, NULL), sitemap->arena), dating.newest[i]);
}

#define YEARS 10000

/* Lists by the first letter of titles, of which there is one for each letter, and by years of issue. */
static void add_entrances(struct sitemap *sitemap, struct date newest)
{
	const struct model *model = sitemap->model;
	bool *years = arena_array(sitemap->arena, YEARS, sizeof *years);

	for (char letter = 'a'; letter <= 'z'; letter++)
		add(sitemap, arena_printf(sitemap->arena, "/datasets/letters/%c/", letter), newest);
	add(sitemap, "/datasets/letters/other/", newest);
	for (size_t i = 0; i < model->dataset_count; i++)
		years[model->cards[i].issued.year] = true;
	for (int year = 0; year < YEARS; year++)
		if (years[year])
			add(sitemap, arena_printf(sitemap->arena, "/datasets/years/%04d/", year), newest);
}

static void add_articles(struct sitemap *sitemap)
{
	const struct model *model = sitemap->model;
	struct date newest[SECTION__MAX] = {{0}};

	for (size_t i = 0; i < model->article_count; i++) {
		const struct article *article = &model->articles[i];
		const char *path = arena_printf(sitemap->arena, "/%s/%s/", section_name(article->section), article->id);
		later(&newest[article->section], &article->date);
		if (strcmp(path, "/help/definitions/") != 0)
			add(sitemap, path, article->date);
	}
	for (int section = 0; section < SECTION__MAX; section++)
		add(sitemap, arena_printf(sitemap->arena, "/%s/", section_name((enum section)section)),
		    newest[section]);
}

static int by_path(const void *left, const void *right)
{
	const struct sitemap_page *a = left, *b = right;
	return strcmp(a->path, b->path);
}

void sitemap_gather(const struct model *model, struct arena *arena, size_t max_urls, struct sitemap *sitemap)
{
	size_t languages = model->portal.language_count ? model->portal.language_count : 1;
	struct date newest = catalog_modified(model);

	*sitemap = (struct sitemap){.model = model, .arena = arena, .pages_each = max_urls / languages};
	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		add(sitemap, fixed[i], newest);
	for (enum facet facet = 0; facet < FACET__MAX; facet++)
		add_facet(sitemap, facet);
	add_entrances(sitemap, newest);
	for (size_t i = 0; i < model->dataset_count; i++)
		add(sitemap, arena_printf(arena, "/datasets/%s/", model->cards[i].id), model->cards[i].modified);
	add_articles(sitemap);
	qsort(sitemap->pages, sitemap->count, sizeof *sitemap->pages, by_path);
}

size_t sitemap_parts(const struct sitemap *sitemap)
{
	return (sitemap->count + sitemap->pages_each - 1) / sitemap->pages_each;
}

static void element(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "<%s>", name);
	buf_xml(out, text, strlen(text));
	buf_printf(out, "</%s>\n", name);
}

static void alternate(struct buf *out, const char *lang, const char *href)
{
	buf_printf(out, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"", lang);
	buf_xml(out, href, strlen(href));
	buf_str(out, "\"/>\n");
}

static void write_page(const struct sitemap *sitemap, const struct sitemap_page *page, struct arena *arena,
		       struct buf *out)
{
	const struct model *model = sitemap->model;
	const struct portal *portal = &model->portal;

	for (size_t i = 0; i < portal->language_count; i++) {
		buf_str(out, "<url>\n");
		element(out, "loc", url_page(model, arena, page->path, portal->languages[i]));
		if (page->modified.text)
			element(out, "lastmod", page->modified.text);
		for (size_t a = 0; portal->language_count > 1 && a < portal->language_count; a++)
			alternate(out, lang_tag(portal->languages[a]),
				  url_page(model, arena, page->path, portal->languages[a]));
		if (portal->language_count > 1)
			alternate(out, "x-default", url_page(model, arena, page->path, portal->languages[0]));
		buf_str(out, "</url>\n");
	}
}

void sitemap_write(const struct sitemap *sitemap, size_t part, struct buf *out)
{
	size_t from = part * sitemap->pages_each, to = from + sitemap->pages_each;
	struct arena *arena = arena_new();

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		     "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
		     "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
	for (size_t i = from; i < to && i < sitemap->count; i++) {
		write_page(sitemap, &sitemap->pages[i], arena, out);
		arena_reset(arena);
	}
	buf_str(out, "</urlset>\n");
	arena_free(arena);
}

void sitemap_write_index(const struct sitemap *sitemap, struct buf *out)
{
	struct date newest = catalog_modified(sitemap->model);

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		     "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t part = 0; part < sitemap_parts(sitemap); part++) {
		const char *path = arena_printf(sitemap->arena, "sitemap-%zu.xml", part + 1);
		buf_str(out, "<sitemap>\n");
		element(out, "loc", url_file(sitemap->model, sitemap->arena, path));
		element(out, "lastmod", newest.text);
		buf_str(out, "</sitemap>\n");
	}
	buf_str(out, "</sitemapindex>\n");
}
