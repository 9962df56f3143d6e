/* check_items.c -- the core items of one dataset: there, well-formed, known, and in keeping with one another. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <headwater/utf8.h>

#include "../dates.h"
#include "../ledgers.h"
#include "../near.h"
#include "../resource_code.h"
#include "checking.h"
#include "seen.h"

#define ABSTRACT_LEAST 20

#define AT(member) offsetof(struct dataset, member)

/* Items that are one text, and must be there. */
static const struct needed_item {
	struct item_name name;
	size_t offset;
} NEEDED[] = {
    {{"class", "信息资源分类", "class"}, AT(class_code)},
    {{"title", "信息资源名称", "title"}, AT(title.text[LANG_ZH])},
    {{"code", "信息资源代码", "resource code"}, AT(code)},
    {{"provider", "信息资源提供方", "provider"}, AT(provider_id)},
    {{"abstract", "信息资源摘要", "abstract"}, AT(abstract.text[LANG_ZH])},
    {{"share.type", "共享类型", "share type"}, AT(share_type)},
    {{"update_cycle", "更新周期", "update cycle"}, AT(update_cycle)},
    {{"issued", "发布日期", "date of issue"}, AT(issued.text)},
    {{"region", "所属区划", "region"}, AT(region_code)},
    {{"source.title", "数据来源", "source"}, AT(source_title.text[LANG_ZH])},
};

/* Items whose value is in a vocabulary. */
static const struct coded_item {
	const char *key, *vocabulary;
	size_t offset;
	bool list;
} CODED[] = {
    {"class", "classes", AT(class_code), false},
    {"share.type", "share-types", AT(share_type), false},
    {"update_cycle", "update-cycles", AT(update_cycle), false},
    {"licence", "licences", AT(licence), false},
    {"themes", "themes", AT(themes), true},
    {"sectors", "sectors", AT(sectors), true},
    {"industry", "industries", AT(industries), true},
    {"formats", "formats", AT(formats), true},
};

static struct place place_of(const struct dataset *dataset, const char *key)
{
	return model_mark(&dataset->marks, key, dataset->place);
}

static void check_needed(struct checking *checking, const struct dataset *dataset)
{
	static const struct item_name open_type = {"open.type", "开放类型", "open type"};
	static const struct item_name grade = {"grade", "数据分级", "grade"};
	static const struct item_name themes = {"themes", "主题", "themes"};
	if (dataset->from_ledger)
		return;
	for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++) {
		const struct needed_item *item = &NEEDED[i];
		const char *value = *(const char *const *)(const void *)((const char *)dataset + item->offset);
		if (!value && !item_told(checking, &dataset->marks, item->name.key))
			missing_tell(checking, place_of(dataset, item->name.key), &item->name);
	}
	if (dataset->open == OPEN_NONE && !item_told(checking, &dataset->marks, "open.type"))
		missing_tell(checking, place_of(dataset, "open"), &open_type);
	if (dataset->grade == 0 && !item_told(checking, &dataset->marks, "grade"))
		missing_tell(checking, place_of(dataset, "grade"), &grade);
	if (dataset->themes.count == 0 && !item_told(checking, &dataset->marks, "themes"))
		missing_tell(checking, place_of(dataset, "themes"), &themes);
}

static void check_repeats(struct checking *checking, const char *key, const struct strings *list)
{
	struct seen *met = seen_new(checking->scratch, list->count);
	for (size_t i = 0; i < list->count; i++)
		if (seen_put(met, span_of(list->items[i]), i) != i)
			diag_add(checking->diags, list->places[i], &RULE_E219, key, list->items[i], (char *)NULL);
}

/* Full-width commas do not part the items of a list: what looks like two is one. */
static void check_commas(struct checking *checking, const char *key, const struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (strstr(list->items[i], "，") || strstr(list->items[i], "、"))
			diag_add(checking->diags, list->places[i], &RULE_W713, key, list->items[i], (char *)NULL);
}

static void check_coded(struct checking *checking, const struct dataset *dataset)
{
	for (size_t i = 0; i < sizeof CODED / sizeof CODED[0]; i++) {
		const struct coded_item *item = &CODED[i];
		const void *member = (const char *)dataset + item->offset;
		if (!item->list) {
			/* a default of the portal is told there */
			if (model_marked(&dataset->marks, item->key))
				term_check(checking, place_of(dataset, item->key), item->key, item->vocabulary,
					   *(const char *const *)member);
			continue;
		}
		const struct strings *list = member;
		for (size_t k = 0; k < list->count; k++)
			term_check(checking, list->places[k], item->key, item->vocabulary, list->items[k]);
		check_repeats(checking, item->key, list);
		check_commas(checking, item->key, list);
	}
	check_repeats(checking, "keywords", &dataset->keywords);
	check_commas(checking, "keywords", &dataset->keywords);
	check_repeats(checking, "related", &dataset->related_ids);
	check_commas(checking, "related", &dataset->related_ids);
}

static void check_code(struct checking *checking, const struct dataset *dataset)
{
	if (!dataset->code)
		return;
	struct place place = place_of(dataset, "code");
	const char *class = dataset->class_code;
	if (!resource_code_ok(dataset->code))
		diag_add(checking->diags, place, &RULE_E203, dataset->code, (char *)NULL);
	else if (class && strncmp(dataset->code, class, strlen(class)) != 0)
		diag_add(checking->diags, place, &RULE_E205, dataset->code, class, (char *)NULL);
}

