/* workdays.c -- a sorted list of exceptions, and steps of one day. */
#include <headwater/workdays.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEEK 7
#define THURSDAY 3 /* 1970-01-01, counting from Monday */
#define SATURDAY 5

struct exception {
	int32_t day;
	bool worked;
};

struct workdays {
	struct arena *arena;
	struct exception *items;
	size_t count, capacity;
	int *years;
	size_t year_count, year_capacity;
};

/* Howard Hinnant's days_from_civil: years begin in March, so that the leap day is the last. */
int32_t day_number(int year, int month, int day)
{
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	return (int32_t)era * 146097 + day_of_era - 719468;
}

/* The inverse: civil_from_days. */
static void civil(int32_t day, int *year, int *month, int *of_month)
{
	int32_t z = day + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int of_era = z - era * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;
	*of_month = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

void day_text(int32_t day, char text[16])
{
	int year, month, of_month;
	civil(day, &year, &month, &of_month);
	snprintf(text, 16, "%04d-%02d-%02d", year % 10000, month, of_month);
}

struct workdays *workdays_new(struct arena *arena)
{
	struct workdays *calendar = arena_alloc(arena, sizeof *calendar);
	calendar->arena = arena;
	return calendar;
}

static bool knows_year(const struct workdays *calendar, int year)
{
	for (size_t i = 0; i < calendar->year_count; i++)
		if (calendar->years[i] == year)
			return true;
	return false;
}

/* Where the day is, or belongs. */
static size_t position(const struct workdays *calendar, int32_t day)
{
	size_t from = 0, to = calendar->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (calendar->items[middle].day < day)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

void workdays_note(struct workdays *calendar, int32_t day, bool worked)
{
	int year, month, of_month;
	size_t at = position(calendar, day);
	civil(day, &year, &month, &of_month);
	if (!knows_year(calendar, year))
		*ARENA_PUSH(calendar->arena, calendar->years, calendar->year_count, calendar->year_capacity) = year;
	if (at < calendar->count && calendar->items[at].day == day) {
		calendar->items[at].worked = worked;
		return;
	}
	ARENA_PUSH(calendar->arena, calendar->items, calendar->count, calendar->capacity);
	memmove(&calendar->items[at + 1], &calendar->items[at], (calendar->count - 1 - at) * sizeof *calendar->items);
	calendar->items[at] = (struct exception){day, worked};
}

bool workdays_is_worked(struct workdays *calendar, int32_t day)
{
	size_t at = position(calendar, day);
	if (at < calendar->count && calendar->items[at].day == day)
		return calendar->items[at].worked;
	int weekday = (int)(((day + THURSDAY) % WEEK + WEEK) % WEEK);
	return weekday < SATURDAY;
}

int32_t workdays_after(struct workdays *calendar, int32_t from, int count, bool *provisional)
{
	int32_t day = from;
	*provisional = false;
	while (count > 0) {
		int year, month, of_month;
		day++;
		civil(day, &year, &month, &of_month);
		*provisional |= !knows_year(calendar, year);
		count -= workdays_is_worked(calendar, day);
	}
	return day;
}

int workdays_between(struct workdays *calendar, int32_t from, int32_t to)
{
	int count = 0;
	for (int32_t day = from + 1; day <= to; day++)
		count += workdays_is_worked(calendar, day);
	return count;
}
