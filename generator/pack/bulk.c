#include "bulk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>

#include "bundle.h"
#include "day.h"
#include "manifest.h"
#include "scope.h"
#include "stages.h"
#include "text.h"

struct bulk_job {
	const struct scope *scope;
	const struct download *download;
	enum bulk form;
	uint64_t size_bytes; /* of the dataset archives it will hold: how long it will take */
	size_t number;
};

struct bulk_set {
	const struct model *model;
	struct bulk_job *jobs;
};

/* The newest of its datasets dates an archive, so that one whose data did not change stays the same file. */
static time_t newest(const struct scope *scope)
{
	time_t found = 0;
	for (size_t i = 0; i < scope->shelf.count; i++) {
		time_t day = day_start(&scope->shelf.cards[i]->modified);
		found = day > found ? day : found;
	}
	return found;
}

static enum status put_bulk(void *context, size_t number, struct output *output)
{
	const struct bulk_set *set = context;
	const struct bulk_job *job = &set->jobs[number];
	struct member_list members = {.arena = arena_new(), .top = job->scope->name};
	struct buf readme;
	buf_init(&readme, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < job->scope->shelf.count; i++) {
		const struct card *card = job->scope->shelf.cards[i];
		member_add_dataset(&members, set->model, dataset_items(set->model, card, members.arena),
				   arena_printf(members.arena, "%s/%s", members.top, card->id), output);
	}
	text_bulk_readme(set->model, job->scope, &readme);
	member_add_text(&members, arena_printf(members.arena, "%s/README.txt", members.top), readme.bytes, readme.len);
	member_seal(&members);
	enum status status = bundle_put_or_keep(&members, job->form, newest(job->scope), job->download->path, output);
	buf_free(&readme);
	arena_free(members.arena);
	return status;
}

static uint64_t weight(const struct model *model, const struct scope *scope, struct arena *arena)
{
	uint64_t bytes = 0;
	for (size_t i = 0; i < scope->shelf.count; i++) {
		const struct dataset *dataset = dataset_items(model, scope->shelf.cards[i], arena);
		struct file_facts facts;
		if (manifest_find(model->manifest, dataset->archive.path, &facts))
			bytes += facts.size_bytes;
	}
	return bytes;
}

static int heaviest_first(const void *left, const void *right)
{
	const struct bulk_job *a = left, *b = right;
	if (a->size_bytes != b->size_bytes)
		return a->size_bytes < b->size_bytes ? 1 : -1;
	return (a->number > b->number) - (a->number < b->number);
}

static enum status put_sums(struct jobs *jobs, const struct model *model)
{
	struct buf sums;
	buf_init(&sums, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < model->bulk_count; i++) {
		char hex[SHA256_HEX_LEN + 1];
		struct file_facts facts;
		if (!manifest_find(model->manifest, model->bulk[i].path, &facts))
			continue; /* it cannot be read back: the build will fail for that */
		digest_hex(&facts.sha256, hex);
		buf_printf(&sums, "%s  %s\n", hex, strrchr(facts.path, '/') + 1);
	}
	enum status status = output_put(jobs->output, "archives/SHA256SUMS", sums.bytes, sums.len);
	buf_free(&sums);
	return status;
}

enum status bulk_run(struct jobs *jobs, struct model *model)
{
	if (model->bulk_count == 0)
		return STATUS_OK;
	struct arena *arena = arena_new();
	size_t scope_count;
	const struct scope *scopes = scope_list(model, arena, &scope_count);
	struct bulk_set set = {.model = model, .jobs = arena_array(arena, model->bulk_count, sizeof *set.jobs)};
	assert(model->bulk_count == scope_count * BULK__MAX);
	for (size_t i = 0; i < model->bulk_count; i++) {
		const struct scope *scope = &scopes[i / BULK__MAX];
		set.jobs[i] = (struct bulk_job){.scope = scope,
						.download = &model->bulk[i],
						.number = i,
						.form = (enum bulk)(i % BULK__MAX),
						.size_bytes = weight(model, scope, arena)};
	}
	qsort(set.jobs, model->bulk_count, sizeof *set.jobs, heaviest_first);
	enum status status = jobs_run(
	    jobs, &(struct job_set){.name = "archives", .count = model->bulk_count, .run = put_bulk, .context = &set});
	arena_free(arena);
	return status == STATUS_OK ? put_sums(jobs, model) : status;
}
