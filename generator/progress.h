/*
 * progress.h -- how a long build looks to the person waiting.
 *
 * On a terminal one line is kept up to date: stage, count, rate, time left. Elsewhere nothing is printed.
 */
#ifndef GENERATOR_PROGRESS_H
#define GENERATOR_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/lang.h>

struct progress;

struct progress *progress_new(struct arena *arena, enum lang lang, bool wanted);
/* Starts a stage of `total` steps (0 = not known). */
void progress_stage(struct progress *progress, const char *stage, size_t total);
/* Says how many steps are done; draws at most ten times a second. */
void progress_at(struct progress *progress, size_t done);
/* Clears the line. */
void progress_end(struct progress *progress);
/* Seconds since progress_new, by the monotonic clock. */
double progress_seconds(const struct progress *progress);

#endif
