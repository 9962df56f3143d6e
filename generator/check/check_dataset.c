/* check_dataset.c -- datasets one by one, and against one another. */
#include <stdlib.h>
#include <string.h>

#include "../kept.h"
#include "../ledgers.h"
#include "../stages.h"
#include "checking.h"

struct named {
	const char *text;
	const struct card *card;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->text, y->text);
	return order ? order : strcmp(x->card->id, y->card->id);
}

/* Tells each dataset whose text another one before it (by id) has too. */
static void check_unique(struct checking *checking, struct named *named, size_t count, const char *key,
			 const struct rule *rule)
{
	struct arena *opened = arena_new();
	if (count > 0)
		qsort(named, count, sizeof *named, compare_named);
	for (size_t i = 1, first = 0; i < count; i++) {
		if (strcmp(named[i].text, named[first].text) != 0) {
			first = i;
			continue;
		}
		const struct dataset *dataset = dataset_items(checking->model, named[i].card, opened);
		diag_add(checking->diags, model_mark(&dataset->marks, key, dataset->place), rule, named[i].text,
			 named[first].card->id, (char *)NULL);
		arena_reset(opened);
	}
	arena_free(opened);
}

static void check_across(struct checking *checking)
{
	const struct model *model = checking->model;
	struct named *codes = arena_array(checking->scratch, model->dataset_count + 1, sizeof *codes);
	struct named *titles = arena_array(checking->scratch, model->dataset_count + 1, sizeof *titles);
	size_t code_count = 0, title_count = 0;
	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		if (!card->folder)
			continue; /* rows of ledgers were compared with one another */
		if (card->code)
			codes[code_count++] = (struct named){card->code, card};
		if (card->title.text[LANG_ZH])
			titles[title_count++] = (struct named){card->title.text[LANG_ZH], card};
	}
	check_unique(checking, codes, code_count, "code", &RULE_E204);
	check_unique(checking, titles, title_count, "title", &RULE_W704);
}

/* What rows of ledgers are told of folders, their folders are told of them. */
static void check_ledgers(struct checking *checking)
{
	static const struct {
		const char *key;
		const struct rule *rule;
	} sides[NOTE__MAX] = {[NOTE_FOLDER_CODE] = {"code", &RULE_W715},
			      [NOTE_FOLDER_TITLE] = {"title", &RULE_W716},
			      [NOTE_FOLDER_ABOVE] = {"title", &RULE_W717},
			      [NOTE_FOLDER_BELOW] = {"title", &RULE_W718}};
	const struct model *model = checking->model;
	const struct ledgers *ledgers = model->ledgers;
	for (size_t i = 0; i < ledgers->note_count; i++) {
		const struct ledger_note *note = &ledgers->notes[i];
		if (!ledger_note_is_of_folder(note))
			continue;
		const struct card *card = model->folders[note->other].card;
		const struct dataset *dataset = dataset_items(model, card, checking->scratch);
		const char *key = sides[note->kind].key;
		diag_add(checking->diags, model_mark(&dataset->marks, key, dataset->place), sides[note->kind].rule,
			 note->kind == NOTE_FOLDER_CODE ? dataset->code : dataset->title.text[LANG_ZH],
			 ledgers_row_name(ledgers, note->entry, checking->scratch), (char *)NULL);
	}
}

/* What it names besides itself; false: nothing. */
static bool check_links(struct checking *checking, const struct dataset *dataset)
{
	bool related = related_check(checking, dataset);
	bool linked =
	    markdown_check(checking, dataset->place.file, dataset->body, dataset->body_len, dataset->body_line);
	return related || linked;
}

/* What is told of a folder by itself is kept for the next build. */
static void check_folder(struct checking *checking, struct card *card, struct arena *opened)
{
	size_t told = checking->diags->count;
	const struct dataset *folder = card->folder,
			     *dataset = dataset_survey(checking->model, card, opened, checking->diags);
	if (dataset->unread)
		return;
	items_check(checking, dataset);
	openness_check(checking, dataset);
	resources_check(checking, dataset);
	kept_tell(folder, checking->diags, told, checking->model->arena);
	told = checking->diags->count;
	bool linked = check_links(checking, dataset);
	if (!linked)
		kept_tell(folder, checking->diags, told, checking->model->arena);
	if (folder->kept)
		folder->kept->linked = linked;
}

void datasets_check(struct checking *checking)
{
	struct model *model = checking->model;
	struct arena *opened = arena_new();
	for (size_t i = 0; i < model->dataset_count; i++) {
		struct card *card = &model->cards[i];
		if (!card->folder)
			continue; /* a row of a ledger, judged by its own rules */
		if (!kept_is_ready(card->folder))
			check_folder(checking, card, opened);
		else if (card->folder->kept->linked)
			check_links(checking, dataset_items(model, card, opened));
		arena_reset(checking->scratch);
		arena_reset(opened);
	}
	arena_free(opened);
	check_across(checking);
	check_ledgers(checking);
	arena_reset(checking->scratch);
}
