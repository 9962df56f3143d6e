/* rows.c -- every table of the portal as a file of rows, a job a dataset. */
#include "rows.h"

#include "../stages.h"
#include "../worker.h"

/* Datasets whose files have to be made. */
struct todo {
	const struct model *model;
	struct folder *folder; /* each worker has its own copy */
	uint32_t *cards;
	size_t count;
};

static enum status put_resource(const struct todo *todo, const struct dataset *dataset, const struct resource *resource,
				struct output *output)
{
	struct arena *arena = arena_new();
	const char *error = NULL;
	const char *path = resource_rows_path(dataset, resource, arena);
	const char *temporary = arena_string(arena, output_begin(output, path));
	enum status status = rows_write(temporary, dataset, resource, todo->folder, arena, &error);
	if (status == STATUS_OK) {
		status = output_end(output, temporary, path);
	} else {
		output_abort(output, temporary);
		output_set_error(output, error ? error : path);
	}
	arena_free(arena);
	return status;
}

/* The rows of a dataset are made of its own content alone. */
static enum status put_dataset(void *context, size_t number, struct output *output)
{
	const struct todo *todo = context;
	const struct card *card = &todo->model->cards[todo->cards[number]];
	struct arena *arena = arena_new();
	struct dataset *dataset;
	enum status status = dataset_tables(todo->model, card, arena, &dataset);
	output_unit(output, &card->print);
	if (status == STATUS_OK)
		measure_profiles(dataset, arena);
	else
		output_set_error(output,
				 arena_printf(arena, "datasets/%s: a file changed while it was being built", card->id));
	for (size_t i = 0; status == STATUS_OK && i < dataset->resource_count; i++)
		if (resource_has_rows(dataset, &dataset->resources[i]))
			status = put_resource(todo, dataset, &dataset->resources[i], output);
	output_unit(output, NULL);
	arena_free(arena);
	return status;
}

/* Whether a dataset has rows that the release before does not have already. */
static bool needs_rows(const struct model *model, const struct card *card, struct output *output, struct arena *arena)
{
	if (!card->folder)
		return false; /* a row of a ledger has no table */
	const struct dataset *dataset = dataset_items(model, card, arena);
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		if (resource_has_rows(dataset, resource))
			return !output_keep_unit(output, resource_rows_path(dataset, resource, arena), &card->print);
	}
	return false;
}

static void find_todo(struct todo *todo, struct output *output)
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < todo->model->dataset_count; i++) {
		if (needs_rows(todo->model, &todo->model->cards[i], output, scratch))
			todo->cards[todo->count++] = (uint32_t)i;
		arena_reset(scratch);
	}
	arena_free(scratch);
}

enum status rows_run(struct jobs *jobs, struct model *model)
{
	struct arena *arena = arena_new();
	struct todo todo = {.model = model, .folder = folder_new()};
	todo.cards = arena_array(arena, model->dataset_count + 1, sizeof *todo.cards);
	find_todo(&todo, jobs->output);
	struct job_set set = {.name = "rows", .count = todo.count, .run = put_dataset, .context = &todo};
	enum status status = jobs_run(jobs, &set);
	folder_free(todo.folder);
	arena_free(arena);
	return status;
}
