/* value_type.c -- one small recogniser for each type. */
#include "value_type.h"

#include <string.h>

#include "../dates.h"

static size_t digits(struct span value, size_t from)
{
	size_t at = from;
	while (at < value.len && value.ptr[at] >= '0' && value.ptr[at] <= '9')
		at++;
	return at - from;
}

/* Length of "-"? (0 | [1-9][0-9]*), or 0. */
static size_t whole_part(struct span value)
{
	size_t sign = value.len > 0 && value.ptr[0] == '-';
	size_t count = digits(value, sign);
	return count == 0 || (count > 1 && value.ptr[sign] == '0') ? 0 : sign + count;
}

static bool is_integer(struct span value)
{
	size_t whole = whole_part(value);
	return whole > 0 && whole == value.len;
}

static bool is_number(struct span value)
{
	size_t at = whole_part(value);
	if (at == 0)
		return false;
	if (at < value.len && value.ptr[at] == '.') {
		size_t count = digits(value, at + 1);
		if (count == 0)
			return false;
		at += 1 + count;
	}
	if (at < value.len && (value.ptr[at] == 'e' || value.ptr[at] == 'E')) {
		at++;
		at += at < value.len && (value.ptr[at] == '+' || value.ptr[at] == '-');
		size_t count = digits(value, at);
		if (count == 0)
			return false;
		at += count;
	}
	return at == value.len;
}

static bool is_boolean(struct span value)
{
	return span_is(value, "true") || span_is(value, "false");
}

static bool is_date(struct span value)
{
	struct date date;
	return value.len == 10 && date_parse(value.ptr, value.len, &date);
}

static bool two_digits(struct span value, size_t at, int most)
{
	return at + 2 <= value.len && digits((struct span){value.ptr, at + 2}, at) == 2 &&
	       (value.ptr[at] - '0') * 10 + (value.ptr[at + 1] - '0') <= most;
}

/* Length of HH:MM[:SS[.fraction]], or 0. */
static size_t clock_length(struct span value)
{
	if (!two_digits(value, 0, 23) || value.len < 5 || value.ptr[2] != ':' || !two_digits(value, 3, 59))
		return 0;
	if (value.len < 8 || value.ptr[5] != ':')
		return 5;
	if (!two_digits(value, 6, 59))
		return 0;
	size_t fraction = value.len > 9 && value.ptr[8] == '.' ? digits(value, 9) : 0;
	return fraction ? 9 + fraction : 8;
}

static bool is_time(struct span value)
{
	size_t length = clock_length(value);
	return length > 0 && length == value.len;
}

static bool is_datetime(struct span value)
{
	if (value.len < 16 || (value.ptr[10] != 'T' && value.ptr[10] != ' ') || !is_date((struct span){value.ptr, 10}))
		return false;
	struct span clock = {value.ptr + 11, value.len - 11};
	size_t length = clock_length(clock);
	if (length == 0)
		return false;
	struct span zone = {clock.ptr + length, clock.len - length};
	if (zone.len == 0 || span_is(zone, "Z"))
		return true;
	return zone.len == 6 && (zone.ptr[0] == '+' || zone.ptr[0] == '-') && two_digits(zone, 1, 14) &&
	       zone.ptr[3] == ':' && two_digits(zone, 4, 59);
}

static bool is_year(struct span value)
{
	return value.len == 4 && digits(value, 0) == 4;
}

bool value_fits(enum field_type type, struct span value)
{
	static bool (*const tests[FIELD__MAX])(struct span) = {
	    [FIELD_INTEGER] = is_integer, [FIELD_NUMBER] = is_number,     [FIELD_BOOLEAN] = is_boolean,
	    [FIELD_DATE] = is_date,       [FIELD_DATETIME] = is_datetime, [FIELD_TIME] = is_time,
	    [FIELD_YEAR] = is_year,
	};
	return !tests[type] || tests[type](value);
}
