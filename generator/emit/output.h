/* output.h -- the inside of `struct output`, shared by emit's files and by nobody else. */
#ifndef GENERATOR_EMIT_OUTPUT_H
#define GENERATOR_EMIT_OUTPUT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "../manifest.h"
#include "../output.h"
#include "made.h"

struct output {
	const char *staging_dir;  /* absolute; holds what is put anew */
	const char *previous_dir; /* the published release */
	const char *cache_dir;
	const char *work_dir;        /* in the staging folder, for what is not finished */
	int staging_fd, previous_fd; /* previous_fd is -1 when there is none */
	struct made *previous;       /* what the published release was made of; NULL: everything is made anew */
	bool plain;                  /* no compressed siblings */
	struct manifest *manifest;   /* model->manifest; in a worker, one of the job above it */
	uint32_t unit;               /* of what is put now, */
	struct print print;          /* what that is made of, */
	bool unit_begun;             /* and whether it has a file yet */
	char last_dir[PATH_MAX];     /* the folder made last: most files go where the one before went */
	unsigned temporary_count;
	int report_fd; /* where a worker tells of what it put; -1 in the main process */
	char error[PATH_MAX + 256];
};

/* Makes every folder above `path` below `fd`; `last_dir` remembers the last one. False: errno says why. */
bool output_make_dirs(int fd, char last_dir[PATH_MAX], const char *path);

#endif
