/* ledger_fill.c -- a row's values as a dataset, by itself or under the front matter of its folder. */
#include <stdlib.h>
#include <string.h>

#include "../dates.h"
#include "ledger_rows.h"

#define DATASET(member) offsetof(struct dataset, member)

/* Items that go over as they are, and the key of the front matter that states the same. */
static const struct {
	enum item item;
	const char *key;
	size_t text; /* offset of a text, or 0 */
	size_t list; /* offset of a list, or 0 */
} PARTS[] = {
    {ITEM_TITLE, "title", DATASET(title.text[LANG_ZH]), 0},
    {ITEM_ABSTRACT, "abstract", DATASET(abstract.text[LANG_ZH]), 0},
    {ITEM_CODE, "code", DATASET(code), 0},
    {ITEM_CLASS, "class", DATASET(class_code), 0},
    {ITEM_CATEGORY, "category", DATASET(category), 0},
    {ITEM_PROVIDER, "provider", 0, 0},
    {ITEM_FORMATS, "formats", 0, DATASET(formats)},
    {ITEM_SHARE_TYPE, "share.type", DATASET(share_type), 0},
    {ITEM_SHARE_CONDITION, "share.condition", DATASET(share_condition), 0},
    {ITEM_OPEN_TYPE, "open.type", 0, 0},
    {ITEM_OPEN_CONDITION, "open.condition", 0, 0},
    {ITEM_UPDATE_CYCLE, "update_cycle", DATASET(update_cycle), 0},
    {ITEM_ISSUED, "issued", 0, 0},
    {ITEM_MODIFIED, "modified", 0, 0},
    {ITEM_THEMES, "themes", 0, DATASET(themes)},
    {ITEM_KEYWORDS, "keywords", 0, DATASET(keywords)},
    {ITEM_INDUSTRY, "industry", 0, 0},
    {ITEM_REGION, "region", 0, 0},
    {ITEM_GRADE, "grade", 0, 0},
    {ITEM_MASKING, "masking", DATASET(masking), 0},
    {ITEM_URL, "source.url", DATASET(source_url), 0},
    {ITEM_RELATED, "related", 0, DATASET(related_ids)},
    {ITEM_PHONE, "contact.phone", DATASET(contact_phone), 0},
    {ITEM_EMAIL, "contact.email", DATASET(contact_email), 0},
};

static struct strings list_of(const char *joined, struct place place, struct arena *arena)
{
	struct strings list = {0};
	size_t most = 1;
	for (const char *c = joined ? joined : ""; *c; c++)
		most += *c == ';';
	list.capacity = most;
	list.items = arena_array(arena, most, sizeof *list.items);
	list.places = arena_array(arena, most, sizeof *list.places);
	for (size_t len; joined && *joined; joined += len + (joined[len] == ';')) {
		len = strcspn(joined, ";");
		list.places[list.count] = place;
		list.items[list.count++] = arena_copy(arena, joined, len);
	}
	return list;
}

static struct date date_of(const char *text, struct arena *arena)
{
	struct date date = {0};
	if (text && date_parse(text, strlen(text), &date))
		date.text = arena_string(arena, text);
	return date;
}

/* What a source calls an industry is kept where the code list knows it, by code or label. */
static const char *industry_of(const struct model *model, const char *text)
{
	const struct vocabulary *industries = model_vocabulary(model, "industries");
	for (size_t i = 0; text && industries && i < industries->count; i++) {
		const struct term *term = &industries->terms[i];
		if (strcmp(term->code, text) == 0 ||
		    (term->label.text[LANG_ZH] && strcmp(term->label.text[LANG_ZH], text) == 0))
			return term->code;
	}
	return NULL;
}

/* A dictionary without a table: what the source lists of its fields. */
static void fill_fields(const struct ledger_judge *judge, struct dataset *dataset, struct arena *arena)
{
	struct strings names = list_of(judge->record.values[ITEM_FIELDS], dataset->place, arena);
	if (names.count == 0)
		return;
	struct resource *resource =
	    ARENA_PUSH(arena, dataset->resources, dataset->resource_count, dataset->resource_capacity);
	*resource = (struct resource){.place = dataset->place, .name = "fields", .format = ""};
	resource->title = (struct label){{"信息项", "Fields"}};
	resource->fields = arena_array(arena, names.count, sizeof *resource->fields);
	resource->field_count = names.count;
	for (size_t i = 0; i < names.count; i++)
		resource->fields[i] = (struct field){.place = dataset->place,
						     .name = names.items[i],
						     .title = {{names.items[i], NULL}},
						     .grade = ledger_judge_field_grade(judge, names.items[i]),
						     .column = -1};
}

static void fill_openness(const struct ledger_judge *judge, struct dataset *dataset, struct arena *arena)
{
	const char *const *values = judge->record.values;
	const char *condition = values[ITEM_OPEN_CONDITION] ? arena_string(arena, values[ITEM_OPEN_CONDITION]) : NULL;
	dataset->open = values[ITEM_OPEN_TYPE] ? (enum open_type)atoi(values[ITEM_OPEN_TYPE]) : OPEN_NONE;
	if (dataset->open == OPEN_CLOSED)
		dataset->open_reason = condition;
	else
		dataset->open_condition = condition;
	dataset->grade = values[ITEM_GRADE] ? atoi(values[ITEM_GRADE]) : 0;
}

