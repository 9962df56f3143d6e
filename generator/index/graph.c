/* graph.c -- what DCAT says of each dataset, in each syntax, packed: by the workers, for the one process that inserts. */
#include <errno.h>
#include <string.h>

#include <headwater/deflate.h>

#include "../stages.h"
#include "../stash.h"
#include "../worker.h"
#include "index_schema_sql.h"
#include "writer.h"

#define JOB_DATASETS 100

struct making {
	const struct model *model;
	struct stash *stash;
};

static enum status fault(struct output *output, enum status status)
{
	output_set_error(output, status == STATUS_IO ? strerror(errno) : "graphs of datasets: too large");
	return status;
}

static enum status make_some(void *context, size_t job, struct output *output)
{
	const struct making *making = context;
	const struct model *model = making->model;
	size_t first = job * JOB_DATASETS;
	struct arena *arena = arena_new();
	struct stash_batch batch;
	struct buf texts[GRAPH__MAX];
	enum status status = STATUS_OK;
	for (int form = 0; form < GRAPH__MAX; form++)
		buf_init(&texts[form], BUF_MAX_DEFAULT);
	stash_begin(&batch, making->stash, first);
	for (size_t i = first; i < first + JOB_DATASETS && i < model->dataset_count; i++) {
		pack_graphs(model, dataset_items(model, &model->cards[i], arena), texts);
		for (int form = 0; form < GRAPH__MAX; form++) {
			if (buf_overflowed(&texts[form]))
				status = STATUS_TOO_LARGE;
			deflate_gzip(texts[form].bytes, texts[form].len, &batch.bytes);
			stash_cut(&batch);
			buf_reset(&texts[form]);
		}
		arena_reset(arena);
	}
	enum status ended = stash_end(&batch);
	for (int form = 0; form < GRAPH__MAX; form++)
		buf_free(&texts[form]);
	arena_free(arena);
	status = status == STATUS_OK ? ended : status;
	return status == STATUS_OK ? status : fault(output, status);
}

enum status graph_make_all(struct jobs *jobs, const struct model *model, struct stash **graphs)
{
	*graphs = NULL;
	/* Graphs are made of addresses; without those of the portal and its files there is nothing to say. */
	if (!model->portal.base_url || !model->manifest)
		return STATUS_OK;
	*graphs = stash_open(jobs->output, model->dataset_count, GRAPH__MAX);
	if (!*graphs)
		return fault(jobs->output, STATUS_IO);
	struct making making = {model, *graphs};
	return jobs_run(jobs, &(struct job_set){.name = "graphs",
						.count = (model->dataset_count + JOB_DATASETS - 1) / JOB_DATASETS,
						.run = make_some,
						.context = &making});
}

enum status graph_write_dataset(struct writer *writer, const struct card *card, int64_t docid)
{
	struct span spans[GRAPH__MAX];
	struct buf bytes;
	if (!writer->graphs)
		return STATUS_OK;
	buf_init(&bytes, BUF_MAX_DEFAULT);
	enum status status = stash_read(writer->graphs, (size_t)(card - writer->model->cards),
					(struct stash_kinds){0, GRAPH__MAX}, &bytes, spans);
	for (int form = 0; form < GRAPH__MAX && status == STATUS_OK; form++) {
		struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_GRAPH);
		if (!stmt) {
			status = STATUS_INTERNAL;
			break;
		}
		stmt_int(stmt, 1, docid);
		stmt_int(stmt, 2, form);
		stmt_blob(stmt, 3, spans[form].ptr, spans[form].len);
		status = writer_insert(stmt);
	}
	buf_free(&bytes);
	return status;
}
