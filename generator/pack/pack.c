/* pack.c -- data files and archives of the whole portal, in three phases that each need the files of the one before. */
#include "bulk.h"
#include "catalog.h"
#include "dataset.h"
#include "packed.h"
#include "stages.h"

static enum status put_dataset(void *context, size_t number, struct output *output)
{
	struct model *model = context;
	return dataset_put(model, &model->datasets[number], output);
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
