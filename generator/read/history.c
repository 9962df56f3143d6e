/* history.c -- withdrawn.csv, renamed.csv and changes.csv: what the catalogue was. A portal without a past has none. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../dates.h"
#include "../history.h"
#include "ledger.h"

/* A file that is not there is a table without rows. */
static bool open_if_there(struct reading *reading, const char *file, const struct column *columns, size_t count,
			  struct ledger *ledger)
{
	return faccessat(reading->dir, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0 &&
	       ledger_open(reading, file, columns, count, ledger);
}

/* A cell that must be there; told when it is blank. */
static const char *needed_cell(const struct ledger *ledger, size_t row, size_t column)
{
	const char *text = ledger_cell(ledger, row, column), *name = ledger->columns[column].name;
	if (!text && ledger->index[column] >= 0)
		diag_add(ledger->reading->diags, ledger_place(ledger, row, column), &RULE_E201, name, name, name,
			 (char *)NULL);
	return text;
}

/* A whole day; told and false when it is not. */
static bool day_cell(const struct ledger *ledger, size_t row, size_t column, struct date *date)
{
	const char *text = needed_cell(ledger, row, column);
	*date = (struct date){0};
	if (!text)
		return false;
	bool good = date_parse(text, strlen(text), date) && date->day > 0;
	if (good)
		date->text = text;
	else
		diag_add(ledger->reading->diags, ledger_place(ledger, row, column), &RULE_E121,
			 ledger->columns[column].name, text, (char *)NULL);
	return good;
}

/* ---- withdrawn ---- */

enum { GONE_ID, GONE_TITLE, GONE_TITLE_EN, GONE_DATE, GONE_REASON, GONE_SUCCESSOR };

static const struct column GONE_COLUMNS[] = {
    {"id", false}, {"title", false}, {"title_en", true}, {"date", false}, {"reason", false}, {"successor", true},
};

static int compare_withdrawals(const void *a, const void *b)
{
	const struct withdrawal *x = a, *y = b;
	int order = strcmp(x->id, y->id);
	return order ? order : x->place.line - y->place.line;
}

static void read_withdrawn(struct reading *reading)
{
	struct model *model = reading->model;
	struct ledger ledger;
	if (!open_if_there(reading, "withdrawn.csv", GONE_COLUMNS, sizeof GONE_COLUMNS / sizeof GONE_COLUMNS[0],
			   &ledger))
		return;
	for (size_t row = 0; row < ledger.row_count; row++) {
		struct withdrawal item = {.place = ledger_place(&ledger, row, GONE_ID)};
		item.id = needed_cell(&ledger, row, GONE_ID);
		item.title.text[LANG_ZH] = needed_cell(&ledger, row, GONE_TITLE);
		item.title.text[LANG_EN] = ledger_cell(&ledger, row, GONE_TITLE_EN);
		item.reason = needed_cell(&ledger, row, GONE_REASON);
		item.successor = ledger_cell(&ledger, row, GONE_SUCCESSOR);
		if (day_cell(&ledger, row, GONE_DATE, &item.date) && item.id)
			*ARENA_PUSH(reading->arena, model->withdrawals, model->withdrawal_count,
				    model->withdrawal_capacity) = item;
	}
}

/* ---- renamed ---- */

enum { RENAMED_OLD, RENAMED_ID, RENAMED_DATE };

static const struct column RENAMED_COLUMNS[] = {{"old_id", false}, {"id", false}, {"date", false}};

static int compare_renames(const void *a, const void *b)
{
	const struct rename *x = a, *y = b;
	int order = strcmp(x->old_id, y->old_id);
	return order ? order : x->place.line - y->place.line;
}

static void read_renamed(struct reading *reading)
{
	struct model *model = reading->model;
	struct ledger ledger;
	if (!open_if_there(reading, "renamed.csv", RENAMED_COLUMNS, sizeof RENAMED_COLUMNS / sizeof RENAMED_COLUMNS[0],
			   &ledger))
		return;
	for (size_t row = 0; row < ledger.row_count; row++) {
		struct rename item = {.place = ledger_place(&ledger, row, RENAMED_OLD)};
		item.old_id = needed_cell(&ledger, row, RENAMED_OLD);
		item.id = needed_cell(&ledger, row, RENAMED_ID);
		if (day_cell(&ledger, row, RENAMED_DATE, &item.date) && item.old_id && item.id)
			*ARENA_PUSH(reading->arena, model->renames, model->rename_count, model->rename_capacity) = item;
	}
}

/* ---- the log ---- */

enum { LOG_DATE, LOG_ID, LOG_CHANGE, LOG_ITEMS };

static const struct column LOG_COLUMNS[] = {{"date", false}, {"id", false}, {"change", false}, {"items", false}};

/* "title;abstract": names in one cell. */
static void read_items(const struct ledger *ledger, size_t row, struct log_entry *entry)
{
	struct arena *arena = ledger->reading->arena;
	const char *text = ledger_cell(ledger, row, LOG_ITEMS);
	while (text && *text) {
		size_t len = strcspn(text, ";");
		const char *name = arena_copy(arena, text, len);
		size_t places = entry->items.capacity;
		if (history_item_known(name))
			*ARENA_PUSH(arena, entry->items.items, entry->items.count, places) = name;
		else if (len > 0)
			diag_add(ledger->reading->diags, ledger_place(ledger, row, LOG_ITEMS), &RULE_E242, name,
				 (char *)NULL);
		entry->items.capacity = places;
		text += len + (text[len] == ';');
	}
}

static void read_log_row(const struct ledger *ledger, size_t row)
{
	struct model *model = ledger->reading->model;
	struct log_entry entry = {.place = ledger_place(ledger, row, LOG_ID), .kind = CHANGE__MAX};
	const char *kind = needed_cell(ledger, row, LOG_CHANGE);
	entry.id = needed_cell(ledger, row, LOG_ID);
	for (enum change_kind k = CHANGE_ADDED; kind && k <= CHANGE_CHANGED; k++)
		if (strcmp(kind, change_kind_name(k)) == 0)
			entry.kind = k;
	if (kind && entry.kind == CHANGE__MAX)
		diag_add(ledger->reading->diags, ledger_place(ledger, row, LOG_CHANGE), &RULE_E241, kind, (char *)NULL);
	read_items(ledger, row, &entry);
	if (day_cell(ledger, row, LOG_DATE, &entry.date) && entry.id && entry.kind != CHANGE__MAX)
		*ARENA_PUSH(ledger->reading->arena, model->log, model->log_count, model->log_capacity) = entry;
}

static int compare_entries(const void *a, const void *b)
{
	const struct log_entry *x = a, *y = b;
	int order = strcmp(y->date.text, x->date.text);
	if (order == 0)
		order = strcmp(x->id, y->id);
	if (order == 0)
		order = (int)x->kind - (int)y->kind;
	return order ? order : x->place.line - y->place.line;
}

/* What is withdrawn or renamed is logged by its own file. */
static void gather_log(struct reading *reading)
{
	struct model *model = reading->model;
	struct log_entry *entry;
	for (size_t i = 0; i < model->withdrawal_count; i++) {
		const struct withdrawal *item = &model->withdrawals[i];
		entry = ARENA_PUSH(reading->arena, model->log, model->log_count, model->log_capacity);
		*entry = (struct log_entry){.place = item->place, .date = item->date, .kind = CHANGE_WITHDRAWN};
		entry->id = item->id;
		entry->withdrawal = item;
	}
	for (size_t i = 0; i < model->rename_count; i++) {
		const struct rename *item = &model->renames[i];
		entry = ARENA_PUSH(reading->arena, model->log, model->log_count, model->log_capacity);
		*entry = (struct log_entry){.place = item->place, .date = item->date, .kind = CHANGE_RENAMED};
		entry->id = item->old_id;
		entry->rename = item;
	}
	if (model->log_count > 0)
		qsort(model->log, model->log_count, sizeof *model->log, compare_entries);
}

static void sort_past(struct model *model)
{
	if (model->withdrawal_count > 0)
		qsort(model->withdrawals, model->withdrawal_count, sizeof *model->withdrawals, compare_withdrawals);
	if (model->rename_count > 0)
		qsort(model->renames, model->rename_count, sizeof *model->renames, compare_renames);
}

void history_read_past(struct reading *reading)
{
	read_withdrawn(reading);
	read_renamed(reading);
	sort_past(reading->model);
}

void history_read(struct reading *reading)
{
	struct model *model = reading->model;
	struct ledger ledger;
	sort_past(model);
	if (open_if_there(reading, HISTORY_LOG, LOG_COLUMNS, sizeof LOG_COLUMNS / sizeof LOG_COLUMNS[0], &ledger))
		for (size_t row = 0; row < ledger.row_count; row++)
			read_log_row(&ledger, row);
	gather_log(reading);
}
