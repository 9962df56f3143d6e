/*
 * jobs.h -- runs independent jobs over worker processes, with progress on a terminal.
 *
 * A job is a number below `count`. Workers are forked, so they see the model as it stood and their memory is their own;
 * what a job leaves behind is files through its output, whose facts are merged into model->manifest when all are done.
 */
#ifndef GENERATOR_JOBS_H
#define GENERATOR_JOBS_H

#include <stddef.h>

#include <headwater/status.h>

struct model;
struct output;

typedef enum status job_fn(void *context, size_t job, struct output *output);

struct job_set {
	const char *name; /* stage name shown to people, such as "pages" */
	size_t count;
	job_fn *run;
	void *context;
	size_t batch; /* jobs taken at a time, 0 = 1 */
};

/* How a build looks to the person waiting: a line per stage on a terminal, nothing otherwise. */
struct progress;

struct jobs {
	int workers;
	struct output *output; /* the release; each worker gets its own view of it */
	struct model *model;
	struct progress *progress;
};

/* Runs every job. The first failure stops the others; its status is returned and output_error tells more. */
enum status jobs_run(struct jobs *jobs, const struct job_set *set);

#endif
