/* returns_list.c -- one list as a table for machines and spreadsheet programs, and as pages. */
#include <string.h>

#include <headwater/buf.h>

#include "../day.h"
#include "../spread.h"
#include "returns.h"

enum { COLUMNS = 18 };

static const char *const HEADER[COLUMNS] = {
    "台账 ledger", "行 row",          "单元格 cell", "标识 id",        "名称 title", "提供方 provider",
    "项目 item",   "项目名 item key", "值 value",    "规则 rule",      "问题 fault", "改法 expected",
    "fault (en)",  "expected (en)",   "性质 kind",   "首次告知 since", "期限 due",   "是否逾期 overdue"};

struct writing {
	struct returns *returns;
	struct returns_list *list;
	struct buf csv;
	struct spread *sheet;
	struct node *pages[LANG__MAX]; /* <returns> */
	size_t shown;
};

static void put_row(struct writing *writing, const char *const cells[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		buf_str(&writing->csv, i ? "," : "");
		buf_csv(&writing->csv, cells[i], strlen(cells[i]));
	}
	buf_str(&writing->csv, "\r\n");
	for (int i = 0; i < COLUMNS; i++)
		spread_cell(writing->sheet, span_of(cells[i]), false);
	spread_row(writing->sheet);
}

static void add_fault(struct node *parent, const struct returns_fault *told, enum lang lang)
{
	const struct ledger_row *row = told->row;
	struct node *node = node_add(parent, "fault");
	node_attr(node, "rule", told->fault->rule->code);
	node_attr(node, "kind", told->error ? "return" : "remark");
	if (told->error) {
		node_attr(node, "since", told->since_text);
		node_attr(node, "due", told->due_text);
	}
	if (told->overdue)
		node_attr(node, "overdue", "yes");
	if (told->provisional)
		node_attr(node, "provisional", "yes");
	node_attr(node, "ledger", row->source->file);
	node_attr_int(node, "row", row->entry->line);
	node_attr(node, "cell", ledgers_cell_name(told->fault->column, row->entry->line, told->scratch));
	node_attr(node, "id", row->entry->id);
	node_text(node, "title", row->title);
	node_text(node, "item", label_text(&told->fault->label, lang, NULL));
	node_text(node, "value", told->fault->value);
	node_text(node, "sentence", told->sentence[lang]);
	node_text(node, "expected", told->expected[lang]);
}

static void put_fault(void *context, const struct returns_fault *told)
{
	struct writing *writing = context;
	struct returns_list *list = writing->list;
	const struct ledger_row *row = told->row;
	const char *line = arena_printf(told->scratch, "%d", row->entry->line);
	const char *cell = ledgers_cell_name(told->fault->column, row->entry->line, told->scratch);
	const char *const cells[COLUMNS] = {row->source->file,
					    line,
					    cell ? cell : "",
					    row->entry->id ? row->entry->id : "",
					    row->title,
					    row->provider,
					    label_text(&told->fault->label, LANG_ZH, NULL),
					    told->fault->item,
					    told->fault->value,
					    told->fault->rule->code,
					    told->sentence[LANG_ZH],
					    told->expected[LANG_ZH],
					    told->sentence[LANG_EN],
					    told->expected[LANG_EN],
					    told->error ? "退回 return" : "提醒 remark",
					    told->since_text,
					    told->due_text,
					    told->overdue       ? "逾期 overdue"
					    : told->provisional ? "暂定 provisional"
								: ""};
	put_row(writing, cells);
	if (told->error) {
		list->fault_count++;
		list->overdue_count += told->overdue;
		list->due = list->due == 0 || told->due < list->due ? told->due : list->due;
		list->provisional = list->provisional || told->provisional;
	}
	if (writing->shown++ >= RETURNS_ON_PAGE)
		return;
	for (int lang = 0; lang < LANG__MAX; lang++)
		add_fault(writing->pages[lang], told, (enum lang)lang);
}

static enum status put_page(void *context, const char *path, const char *html, size_t len)
{
	return returns_put(context, path + 1, html, len);
}

static struct doc *begin_pages(struct writing *writing)
{
	struct returns *returns = writing->returns;
	const struct returns_list *list = writing->list;
	struct doc *doc = doc_new("returns");
	for (int lang = 0; lang < LANG__MAX; lang++) {
		const char *path = arena_printf(returns->arena, "/%s%s.html", list->id, lang == LANG_EN ? ".en" : "");
		const char *name = list->org ? label_text(&list->org->name, (enum lang)lang, NULL) : list->source->name;
		struct node *page = doc_page(doc, (enum lang)lang, path);
		node_attr(page, "title", name);
		writing->pages[lang] = node_add(page, "returns");
		node_attr(writing->pages[lang], "id", list->id);
		node_attr(writing->pages[lang], "today", returns->model->now.text);
		node_attr_int(writing->pages[lang], "days", RETURNS_DAYS);
		if (!list->org)
			node_attr(writing->pages[lang], "unregistered", "yes");
	}
	return doc;
}

static enum status end_pages(struct writing *writing, struct doc *doc)
{
	struct returns *returns = writing->returns;
	const struct returns_list *list = writing->list;
	size_t shown = writing->shown < RETURNS_ON_PAGE ? writing->shown : RETURNS_ON_PAGE;
	for (int lang = 0; lang < LANG__MAX; lang++) {
		node_attr_int(writing->pages[lang], "rows", (int64_t)list->row_count);
		node_attr_int(writing->pages[lang], "faults", (int64_t)list->fault_count);
		node_attr_int(writing->pages[lang], "overdue", (int64_t)list->overdue_count);
		node_attr_int(writing->pages[lang], "shown", (int64_t)shown);
		node_attr_int(writing->pages[lang], "told", (int64_t)writing->shown);
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

enum status returns_write_list(struct returns *returns, struct returns_list *list)
{
	struct writing writing = {.returns = returns, .list = list};
	const char *workbook = arena_printf(returns->arena, "%s/%s.xlsx", returns->options->dir, list->id);
	writing.sheet = spread_open(workbook, list->org ? list->org->name.text[LANG_ZH] : list->id,
				    day_start(&returns->model->now));
	if (!writing.sheet) {
		*returns->error = arena_printf(returns->arena, "%s: cannot begin a workbook", workbook);
		return STATUS_IO;
	}
	struct doc *doc = begin_pages(&writing);
	buf_init(&writing.csv, BUF_MAX_DEFAULT);
	buf_str(&writing.csv, "\xEF\xBB\xBF");
	put_row(&writing, HEADER);
	for (size_t i = 0; i < list->row_count; i++)
		returns_each(returns, &returns->model->ledgers->entries[list->entries[i]], put_fault, &writing);
	enum status status = end_pages(&writing, doc);
	if (spread_close(writing.sheet) != STATUS_OK && status == STATUS_OK) {
		*returns->error = arena_printf(returns->arena, "%s: cannot be written", workbook);
		status = STATUS_IO;
	}
	if (status == STATUS_OK)
		status = returns_put(returns, arena_printf(returns->arena, "%s.csv", list->id), writing.csv.bytes,
				     writing.csv.len);
	buf_free(&writing.csv);
	return status;
}
