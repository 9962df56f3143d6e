/* model.c -- look-ups of model.h. Lists are sorted by key, so that a look-up is a binary search. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/table_sql.h>

struct probe {
	const char *key;
	size_t key_offset;
};

static int compare_probe(const void *a, const void *b)
{
	const struct probe *probe = a;
	const char *const *key = (const void *)((const char *)b + probe->key_offset);
	return strcmp(probe->key, *key);
}

static void *find(const void *items, size_t count, size_t size, size_t key_offset, const char *key)
{
	if (!key || count == 0)
		return NULL;
	struct probe probe = {key, key_offset};
	return bsearch(&probe, items, count, size, compare_probe);
}

struct region *model_region(const struct model *model, const char *code)
{
	return find(model->regions, model->region_count, sizeof(struct region), offsetof(struct region, code), code);
}

struct org *model_org(const struct model *model, const char *id)
{
	return find(model->orgs, model->org_count, sizeof(struct org), offsetof(struct org, id), id);
}

struct card *model_card(const struct model *model, const char *id)
{
	return find(model->cards, model->dataset_count, sizeof(struct card), offsetof(struct card, id), id);
}

struct vocabulary *model_vocabulary(const struct model *model, const char *id)
{
	return find(model->vocabularies, model->vocabulary_count, sizeof(struct vocabulary),
		    offsetof(struct vocabulary, id), id);
}

struct term *model_term(const struct model *model, const char *vocabulary_id, const char *code)
{
	const struct vocabulary *vocabulary = model_vocabulary(model, vocabulary_id);
	if (!vocabulary)
		return NULL;
	return find(vocabulary->terms, vocabulary->count, sizeof(struct term), offsetof(struct term, code), code);
}

const struct withdrawal *model_withdrawal(const struct model *model, const char *id)
{
	return find(model->withdrawals, model->withdrawal_count, sizeof(struct withdrawal),
		    offsetof(struct withdrawal, id), id);
}

const struct rename *model_rename(const struct model *model, const char *old_id)
{
	return find(model->renames, model->rename_count, sizeof(struct rename), offsetof(struct rename, old_id),
		    old_id);
}

const char *model_renamed_to(const struct model *model, const char *old_id)
{
	const struct rename *step = model_rename(model, old_id);
	const char *id = NULL;
	for (size_t steps = 0; step; steps++) {
		if (steps == model->rename_count)
			return NULL;
		id = step->id;
		step = model_rename(model, id);
	}
	return id;
}

const char *model_id_today(const struct model *model, const char *id)
{
	const char *renamed = model_renamed_to(model, id);
	return renamed ? renamed : id;
}

struct card *model_card_today(const struct model *model, const char *id)
{
	struct card *card = model_card(model, id);
	return card ? card : model_card(model, model_id_today(model, id));
}

const struct label *model_title(const struct model *model, const char *id)
{
	const char *today = model_id_today(model, id);
	const struct card *card = model_card(model, today);
	const struct withdrawal *withdrawal = card ? NULL : model_withdrawal(model, today);
	return card ? &card->title : withdrawal ? &withdrawal->title : NULL;
}

const char *change_kind_name(enum change_kind kind)
{
	static const char *const names[CHANGE__MAX] = {"added", "changed", "withdrawn", "renamed"};
	return names[kind];
}

const char *term_extra(const struct term *term, const char *column)
{
	for (size_t i = 0; i < term->extra_count; i++)
		if (strcmp(term->extra[i].column, column) == 0)
			return term->extra[i].value[0] ? term->extra[i].value : NULL;
	return NULL;
}

static const struct mark *find_mark(const struct marks *marks, const char *key)
{
	for (size_t i = 0; i < marks->count; i++)
		if (strcmp(marks->items[i].key, key) == 0)
			return &marks->items[i];
	return NULL;
}

struct place model_mark(const struct marks *marks, const char *key, struct place fallback)
{
	const struct mark *mark = find_mark(marks, key);
	if (!mark)
		return fallback;
	return (struct place){fallback.file, mark->line, mark->column};
}

bool model_marked(const struct marks *marks, const char *key)
{
	return find_mark(marks, key) != NULL;
}

bool strings_has(const struct strings *strings, const char *item)
{
	for (size_t i = 0; i < strings->count; i++)
		if (strcmp(strings->items[i], item) == 0)
			return true;
	return false;
}

bool region_within(const struct region *region, const struct region *ancestor)
{
	/* bounded: a fault in regions.csv may have made a ring */
	for (int depth = 0; region && depth <= REGION_LEVEL__MAX; depth++, region = region->parent)
		if (region == ancestor)
			return true;
	return false;
}

const char *section_name(enum section section)
{
	static const char *const names[SECTION__MAX] = {"news", "policies", "help", "developers", "about"};
	return names[section];
}

