/* intake.c -- mapping and source in; ledger, id ledger and return list out. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ckan_site.h"
#include "ckan_state.h"
#include "intake_codes.h"
#include "intake_ids.h"
#include "intake_ledger.h"
#include "intake_orgs.h"
#include "source.h"
#include "source_rules.h"

#define LEDGERS "ledgers"

static const struct label WHOLE_RECORD = {{"记录", "record"}};

static void put_cell(struct buf *out, const char *text, bool first)
{
	if (!first)
		buf_byte(out, ',');
	if (text)
		buf_csv(out, text, strlen(text));
}

/* A sentence of a rule, or what it expects, filled in. */
static const char *said(const struct intake *intake, const struct fault *fault, enum lang lang, bool expected)
{
	const struct rule *rule = intake_rule(fault->rule);
	struct rule filled = {rule->code, rule->severity, expected ? rule->help : rule->sentence, rule->help};
	const struct label *label = fault->item < ITEM__MAX ? &INTAKE_ITEMS[fault->item].label : &WHOLE_RECORD;
	const char *item = label_text(label, lang, NULL);
	const char *values[] = {item, fault->value, fault->more};
	struct diagnostic diagnostic = {{0}, &filled, values, 3};
	return diag_sentence(&diagnostic, lang, intake->reading->arena);
}

static int by_record(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;
	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return x->item != y->item ? (int)x->item - (int)y->item : strcmp(x->value, y->value);
}