static void check_provider(struct checking *checking, const struct dataset *dataset)
{
	const struct model *model = checking->model;
	if (!dataset->provider_id || dataset->org || model->org_count == 0)
		return;
	const char **ids = arena_array(checking->scratch, model->org_count, sizeof *ids);
	for (size_t i = 0; i < model->org_count; i++)
		ids[i] = model->orgs[i].id;
	const char *near = near_name(dataset->provider_id, ids, model->org_count);
	diag_add(checking->diags, place_of(dataset, "provider"), near ? &RULE_E213 : &RULE_E212, dataset->provider_id,
		 near, (char *)NULL);
}

bool related_check(struct checking *checking, const struct dataset *dataset)
{
	const struct model *model = checking->model;
	const struct strings *list = &dataset->related_ids;
	for (size_t i = 0; i < list->count; i++) {
		const struct card *other = model_card_today(model, list->items[i]);
		if (other && other == dataset->card)
			diag_add(checking->diags, list->places[i], &RULE_E218, (char *)NULL);
		if (other || ledgers_find(model, list->items[i])) /* a row that is returned comes back */
			continue;
		const char **ids = arena_array(checking->scratch, model->dataset_count, sizeof *ids);
		for (size_t k = 0; k < model->dataset_count; k++)
			ids[k] = model->cards[k].id;
		const char *near = near_name(list->items[i], ids, model->dataset_count);
		diag_add(checking->diags, list->places[i], near ? &RULE_E217 : &RULE_E216, list->items[i], near,
			 (char *)NULL);
	}
	return list->count > 0;
}

/* This is an error, so that nothing is kept of what is wrong on this day alone (kept.h). */
static void check_not_future(struct checking *checking, const struct dataset *dataset, const char *key,
			     const struct date *date)
{
	const struct date *now = &checking->model->now;
	if (date->text && model_marked(&dataset->marks, key) && date_compare(date, now) > 0)
		diag_add(checking->diags, place_of(dataset, key), &RULE_E231, key, date->text, now->text, (char *)NULL);
}

static void check_dates(struct checking *checking, const struct dataset *dataset)
{
	const struct date *now = &checking->model->now;
	const struct date *start = &dataset->period_start, *end = &dataset->period_end;
	static const struct item_name change_date = {"changes.date", "变更日期", "date of the change"};
	static const struct item_name change_note = {"changes.note", "变更说明", "note of the change"};
	check_not_future(checking, dataset, "issued", &dataset->issued);
	check_not_future(checking, dataset, "modified", &dataset->modified);
	if (dataset->issued.text && dataset->modified.text && date_compare(&dataset->modified, &dataset->issued) < 0)
		diag_add(checking->diags, place_of(dataset, "modified"), &RULE_E230, dataset->modified.text,
			 dataset->issued.text, (char *)NULL);
	if (start->text && end->text && date_compare(start, end) > 0)
		diag_add(checking->diags, place_of(dataset, "period.start"), &RULE_E232, start->text, end->text,
			 (char *)NULL);
	for (size_t i = 0; i < dataset->change_count; i++) {
		const struct change *change = &dataset->changes[i];
		if (!change->date.text)
			missing_tell(checking, change->place, &change_date);
		else if (date_compare(&change->date, now) > 0)
			diag_add(checking->diags, change->place, &RULE_E231, "changes.date", change->date.text,
				 now->text, (char *)NULL);
		if (!change->note.text[LANG_ZH])
			missing_tell(checking, change->place, &change_note);
	}
}

static void check_words(struct checking *checking, const struct dataset *dataset)
{
	const char *title = dataset->title.text[LANG_ZH], *abstract = dataset->abstract.text[LANG_ZH];
	size_t points = abstract ? utf8_length(abstract, strlen(abstract)) : 0;
	char count[24];
	snprintf(count, sizeof count, "%zu", points);
	if (!dataset->title.text[LANG_EN] && !item_told(checking, &dataset->marks, "title_en"))
		diag_add(checking->diags, place_of(dataset, "title_en"), &RULE_W701, (char *)NULL);
	if (abstract && title && strcmp(abstract, title) == 0)
		diag_add(checking->diags, place_of(dataset, "abstract"), &RULE_W703, (char *)NULL);
	else if (abstract && points < ABSTRACT_LEAST)
		diag_add(checking->diags, place_of(dataset, "abstract"), &RULE_W702, count, (char *)NULL);
	if (dataset->keywords.count == 0 && !item_told(checking, &dataset->marks, "keywords"))
		diag_add(checking->diags, place_of(dataset, "keywords"), &RULE_W705, (char *)NULL);
}

static void check_contact(struct checking *checking, const struct dataset *dataset)
{
	bool told = item_told(checking, &dataset->marks, "contact.phone") ||
		    item_told(checking, &dataset->marks, "contact.email");
	if (dataset->org && !dataset->contact_phone && !dataset->contact_email && !told)
		diag_add(checking->diags, place_of(dataset, "contact"), &RULE_E234, (char *)NULL);
	if (model_marked(&dataset->marks, "contact.email"))
		email_check(checking, place_of(dataset, "contact.email"), "contact.email", dataset->contact_email);
	url_check(checking, place_of(dataset, "source.url"), "source.url", dataset->source_url);
}

void items_check(struct checking *checking, const struct dataset *dataset)
{
	check_needed(checking, dataset);
	check_coded(checking, dataset);
	check_code(checking, dataset);
	check_provider(checking, dataset);
	region_code_check(checking, place_of(dataset, "region"), dataset->region_code);
	check_dates(checking, dataset);
	check_words(checking, dataset);
	check_contact(checking, dataset);
}
