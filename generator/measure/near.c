/*
 * near.c -- datasets worth seeing beside one: those that share the most of what describes it.
 *
 * Every shared keyword, theme, sector, the provider and the region count, each with its weight. Candidates come from lists
 * of the datasets under each such feature; of a long list only a stretch around the dataset's own place is looked at, so
 * that the work grows with the catalogue and not with its square.
 */
#include "measure.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_MAX 6
#define SCORE_MIN 3  /* a keyword, or a theme with something else: a region alone says too little */
#define LIST_MAX 256 /* longer lists are looked at in part */
#define STRETCH 32   /* to each side */

enum feature_kind { FEATURE_KEYWORD, FEATURE_THEME, FEATURE_SECTOR, FEATURE_PROVIDER, FEATURE_REGION, FEATURE__MAX };

static const unsigned weights[FEATURE__MAX] = {
    [FEATURE_KEYWORD] = 4, [FEATURE_THEME] = 2, [FEATURE_SECTOR] = 1, [FEATURE_PROVIDER] = 2, [FEATURE_REGION] = 1};

struct mention {
	enum feature_kind kind;
	const char *name;
	size_t dataset;
};

struct feature {
	enum feature_kind kind;
	size_t first, count; /* mentions, by dataset */
};

/* One feature of one dataset: which, and its place in that feature's list. */
struct own {
	size_t feature, place;
};

struct web {
	struct model *model;
	struct mention *mentions;
	size_t mention_count, mention_capacity;
	struct feature *features;
	size_t feature_count, feature_capacity;
	struct own *owns; /* of dataset i: owns[starts[i]] to owns[starts[i + 1]], by feature */
	size_t *starts;
	size_t *seen_by; /* dataset -> the last dataset (+1) it was a candidate for */
	struct arena *arena;
};

static void mention(struct web *web, enum feature_kind kind, const char *name, size_t dataset)
{
	if (name && *name)
		*ARENA_PUSH(web->arena, web->mentions, web->mention_count, web->mention_capacity) =
		    (struct mention){kind, name, dataset};
}

static void mention_all(struct web *web, enum feature_kind kind, const struct strings *names, size_t dataset)
{
	for (size_t i = 0; i < names->count; i++)
		mention(web, kind, names->items[i], dataset);
}

static bool is_same_feature(const struct mention *a, const struct mention *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

static int by_feature(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->dataset > y->dataset) - (x->dataset < y->dataset);
}

static void gather_mentions(struct web *web)
{
	for (size_t i = 0; i < web->model->dataset_count; i++) {
		const struct card *card = &web->model->cards[i];
		mention_all(web, FEATURE_KEYWORD, card->keywords, i);
		mention_all(web, FEATURE_THEME, card->themes, i);
		mention_all(web, FEATURE_SECTOR, card->sectors, i);
		mention(web, FEATURE_PROVIDER, card->provider_id, i);
		mention(web, FEATURE_REGION, card->region_code, i);
	}
	if (web->mention_count == 0)
		return;
	qsort(web->mentions, web->mention_count, sizeof *web->mentions, by_feature);
	size_t kept = 1; /* what a dataset says twice counts once */
	for (size_t i = 1; i < web->mention_count; i++) {
		const struct mention *last = &web->mentions[kept - 1];
		if (!is_same_feature(last, &web->mentions[i]) || last->dataset != web->mentions[i].dataset)
			web->mentions[kept++] = web->mentions[i];
	}
	web->mention_count = kept;
}

static void weave(struct web *web)
{
	size_t dataset_count = web->model->dataset_count;
	web->starts = arena_array(web->arena, dataset_count + 2, sizeof *web->starts);
	web->owns = arena_array(web->arena, web->mention_count + 1, sizeof *web->owns);
	web->seen_by = arena_array(web->arena, dataset_count + 1, sizeof *web->seen_by);
	for (size_t i = 0; i < web->mention_count; i++)
		web->starts[web->mentions[i].dataset + 2]++;
	for (size_t i = 2; i < dataset_count + 2; i++)
		web->starts[i] += web->starts[i - 1];
	struct feature *feature = NULL;
	for (size_t i = 0; i < web->mention_count; i++) {
		const struct mention *mention_here = &web->mentions[i];
		if (i == 0 || !is_same_feature(mention_here - 1, mention_here)) {
			feature = ARENA_PUSH(web->arena, web->features, web->feature_count, web->feature_capacity);
			*feature = (struct feature){mention_here->kind, i, 0};
		}
		web->owns[web->starts[mention_here->dataset + 1]++] =
		    (struct own){web->feature_count - 1, feature->count++};
	}
}

/* Sum of the weights of what two datasets share: both lists run by feature. */
static unsigned score(const struct web *web, size_t a, size_t b)
{
	size_t i = web->starts[a], k = web->starts[b];
	unsigned sum = 0;
	while (i < web->starts[a + 1] && k < web->starts[b + 1]) {
		size_t x = web->owns[i].feature, y = web->owns[k].feature;
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
		size_t other = web->mentions[feature->first + i].dataset;
		if (web->seen_by[other] == dataset + 1)
			continue;
		web->seen_by[other] = dataset + 1;
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
	web->seen_by[index] = index + 1;
	for (size_t i = 0; i < card->related_count; i++)
		web->seen_by[card->related[i] - cards] = index + 1;
	for (size_t i = web->starts[index]; i < web->starts[index + 1]; i++)
		look_along(web, index, web->owns[i], best, &count);
	card->near_count = count;
	card->near = count ? arena_array(web->model->arena, count, sizeof(struct card *)) : NULL;
	for (size_t i = 0; i < count; i++)
		card->near[i] = &cards[best[i].dataset];
}

void near_fill(struct model *model)
{
	struct web web = {.model = model, .arena = arena_new()};
	gather_mentions(&web);
	weave(&web);
	for (size_t i = 0; i < model->dataset_count; i++)
		find_near(&web, i);
	arena_free(web.arena);
}
