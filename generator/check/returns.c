/* returns.c -- who gets which rows back; since when, and until when. */
#include "returns.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/buf.h>

#include "../calendar.h"

#define CHUNK ((size_t)1 << 20)

/* ---- faults ---- */

struct telling {
	struct returns *returns;
	struct arena *scratch;
	returns_fault_fn *each;
	void *context;
};

static const char *filled(const struct telling *telling, const struct row_fault *fault, enum lang lang, bool help)
{
	struct rule rule = *fault->rule;
	const char *values[3] = {label_text(&fault->label, lang, NULL), fault->value, fault->more};
	if (help)
		rule.sentence = fault->rule->help;
	struct diagnostic diagnostic = {.rule = &rule, .values = values, .value_count = 3};
	return diag_sentence(&diagnostic, lang, telling->scratch);
}

/* The id, or what a row without one is known by. */
static const char *name_of(const struct ledger_row *row, struct arena *scratch)
{
	return row->entry->id ? row->entry->id : arena_printf(scratch, "? %s", row->title);
}

static void tell_row(void *context, const struct ledger_row *row)
{
	struct telling *telling = context;
	struct returns *returns = telling->returns;
	for (size_t i = 0; i < row->fault_count; i++) {
		const struct row_fault *fault = &row->faults[i];
		struct returns_fault told = {.row = row, .fault = fault, .scratch = telling->scratch};
		told.error = fault->rule->severity == SEVERITY_ERROR;
		for (int lang = 0; lang < LANG__MAX; lang++) {
			told.sentence[lang] = filled(telling, fault, (enum lang)lang, false);
			told.expected[lang] = filled(telling, fault, (enum lang)lang, true);
		}
		if (told.error) {
			const char *key[4] = {row->source->name, name_of(row, telling->scratch), fault->rule->code,
					      fault->item};
			told.since = ledgers_told_since(returns->told, key, returns->today);
			told.due = workdays_after(returns->calendar, told.since, RETURNS_DAYS, &told.provisional);
			told.overdue = returns->today > told.due;
			day_text(told.since, told.since_text);
			day_text(told.due, told.due_text);
		}
		telling->each(telling->context, &told);
	}
}

void returns_each(struct returns *returns, const struct ledger_entry *entry, returns_fault_fn *each, void *context)
{
	struct telling telling = {returns, arena_new(), each, context};
	ledgers_walk_one(returns->model, entry, tell_row, &telling);
	arena_free(telling.scratch);
}

/* ---- lists ---- */

struct returned {
	uint32_t list, entry;
	uint32_t ledger;
	int32_t line;
};