void ledger_row_fill(const struct ledger_judge *judge, struct dataset *dataset, struct arena *arena)
{
	const char *const *values = judge->record.values;
	const char *code = values[ITEM_CODE], *industry = industry_of(judge->model, values[ITEM_INDUSTRY]);
	for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
		const char *value = values[PARTS[i].item];
		char *base = (char *)dataset;
		if (PARTS[i].text && value)
			*(const char **)(void *)(base + PARTS[i].text) = arena_string(arena, value);
		else if (PARTS[i].list)
			*(struct strings *)(void *)(base + PARTS[i].list) = list_of(value, dataset->place, arena);
	}
	if (!dataset->class_code && code && strlen(code) >= 3)
		dataset->class_code = arena_copy(arena, code, 3);
	dataset->industries = list_of(industry, dataset->place, arena);
	dataset->provider_id = judge->org ? judge->org->id : NULL;
	dataset->region_code = judge->region ? judge->region->code : NULL;
	dataset->issued = date_of(values[ITEM_ISSUED], arena);
	dataset->modified = date_of(values[ITEM_MODIFIED], arena);
	if (!dataset->issued.text)
		dataset->issued = dataset->modified;
	const char *source = judge->file->mapping->title;
	dataset->source_title.text[LANG_ZH] = source ? source : judge->org ? judge->org->name.text[LANG_ZH] : NULL;
	fill_openness(judge, dataset, arena);
	fill_fields(judge, dataset, arena);
}

void ledger_row_print(const struct ledger_judge *judge, struct printer *printer)
{
	printer_string(printer, judge->file->mapping->title);
	printer_string(printer, judge->org ? judge->org->id : NULL);
	printer_string(printer, judge->region ? judge->region->code : NULL);
	for (int item = 0; item < ITEM__MAX; item++)
		printer_string(printer, judge->record.values[item]);
}

void ledger_row_open(const struct model *model, const struct ledger_entry *entry, struct dataset *dataset,
		     struct arena *arena)
{
	struct ledger_judge judge;
	*dataset = (struct dataset){.id = entry->id, .body = "", .body_line = 1, .from_ledger = true};
	dataset->folder = arena_printf(arena, "datasets/%s", entry->id);
	dataset->place = (struct place){model->ledgers->sources[entry->ledger].file, entry->line, 0};
	ledger_judge_entry(&judge, model, entry);
	ledger_row_fill(&judge, dataset, arena);
	ledger_judge_end(&judge);
}

bool ledger_prefill(struct reading *reading, struct dataset *dataset)
{
	const struct ledger_entry *entry = ledgers_find(reading->model, dataset->id);
	struct ledger_judge judge;
	if (!entry)
		return false;
	struct printer *printer = printer_new();
	ledger_judge_entry(&judge, reading->model, entry);
	ledger_row_fill(&judge, dataset, reading->arena);
	printer_print(printer, &dataset->print);
	ledger_row_print(&judge, printer);
	dataset->print = printer_end(printer);
	printer_free(printer);
	ledger_judge_end(&judge);
	dataset->resource_count = 0;                /* files and fields are the folder's */
	dataset->related_ids = (struct strings){0}; /* in ledgers they may be codes: see ledgers_meet_folders */
	dataset->from_ledger = true;
	return true;
}

/* A folder may state a lower grade than its row only with a reason. */
static void tell_lowered(struct reading *reading, const struct ledger_judge *judge, const struct dataset *dataset)
{
	const char *grade = judge->record.values[ITEM_GRADE];
	int stated = grade ? atoi(grade) : 0; /* core and important: told of the row */
	if (dataset->grade < stated && !dataset->masking)
		diag_add(reading->diags, model_mark(&dataset->marks, "grade", dataset->place), &RULE_E514, grade,
			 arena_printf(reading->arena, "%d", dataset->grade), (char *)NULL);
}

bool ledger_amend(struct reading *reading, const struct dataset *dataset)
{
	struct ledgers *ledgers = reading->model->ledgers;
	struct ledger_entry *entry = &ledgers->entries[ledgers_find(reading->model, dataset->id) - ledgers->entries];
	struct ledger_source *source = &ledgers->sources[entry->ledger];
	struct ledger_judge judge;
	ledger_judge_entry(&judge, reading->model, entry);
	tell_lowered(reading, &judge, dataset);
	ledger_tally_add(source, &judge, entry, -1);
	for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
		if (model_marked(&dataset->marks, PARTS[i].key))
			entry->amended |= UINT64_C(1) << PARTS[i].item;
	entry->folder = true;
	bool noted = false;
	for (size_t i = 0; i < entry->note_count; i++)
		noted = noted || ledgers->notes[entry->note_first + i].kind <= NOTE_RETURNING;
	if (entry->alone && !ledger_judge_is_returned(&judge, entry->amended)) {
		entry->alone = false;
		entry->outcome = (uint8_t)(noted ? ROW_RETURNED : judge.state->outcome);
	}
	ledger_tally_add(source, &judge, entry, 1);
	ledger_judge_end(&judge);
	return entry->outcome == ROW_PUBLISHED;
}
