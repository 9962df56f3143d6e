/*
 * dates_written.h -- dates as a source writes them, by a pattern its mapping names.
 *
 * In a pattern YYYY stands for a year, MM DD hh mm ss for two digits, M D h for one or two, f for one to nine (a
 * fraction of a second), a blank for any white space; all else stands for itself. "epoch-s" and "epoch-ms" count from
 * 1970 and mean the day in China (UTC+8). The time of the day is checked and dropped.
 */
#ifndef READ_DATES_WRITTEN_H
#define READ_DATES_WRITTEN_H

#include <stdbool.h>

#include <headwater/arena.h>

#include "../model.h"

/* Whether the pattern gives a whole day. */
bool date_pattern_ok(const char *pattern);
/* A day written so, for those who do not read patterns: "2026-3-5"; NULL for a pattern with the time of the day. */
const char *date_pattern_example(const char *pattern, struct arena *arena);
/* False when `text` is not written so, or is no day of the calendar; else `date` with its ISO text in `arena`. */
bool date_written(const char *text, const char *pattern, struct arena *arena, struct date *date);

#endif
