/*
 * worker.h -- what passes between a worker process and the main one: facts of the files it put, then how it ended.
 */
#ifndef GENERATOR_WORKER_H
#define GENERATOR_WORKER_H

#include <stdint.h>

struct output;

/* Folder for unfinished files inside the staging folder; gone before the release is published. */
#define STAGING_TEMPORARY ".unfinished"

/* Tells the main process of one file. A main process that is gone ends the worker. */
void worker_report(int fd, const char *path, uint64_t size_bytes, const char *sha256);
/* Makes this process's output a worker's: what it puts is told to `fd`. */
void output_become_worker(struct output *output, int fd);
/* For the main process: keeps the message of the worker that failed. */
void output_set_error(struct output *output, const char *error);

#endif
