/* output.h -- the inside of `struct output`, shared by emit's two files and by nobody else. */
#ifndef GENERATOR_EMIT_OUTPUT_H
#define GENERATOR_EMIT_OUTPUT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "../manifest.h"
#include "../output.h"

struct output {
	const char *staging_dir;  /* absolute */
	const char *previous_dir; /* the published release */
	const char *cache_dir;
	int staging_fd, previous_fd; /* previous_fd is -1 when there is none */
	struct manifest *manifest;   /* model->manifest; in a worker, its own copy of it */
	bool same_recipe;            /* the release before was compressed as this one is: its siblings may be kept */
	size_t *linked_count;        /* shared by all workers */
	char last_dir[PATH_MAX];     /* the folder made last: most files go where the one before went */
	unsigned temporary_count;
	int report_fd; /* where a worker tells of what it put; -1 in the main process */
	char error[PATH_MAX + 256];
};

#endif