static int by_list_and_place(const void *a, const void *b)
{
	const struct returned *x = a, *y = b;
	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	if (x->ledger != y->ledger)
		return x->ledger < y->ledger ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static struct returned *gather(const struct returns *returns, size_t *count)
{
	const struct ledgers *ledgers = returns->model->ledgers;
	struct returned *rows = arena_array(returns->arena, ledgers->entry_count + 1, sizeof *rows);
	*count = 0;
	for (size_t i = 0; i < ledgers->entry_count; i++) {
		const struct ledger_entry *entry = &ledgers->entries[i];
		uint32_t list = entry->org ? entry->org - 1 : (uint32_t)returns->model->org_count + entry->ledger;
		if (entry->outcome == ROW_RETURNED)
			rows[(*count)++] = (struct returned){list, (uint32_t)i, entry->ledger, entry->line};
	}
	if (*count > 0)
		qsort(rows, *count, sizeof *rows, by_list_and_place);
	return rows;
}

static void begin_list(struct returns *returns, struct returns_list *list, uint32_t number)
{
	const struct model *model = returns->model;
	*list = (struct returns_list){0};
	if (number < model->org_count) {
		list->org = &model->orgs[number];
		list->id = list->org->id;
	} else {
		list->source = &model->ledgers->sources[number - model->org_count];
		list->id = arena_printf(returns->arena, "unregistered-%s", list->source->name);
	}
}

static void make_lists(struct returns *returns)
{
	size_t count;
	struct returned *rows = gather(returns, &count);
	uint32_t *entries = arena_array(returns->arena, count + 1, sizeof *entries);
	for (size_t i = 0; i < count; i++)
		returns->list_count += i == 0 || rows[i].list != rows[i - 1].list;
	returns->lists = arena_array(returns->arena, returns->list_count + 1, sizeof *returns->lists);
	struct returns_list *list = returns->lists - 1;
	for (size_t i = 0; i < count; i++) {
		entries[i] = rows[i].entry;
		if (i == 0 || rows[i].list != rows[i - 1].list) {
			begin_list(returns, ++list, rows[i].list);
			list->entries = entries + i;
		}
		list->row_count++;
	}
}

/* ---- since when ---- */

static void put_cell(struct buf *out, const char *text, bool first)
{
	buf_str(out, first ? "" : ",");
	buf_csv(out, text, strlen(text));
}

static void note_fault(void *context, const struct returns_fault *told)
{
	struct buf *out = context;
	if (!told->error)
		return;
	struct arena *scratch = arena_new();
	put_cell(out, told->row->source->name, true);
	put_cell(out, name_of(told->row, scratch), false);
	put_cell(out, told->fault->rule->code, false);
	put_cell(out, told->fault->item, false);
	put_cell(out, told->since_text, false);
	buf_str(out, "\r\n");
	arena_free(scratch);
}

static bool flush(int fd, struct buf *out)
{
	size_t at = 0;
	while (at < out->len) {
		ssize_t n = write(fd, out->bytes + at, out->len - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	buf_reset(out);
	return true;
}

/* Ledger by ledger and by id, so that neither order of rows nor of lists shows. */
static bool put_since(struct returns *returns, int fd)
{
	const struct ledgers *ledgers = returns->model->ledgers;
	struct buf out;
	bool good = true;
	buf_init(&out, BUF_MAX_DEFAULT);
	buf_str(&out, "\xEF\xBB\xBFledger,id,rule,item,since\r\n");
	for (uint32_t k = 0; k < ledgers->source_count; k++) {
		for (size_t i = 0; i < ledgers->entry_count && good; i++) {
			const struct ledger_entry *entry = &ledgers->entries[i];
			if (entry->ledger == k && entry->outcome == ROW_RETURNED)
				returns_each(returns, entry, note_fault, &out);
			if (out.len > CHUNK)
				good = flush(fd, &out);
		}
	}
	good = good && flush(fd, &out) && fsync(fd) == 0;
	buf_free(&out);
	return good;
}

static enum status write_since(struct returns *returns)
{
	int content = returns->model->content_fd;
	int fd = openat(content, LEDGERS_TOLD ".tmp", O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	bool good = fd >= 0 && put_since(returns, fd);
	if (fd >= 0 && close(fd) != 0)
		good = false;
	if (good && renameat(content, LEDGERS_TOLD ".tmp", content, LEDGERS_TOLD) == 0)
		return STATUS_OK;
	*returns->error = arena_printf(returns->arena, LEDGERS_TOLD ": %s", strerror(errno));
	unlinkat(content, LEDGERS_TOLD ".tmp", 0);
	return STATUS_IO;
}

/* ---- the whole ---- */

enum status returns_put(struct returns *returns, const char *name, const char *bytes, size_t len)
{
	const char *draft = arena_printf(returns->arena, "%s.tmp", name);
	int fd = openat(returns->dir, draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	bool good = fd >= 0;
	for (size_t at = 0; good && at < len;) {
		ssize_t n = write(fd, bytes + at, len - at);
		good = n > 0 || (n < 0 && errno == EINTR);
		at += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0 && close(fd) != 0)
		good = false;
	if (good && renameat(returns->dir, draft, returns->dir, name) == 0)
		return STATUS_OK;
	*returns->error = arena_printf(returns->arena, "%s/%s: %s", returns->options->dir, name, strerror(errno));
	return STATUS_IO;
}

static enum status open_all(struct returns *returns)
{
	const struct report_options *options = returns->options;
	struct render_source *sources;
	size_t count;
	char resolved[PATH_MAX];
	returns->contracts_dir = realpath(options->templates_dir, resolved) ? arena_string(returns->arena, resolved)
									    : options->templates_dir;
	if (mkdir(options->dir, 0777) != 0 && errno != EEXIST)
		returns->dir = -1;
	else
		returns->dir = open(options->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (returns->dir < 0) {
		*returns->error = arena_printf(returns->arena, "%s: %s", options->dir, strerror(errno));
		return STATUS_IO;
	}
	enum status status = render_sources(options->templates_dir, returns->arena, &sources, &count, returns->error);
	if (status == STATUS_OK)
		status = render_open(sources, count, returns->arena, &returns->render, returns->error);
	return status;
}

static enum status write_all(struct returns *returns, struct report_facts *facts)
{
	enum status status = open_all(returns);
	for (size_t i = 0; i < returns->list_count && status == STATUS_OK; i++) {
		struct returns_list *list = &returns->lists[i];
		status = returns_write_list(returns, list);
		facts->row_count += list->row_count;
		facts->fault_count += list->fault_count;
		facts->overdue_count += list->overdue_count;
	}
	facts->list_count = returns->list_count;
	if (status == STATUS_OK)
		status = returns_write_index(returns);
	if (status == STATUS_OK && returns->model->ledgers->source_count > 0)
		status = write_since(returns);
	if (returns->render)
		render_close(returns->render);
	if (returns->dir >= 0)
		close(returns->dir);
	return status;
}

enum status check_report(const struct model *model, const struct report_options *options, struct diags *diags,
			 struct report_facts *facts, const char **error)
{
	struct returns returns = {.model = model, .options = options, .arena = model->arena, .dir = -1};
	*facts = (struct report_facts){0};
	returns.error = error;
	returns.today = calendar_number(&model->now);
	returns.calendar = calendar_of(model, model->arena);
	returns.told = ledgers_told_read(model, model->arena, diags);
	if (!returns.told)
		return STATUS_INVALID;
	make_lists(&returns);
	return write_all(&returns, facts);
}
