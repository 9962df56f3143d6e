#include "scope.h"

const char *bulk_name(enum bulk bulk)
{
	static const char *const names[BULK__MAX] = {[BULK_ZIP] = "zip", [BULK_TAR_ZST] = "tar.zst"};
	return names[bulk];
}

struct scopes {
	const struct model *model;
	struct arena *arena;
	struct scope *items;
	size_t count, capacity;
};

/* Those of a shelf that have public files; a theme may be named twice. */
static struct shelf with_archives(const struct shelf *shelf, struct arena *arena)
{
	struct shelf kept = {arena_array(arena, shelf->count + 1, sizeof *kept.cards), 0};
	for (size_t i = 0; i < shelf->count; i++) {
		struct card *card = shelf->cards[i];
		if (card->has_archive && (kept.count == 0 || kept.cards[kept.count - 1] != card))
			kept.cards[kept.count++] = card;
	}
	return kept;
}

static void add(struct scopes *scopes, struct scope scope, const struct shelf *shelf)
{
	scope.shelf = with_archives(shelf, scopes->arena);
	if (scope.shelf.count > 0)
		*ARENA_PUSH(scopes->arena, scopes->items, scopes->count, scopes->capacity) = scope;
}

static struct card **all_cards(const struct model *model, struct arena *arena)
{
	struct card **cards = arena_array(arena, model->dataset_count + 1, sizeof *cards);
	for (size_t i = 0; i < model->dataset_count; i++)
		cards[i] = &model->cards[i];
	return cards;
}

const struct scope *scope_list(const struct model *model, struct arena *arena, size_t *count)
{
	struct scopes scopes = {.model = model, .arena = arena};
	const struct vocabulary *themes = model_vocabulary(model, "themes");
	const struct shelf all = {all_cards(model, arena), model->dataset_count};
	const struct shelf *regions = facet_shelves(model, FACET_REGION, all.cards, arena);
	const struct shelf *theme_shelves = facet_shelves(model, FACET_THEME, all.cards, arena);
	add(&scopes, (struct scope){.name = "portal", .title = {{"全部数据", "All data"}}}, &all);
	for (size_t i = 0; i < model->region_count; i++) {
		const struct region *region = &model->regions[i];
		add(&scopes,
		    (struct scope){.name = arena_printf(arena, "region-%s", region->code), .title = region->name},
		    &regions[i]);
	}
	for (size_t i = 0; themes && i < themes->count; i++) {
		const struct term *theme = &themes->terms[i];
		const char *slug = term_extra(theme, "slug");
		add(&scopes,
		    (struct scope){.name = arena_printf(arena, "theme-%s", slug ? slug : theme->code),
				   .title = theme->label},
		    &theme_shelves[i]);
	}
	*count = scopes.count;
	return scopes.items;
}
