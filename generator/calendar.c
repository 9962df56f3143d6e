/* calendar.c -- rows of a code list to days. */
#include "calendar.h"

#include <string.h>

#include "dates.h"

bool calendar_day(const struct term *term, int32_t *day, bool *worked)
{
	const char *kind = term_extra(term, "kind");
	struct date date;
	if (!kind || !date_parse(term->code, strlen(term->code), &date) || date.day == 0)
		return false;
	*worked = strcmp(kind, "work") == 0;
	*day = calendar_number(&date);
	return *worked || strcmp(kind, "off") == 0;
}

int32_t calendar_number(const struct date *date)
{
	return day_number(date->year, date->month, date->day);
}

struct workdays *calendar_of(const struct model *model, struct arena *arena)
{
	struct workdays *calendar = workdays_new(arena);
	const struct vocabulary *days = model_vocabulary(model, CALENDAR);
	for (size_t i = 0; days && i < days->count; i++) {
		int32_t day;
		bool worked;
		if (calendar_day(&days->terms[i], &day, &worked))
			workdays_note(calendar, day, worked);
	}
	return calendar;
}
