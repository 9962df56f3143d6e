#include "scope.h"

const char *bulk_name(enum bulk bulk)
{
	static const char *const names[BULK__MAX] = {[BULK_ZIP] = "zip", [BULK_TAR_ZST] = "tar.zst"};
	return names[bulk];
}

bool scope_holds(const struct scope *scope, const struct card *card)
{
	if (!card->has_archive)
		return false;
	if (scope->region && !(card->region && region_within(card->region, scope->region)))
		return false;
	return !scope->theme || strings_has(card->themes, scope->theme->code);
}

struct scopes {
	const struct model *model;
	struct arena *arena;
	struct scope *items;
	size_t count, capacity;
};

static void add(struct scopes *scopes, struct scope scope)
{
	for (size_t i = 0; i < scopes->model->dataset_count; i++) {
		if (!scope_holds(&scope, &scopes->model->cards[i]))
			continue;
		*ARENA_PUSH(scopes->arena, scopes->items, scopes->count, scopes->capacity) = scope;
		return;
	}
}

const struct scope *scope_list(const struct model *model, struct arena *arena, size_t *count)
{
	struct scopes scopes = {.model = model, .arena = arena};
	const struct vocabulary *themes = model_vocabulary(model, "themes");
	add(&scopes, (struct scope){.name = "portal", .title = {{"全部数据", "All data"}}});
	for (size_t i = 0; i < model->region_count; i++) {
		const struct region *region = &model->regions[i];
		add(&scopes, (struct scope){.name = arena_printf(arena, "region-%s", region->code),
					    .title = region->name,
					    .region = region});
	}
	for (size_t i = 0; themes && i < themes->count; i++) {
		const struct term *theme = &themes->terms[i];
		const char *slug = term_extra(theme, "slug");
		add(&scopes, (struct scope){.name = arena_printf(arena, "theme-%s", slug ? slug : theme->code),
					    .title = theme->label,
					    .theme = theme});
	}
	*count = scopes.count;
	return scopes.items;
}
