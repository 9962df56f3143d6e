/*
 * resolve.c -- what follows from elsewhere: codes tied to what they name, defaults, effective values. Whatever cannot be
 * tied stays NULL and is told by check/.
 */
#include <stdlib.h>
#include <string.h>

#include "../kept.h"
#include "ledger_rows.h"

void resolve_places(struct reading *reading)
{
	struct model *model = reading->model;
	for (size_t i = 0; i < model->region_count; i++) {
		struct region *region = &model->regions[i];
		struct region *parent = model_region(model, region->parent_code);
		if (parent && parent != region && parent->level < region->level) {
			region->parent = parent;
			parent->child_count++;
		}
	}
	for (size_t i = 0; i < model->region_count; i++) {
		struct region *region = &model->regions[i];
		region->children = arena_array(reading->arena, region->child_count + 1, sizeof *region->children);
		region->child_count = 0;
	}
	for (size_t i = 0; i < model->region_count; i++) {
		struct region *parent = model->regions[i].parent;
		if (parent)
			parent->children[parent->child_count++] = &model->regions[i];
	}
	for (size_t i = 0; i < model->org_count; i++)
		model->orgs[i].region = model_region(model, model->orgs[i].region_code);
}

static void set_contact(struct dataset *dataset)
{
	if (dataset->contact_phone || dataset->contact_email || !dataset->org)
		return;
	dataset->contact_phone = dataset->org->phone;
	dataset->contact_email = dataset->org->email;
	if (!dataset->contact_name)
		dataset->contact_name = dataset->org->name.text[LANG_ZH];
}

static void set_fields(struct dataset *dataset, struct resource *resource)
{
	for (size_t i = 0; i < resource->field_count; i++) {
		struct field *field = &resource->fields[i];
		field->open_stated = field->open != OPEN_NONE;
		if (!field->open_stated)
			field->open = dataset->open;
		if (field->grade == 0)
			field->grade = dataset->grade;
	}
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The formats on offer are those of the files; what is stated counts where there are none. */
static void set_formats(struct reading *reading, struct dataset *dataset)
{
	if (dataset->resource_count == 0)
		return;
	struct strings formats = {.capacity = dataset->resource_count};
	formats.items = arena_array(reading->arena, formats.capacity, sizeof *formats.items);
	formats.places = arena_array(reading->arena, formats.capacity, sizeof *formats.places);
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const char *format = dataset->resources[i].format;
		if (format && format[0] && !strings_has(&formats, format))
			formats.items[formats.count++] = format;
	}
	qsort(formats.items, formats.count, sizeof *formats.items, compare_strings);
	for (size_t i = 0; i < formats.count; i++)
		formats.places[i] = dataset->place;
	if (formats.count > 0) /* a row of a ledger has fields without a file: what it states stands */
		dataset->formats = formats;
}

void resolve_dataset(struct reading *reading, struct dataset *dataset)
{
	struct model *model = reading->model;
	dataset->org = model_org(model, dataset->provider_id);
	dataset->region = model_region(model, dataset->region_code);
	if (kept_is_ready(dataset))
		return;
	if (!dataset->modified.text)
		dataset->modified = dataset->issued;
	if (!dataset->licence)
		dataset->licence = model->portal.licence;
	set_contact(dataset);
	set_formats(reading, dataset);
	for (size_t i = 0; i < dataset->resource_count; i++)
		set_fields(dataset, &dataset->resources[i]);
}

struct pair {
	struct card *from, *to;
};

struct pairs {
	struct pair *items;
	size_t count, capacity;
};

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	/* datasets are sorted by id: the order of addresses is the order of ids */
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to == y->to ? 0 : x->to < y->to ? -1 : 1;
}

/* A relation holds both ways. */
static void add_pair(struct reading *reading, struct pairs *pairs, struct card *from, struct card *to)
{
	if (!from || !to || to == from)
		return;
	*ARENA_PUSH(reading->arena, pairs->items, pairs->count, pairs->capacity) = (struct pair){from, to};
	*ARENA_PUSH(reading->arena, pairs->items, pairs->count, pairs->capacity) = (struct pair){to, from};
}

static struct pairs find_pairs(struct reading *reading)
{
	const struct model *model = reading->model;
	const struct ledgers *ledgers = model->ledgers;
	struct pairs pairs = {0};
	for (size_t i = 0; i < model->dataset_count; i++) {
		struct card *from = &model->cards[i];
		const struct strings *ids = from->folder ? &from->folder->related_ids : NULL;
		for (size_t k = 0; ids && k < ids->count; k++)
			add_pair(reading, &pairs, from, model_card_today(model, ids->items[k]));
	}
	for (size_t i = 0; i < ledgers->relation_count; i++)
		add_pair(reading, &pairs, model_card(model, ledgers->relations[i].from),
			 model_card(model, ledgers->relations[i].to));
	return pairs;
}

/* Each is listed once. */
static void tie_related(struct reading *reading)
{
	struct pairs pairs = find_pairs(reading);
	if (pairs.count == 0)
		return;
	qsort(pairs.items, pairs.count, sizeof *pairs.items, compare_pairs);
	struct card **all = arena_array(reading->arena, pairs.count, sizeof *all);
	size_t used = 0;
	for (size_t i = 0; i < pairs.count; i++) {
		struct card *from = pairs.items[i].from;
		if (i > 0 && compare_pairs(&pairs.items[i], &pairs.items[i - 1]) == 0)
			continue;
		if (from->related_count == 0)
			from->related = all + used;
		from->related_count++;
		all[used++] = pairs.items[i].to;
	}
}

void resolve_model(struct reading *reading)
{
	struct model *model = reading->model;
	for (size_t i = 0; i < model->folder_count; i++)
		resolve_dataset(reading, &model->folders[i]);
	ledgers_settle(reading); /* folders are read in the order of their names, which are the ids */
	tie_related(reading);
}
