#include "history.h"

#include <string.h>

#include <headwater/json.h>

#include "../history.h"
#include "atom.h"
#include "catalog_text.h"
#include "sink.h"
#include "urls.h"

#define BOM "\xEF\xBB\xBF"

static const char *const columns[] = {"date",   "change", "id",  "title",     "title_en",     "items",
				      "reason", "new_id", "url", "successor", "successor_url"};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* One entry in words; NULL where there is nothing to say. In the order of `columns`. */
static void entry_texts(const struct model *model, const struct log_entry *entry, struct arena *arena,
			const char *texts[COLUMNS])
{
	const struct label *title = model_title(model, entry->id);
	const struct withdrawal *withdrawal = entry->withdrawal;
	const char *successor = withdrawal ? withdrawal->successor : NULL, *items = "";
	for (size_t i = 0; i < entry->items.count; i++)
		items = arena_printf(arena, "%s%s%s", items, i > 0 ? ";" : "", entry->items.items[i]);
	const char *all[COLUMNS] = {
	    entry->date.text,
	    change_kind_name(entry->kind),
	    entry->id,
	    title ? title->text[LANG_ZH] : NULL,
	    title ? title->text[LANG_EN] : NULL,
	    items,
	    withdrawal ? withdrawal->reason : NULL,
	    entry->rename ? entry->rename->id : NULL,
	    url_file(model, arena, arena_printf(arena, "datasets/%s/", model_id_today(model, entry->id))),
	    successor,
	    successor ? url_file(model, arena, arena_printf(arena, "datasets/%s/", model_id_today(model, successor)))
		      : NULL,
	};
	for (size_t i = 0; i < COLUMNS; i++)
		texts[i] = all[i];
}

static enum status put_csv(const struct model *model, struct output *output)
{
	struct arena *arena = arena_new();
	struct sink sink;
	sink_open(&sink, output, HISTORY_FIRST_FILE, true);
	buf_str(&sink.buf, BOM);
	for (size_t c = 0; c < COLUMNS; c++)
		buf_printf(&sink.buf, "%s%s", c > 0 ? "," : "", columns[c]);
	buf_str(&sink.buf, "\r\n");
	for (size_t i = 0; i < model->log_count; i++) {
		const char *texts[COLUMNS];
		entry_texts(model, &model->log[i], arena, texts);
		for (size_t c = 0; c < COLUMNS; c++) {
			const char *text = texts[c] ? texts[c] : "";
			if (c > 0)
				buf_byte(&sink.buf, ',');
			buf_csv(&sink.buf, text, strlen(text));
		}
		buf_str(&sink.buf, "\r\n");
		sink_flow(&sink);
		arena_reset(arena);
	}
	arena_free(arena);
	return sink_close(&sink, STATUS_OK);
}

static void put_entry(const struct model *model, const struct log_entry *entry, struct arena *arena, struct buf *out)
{
	const struct label *title = model_title(model, entry->id);
	const char *texts[COLUMNS];
	struct json json;
	entry_texts(model, entry, arena, texts);
	json_init(&json, out, false);
	json_object(&json);
	for (size_t c = 0; c < COLUMNS; c++) {
		if (strcmp(columns[c], "items") == 0)
			catalog_put_strings(&json, columns[c], &entry->items);
		else if (strcmp(columns[c], "title") == 0 && title)
			catalog_put_label(&json, columns[c], title);
		else if (strncmp(columns[c], "title", 5) != 0)
			json_put_if(&json, columns[c], texts[c]);
	}
	json_object_end(&json);
}