static void write_returns(const struct intake *intake, struct buf *out)
{
	buf_str(out, "\xEF\xBB\xBFrecord,id,outcome,item,value,rule,sentence,expected,sentence_en,expected_en,title,"
		     "provider\r\n");
	for (size_t i = 0; i < intake->fault_count; i++) {
		const struct fault *fault = &intake->faults[i];
		const struct record *record = &intake->records[fault->record];
		char number[32];
		snprintf(number, sizeof number, "%zu", fault->record + 1);
		const char *cells[] = {number,
				       record->id,
				       record->returned ? "returned" : "taken",
				       fault->item < ITEM__MAX ? INTAKE_ITEMS[fault->item].name : "record",
				       fault->value,
				       intake_rule(fault->rule)->code,
				       said(intake, fault, LANG_ZH, false),
				       said(intake, fault, LANG_ZH, true),
				       said(intake, fault, LANG_EN, false),
				       said(intake, fault, LANG_EN, true),
				       record->raw[ITEM_TITLE],
				       record->raw[ITEM_PROVIDER]};
		for (size_t c = 0; c < sizeof cells / sizeof cells[0]; c++)
			put_cell(out, cells[c], c == 0);
		buf_str(out, "\r\n");
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct intake_reason *x = a, *y = b;
	enum severity severity_x = intake_rule(x->rule)->severity, severity_y = intake_rule(y->rule)->severity;
	if (severity_x != severity_y)
		return severity_x == SEVERITY_ERROR ? -1 : 1;
	if (x->records != y->records)
		return x->records > y->records ? -1 : 1;
	return x->rule != y->rule ? (int)x->rule - (int)y->rule : strcmp(x->name, y->name);
}

static void count_reasons(const struct intake *intake, struct intake_result *result)
{
	struct intake_reason table[INTAKE__MAX][ITEM__MAX + 1] = {0};
	for (size_t i = 0; i < intake->fault_count; i++) {
		const struct fault *fault = &intake->faults[i], *before = i ? fault - 1 : NULL;
		struct intake_reason *reason = &table[fault->rule][fault->item];
		bool first = !before || before->record != fault->record;
		bool again = !first && before->rule == fault->rule && before->item == fault->item;
		/* returns stand before remarks in the table of rules, so the first fault is the first reason */
		reason->first += first && intake->records[fault->record].returned;
		reason->records += !again;
	}
	for (int rule = 0; rule < INTAKE__MAX; rule++) {
		for (int item = 0; item <= ITEM__MAX; item++) {
			struct intake_reason *reason = &table[rule][item];
			if (reason->records == 0)
				continue;
			reason->rule = (enum intake_rule)rule;
			reason->name = item < ITEM__MAX ? INTAKE_ITEMS[item].name : "record";
			reason->label = item < ITEM__MAX ? INTAKE_ITEMS[item].label : WHOLE_RECORD;
			*ARENA_PUSH(intake->reading->arena, result->reasons, result->reason_count,
				    result->reason_capacity) = *reason;
		}
	}
	if (result->reason_count > 0)
		qsort(result->reasons, result->reason_count, sizeof *result->reasons, by_weight);
}

static void count_up(struct intake *intake, const struct ids *ids, struct intake_result *result)
{
	if (intake->fault_count > 0)
		qsort(intake->faults, intake->fault_count, sizeof *intake->faults, by_record);
	count_reasons(intake, result);
	result->read = intake->count;
	for (size_t i = 0; i < intake->count; i++) {
		result->returned += intake->records[i].returned;
		result->taken += !intake->records[i].returned;
	}
	for (size_t i = 0; i < ids->count; i++)
		result->ids_gone += ids->items[i]->gone != NULL;
	result->ids_known = ids->known;
	result->ids_new = ids->count - ids->known;
}

static bool same_as_before(int dir, const char *path, const struct buf *bytes)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool same = fd >= 0 && fstat(fd, &st) == 0 && (size_t)st.st_size == bytes->len;
	char chunk[65536];
	size_t at = 0;
	while (same && at < bytes->len) {
		ssize_t n = read(fd, chunk, sizeof chunk);
		same = n > 0 && at + (size_t)n <= bytes->len && memcmp(chunk, bytes->bytes + at, (size_t)n) == 0;
		at += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		close(fd);
	return same;
}

static bool write_whole(int fd, const struct buf *bytes)
{
	size_t at = 0;
	while (at < bytes->len) {
		ssize_t n = write(fd, bytes->bytes + at, bytes->len - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return fsync(fd) == 0;
}

/* The whole file in one step, or nothing; a file that would stay the same is not touched. */
static enum status put_file(struct arena *arena, int dir, const char *path, const struct buf *bytes, size_t *written)
{
	if (buf_overflowed(bytes)) {
		errno = EFBIG;
		return STATUS_IO;
	}
	if (same_as_before(dir, path, bytes))
		return STATUS_OK;
	const char *draft = arena_printf(arena, "%s.tmp", path);
	int fd = openat(dir, draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	bool good = fd >= 0 && write_whole(fd, bytes);
	if (fd >= 0 && close(fd) != 0)
		good = false;
	if (!good || renameat(dir, draft, dir, path) != 0) {
		int error = errno;
		unlinkat(dir, draft, 0);
		errno = error;
		return STATUS_IO;
	}
	++*written;
	return STATUS_OK;
}

/* One import under way, beside what intake_records.h keeps of it. */
struct import {
	struct intake intake;
	struct reading content;
	struct ids ids;
	struct ledger_before *before;
	const struct intake_options *options;
	struct intake_result *result;
};

static bool sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

static enum status write_workbook(const struct import *import)
{
	struct arena *arena = import->content.arena;
	const char *path =
	    arena_printf(arena, "%s/%s", import->options->content_dir, intake_ledger_workbook(import->before));
	const char *draft = arena_printf(arena, "%s.tmp", path);
	enum status status = intake_ledger_write_workbook(&import->intake, import->before, draft);
	if (status == STATUS_OK && sync_file(draft) && rename(draft, path) == 0) {
		import->result->files_written++;
		return STATUS_OK;
	}
	unlink(draft);
	return status == STATUS_OK ? STATUS_IO : status;
}

/* A workbook that cannot hold all of it any more makes way for a CSV. */
static enum status write_csv(const struct import *import)
{
	int content = import->content.dir;
	const char *workbook = intake_ledger_workbook(import->before);
	const char *path = arena_printf(import->content.arena, LEDGERS "/%s.csv", import->intake.mapping->source);
	struct buf out;
	buf_init(&out, BUF_MAX_DEFAULT);
	intake_ledger_write(&import->intake, import->before, &out);
	enum status status = put_file(import->content.arena, content, path, &out, &import->result->files_written);
	buf_free(&out);
	if (status == STATUS_OK && workbook && unlinkat(content, workbook, 0) != 0)
		status = STATUS_IO;
	return status;
}

static enum status write_ledger(const struct import *import)
{
	switch (intake_ledger_form(&import->intake, import->before)) {
	case LEDGER_WORKBOOK:
		return write_workbook(import);
	case LEDGER_CSV:
		return write_csv(import);
	default:
		return STATUS_OK;
	}
}

/* The ids go first: an id that was told to anyone is never lost. */
static enum status write_files(const struct import *import)
{
	struct arena *arena = import->content.arena;
	const struct intake_options *options = import->options;
	int content = import->content.dir;
	size_t *written = &import->result->files_written;
	struct buf ids, returns;
	const char *name = arena_printf(arena, LEDGERS "/%s", import->intake.mapping->source);
	const char *report = options->report_path ? options->report_path : arena_printf(arena, "%s.returns.csv", name);
	enum status status = STATUS_OK;
	buf_init(&ids, BUF_MAX_DEFAULT);
	buf_init(&returns, BUF_MAX_DEFAULT);
	ids_write(&import->ids, &ids);
	write_returns(&import->intake, &returns);
	if (!options->dry_run && mkdirat(content, LEDGERS, 0777) != 0 && errno != EEXIST)
		status = STATUS_IO;
	if (status == STATUS_OK && !options->dry_run)
		status = put_file(arena, content, arena_printf(arena, "%s.ids.csv", name), &ids, written);
	if (status == STATUS_OK && !options->dry_run)
		status = write_ledger(import);
	if (status == STATUS_OK && (options->report_path || !options->dry_run))
		status = put_file(arena, options->report_path ? AT_FDCWD : content, report, &returns, written);
	buf_free(&ids);
	buf_free(&returns);
	return status;
}

/* Providers that orgs.csv lacks, where that is asked for. */
static enum status add_orgs(struct import *import)
{
	struct buf out;
	if (!import->options->add_orgs)
		return STATUS_OK;
	buf_init(&out, BUF_MAX_DEFAULT);
	size_t added = intake_orgs_add(&import->content, &import->intake, &out);
	enum status status = added == SIZE_MAX ? STATUS_INVALID : STATUS_OK;
	if (status == STATUS_OK)
		import->result->orgs_added = added;
	if (status == STATUS_OK && added > 0 && !import->options->dry_run)
		status = put_file(import->content.arena, import->content.dir, "orgs.csv", &out,
				  &import->result->files_written);
	buf_free(&out);
	return status;
}

static void note_items_left(const struct intake *intake, struct intake_result *result)
{
	struct strings *list = &result->items_without_column;
	for (int item = 0; item < ITEM__MAX; item++)
		if (INTAKE_ITEMS[item].core && intake->column[item] < 0 && !intake->mapping->items[item].constant)
			*ARENA_PUSH(intake->reading->arena, list->items, list->count, list->capacity) =
			    INTAKE_ITEMS[item].name;
}

/* Who asks, for the one who is asked: the portal and whom to write to. Printable ASCII only. */
static const char *user_agent(struct arena *arena, const struct portal *portal)
{
	char *agent = arena_printf(arena, "Headwater (open data catalogue import%s%s%s%s)",
				   portal->base_url ? "; +" : "", portal->base_url ? portal->base_url : "",
				   portal->email ? "; " : "", portal->email ? portal->email : "");
	for (char *at = agent; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	return agent;
}

static const char *state_path(const struct intake *intake, const struct intake_options *options)
{
	size_t len = strlen(options->content_dir);
	while (len > 1 && options->content_dir[len - 1] == '/')
		len--;
	return options->state_path ? options->state_path
				   : arena_printf(intake->reading->arena, "%.*s.%s.pages", (int)len,
						  options->content_dir, intake->mapping->source);
}

static struct table *read_site(struct intake *intake, const struct intake_options *options)
{
	struct reading *reading = intake->reading;
	const struct ckan_site site = {.address = options->source_path,
				       .user_agent = user_agent(reading->arena, &reading->model->portal),
				       .ca_file = options->ca_file,
				       .state_path = state_path(intake, options),
				       .day = options->now.text,
				       .pause_ms = options->pause_ms};
	struct text pages;
	if (!intake->mapping->format || strcasecmp(intake->mapping->format, "ckan") != 0) {
		diag_add(reading->diags, (struct place){options->source_path, 0, 0}, &RULE_S110, (char *)NULL);
		return NULL;
	}
	if (!ckan_site_read(reading, &site, &pages))
		return NULL;
	return source_take(reading, intake->mapping, options->source_path, pages);
}

/* The lists of the content folder; faults in them are for `headwater check` to tell. */
static void read_lists(struct import *import)
{
	struct diags unheard;
	struct reading lists = import->content;
	diags_init(&unheard, lists.arena);
	lists.diags = &unheard;
	vocabularies_read(&lists);
	portal_read(&lists);
	regions_read(&lists);
	orgs_read(&lists);
	resolve_places(&lists);
}

/* Reads everything that is needed, and gives every record what is said of it, its id and its code. */
static bool prepare(struct import *import)
{
	struct intake *intake = &import->intake;
	struct intake_result *result = import->result;
	struct reading *content = &import->content;
	read_lists(import);
	intake->mapping = mapping_read(intake->reading, import->options->mapping_path, content->model);
	if (!intake->mapping)
		return false;
	result->source = intake->mapping->source;
	result->keyed = intake->mapping->key.count > 0;
	intake->table = ckan_site_is(import->options->source_path)
			    ? read_site(intake, import->options)
			    : source_read(intake->reading, intake->mapping, import->options->source_path);
	if (!intake->table || !intake_bind(intake, &result->columns_left))
		return false;
	intake_make_records(intake);
	intake_find_twins(intake);
	const char *file = arena_printf(content->arena, LEDGERS "/%s.ids.csv", intake->mapping->source);
	if (!ids_read(content, file, &import->ids) || !ids_give(intake, file, &import->ids) ||
	    !intake_ledger_read(content, intake, &import->before))
		return false;
	result->codes_new = intake_codes_give(content, intake);
	intake_ledger_merge(intake, import->before);
	if (!ids_settle(intake, file, &import->ids)) /* editors may have renamed some */
		return false;
	result->others = intake_ledger_others(import->before);
	return true;
}

enum status intake_run(const struct intake_options *options, struct arena *arena, struct diags *diags,
		       struct intake_result *result)
{
	struct model model = {.arena = arena, .now = options->now};
	int dir = open(options->content_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	*result = (struct intake_result){0};
	if (dir < 0)
		return STATUS_IO;
	struct reading anywhere = {&model, arena, diags, AT_FDCWD};
	struct import import = {.content = {&model, arena, diags, dir}, .options = options, .result = result};
	import.intake = (struct intake){.reading = &anywhere, .source_path = options->source_path, .now = options->now};
	enum status status = STATUS_INVALID;
	if (prepare(&import)) {
		count_up(&import.intake, &import.ids, result);
		note_items_left(&import.intake, result);
		status = add_orgs(&import);
		if (status == STATUS_OK)
			status = write_files(&import);
		if (status == STATUS_OK && !options->dry_run && ckan_site_is(options->source_path))
			ckan_state_forget(arena, state_path(&import.intake, options));
	}
	int error = errno;
	close(dir);
	errno = error;
	return status;
}
