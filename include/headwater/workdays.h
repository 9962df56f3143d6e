/*
 * workdays.h -- counting working days: Saturday and Sunday off, but for the days a calendar says otherwise of.
 *
 * A day is its number counted from 1970-01-01. The calendar is the editors' (content/vocabularies/calendar.csv: the
 * holidays and worked weekend days the State Council announces for a year). A year it says nothing of is not known yet:
 * only weekends are off in it, and what is counted into it is provisional.
 *
 * The day of receipt is not counted (政府信息公开条例, 第三十三条 and practice; domain.md 11.1).
 */
#ifndef HEADWATER_WORKDAYS_H
#define HEADWATER_WORKDAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>

struct workdays;

/* The number of a day of the Gregorian calendar; year, month and day must be one. */
int32_t day_number(int year, int month, int day);
/* "2026-03-01"; in `text`, which has room for 16 bytes. */
void day_text(int32_t day, char text[16]);

struct workdays *workdays_new(struct arena *arena);
/* Notes that a day is worked or off; the last word counts. Its year is known from then on. */
void workdays_note(struct workdays *calendar, int32_t day, bool worked);
/* Whether a day is worked. */
bool workdays_is_worked(struct workdays *calendar, int32_t day);
/*
 * The day that is `count` (0 or more) working days after `from`, itself not counted. `*provisional`: a day of a year that
 * the calendar does not know was met on the way.
 */
int32_t workdays_after(struct workdays *calendar, int32_t from, int count, bool *provisional);
/* How many working days lie after `from`, up to and with `to`; 0 when `to` is not later. */
int workdays_between(struct workdays *calendar, int32_t from, int32_t to);

#endif
