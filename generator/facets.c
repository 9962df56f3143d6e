/* facets.c -- values of the facets, and shelves of datasets. */
#include "facets.h"

const struct facet_kind facet_kinds[FACET__MAX] = {
    [FACET_THEME] = {"theme", "/themes/", "themes", "slug", true},
    [FACET_ORG] = {"org", "/orgs/", NULL, NULL, true},
    [FACET_REGION] = {"region", "/regions/", NULL, NULL, false},
    [FACET_OPEN_TYPE] = {"open_type", "/open-types/", "open-types", "slug", false},
    [FACET_FORMAT] = {"format", "/formats/", "formats", NULL, true},
    [FACET_SECTOR] = {"sector", "/sectors/", "sectors", "slug", false},
};

static const struct vocabulary *vocabulary_of(const struct model *model, enum facet facet)
{
	return facet_kinds[facet].vocabulary ? model_vocabulary(model, facet_kinds[facet].vocabulary) : NULL;
}

size_t facet_size(const struct model *model, enum facet facet)
{
	const struct vocabulary *vocabulary = vocabulary_of(model, facet);
	return facet == FACET_ORG      ? model->org_count
	       : facet == FACET_REGION ? model->region_count
	       : vocabulary            ? vocabulary->count
				       : 0;
}

const void *facet_at(const struct model *model, enum facet facet, size_t index, const struct label **label)
{
	const struct term *term;
	const struct label *name;
	const void *value;
	if (facet == FACET_ORG) {
		name = &model->orgs[index].name;
		value = &model->orgs[index];
	} else if (facet == FACET_REGION) {
		name = &model->regions[index].name;
		value = &model->regions[index];
	} else {
		value = term = &vocabulary_of(model, facet)->terms[index];
		name = &term->label;
	}
	if (label)
		*label = name;
	return value;
}

size_t facet_index(const struct model *model, enum facet facet, const void *value)
{
	if (facet == FACET_ORG)
		return (size_t)((const struct org *)value - model->orgs);
	if (facet == FACET_REGION)
		return (size_t)((const struct region *)value - model->regions);
	return (size_t)((const struct term *)value - vocabulary_of(model, facet)->terms);
}

const char *facet_value(enum facet facet, const void *value)
{
	return facet == FACET_ORG      ? ((const struct org *)value)->id
	       : facet == FACET_REGION ? ((const struct region *)value)->code
				       : ((const struct term *)value)->code;
}

const char *facet_path(enum facet facet, const void *value, struct arena *arena)
{
	const char *slug = facet_kinds[facet].slug ? term_extra(value, facet_kinds[facet].slug) : NULL;
	return arena_printf(arena, "%s%s/", facet_kinds[facet].folder, slug ? slug : facet_value(facet, value));
}

static const struct strings *codes_of(enum facet facet, const struct card *card)
{
	return facet == FACET_THEME    ? card->themes
	       : facet == FACET_FORMAT ? card->formats
	       : facet == FACET_SECTOR ? card->sectors
				       : NULL;
}

void facet_each(const struct model *model, enum facet facet, const struct card *card,
		void (*take)(void *context, size_t index), void *context)
{
	const struct strings *codes = codes_of(facet, card);
	const char open[] = {(char)('0' + card->open), '\0'};
	const struct term *term;
	for (size_t i = 0; codes && i < codes->count; i++) {
		term = model_term(model, facet_kinds[facet].vocabulary, codes->items[i]);
		if (term)
			take(context, facet_index(model, facet, term));
	}
	if (facet == FACET_ORG && card->org)
		take(context, facet_index(model, facet, card->org));
	if (facet == FACET_OPEN_TYPE && (term = model_term(model, "open-types", open)) != NULL)
		take(context, facet_index(model, facet, term));
	for (const struct region *region = card->region; facet == FACET_REGION && region; region = region->parent)
		take(context, facet_index(model, facet, region));
}

struct taking {
	struct facet_numbers *numbers;
	struct arena *arena;
	size_t count, capacity;
};

static void take_number(void *context, size_t index)
{
	struct taking *taking = context;
	*ARENA_PUSH(taking->arena, taking->numbers->numbers, taking->count, taking->capacity) = (uint32_t)index;
}

struct facet_numbers facet_numbers(const struct model *model, enum facet facet, struct arena *arena)
{
	struct facet_numbers numbers = {.starts = arena_array(arena, model->dataset_count + 1, sizeof(uint32_t))};
	struct taking taking = {.numbers = &numbers, .arena = arena};
	for (size_t i = 0; i < model->dataset_count; i++) {
		numbers.starts[i] = (uint32_t)taking.count;
		facet_each(model, facet, &model->cards[i], take_number, &taking);
	}
	numbers.starts[model->dataset_count] = (uint32_t)taking.count;
	return numbers;
}

struct shelf *facet_shelves(const struct model *model, enum facet facet, struct card *const *cards, struct arena *arena)
{
	struct arena *scratch = arena_new();
	struct facet_numbers numbers = facet_numbers(model, facet, scratch);
	struct shelf *shelves = facet_shelves_of(model, &numbers, facet_size(model, facet), cards, arena);
	arena_free(scratch);
	return shelves;
}

struct shelf *facet_shelves_of(const struct model *model, const struct facet_numbers *numbers, size_t size,
			       struct card *const *cards, struct arena *arena)
{
	struct shelf *shelves = arena_array(arena, size + 1, sizeof *shelves);
	for (size_t k = 0; k < numbers->starts[model->dataset_count]; k++)
		shelves[numbers->numbers[k]].count++;
	for (size_t i = 0; i < size; i++) {
		shelves[i].cards = arena_array(arena, shelves[i].count + 1, sizeof(struct card *));
		shelves[i].count = 0;
	}
	for (size_t i = 0; i < model->dataset_count; i++) {
		size_t card = (size_t)(cards[i] - model->cards);
		for (size_t k = numbers->starts[card]; k < numbers->starts[card + 1]; k++) {
			struct shelf *shelf = &shelves[numbers->numbers[k]];
			shelf->cards[shelf->count++] = cards[i];
		}
	}
	return shelves;
}
