#include "catalog_sitemap.h"

#include <stdlib.h>
#include <string.h>

#include "catalog_text.h"
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
    "/regions/",
    "/sectors/",
    "/site-map/",
    "/themes/",
};

/* Vocabularies whose terms have pages: pages/<slug, else code>/. */
static const char *const term_rooms[] = {"formats", "open-types", "sectors", "themes"};

static void add(struct sitemap *sitemap, const char *path, struct date modified)
{
	*ARENA_PUSH(sitemap->arena, sitemap->pages, sitemap->count, sitemap->capacity) =
	    (struct sitemap_page){.path = path, .modified = modified};
}

/* True when the dataset stands in the list of the term. */
static bool has_term(const struct card *card, const char *room, const char *code)
{
	if (strcmp(room, "open-types") == 0)
		return code[0] == '0' + (int)card->open && code[1] == '\0';
	if (strcmp(room, "formats") == 0)
		return strings_has(card->formats, code);
	return strings_has(strcmp(room, "themes") == 0 ? card->themes : card->sectors, code);
}

static void later(struct date *newest, const struct date *date)
{
	if (date->text && (!newest->text || strcmp(date->text, newest->text) > 0))
		*newest = *date;
}

static void add_terms(struct sitemap *sitemap, const char *room)
{
	const struct model *model = sitemap->model;
	const struct vocabulary *vocabulary = model_vocabulary(model, room);

	for (size_t t = 0; vocabulary && t < vocabulary->count; t++) {
		const struct term *term = &vocabulary->terms[t];
		const char *slug = term_extra(term, "slug");
		struct date newest = {0};
		for (size_t i = 0; i < model->dataset_count; i++)
			if (has_term(&model->cards[i], room, term->code))
				later(&newest, &model->cards[i].modified);
		add(sitemap, arena_printf(sitemap->arena, "/%s/%s/", room, slug ? slug : term->code), newest);
	}
}

static void add_orgs_and_regions(struct sitemap *sitemap)
{
	const struct model *model = sitemap->model;
	struct date *orgs = arena_array(sitemap->arena, model->org_count, sizeof *orgs);
	struct date *regions = arena_array(sitemap->arena, model->region_count, sizeof *regions);

	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		if (card->org)
			later(&orgs[card->org - model->orgs], &card->modified);
		for (const struct region *region = card->region; region; region = region->parent)
			later(&regions[region - model->regions], &card->modified);
	}
	for (size_t i = 0; i < model->org_count; i++)
		add(sitemap, arena_printf(sitemap->arena, "/orgs/%s/", model->orgs[i].id), orgs[i]);
	for (size_t i = 0; i < model->region_count; i++)
		add(sitemap, arena_printf(sitemap->arena, "/regions/%s/", model->regions[i].code), regions[i]);
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
	for (size_t i = 0; i < sizeof term_rooms / sizeof term_rooms[0]; i++)
		add_terms(sitemap, term_rooms[i]);
	for (size_t i = 0; i < model->dataset_count; i++)
		add(sitemap, arena_printf(arena, "/datasets/%s/", model->cards[i].id), model->cards[i].modified);
	add_orgs_and_regions(sitemap);
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
