/* ledger_lookup.c -- two sorted lists of names. */
#include "ledger_lookup.h"

#include <stdlib.h>
#include <string.h>

struct named {
	const char *name;
	const void *thing;
};

struct names {
	struct named *items;
	size_t count;
};

struct ledger_lookup {
	const struct model *model;
	struct names orgs, regions;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->thing > y->thing) - (x->thing < y->thing);
}

static void add_name(struct names *names, const char *name, const void *thing)
{
	if (name)
		names->items[names->count++] = (struct named){name, thing};
}

/* A thing whose names are the same stands once for each. */
static void sort_names(struct names *names)
{
	size_t kept = 0;
	qsort(names->items, names->count, sizeof *names->items, by_name);
	for (size_t i = 0; i < names->count; i++)
		if (i == 0 || by_name(&names->items[i], &names->items[i - 1]) != 0)
			names->items[kept++] = names->items[i];
	names->count = kept;
}

struct ledger_lookup *ledger_lookup_new(const struct model *model, struct arena *arena)
{
	struct ledger_lookup *lookup = arena_alloc(arena, sizeof *lookup);
	lookup->model = model;
	lookup->orgs.items = arena_array(arena, 4 * model->org_count + 1, sizeof *lookup->orgs.items);
	lookup->regions.items = arena_array(arena, 3 * model->region_count + 1, sizeof *lookup->regions.items);
	for (size_t i = 0; i < model->org_count; i++) {
		const struct org *org = &model->orgs[i];
		const char *names[] = {org->id, org->code, org->name.text[LANG_ZH], org->short_name};
		for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
			add_name(&lookup->orgs, names[k], org);
	}
	for (size_t i = 0; i < model->region_count; i++) {
		const struct region *region = &model->regions[i];
		const char *names[] = {region->code, region->name.text[LANG_ZH], region->short_name};
		for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
			add_name(&lookup->regions, names[k], region);
	}
	sort_names(&lookup->orgs);
	sort_names(&lookup->regions);
	return lookup;
}

/* The first of that name; `*count` how many there are. */
static const struct named *find_names(const struct names *names, const char *name, size_t *count)
{
	size_t from = 0, to = names->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (strcmp(names->items[middle].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	*count = 0;
	while (from + *count < names->count && strcmp(names->items[from + *count].name, name) == 0)
		++*count;
	return names->items + from;
}

/* Bureaus of one name are in every city: that of a neighbour is not meant, one of the level above or below may be. */
static bool fits(const struct org *org, const char *name, const struct region *region)
{
	bool by_code = strcmp(org->id, name) == 0 || (org->code && strcmp(org->code, name) == 0);
	return by_code || !region || !org->region || region_within(region, org->region) ||
	       region_within(org->region, region);
}

const struct org *ledger_lookup_org(const struct ledger_lookup *lookup, const char *name, const struct region *region,
				    bool *several)
{
	size_t count, near = 0, here = 0;
	const struct named *found = find_names(&lookup->orgs, name, &count);
	const struct org *only = NULL, *exact = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct org *org = found[i].thing;
		if (!fits(org, name, region))
			continue;
		only = org;
		near++;
		exact = region && org->region == region ? org : exact;
		here += region && org->region == region;
	}
	*several = near > 1 && here != 1;
	return *several ? NULL : here == 1 ? exact : only;
}

const struct region *ledger_lookup_region(const struct ledger_lookup *lookup, const char *name)
{
	size_t count;
	const struct named *found = find_names(&lookup->regions, name, &count);
	return count == 1 ? found[0].thing : NULL;
}
