/* plan.c -- names every download before anything is written, so that pages and catalogues can link to it. */
#include <headwater/arena.h>

#include "format.h"
#include "kept.h"
#include "scope.h"
#include "stages.h"

static void add_download(struct model *model, struct resource *resource, struct download download)
{
	*ARENA_PUSH(model->arena, resource->downloads, resource->download_count, resource->download_capacity) =
	    download;
}

static void plan_table(struct model *model, const struct dataset *dataset, struct resource *resource)
{
	struct format_input input;
	size_t count;
	const struct format *formats = format_table(&count);
	if (!format_prepare(dataset, resource, model->arena, &input))
		return;
	for (size_t i = 0; i < count; i++) {
		if (!format_fits(&formats[i], &input))
			continue;
		const char *path = arena_printf(model->arena, "datasets/%s/files/%s.%s", dataset->id, resource->name,
						formats[i].extension);
		add_download(model, resource,
			     (struct download){.format = formats[i].code,
					       .variant = formats[i].variant,
					       .path = path,
					       .title = formats[i].title});
	}
}

static void plan_resource(struct model *model, const struct dataset *dataset, struct resource *resource)
{
	if (resource->tabular) {
		plan_table(model, dataset, resource);
		return;
	}
	const char *path = arena_printf(model->arena, "datasets/%s/files/%s", dataset->id, resource->file);
	add_download(model, resource,
		     (struct download){.format = resource->format, .path = path, .title = resource->title});
}

static void plan_dataset(struct model *model, struct dataset *dataset)
{
	size_t download_count = 0;
	for (size_t i = 0; i < dataset->resource_count; i++) {
		if (resource_is_public(dataset, &dataset->resources[i]))
			plan_resource(model, dataset, &dataset->resources[i]);
		download_count += dataset->resources[i].download_count;
	}
	if (download_count == 0)
		return;
	dataset->archive = (struct download){
	    .format = "zip",
	    .path = arena_printf(model->arena, "datasets/%s/%s.zip", dataset->id, dataset->id),
	    .title = {{"全部文件（ZIP）", "All files (ZIP)"}},
	};
}

static void plan_bulk(struct model *model)
{
	struct arena *arena = arena_new();
	size_t count;
	const struct scope *scopes = scope_list(model, arena, &count);
	for (size_t i = 0; i < count * BULK__MAX; i++) {
		const struct scope *scope = &scopes[i / BULK__MAX];
		const char *name = bulk_name((enum bulk)(i % BULK__MAX));
		const char *path = arena_printf(model->arena, "archives/%s.%s", scope->name, name);
		*ARENA_PUSH(model->arena, model->bulk, model->bulk_count, model->bulk_capacity) =
		    (struct download){.format = name, .path = path, .title = scope->title};
	}
	arena_free(arena);
}

void pack_plan(struct model *model)
{
	for (size_t i = 0; i < model->dataset_count; i++) {
		struct card *card = &model->cards[i];
		if (!card->folder || kept_is_ready(card->folder))
			continue;
		plan_dataset(model, card->folder);
		card->has_archive = card->folder->archive.path != NULL;
	}
	plan_bulk(model);
}
