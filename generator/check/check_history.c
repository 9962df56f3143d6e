/* check_history.c -- withdrawn and renamed datasets, and the log of changes. */
#include <stdio.h>
#include <string.h>

#include "../dates.h"
#include "../ledgers.h"
#include "checking.h"

/* Lists are sorted by key and then by line: the first of equals is the one that stands. */
static void check_same(struct checking *checking, struct place place, const char *key, struct place first)
{
	char line[16];
	snprintf(line, sizeof line, "%d", first.line);
	diag_add(checking->diags, place, &RULE_E208, key, line, (char *)NULL);
}

static void check_day(struct checking *checking, struct place place, const struct date *date)
{
	const struct date *now = &checking->model->now;
	if (date_compare(date, now) > 0)
		diag_add(checking->diags, place, &RULE_E231, "date", date->text, now->text, (char *)NULL);
}

/* An id of old that a dataset has: its page and the page that says it is gone would stand at one address. */
static void check_gone(struct checking *checking, struct place place, const char *id)
{
	if (!slug_is_valid(id))
		diag_add(checking->diags, place, &RULE_E202, id, (char *)NULL);
	if (model_card(checking->model, id))
		diag_add(checking->diags, place, &RULE_E237, id, (char *)NULL);
}

static void check_withdrawal(struct checking *checking, const struct withdrawal *item)
{
	const struct model *model = checking->model;
	check_gone(checking, item->place, item->id);
	check_day(checking, item->place, &item->date);
	if (!item->successor)
		return;
	const char *renamed = model_renamed_to(model, item->successor);
	const char *id = renamed ? renamed : item->successor;
	if (!model_card(model, id) && !model_withdrawal(model, id))
		diag_add(checking->diags, item->place, &RULE_E238, item->successor, (char *)NULL);
}

static void check_rename(struct checking *checking, const struct rename *item)
{
	const struct model *model = checking->model;
	const char *end = model_renamed_to(model, item->old_id);
	check_gone(checking, item->place, item->old_id);
	check_day(checking, item->place, &item->date);
	if (model_withdrawal(model, item->old_id))
		diag_add(checking->diags, item->place, &RULE_E240, item->old_id, (char *)NULL);
	if (!end || (!model_card(model, end) && !model_withdrawal(model, end)))
		diag_add(checking->diags, item->place, &RULE_E239, item->old_id, end ? end : item->id, (char *)NULL);
}

static void check_entry(struct checking *checking, const struct log_entry *entry)
{
	const struct model *model = checking->model;
	check_day(checking, entry->place, &entry->date);
	if (!model_card(model, entry->id) && !model_withdrawal(model, entry->id) && !model_rename(model, entry->id) &&
	    !ledgers_find(model, entry->id))
		diag_add(checking->diags, entry->place, &RULE_E243, entry->id, (char *)NULL);
}

void history_check(struct checking *checking)
{
	const struct model *model = checking->model;
	for (size_t i = 0; i < model->withdrawal_count; i++) {
		const struct withdrawal *item = &model->withdrawals[i];
		if (i > 0 && strcmp(item->id, item[-1].id) == 0)
			check_same(checking, item->place, item->id, item[-1].place);
		else
			check_withdrawal(checking, item);
	}
	for (size_t i = 0; i < model->rename_count; i++) {
		const struct rename *item = &model->renames[i];
		if (i > 0 && strcmp(item->old_id, item[-1].old_id) == 0)
			check_same(checking, item->place, item->old_id, item[-1].place);
		else
			check_rename(checking, item);
	}
	for (size_t i = 0; i < model->log_count; i++)
		if (model->log[i].kind <= CHANGE_CHANGED)
			check_entry(checking, &model->log[i]);
}
