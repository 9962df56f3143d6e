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
	struct file_facts archive;
	const char *note = dataset->change_count > 0 ? label_text(&dataset->changes[0].note, LANG_ZH, NULL) : "";

	buf_str(out, "<entry>\n");
	atom_element(out, "id", url);
	atom_element(out, "title", label_text(&dataset->title, LANG_ZH, NULL));
	atom_element(out, "updated", catalog_instant(arena, &dataset->modified));
	atom_element(out, "published", catalog_instant(arena, &dataset->issued));
	atom_link(out, "alternate", "text/html", url);
	if (path && catalog_find(facts, path, &archive))
		enclosure(model, arena, &dataset->archive, &archive, out);
	atom_author(out, label_text(&dataset->org->name, LANG_ZH, NULL), NULL);
	categories(model, dataset, out);
	atom_element(out, "summary",
		     arena_printf(arena, "%s%s%s", note, note[0] ? "\n" : "",
				  label_text(catalog_description(dataset), LANG_ZH, NULL)));
	buf_str(out, "</entry>\n");
}

void catalog_feed(const struct model *model, const struct catalog_facts *facts, const struct catalog_scope *scope,
		  struct sink *out)
{
	size_t count = scope->shelf.count;
	struct arena *kept = arena_new(), *arena = arena_new();
	const struct card **newest = arena_array(kept, count + 1, sizeof *newest);

	for (size_t i = 0; i < count; i++)
		newest[i] = scope->shelf.cards[i];
	if (count > 0)
		qsort(newest, count, sizeof *newest, by_modified);
	struct atom_head head = {.path = arena_printf(kept, "%sfeed.atom", scope->folder), .page = scope->page};
	head.updated = count > 0 ? newest[0]->modified : model->now;
	head.title = arena_printf(kept, "%s：更新", label_text(&scope->title, LANG_ZH, NULL));
	atom_begin(model, &head, &out->buf);
	for (size_t i = 0; i < count && i < CATALOG_FEED_ENTRIES; i++) {
		entry(model, facts, dataset_items(model, newest[i], arena), arena, &out->buf);
		arena_reset(arena);
	}
	atom_end(&out->buf);
	arena_free(arena);
	arena_free(kept);
}

static void change_entry(const char *url, const char *title, const struct date *date, const char *summary,
			 struct buf *out)
{
	struct arena *arena = arena_new();

	buf_str(out, "<entry>\n");
	atom_element(out, "id", url);
	atom_element(out, "title", title);
	atom_element(out, "updated", catalog_instant(arena, date));
	atom_link(out, "alternate", "text/html", url);
	atom_element(out, "summary", summary);
	buf_str(out, "</entry>\n");
	arena_free(arena);
}

void catalog_dataset_feed(const struct model *model, const struct dataset *dataset, struct buf *out)
{
	struct arena *arena = arena_new();
	const char *url = url_dataset(model, arena, dataset->id), *title = label_text(&dataset->title, LANG_ZH, NULL);
	struct atom_head head = {.updated = dataset->modified};

	head.path = arena_printf(arena, "datasets/%s/feed.atom", dataset->id);
	head.page = arena_printf(arena, "datasets/%s/", dataset->id);
	head.title = arena_printf(arena, "%s：变更", title);
	atom_begin(model, &head, out);
	for (size_t i = 0; i < dataset->change_count; i++) {
		const struct change *change = &dataset->changes[i];
		/* counted from the oldest: an entry keeps its id when newer ones come */
		const char *id = arena_printf(arena, "%s#change-%zu", url, dataset->change_count - i);
		change_entry(id, title, &change->date, label_text(&change->note, LANG_ZH, NULL), out);
	}
	/* editors often list the issue as the first change */
	const struct change *oldest = dataset->change_count > 0 ? &dataset->changes[dataset->change_count - 1] : NULL;
	if (dataset->issued.text && !(oldest && strcmp(oldest->date.text, dataset->issued.text) == 0))
		change_entry(arena_printf(arena, "%s#issued", url), title, &dataset->issued, "发布", out);
	atom_end(out);
	arena_free(arena);
}
