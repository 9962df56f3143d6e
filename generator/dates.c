/* dates.c -- reading and comparing dates. */
#include "dates.h"

static int number_at(const char *text, size_t from, size_t count)
{
	int number = 0;
	for (size_t i = from; i < from + count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

bool date_parse(const char *text, size_t len, struct date *date)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	*date = (struct date){0};
	if ((len != 4 && len != 7 && len != 10) || (date->year = number_at(text, 0, 4)) < 1)
		return false;
	if (len >= 7 && (text[4] != '-' || (date->month = number_at(text, 5, 2)) < 1 || date->month > 12))
		return false;
	if (len < 10)
		return true;
	bool leap = (date->year % 4 == 0 && date->year % 100 != 0) || date->year % 400 == 0;
	int last = days[date->month - 1] + (leap && date->month == 2);
	date->day = text[7] == '-' ? number_at(text, 8, 2) : -1;
	return date->day >= 1 && date->day <= last;
}

int date_compare(const struct date *a, const struct date *b)
{
	if (a->year != b->year)
		return a->year - b->year;
	if (a->month == 0 || b->month == 0 || a->month != b->month)
		return a->month == 0 || b->month == 0 ? 0 : a->month - b->month;
	return a->day == 0 || b->day == 0 ? 0 : a->day - b->day;
}
