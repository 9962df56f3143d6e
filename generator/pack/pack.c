/* pack.c -- data files and archives of the whole portal, in three phases that each need the files of the one before. */
#include "bulk.h"
#include "catalog.h"
#include "dataset.h"
#include "fault.h"
#include "packed.h"
#include "stages.h"

/* Datasets whose files have to be made. */
struct todo {
	struct model *model;
	struct print *prints;
	uint32_t *cards;
	size_t count;
};

static enum status put_dataset(void *context, size_t number, struct output *output)
{
	const struct todo *todo = context;
	struct model *model = todo->model;
	const struct card *card = &model->cards[todo->cards[number]];
	struct arena *arena = arena_new();
	struct dataset *dataset;
	enum status status = dataset_tables(model, card, arena, &dataset);
	output_unit(output, &todo->prints[number]);
	if (status == STATUS_OK)
		status = dataset_put(model, dataset, output);
	else
		fault_set(output, status, "datasets/%s: a file changed while it was being built", card->id);
	output_unit(output, NULL);
	arena_free(arena);
	return status;
}

/* What the files of a dataset are made of: themselves, the frame, and the names of those related to it. */
static struct print print_of(const struct model *model, const struct card *card, struct printer *printer)
{
	printer_print(printer, &model->frame);
	printer_print(printer, &card->print);
	for (size_t i = 0; i < card->related_count; i++)
		card_print_link(card->related[i], printer);
	return printer_end(printer);
}

static void keep_files(struct todo *todo, struct output *output)
{
	struct printer *printer = printer_new();
	struct arena *arena = arena_new();
	for (size_t i = 0; i < todo->model->dataset_count; i++) {
		const struct card *card = &todo->model->cards[i];
		struct print print = print_of(todo->model, card, printer);
		const struct dataset *dataset = dataset_items(todo->model, card, arena);
		if (!output_keep_unit(output, dataset_first_file(dataset, arena), &print)) {
			todo->prints[todo->count] = print;
			todo->cards[todo->count++] = (uint32_t)i;
		}
		arena_reset(arena);
	}
	arena_free(arena);
	printer_free(printer);
}

static enum status put_files(struct jobs *jobs, struct model *model)
{
	struct arena *arena = arena_new();
	struct todo todo = {.model = model};
	todo.prints = arena_array(arena, model->dataset_count + 1, sizeof *todo.prints);
	todo.cards = arena_array(arena, model->dataset_count + 1, sizeof *todo.cards);
	keep_files(&todo, jobs->output);
	struct job_set set = {.name = "files", .count = todo.count, .run = put_dataset, .context = &todo};
	enum status status = jobs_run(jobs, &set);
	arena_free(arena);
	return status;
}

enum status pack_run(struct jobs *jobs, struct model *model)
{
	enum status status = put_files(jobs, model);
	if (status == STATUS_OK)
		status = bulk_run(jobs, model);
	if (status == STATUS_OK)
		packed_prune(output_cache_dir(jobs->output), model->manifest);
	return status == STATUS_OK ? catalog_run(jobs, model) : status;
}
