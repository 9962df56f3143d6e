/*
 * near.c -- datasets worth seeing beside one: those that share the most of what describes it.
 *
 * Every shared keyword, theme, sector, the provider and the region count, each with its weight. Candidates come from lists
 * of the datasets under each such feature; of a long list only a stretch around the dataset's own place is looked at, so
 * that the work grows with the catalogue and not with its square. While no feature of any dataset changes, what was found is
 * kept from build to build.
 */
#include "measure.h"

#include <string.h>

#include <headwater/span.h>

#include "memo.h"

#define MEMO "near"
#define NEAR_MAX 6
#define SCORE_MIN 3 /* a keyword, or a theme with something else: a region alone says too little */
#define LIST_MAX 64 /* longer lists are looked at in part */
#define STRETCH 12  /* to each side */

enum feature_kind { FEATURE_KEYWORD, FEATURE_THEME, FEATURE_SECTOR, FEATURE_PROVIDER, FEATURE_REGION, FEATURE__MAX };

static const unsigned weights[FEATURE__MAX] = {
    [FEATURE_KEYWORD] = 4, [FEATURE_THEME] = 2, [FEATURE_SECTOR] = 1, [FEATURE_PROVIDER] = 2, [FEATURE_REGION] = 1};

struct feature {
	const char *name;
	enum feature_kind kind;
	uint32_t first, count; /* its members, by dataset */
};

/* One feature of one dataset: which, and the dataset's place among its members. */
struct own {
	uint32_t feature, place;
};

struct web {
	struct model *model;
	struct feature *features;
	size_t feature_count, feature_capacity;
	uint32_t *slots; /* feature + 1 by name (open addressing) */
	size_t slot_count;
	struct own *owns; /* of dataset i: owns[starts[i]] to owns[starts[i + 1]], by feature */
	size_t own_count, own_capacity;
	size_t *starts;
	uint32_t *members; /* datasets of each feature */
	uint32_t *seen_by; /* dataset -> the last dataset (+1) it was a candidate for */
	struct arena *arena;
};

static uint32_t *slot_of(const struct web *web, enum feature_kind kind, const char *name)
{
	size_t mask = web->slot_count - 1, slot = (span_hash(span_of(name)) + (size_t)kind) & mask;
	for (; web->slots[slot]; slot = (slot + 1) & mask) {
		const struct feature *feature = &web->features[web->slots[slot] - 1];
		if (feature->kind == kind && strcmp(feature->name, name) == 0)
			break;
	}
	return &web->slots[slot];
}

static void make_room(struct web *web)
{
	if ((web->feature_count + 1) * 2 <= web->slot_count)
		return;
	web->slot_count = web->slot_count ? web->slot_count * 2 : 4096;
	web->slots = arena_array(web->arena, web->slot_count, sizeof *web->slots);
	for (size_t i = 0; i < web->feature_count; i++)
		*slot_of(web, web->features[i].kind, web->features[i].name) = (uint32_t)i + 1;
}

static uint32_t feature_of(struct web *web, enum feature_kind kind, const char *name)
{
	make_room(web);
	uint32_t *slot = slot_of(web, kind, name);
	if (*slot == 0) {
		*ARENA_PUSH(web->arena, web->features, web->feature_count, web->feature_capacity) =
		    (struct feature){.name = name, .kind = kind};
		*slot = (uint32_t)web->feature_count;
	}
	return *slot - 1;
}

/* Puts a feature among those of the dataset under way, in order; what is said twice counts once. */
static void mention(struct web *web, size_t start, enum feature_kind kind, const char *name)
{
	if (!name || !*name)
		return;
	uint32_t feature = feature_of(web, kind, name);
	size_t at = web->own_count;
	while (at > start && web->owns[at - 1].feature > feature)
		at--;
	if (at > start && web->owns[at - 1].feature == feature)
		return;
	ARENA_PUSH(web->arena, web->owns, web->own_count, web->own_capacity);
	memmove(&web->owns[at + 1], &web->owns[at], (web->own_count - 1 - at) * sizeof *web->owns);
	web->owns[at].feature = feature;
	web->features[feature].count++;
}

static void mention_all(struct web *web, size_t start, enum feature_kind kind, const struct strings *names)
{
	for (size_t i = 0; i < names->count; i++)
		mention(web, start, kind, names->items[i]);
}

static void gather(struct web *web)
{
	size_t dataset_count = web->model->dataset_count;
	web->starts = arena_array(web->arena, dataset_count + 1, sizeof *web->starts);
	for (size_t i = 0; i < dataset_count; i++) {
		const struct card *card = &web->model->cards[i];
		size_t start = web->starts[i] = web->own_count;
		mention_all(web, start, FEATURE_KEYWORD, card->keywords);
		mention_all(web, start, FEATURE_THEME, card->themes);
		mention_all(web, start, FEATURE_SECTOR, card->sectors);
		mention(web, start, FEATURE_PROVIDER, card->provider_id);
		mention(web, start, FEATURE_REGION, card->region_code);
	}
	web->starts[dataset_count] = web->own_count;
}

/* Lists the members of every feature, and tells each dataset its place there. */
static void weave(struct web *web)
{
	uint32_t first = 0;
	web->members = arena_array(web->arena, web->own_count + 1, sizeof *web->members);
	web->seen_by = arena_array(web->arena, web->model->dataset_count + 1, sizeof *web->seen_by);
	for (size_t i = 0; i < web->feature_count; i++) {
		web->features[i].first = first;
		first += web->features[i].count;
		web->features[i].count = 0;
	}
	for (size_t i = 0; i < web->model->dataset_count; i++)
		for (size_t k = web->starts[i]; k < web->starts[i + 1]; k++) {
			struct feature *feature = &web->features[web->owns[k].feature];
			web->owns[k].place = feature->count;
			web->members[feature->first + feature->count++] = (uint32_t)i;
		}
}