/* An entry a line, so that a long log can be read line by line. */
static enum status put_json(const struct model *model, struct output *output)
{
	struct arena *arena = arena_new();
	struct sink sink;
	sink_open(&sink, output, "changes.json", true);
	buf_printf(&sink.buf, "{\"generated\":\"%s\",\"count\":%zu,\"changes\":[", model->now.text, model->log_count);
	for (size_t i = 0; i < model->log_count; i++) {
		buf_str(&sink.buf, i > 0 ? ",\n" : "\n");
		put_entry(model, &model->log[i], arena, &sink.buf);
		sink_flow(&sink);
		arena_reset(arena);
	}
	buf_str(&sink.buf, "\n]}\n");
	arena_free(arena);
	return sink_close(&sink, STATUS_OK);
}

static const char *summary(const struct log_entry *entry, struct arena *arena)
{
	if (entry->withdrawal)
		return arena_printf(arena, "下线：%s", entry->withdrawal->reason);
	if (entry->rename)
		return arena_printf(arena, "更名：%s → %s", entry->rename->old_id, entry->rename->id);
	const char *items = "";
	for (size_t i = 0; i < entry->items.count; i++)
		items = arena_printf(arena, "%s%s%s", items, i ? "、" : "",
				     history_item_label(entry->items.items[i])->text[LANG_ZH]);
	return entry->kind == CHANGE_ADDED ? "新增" : arena_printf(arena, "变更：%s", items);
}

static void write_feed(const struct model *model, struct buf *out)
{
	struct arena *arena = arena_new();
	struct atom_head head = {.path = "changes.atom", .page = "/changes/", .updated = catalog_modified(model)};
	if (model->log_count > 0)
		head.updated = model->log[0].date;
	head.title = arena_printf(arena, "%s：目录变更", label_text(&model->portal.name, LANG_ZH, NULL));
	atom_begin(model, &head, out);
	arena_reset(arena);
	for (size_t i = 0; i < model->log_count && i < HISTORY_FEED_ENTRIES; i++) {
		const struct log_entry *entry = &model->log[i];
		const struct label *title = model_title(model, entry->id);
		const char *today = model_id_today(model, entry->id);
		const char *page = url_file(model, arena, arena_printf(arena, "datasets/%s/", today));
		const char *log = url_file(model, arena, "/changes/");
		buf_str(out, "<entry>\n");
		atom_element(out, "id",
			     arena_printf(arena, "%s#%s-%s-%s", log, entry->date.text, entry->id,
					  change_kind_name(entry->kind)));
		atom_element(out, "title", title ? label_text(title, LANG_ZH, NULL) : entry->id);
		atom_element(out, "updated", catalog_instant(arena, &entry->date));
		atom_link(out, "alternate", "text/html", page);
		buf_str(out, "<category");
		atom_attribute(out, "term", change_kind_name(entry->kind));
		buf_str(out, "/>\n");
		atom_element(out, "summary", summary(entry, arena));
		buf_str(out, "</entry>\n");
		arena_reset(arena);
	}
	atom_end(out);
	arena_free(arena);
}

static enum status put_feed(const struct model *model, struct output *output)
{
	struct sink sink;
	sink_open(&sink, output, "changes.atom", true);
	write_feed(model, &sink.buf);
	return sink_close(&sink, STATUS_OK);
}

/* Named by its end, however often it was renamed, so that nobody is led from one old address to the next. */
static enum status put_moved(const struct model *model, struct output *output)
{
	enum status status = STATUS_OK;
	struct arena *arena = arena_new();
	for (size_t i = 0; status == STATUS_OK && i < model->rename_count; i++) {
		const struct rename *item = &model->renames[i];
		const char *id = model_id_today(model, item->old_id);
		const char *url =
		    arena_printf(arena, "%s\n", url_file(model, arena, arena_printf(arena, "datasets/%s/", id)));
		status = output_put(output, arena_printf(arena, "moved/%s/%s", item->old_id, id), url, strlen(url));
	}
	arena_free(arena);
	return status;
}

enum status history_put(const struct model *model, struct output *output)
{
	static enum status (*const parts[])(const struct model *, struct output *) = {put_csv, put_json, put_feed,
										      put_moved};
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < sizeof parts / sizeof parts[0]; i++)
		status = parts[i](model, output);
	return status;
}
