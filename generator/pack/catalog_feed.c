#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "catalog_files.h"
#include "stages.h"
#include "urls.h"

/* Newest first; of one day, by id. */
static int by_modified(const void *left, const void *right)
{
	const struct card *a = *(const struct card *const *)left, *b = *(const struct card *const *)right;
	int order = strcmp(b->modified.text, a->modified.text);
	return order != 0 ? order : strcmp(a->id, b->id);
}

static void element(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "<%s>", name);
	buf_xml(out, text, strlen(text));
	buf_printf(out, "</%s>\n", name);
}

static void attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	buf_xml(out, value, strlen(value));
	buf_byte(out, '"');
}

static void link_to(struct buf *out, const char *rel, const char *type, const char *href)
{
	buf_str(out, "<link");
	attribute(out, "rel", rel);
	attribute(out, "type", type);
	attribute(out, "href", href);
	buf_str(out, "/>\n");
}

static void author(struct buf *out, const char *name, const char *email)
{
	buf_str(out, "<author>");
	element(out, "name", name);
	if (email && email[0])
		element(out, "email", email);
	buf_str(out, "</author>\n");
}

static void enclosure(const struct model *model, struct arena *arena, const struct download *archive,
		      const struct file_facts *facts, struct buf *out)
{
	buf_str(out, "<link");
	attribute(out, "rel", "enclosure");
	attribute(out, "type", catalog_media_type(model, archive->format));
	attribute(out, "length", arena_printf(arena, "%" PRIu64, facts->size_bytes));
	attribute(out, "href", url_file(model, arena, archive->path));
	buf_str(out, "/>\n");
}

static void categories(const struct model *model, const struct dataset *dataset, struct buf *out)
{
	for (size_t i = 0; i < dataset->themes.count; i++) {
		const char *label = catalog_term_label(model, "themes", dataset->themes.items[i], LANG_ZH);
		buf_str(out, "<category");
		attribute(out, "term", dataset->themes.items[i]);
		if (label)
			attribute(out, "label", label);
		buf_str(out, "/>\n");
	}
}

static void entry(const struct model *model, const struct catalog_facts *facts, const struct dataset *dataset,
		  struct arena *arena, struct buf *out)
{
	const char *url = url_dataset(model, arena, dataset->id);
	const char *path = dataset->archive.path;
	const struct file_facts *archive = path ? catalog_find(facts, path) : NULL;
	const char *note = dataset->change_count > 0 ? label_text(&dataset->changes[0].note, LANG_ZH, NULL) : "";

	buf_str(out, "<entry>\n");
	element(out, "id", url);
	element(out, "title", label_text(&dataset->title, LANG_ZH, NULL));
	element(out, "updated", catalog_instant(arena, &dataset->modified));
	element(out, "published", catalog_instant(arena, &dataset->issued));
	link_to(out, "alternate", "text/html", url);
	if (archive)
		enclosure(model, arena, &dataset->archive, archive, out);
	author(out, label_text(&dataset->org->name, LANG_ZH, NULL), NULL);
	categories(model, dataset, out);
	element(
	    out, "summary",
	    arena_printf(arena, "%s%s%s", note, note[0] ? "\n" : "", label_text(&dataset->abstract, LANG_ZH, NULL)));
	buf_str(out, "</entry>\n");
}

static void head(const struct model *model, struct arena *arena, struct buf *out)
{
	const struct portal *portal = &model->portal;
	struct date modified = catalog_modified(model);

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
	attribute(out, "xml:lang", lang_tag(LANG_ZH));
	buf_str(out, ">\n");
	element(out, "id", url_file(model, arena, "feed.atom"));
	element(out, "title", arena_printf(arena, "%s：更新", label_text(&portal->name, LANG_ZH, NULL)));
	element(out, "updated", catalog_instant(arena, &modified));
	link_to(out, "self", "application/atom+xml", url_file(model, arena, "feed.atom"));
	link_to(out, "alternate", "text/html", url_file(model, arena, "/datasets/"));
	author(out, label_text(&portal->host, LANG_ZH, NULL), portal->email);
}

void catalog_feed(const struct model *model, const struct catalog_facts *facts, struct buf *out)
{
	struct arena *arena = arena_new();
	const struct card **newest = arena_array(arena, model->dataset_count, sizeof *newest);

	for (size_t i = 0; i < model->dataset_count; i++)
		newest[i] = &model->cards[i];
	if (model->dataset_count > 0)
		qsort(newest, model->dataset_count, sizeof *newest, by_modified);
	head(model, arena, out);
	for (size_t i = 0; i < model->dataset_count && i < CATALOG_FEED_ENTRIES; i++)
		entry(model, facts, dataset_items(model, newest[i], arena), arena, out);
	buf_str(out, "</feed>\n");
	arena_free(arena);
}
