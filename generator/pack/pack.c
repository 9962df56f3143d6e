/* pack.c -- data files and archives of the whole portal, in three phases that each need the files of the one before. */
#include "bulk.h"
#include "catalog.h"
#include "dataset.h"
#include "fault.h"
#include "packed.h"
#include "stages.h"

static enum status put_dataset(void *context, size_t number, struct output *output)
{
	struct model *model = context;
	const struct card *card = &model->cards[number];
	struct arena *arena = arena_new();
	struct dataset *dataset;
	enum status status = dataset_tables(model, card, arena, &dataset);
	if (status == STATUS_OK)
		status = dataset_put(model, dataset, output);
	else
		fault_set(output, status, "datasets/%s: a file changed while it was being built", card->id);
	arena_free(arena);
	return status;
}

enum status pack_run(struct jobs *jobs, struct model *model)
{
	enum status status = jobs_run(
	    jobs,
	    &(struct job_set){.name = "files", .count = model->dataset_count, .run = put_dataset, .context = model});
	if (status == STATUS_OK)
		status = bulk_run(jobs, model);
	if (status == STATUS_OK)
		packed_prune(output_cache_dir(jobs->output), model->manifest);
	return status == STATUS_OK ? catalog_run(jobs, model) : status;
}
