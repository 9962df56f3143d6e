#include "day.h"

/* Days since 1970-01-01 of a civil date: years begin in March, so that the leap day comes last. */
static long days_of(int year, int month, int day)
{
	long y = month <= 2 ? year - 1L : year;
	long era = y / 400;
	long of_era = y - era * 400;
	long of_year = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

time_t day_start(const struct date *date)
{
	if (date->year < 1980)
		return (time_t)days_of(1980, 1, 1) * 86400;
	return (time_t)days_of(date->year, date->month ? date->month : 1, date->day ? date->day : 1) * 86400;
}
