/* xlsx_number.c -- serial days to the calendar. */
#include "xlsx_number.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define SERIAL_MAX 2958466.0 /* the day after 9999-12-31 */

enum number_kind number_kind_builtin(int format_id)
{
	if ((format_id >= 14 && format_id <= 17) || (format_id >= 27 && format_id <= 31) ||
	    (format_id >= 50 && format_id <= 58))
		return NUMBER_DATE;
	if ((format_id >= 18 && format_id <= 21) || (format_id >= 32 && format_id <= 35) ||
	    (format_id >= 45 && format_id <= 47))
		return NUMBER_TIME;
	return format_id == 22 ? NUMBER_DATETIME : NUMBER_PLAIN;
}

enum number_kind number_kind_code(const char *format_code)
{
	bool day = false, time = false;
	for (const char *c = format_code; *c && *c != ';'; c++) {
		if (*c == '"' || *c == '[') {
			const char *end = strchr(c + 1, *c == '"' ? '"' : ']');
			/* [h], [mm] and [ss] are lengths of time; other brackets are colours and locales */
			time |= *c == '[' && (c[1] == 'h' || c[1] == 'm' || c[1] == 's');
			if (!end)
				break;
			c = end;
		} else if ((*c == '\\' || *c == '_' || *c == '*') && c[1]) {
			c++;
		} else if (strchr("yYdD", *c)) {
			day = true;
		} else if (strchr("hHsS", *c)) {
			time = true;
		} else if (strncmp(c, "General", 7) == 0) {
			c += 6;
		}
	}
	if (day)
		return time ? NUMBER_DATETIME : NUMBER_DATE;
	return time ? NUMBER_TIME : NUMBER_PLAIN;
}

/* Days since 1970-01-01 to the Gregorian calendar (Howard Hinnant's civil_from_days). */
static void civil(long days, int *year, int *month, int *day)
{
	days += 719468;
	long era = (days >= 0 ? days : days - 146096) / 146097;
	long of_era = days - era * 146097;
	long year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long shifted = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static const char *plain_number(double number, struct arena *arena)
{
	if (number == floor(number) && fabs(number) < 1e15)
		return arena_printf(arena, "%.0f", number == 0 ? 0.0 : number);
	return arena_printf(arena, "%.15g", number);
}

const char *number_text(const char *stored, enum number_kind kind, bool from_1904, struct arena *arena)
{
	char *end;
	double number = strtod(stored, &end);
	if (end == stored || *end || !isfinite(number))
		return NULL;
	if (kind == NUMBER_PLAIN)
		return plain_number(number, arena);
	if (number < 0 || number >= SERIAL_MAX)
		return NULL;
	long whole = (long)number;
	long seconds = lround((number - (double)whole) * SECONDS_PER_DAY);
	if (seconds == SECONDS_PER_DAY) {
		whole++;
		seconds = 0;
	}
	int hour = (int)(seconds / 3600), minute = (int)(seconds / 60 % 60), second = (int)(seconds % 60);
	if (kind == NUMBER_TIME && whole == 0)
		return arena_printf(arena, "%02d:%02d:%02d", hour, minute, second);
	/* day 60 of the 1900 count is a 29 February that never was */
	if (!from_1904 && (whole == 0 || whole == 60))
		return NULL;
	int year, month, day;
	civil(from_1904 ? whole - 24107 : whole - 25569 + (whole < 60), &year, &month, &day);
	if (kind == NUMBER_DATE && seconds == 0)
		return arena_printf(arena, "%04d-%02d-%02d", year, month, day);
	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day, hour, minute, second);
}