const char *field_type_name(enum field_type type)
{
	static const char *const names[FIELD__MAX] = {
	    [FIELD_STRING] = "string",   [FIELD_INTEGER] = "integer", [FIELD_NUMBER] = "number",
	    [FIELD_BOOLEAN] = "boolean", [FIELD_DATE] = "date",       [FIELD_DATETIME] = "datetime",
	    [FIELD_TIME] = "time",       [FIELD_YEAR] = "year",       [FIELD_ANY] = "any",
	};
	return names[type];
}

bool resource_is_list(const struct resource *resource)
{
	return !resource->file;
}

bool resource_is_public(const struct dataset *dataset, const struct resource *resource)
{
	if (dataset->open == OPEN_UNCONDITIONAL)
		return true;
	return dataset->open == OPEN_CONDITIONAL && resource->sample;
}

bool resource_has_rows(const struct dataset *dataset, const struct resource *resource)
{
	size_t columns = 0;
	if (!resource->tabular || !resource->table || !resource_is_public(dataset, resource) ||
	    !resource_rows_download(resource))
		return false;
	for (size_t i = 0; i < resource->field_count; i++)
		columns += field_is_public(dataset, &resource->fields[i]);
	return columns > 0 && columns <= TABLE_COLUMNS_MAX;
}

const char *resource_rows_path(const struct dataset *dataset, const struct resource *resource, struct arena *arena)
{
	return arena_printf(arena, ".headwater/rows/%s/%s.db", dataset->id, resource->name);
}

const struct download *resource_rows_download(const struct resource *resource)
{
	for (size_t i = 0; i < resource->download_count; i++) {
		const struct download *download = &resource->downloads[i];
		if (download->variant && strcmp(download->variant, "no-bom") == 0)
			return download;
	}
	return NULL;
}

bool field_is_public(const struct dataset *dataset, const struct field *field)
{
	bool open = field->open == OPEN_UNCONDITIONAL || field->open == OPEN_CONDITIONAL;
	return field->column >= 0 && open && field->open <= dataset->open && dataset->open != OPEN_CLOSED;
}

bool slug_is_valid(const char *name)
{
	size_t len = strlen(name);
	if (len == 0 || len > 64 || name[0] == '-' || name[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++) {
		bool word = (name[i] >= '0' && name[i] <= '9') || (name[i] >= 'a' && name[i] <= 'z');
		if (!word && (name[i] != '-' || name[i + 1] == '-'))
			return false;
	}
	return true;
}

bool dataset_id_is_reserved(const char *id)
{
	static const char *const reserved[] = {"by-fields", "by-title", "page"};
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (strcmp(reserved[i], id) == 0)
			return true;
	return false;
}

void card_fill(struct card *card, struct dataset *dataset)
{
	*card = (struct card){.id = dataset->id,
			      .print = dataset->print,
			      .title = dataset->title,
			      .abstract = dataset->abstract,
			      .code = dataset->code,
			      .provider_id = dataset->provider_id,
			      .region_code = dataset->region_code,
			      .org = dataset->org,
			      .region = dataset->region,
			      .open = dataset->open,
			      .grade = dataset->grade,
			      .issued = dataset->issued,
			      .modified = dataset->modified,
			      .themes = &dataset->themes,
			      .sectors = &dataset->sectors,
			      .industries = &dataset->industries,
			      .formats = &dataset->formats,
			      .keywords = &dataset->keywords,
			      .field_total = dataset->field_total,
			      .row_total = dataset->row_total,
			      .capacity = dataset->capacity,
			      .has_archive = dataset->archive.path != NULL,
			      .folder = dataset};
	dataset->card = card;
}

void model_lay_cards(struct model *model)
{
	model->cards = arena_array(model->arena, model->folder_count + 1, sizeof *model->cards);
	model->dataset_count = model->folder_count;
	for (size_t i = 0; i < model->folder_count; i++)
		card_fill(&model->cards[i], &model->folders[i]);
}

void card_print_link(const struct card *card, struct printer *printer)
{
	printer_string(printer, card->id);
	printer_string(printer, card->code);
	for (int lang = 0; lang < LANG__MAX; lang++)
		printer_string(printer, card->title.text[lang]);
	printer_string(printer, card->modified.text);
	printer_int(printer, card->open);
}

void model_date(struct model *model)
{
	model->first_issued = (struct date){0};
	model->last_modified = (struct date){0};
	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct date *issued = &model->cards[i].issued, *modified = &model->cards[i].modified;
		if (issued->text && (!model->first_issued.text || strcmp(issued->text, model->first_issued.text) < 0))
			model->first_issued = *issued;
		if (!model->last_modified.text || strcmp(modified->text, model->last_modified.text) > 0)
			model->last_modified = *modified;
	}
	if (!model->last_modified.text)
		model->last_modified = model->now;
}
