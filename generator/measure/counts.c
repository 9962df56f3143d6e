/* counts.c -- how many datasets stand under each heading, and how much data a dataset holds. */
#include "measure.h"

#include <string.h>

#include "kept.h"

/* Vocabularies that lists and facets are made of, and where a dataset names their codes. */
static const struct {
	const char *vocabulary;
	size_t offset;
} facets[] = {
    {"themes", offsetof(struct card, themes)},
    {"sectors", offsetof(struct card, sectors)},
    {"formats", offsetof(struct card, formats)},
    {"industries", offsetof(struct card, industries)},
};

/* False for a code that stands in the list before, so that a dataset counts once. */
static bool is_first(const struct strings *strings, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(strings->items[i], strings->items[index]) == 0)
			return false;
	return true;
}

static void count_terms(struct model *model, const struct card *card)
{
	for (size_t i = 0; i < sizeof facets / sizeof facets[0]; i++) {
		const struct strings *const *member = (const void *)((const char *)card + facets[i].offset);
		const struct strings *codes = *member;
		for (size_t k = 0; k < codes->count; k++) {
			struct term *term = model_term(model, facets[i].vocabulary, codes->items[k]);
			if (term && is_first(codes, k))
				term->dataset_count++;
		}
	}
	const char code[] = {(char)('0' + card->open), '\0'};
	struct term *open = model_term(model, "open-types", code);
	if (open)
		open->dataset_count++;
}

static void count_places(const struct card *card)
{
	if (card->org)
		card->org->dataset_count++;
	if (card->region)
		card->region->dataset_count++;
	for (struct region *region = card->region; region; region = region->parent)
		region->dataset_count_below++;
}

static void count_data(struct dataset *dataset)
{
	dataset->field_total = dataset->row_total = 0;
	dataset->capacity = 0;
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		if (!resource->tabular || !resource->table || !resource_is_public(dataset, resource))
			continue;
		dataset->field_total += resource->table->column_count;
		dataset->row_total += resource->table->row_count;
		dataset->capacity += (uint64_t)resource->table->column_count * resource->table->row_count;
	}
}

static void reset(struct model *model)
{
	for (size_t i = 0; i < model->vocabulary_count; i++)
		for (size_t k = 0; k < model->vocabularies[i].count; k++)
			model->vocabularies[i].terms[k].dataset_count = 0;
	for (size_t i = 0; i < model->region_count; i++)
		model->regions[i].dataset_count = model->regions[i].dataset_count_below = 0;
	for (size_t i = 0; i < model->org_count; i++)
		model->orgs[i].dataset_count = 0;
}

void counts_fill(struct model *model)
{
	reset(model);
	model_date(model);
	for (size_t i = 0; i < model->dataset_count; i++) {
		struct card *card = &model->cards[i];
		count_terms(model, card);
		count_places(card);
		if (!card->folder || kept_is_ready(card->folder))
			continue;
		count_data(card->folder);
		card->field_total = card->folder->field_total;
		card->row_total = card->folder->row_total;
		card->capacity = card->folder->capacity;
	}
}
