/*
 * worker.h -- what passes between a worker process and the main one: facts of the files it put, then how it ended.
 */
#ifndef GENERATOR_WORKER_H
#define GENERATOR_WORKER_H

#include <stddef.h>
#include <stdint.h>

struct file_facts;
struct manifest;
struct output;
struct print;

/* Folder for unfinished files inside the staging folder; gone before the release is published. */
#define STAGING_TEMPORARY ".unfinished"

/* Tells the main process of one file. A main process that is gone ends the worker. */
void worker_report(int fd, const struct file_facts *facts);
/* Tells that a unit begins (NULL: that none is under way). */
void worker_report_unit(int fd, const struct print *print);
/* Makes this process's output a worker's: what it puts is told to `fd`, and kept in a manifest of its own. */
void output_become_worker(struct output *output, int fd, struct manifest *own);
/* For the main process: keeps the message of the worker that failed. */
void output_set_error(struct output *output, const char *error);

#endif
