/* ledger_cards.c -- cards of the rows that are published, between those of the folders; and what became of the others. */
#include <stdlib.h>
#include <string.h>

#include "../dates.h"
#include "intern.h"
#include "ledger_rows.h"
#include "verdicts.h"

struct laying {
	struct reading *reading;
	struct intern *intern;
	struct printer *printer;
	struct card **card_of; /* by entry; NULL: none */
};

static bool has_card(const struct ledger_entry *entry)
{
	return entry->outcome == ROW_PUBLISHED && !entry->folder;
}

/* Folders and rows, both sorted by id, into one list. */
static void merge(struct laying *laying)
{
	struct model *model = laying->reading->model;
	struct ledgers *ledgers = model->ledgers;
	size_t rows = 0, f = 0, n = 0;
	for (size_t i = 0; i < ledgers->entry_count; i++)
		rows += has_card(&ledgers->entries[i]);
	model->cards = arena_array(model->arena, model->folder_count + rows + 1, sizeof *model->cards);
	for (size_t i = 0; i < ledgers->entry_count; i++) {
		const struct ledger_entry *entry = &ledgers->entries[i];
		if (!has_card(entry))
			continue;
		while (f < model->folder_count && strcmp(model->folders[f].id, entry->id) < 0)
			card_fill(&model->cards[n++], &model->folders[f++]);
		laying->card_of[i] = &model->cards[n++];
		*laying->card_of[i] = (struct card){.id = entry->id, .row = entry};
	}
	while (f < model->folder_count)
		card_fill(&model->cards[n++], &model->folders[f++]);
	model->dataset_count = n;
}

static struct date date_of(struct laying *laying, const char *text)
{
	struct date date = {0};
	if (text && date_parse(text, strlen(text), &date))
		date.text = intern_text(laying->intern, text);
	return date;
}

static void fill_card(struct laying *laying, const struct ledger_judge *judge, struct card *card)
{
	struct model *model = laying->reading->model;
	struct arena *scratch = judge->scratch;
	const char *const *values = judge->record.values;
	struct dataset dataset = {.id = card->id};
	ledger_row_fill(judge, &dataset, scratch);
	ledger_row_print(judge, laying->printer);
	card->print = printer_end(laying->printer);
	card->title.text[LANG_ZH] = arena_string(model->arena, dataset.title.text[LANG_ZH]);
	card->abstract.text[LANG_ZH] =
	    dataset.abstract.text[LANG_ZH] ? arena_string(model->arena, dataset.abstract.text[LANG_ZH]) : NULL;
	card->code = arena_string(model->arena, dataset.code);
	card->provider_id = dataset.provider_id;
	card->region_code = dataset.region_code;
	card->org = model_org(model, dataset.provider_id);
	card->region = model_region(model, dataset.region_code);
	card->open = dataset.open;
	card->grade = dataset.grade;
	card->issued = date_of(laying, dataset.issued.text);
	card->modified = dataset.modified.text ? date_of(laying, dataset.modified.text) : card->issued;
	card->themes = intern_list(laying->intern, values[ITEM_THEMES]);
	card->sectors = intern_list(laying->intern, NULL);
	card->industries =
	    intern_list(laying->intern, dataset.industries.count > 0 ? dataset.industries.items[0] : NULL);
	card->formats = intern_list(laying->intern, values[ITEM_FORMATS]);
	card->keywords = intern_list(laying->intern, values[ITEM_KEYWORDS]);
	card->field_total = dataset.resource_count > 0 ? dataset.resources[0].field_count : 0;
}

static void settle_source(struct laying *laying, const struct ledger_source *source)
{
	const struct model *model = laying->reading->model;
	const struct ledgers *ledgers = model->ledgers;
	struct csv_rows rows = source->open->rows;
	struct ledger_judge judge;
	ledger_judge_begin(&judge, model, ledgers->lookup, source->open);
	for (size_t i = 0; i < source->rows && ledger_judge_next(&judge, &rows); i++) {
		struct card *card = laying->card_of[source->order[i]];
		if (card)
			fill_card(laying, &judge, card);
	}
	ledger_judge_end(&judge);
}

void ledgers_settle(struct reading *reading)
{
	struct ledgers *ledgers = reading->model->ledgers;
	if (ledgers->entry_count == 0) {
		model_lay_cards(reading->model);
		return;
	}
	struct laying laying = {.reading = reading, .intern = intern_new(reading->arena), .printer = printer_new()};
	laying.card_of = memory_alloc((ledgers->entry_count + 1) * sizeof(struct card *));
	memset(laying.card_of, 0, (ledgers->entry_count + 1) * sizeof(struct card *));
	merge(&laying);
	for (size_t i = 0; i < ledgers->source_count; i++)
		if (ledgers->sources[i].open)
			settle_source(&laying, &ledgers->sources[i]);
	recall_seal(ledgers->verdicts);
	free(laying.card_of);
	intern_free(laying.intern);
	printer_free(laying.printer);
	ledger_tally_end(ledgers, reading->arena);
}
