/*
 * progress.h -- how a long build looks to the person waiting.
 *
 * On a terminal one line is kept up to date: stage, count, rate, time left. Elsewhere nothing is printed. With timings, a
 * line for each stage follows the build, between tabs: stage, seconds, CPU seconds of all processes, steps (0 = not
 * counted), megabytes of the largest process so far.
 */
#ifndef GENERATOR_PROGRESS_H
#define GENERATOR_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <headwater/arena.h>
#include <headwater/lang.h>

struct progress;

struct progress *progress_new(struct arena *arena, enum lang lang, bool wanted);
/* Starts a stage of `total` steps (0 = not known). */
void progress_stage(struct progress *progress, const char *stage, size_t total);
/* Says how many steps are done; draws at most ten times a second. */
void progress_at(struct progress *progress, size_t done);
/* Ends the stage under way and clears the line. */
void progress_end(struct progress *progress);
/* Prints what every stage took. */
void progress_timings(const struct progress *progress, FILE *out);
/* Seconds since progress_new, by the monotonic clock. */
double progress_seconds(const struct progress *progress);

#endif
