/* day.h -- the calendar for archives: a day is midnight UTC, whatever the clock and zone of the builder. */
#ifndef GENERATOR_DAY_H
#define GENERATOR_DAY_H

#include <time.h>

#include "model.h"

/* Seconds since 1970 of the (first) day; a missing date is 1980-01-01, where ZIP's calendar begins. */
time_t day_start(const struct date *date);

#endif
