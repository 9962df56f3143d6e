#include "catalog_records.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fault.h"
#include "stages.h"
#include "stash.h"

#define JOB_DATASETS 250 /* a few megabytes of records: written in one piece */

const struct catalog_form *const catalog_forms[CATALOG_FORM__MAX] = {
    [CATALOG_CSV] = &catalog_csv,     [CATALOG_XLSX] = &catalog_xlsx, [CATALOG_JSON] = &catalog_json,
    [CATALOG_JSONL] = &catalog_jsonl, [CATALOG_XML] = &catalog_xml,
};

struct catalog_records {
	const struct model *model;
	struct catalog_facts facts;
	struct stash *stash; /* a kind for each form; NULL: none are made */
};

struct catalog_records *catalog_records_new(const struct model *model)
{
	struct catalog_records *records = memory_alloc(sizeof *records);
	*records = (struct catalog_records){.model = model, .facts = catalog_facts_of_manifest(model->manifest)};
	return records;
}

void catalog_records_free(struct catalog_records *records)
{
	stash_close(records->stash);
	free(records);
}

/* Appends the record of a dataset in one form. */
static void make(const struct catalog_records *records, const struct dataset *dataset, size_t form, struct arena *arena,
		 struct buf *out)
{
	struct catalog_pass pass = {.model = records->model, .facts = &records->facts, .arena = arena};
	catalog_forms[form]->record(&pass, dataset, out);
}

static enum status fault(struct output *output, enum status status)
{
	const char *why = status == STATUS_IO ? strerror(errno) : "too large";
	return fault_set(output, status, "records of the catalogues: %s", why);
}

static enum status make_some(void *context, size_t job, struct output *output)
{
	const struct catalog_records *records = context;
	const struct model *model = records->model;
	size_t first = job * JOB_DATASETS;
	struct arena *arena = arena_new();
	struct stash_batch batch;
	stash_begin(&batch, records->stash, first);
	for (size_t i = first; i < first + JOB_DATASETS && i < model->dataset_count; i++) {
		const struct dataset *dataset = dataset_items(model, &model->cards[i], arena);
		for (size_t form = 0; form < CATALOG_FORM__MAX; form++) {
			make(records, dataset, form, arena, &batch.bytes);
			stash_cut(&batch);
		}
		arena_reset(arena);
	}
	enum status status = stash_end(&batch);
	arena_free(arena);
	return status == STATUS_OK ? status : fault(output, status);
}

enum status catalog_records_make(struct catalog_records *records, struct jobs *jobs)
{
	size_t count = records->model->dataset_count;
	records->stash = stash_open(jobs->output, count, CATALOG_FORM__MAX);
	if (!records->stash)
		return fault(jobs->output, STATUS_IO);
	return jobs_run(jobs, &(struct job_set){.name = "records",
						.count = (count + JOB_DATASETS - 1) / JOB_DATASETS,
						.run = make_some,
						.context = records});
}

static enum status make_now(struct catalog_reading *reading, const struct card *card)
{
	const struct dataset *dataset = dataset_items(reading->records->model, card, reading->arena);
	buf_reset(&reading->bytes);
	for (size_t form = reading->first; form < reading->end; form++) {
		size_t before = reading->bytes.len;
		make(reading->records, dataset, form, reading->arena, &reading->bytes);
		reading->spans[form].len = reading->bytes.len - before;
	}
	const char *at = reading->bytes.bytes; /* which moved while it grew */
	for (size_t form = reading->first; form < reading->end; form++) {
		reading->spans[form].ptr = at;
		at += reading->spans[form].len;
	}
	return buf_overflowed(&reading->bytes) ? STATUS_TOO_LARGE : STATUS_OK;
}

enum status catalog_records_read(struct catalog_reading *reading, const struct card *card)
{
	const struct catalog_records *records = reading->records;
	if (!records->stash)
		return make_now(reading, card);
	return stash_read(records->stash, (size_t)(card - records->model->cards),
			  (struct stash_kinds){reading->first, reading->end}, &reading->bytes, reading->spans);
}
