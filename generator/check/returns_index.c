/* returns_index.c -- all lists at a glance, with sums; and what was there before and is no more. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <headwater/buf.h>

#include "returns.h"

#define INDEX_CSV "index.csv"
#define STYLE "site.css"
#define STYLE_MAX ((size_t)1 << 20)

/* ---- lists that are no more ---- */

static bool is_current(const struct returns *returns, const char *id)
{
	for (size_t i = 0; i < returns->list_count; i++)
		if (strcmp(returns->lists[i].id, id) == 0)
			return true;
	return false;
}

static void read_file(struct buf *out, int dir, const char *name)
{
	char chunk[65536];
	ssize_t n;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	while (fd >= 0 && (n = read(fd, chunk, sizeof chunk)) > 0)
		buf_add(out, chunk, (size_t)n);
	if (fd >= 0)
		close(fd);
}

/* The lists that index.csv of the last report names, in its first column: nothing else is ever taken away. */
static void drop_old(struct returns *returns)
{
	static const char *const ends[] = {".csv", ".xlsx", ".html", ".en.html"};
	struct buf old;
	buf_init(&old, BUF_MAX_DEFAULT);
	read_file(&old, returns->dir, INDEX_CSV);
	for (const char *line = old.bytes; (line = strchr(line, '\n')) != NULL && line[1];) {
		const char *id = arena_copy(returns->arena, line + 1, strcspn(line + 1, ",\r\n"));
		line++;
		if (!slug_is_valid(id) || is_current(returns, id))
			continue;
		for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
			unlinkat(returns->dir, arena_printf(returns->arena, "%s%s", id, ends[i]), 0);
	}
	buf_free(&old);
}

/* ---- sums ---- */

static const char *name_of(const struct returns_list *list, enum lang lang)
{
	return list->org ? label_text(&list->org->name, lang, NULL) : list->source->name;
}

static enum status put_table(struct returns *returns)
{
	struct buf out;
	buf_init(&out, BUF_MAX_DEFAULT);
	buf_str(&out, "id,name,rows,faults,due,overdue\r\n");
	for (size_t i = 0; i < returns->list_count; i++) {
		const struct returns_list *list = &returns->lists[i];
		const char *name = name_of(list, LANG_ZH);
		char due[16] = "";
		if (list->due)
			day_text(list->due, due);
		buf_printf(&out, "%s,", list->id);
		buf_csv(&out, name, strlen(name));
		buf_printf(&out, ",%zu,%zu,%s,%zu\r\n", list->row_count, list->fault_count, due, list->overdue_count);
	}
	enum status status = returns_put(returns, INDEX_CSV, out.bytes, out.len);
	buf_free(&out);
	return status;
}

static void add_list(struct node *parent, const struct returns_list *list, enum lang lang)
{
	struct node *node = node_text(parent, "list", name_of(list, lang));
	char due[16];
	node_attr(node, "id", list->id);
	node_attr_int(node, "rows", (int64_t)list->row_count);
	node_attr_int(node, "faults", (int64_t)list->fault_count);
	node_attr_int(node, "overdue", (int64_t)list->overdue_count);
	if (list->due) {
		day_text(list->due, due);
		node_attr(node, "due", due);
	}
	if (list->provisional)
		node_attr(node, "provisional", "yes");
	if (!list->org)
		node_attr(node, "unregistered", "yes");
}

static void add_ledger(struct node *parent, const struct ledger_source *source)
{
	struct node *node = node_text(parent, "ledger", source->file);
	size_t others = source->rows - source->outcomes[ROW_PUBLISHED] - source->outcomes[ROW_RETURNED];
	node_attr_int(node, "rows", (int64_t)source->rows);
	node_attr_int(node, "published", (int64_t)source->outcomes[ROW_PUBLISHED]);
	node_attr_int(node, "returned", (int64_t)source->outcomes[ROW_RETURNED]);
	node_attr_int(node, "others", (int64_t)others);
}

static enum status put_page(void *context, const char *path, const char *html, size_t len)
{
	return returns_put(context, path + 1, html, len);
}

static enum status put_pages(struct returns *returns)
{
	const struct ledgers *ledgers = returns->model->ledgers;
	struct doc *doc = doc_new("returns-index");
	for (int lang = 0; lang < LANG__MAX; lang++) {
		struct node *page = doc_page(doc, (enum lang)lang, lang == LANG_EN ? "/index.en.html" : "/index.html");
		struct node *index = node_add(page, "returns-index");
		node_attr(page, "title", label_text(&returns->model->portal.name, (enum lang)lang, NULL));
		node_attr(index, "today", returns->model->now.text);
		node_attr_int(index, "days", RETURNS_DAYS);
		for (size_t i = 0; i < ledgers->source_count; i++)
			add_ledger(index, &ledgers->sources[i]);
		for (size_t i = 0; i < returns->list_count; i++)
			add_list(index, &returns->lists[i], (enum lang)lang);
	}
	enum status status = STATUS_OK;
	if (returns->options->check_documents)
		status = render_check(returns->contracts_dir, doc, returns->arena, returns->error);
	if (status == STATUS_OK) {
		status = render_pages(returns->render, doc, put_page, returns);
		if (status != STATUS_OK && !*returns->error)
			*returns->error = render_error(returns->render);
	}
	doc_free(doc);
	return status;
}

/* The portal's own stylesheet goes with the pages, which may be sent to anyone. */
static enum status put_style(struct returns *returns)
{
	struct buf style;
	buf_init(&style, STYLE_MAX);
	read_file(&style, AT_FDCWD, arena_printf(returns->arena, "%s/static/" STYLE, returns->options->templates_dir));
	enum status status = returns_put(returns, STYLE, style.bytes, style.len);
	buf_free(&style);
	return status;
}

enum status returns_write_index(struct returns *returns)
{
	drop_old(returns);
	enum status status = put_pages(returns);
	if (status == STATUS_OK)
		status = put_style(returns);
	return status == STATUS_OK ? put_table(returns) : status;
}