/* Sum of the weights of what two datasets share: both lists run by feature. */
static unsigned score(const struct web *web, size_t a, size_t b)
{
	size_t i = web->starts[a], k = web->starts[b];
	unsigned sum = 0;
	while (i < web->starts[a + 1] && k < web->starts[b + 1]) {
		uint32_t x = web->owns[i].feature, y = web->owns[k].feature;
		if (x == y)
			sum += weights[web->features[x].kind];
		i += x <= y;
		k += y <= x;
	}
	return sum;
}

struct best {
	size_t dataset;
	unsigned score;
};

/* Keeps the best few in order: higher scores first, then by id, which is the order of the datasets. */
static void offer(struct best *best, size_t *count, struct best candidate)
{
	size_t at = *count;
	while (at > 0 && (best[at - 1].score < candidate.score ||
			  (best[at - 1].score == candidate.score && best[at - 1].dataset > candidate.dataset)))
		at--;
	if (at == NEAR_MAX)
		return;
	if (*count < NEAR_MAX)
		++*count;
	memmove(best + at + 1, best + at, (*count - at - 1) * sizeof *best);
	best[at] = candidate;
}

static void look_along(struct web *web, size_t dataset, struct own own, struct best *best, size_t *count)
{
	const struct feature *feature = &web->features[own.feature];
	size_t from = 0, to = feature->count;
	if (feature->count > LIST_MAX) {
		from = own.place > STRETCH ? own.place - STRETCH : 0;
		to = own.place + STRETCH < to ? own.place + STRETCH + 1 : to;
	}
	for (size_t i = from; i < to; i++) {
		uint32_t other = web->members[feature->first + i];
		if (web->seen_by[other] == dataset + 1)
			continue;
		web->seen_by[other] = (uint32_t)dataset + 1;
		unsigned points = score(web, dataset, other);
		if (points >= SCORE_MIN)
			offer(best, count, (struct best){other, points});
	}
}

static void find_near(struct web *web, size_t index)
{
	struct card *cards = web->model->cards, *card = &cards[index];
	struct best best[NEAR_MAX];
	size_t count = 0;
	web->seen_by[index] = (uint32_t)index + 1;
	for (size_t i = 0; i < card->related_count; i++)
		web->seen_by[card->related[i] - cards] = (uint32_t)index + 1;
	for (size_t i = web->starts[index]; i < web->starts[index + 1]; i++)
		look_along(web, index, web->owns[i], best, &count);
	uint32_t *near = count ? arena_array(web->model->arena, count, sizeof *near) : NULL;
	for (size_t i = 0; i < count; i++)
		near[i] = (uint32_t)best[i].dataset;
	card->near = near;
	card->near_count = (uint8_t)count;
}

/* ---- as the build before found them ---- */

/* All that decides: the features of each dataset, in the order of the datasets, and which are stated to be related. */
static struct print print_of(const struct web *web)
{
	const struct model *model = web->model;
	struct printer *printer = printer_new();
	for (size_t i = 0; i < web->feature_count; i++) {
		printer_string(printer, web->features[i].name);
		printer_int(printer, web->features[i].kind);
	}
	printer_add(printer, web->starts, (model->dataset_count + 1) * sizeof *web->starts);
	printer_add(printer, web->owns, web->own_count * sizeof *web->owns); /* their places are not known yet */
	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		for (size_t k = 0; k < card->related_count; k++)
			printer_int(printer, card->related[k] - model->cards);
		if (card->related_count > 0)
			printer_int(printer, -1 - (int64_t)i);
	}
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

/* The memo: for each dataset how many are near, and then their numbers, one after the other. */
static bool recall(struct model *model, const struct print *print)
{
	struct span bytes;
	if (!memo_find(model->cache_dir, MEMO, print, &bytes))
		return false;
	const uint32_t *numbers = (const void *)bytes.ptr;
	uint32_t *near = arena_array(model->arena, bytes.len / sizeof *numbers + 1, sizeof *near);
	for (size_t i = 0; i < model->dataset_count; i++) {
		struct card *card = &model->cards[i];
		card->near_count = (uint8_t)*numbers++;
		card->near = near;
		for (size_t k = 0; k < card->near_count; k++)
			*near++ = *numbers++;
	}
	return true;
}

static void remember(const struct model *model, const struct print *print)
{
	struct memo_draft *memo = memo_begin(model->cache_dir, MEMO, print);
	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		uint32_t numbers[1 + NEAR_MAX] = {(uint32_t)card->near_count};
		for (size_t k = 0; k < card->near_count; k++)
			numbers[1 + k] = card->near[k];
		memo_add(memo, numbers, (1 + card->near_count) * sizeof *numbers);
	}
	memo_end(memo);
}

void near_fill(struct model *model)
{
	struct web web = {.model = model, .arena = arena_new()};
	gather(&web);
	struct print print = print_of(&web);
	if (!recall(model, &print)) {
		weave(&web);
		for (size_t i = 0; i < model->dataset_count; i++)
			find_near(&web, i);
		remember(model, &print);
	}
	arena_free(web.arena);
}
