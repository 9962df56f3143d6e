#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "atom.h"
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

static void enclosure(const struct model *model, struct arena *arena, const struct download *archive,
		      const struct file_facts *facts, struct buf *out)
{
	buf_str(out, "<link");
	atom_attribute(out, "rel", "enclosure");
	atom_attribute(out, "type", catalog_media_type(model, archive->format));
	atom_attribute(out, "length", arena_printf(arena, "%" PRIu64, facts->size_bytes));
	atom_attribute(out, "href", url_file(model, arena, archive->path));
	buf_str(out, "/>\n");
}

static void categories(const struct model *model, const struct dataset *dataset, struct buf *out)
{
	for (size_t i = 0; i < dataset->themes.count; i++) {
		const char *label = catalog_term_label(model, "themes", dataset->themes.items[i], LANG_ZH);
		buf_str(out, "<category");
		atom_attribute(out, "term", dataset->themes.items[i]);
		if (label)
			atom_attribute(out, "label", label);
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
	atom_element(out, "id", url);
	atom_element(out, "title", label_text(&dataset->title, LANG_ZH, NULL));
	atom_element(out, "updated", catalog_instant(arena, &dataset->modified));
	atom_element(out, "published", catalog_instant(arena, &dataset->issued));
	atom_link(out, "alternate", "text/html", url);
	if (archive)
		enclosure(model, arena, &dataset->archive, archive, out);
	atom_author(out, label_text(&dataset->org->name, LANG_ZH, NULL), NULL);
	categories(model, dataset, out);
	atom_element(
	    out, "summary",
	    arena_printf(arena, "%s%s%s", note, note[0] ? "\n" : "", label_text(&dataset->abstract, LANG_ZH, NULL)));
	buf_str(out, "</entry>\n");
}

void catalog_feed(const struct model *model, const struct catalog_facts *facts, struct buf *out)
{
	struct arena *arena = arena_new();
	const struct card **newest = arena_array(arena, model->dataset_count, sizeof *newest);

	for (size_t i = 0; i < model->dataset_count; i++)
		newest[i] = &model->cards[i];
	if (model->dataset_count > 0)
		qsort(newest, model->dataset_count, sizeof *newest, by_modified);
	struct atom_head head = {.path = "feed.atom", .page = "/datasets/", .updated = catalog_modified(model)};
	head.title = arena_printf(arena, "%s：更新", label_text(&model->portal.name, LANG_ZH, NULL));
	atom_begin(model, &head, out);
	for (size_t i = 0; i < model->dataset_count && i < CATALOG_FEED_ENTRIES; i++)
		entry(model, facts, dataset_items(model, newest[i], arena), arena, out);
	atom_end(out);
	arena_free(arena);
}
