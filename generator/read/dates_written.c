/* dates_written.c -- one walk along pattern and text. */
#include "dates_written.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../dates.h"

#define CHINA_OFFSET_S (8 * 60 * 60)

static const struct part {
	const char *mark;
	int least, most; /* digits */
	int max;
	const char *example; /* NULL: of the time of the day */
} PARTS[] = {{"YYYY", 4, 4, 9999, "2026"}, {"MM", 2, 2, 12, "03"},      {"DD", 2, 2, 31, "05"}, {"hh", 2, 2, 24, NULL},
	     {"mm", 2, 2, 59, NULL},       {"ss", 2, 2, 60, NULL},      {"M", 1, 2, 12, "3"},   {"D", 1, 2, 31, "5"},
	     {"h", 1, 2, 24, NULL},        {"f", 1, 9, 999999999, NULL}};

static const struct part *part_at(const char *pattern)
{
	for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
		if (strncmp(pattern, PARTS[i].mark, strlen(PARTS[i].mark)) == 0)
			return &PARTS[i];
	return NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The number, or -1; moves `*at`. */
static int read_part(const struct part *part, const char **at)
{
	int number = 0, digits = 0;
	while (digits < part->most && is_digit(**at)) {
		number = number * 10 + (*(*at)++ - '0');
		digits++;
	}
	return digits >= part->least && number <= part->max ? number : -1;
}

static void put_part(const struct part *part, int number, struct date *date)
{
	if (part->mark[0] == 'Y')
		date->year = number;
	else if (part->mark[0] == 'M')
		date->month = number;
	else if (part->mark[0] == 'D')
		date->day = number;
}

/* Reads the text after the pattern; with `text` NULL only looks which parts the pattern has. */
static bool walk(const char *text, const char *pattern, struct date *date)
{
	while (*pattern) {
		const struct part *part = part_at(pattern);
		if (part) {
			int number = text ? read_part(part, &text) : 1;
			if (number < 0)
				return false;
			put_part(part, number, date);
			pattern += strlen(part->mark);
		} else if (is_blank(*pattern)) {
			if (text && !is_blank(*text))
				return false;
			while (text && is_blank(*text))
				text++;
			pattern++;
		} else if (text && *text++ != *pattern) {
			return false;
		} else {
			pattern++;
		}
	}
	return !text || *text == '\0';
}

static bool from_epoch(const char *text, int64_t divisor, struct date *date)
{
	char *end;
	errno = 0;
	long long count = is_digit(text[0]) ? strtoll(text, &end, 10) : -1;
	if (count < 0 || errno != 0 || *end != '\0' || count / divisor > 253402300799LL - CHINA_OFFSET_S)
		return false;
	time_t moment = (time_t)(count / divisor) + CHINA_OFFSET_S;
	struct tm day;
	gmtime_r(&moment, &day);
	*date = (struct date){.year = day.tm_year + 1900, .month = day.tm_mon + 1, .day = day.tm_mday};
	return true;
}

bool date_pattern_ok(const char *pattern)
{
	struct date date = {0};
	return strcmp(pattern, "epoch-s") == 0 || strcmp(pattern, "epoch-ms") == 0 ||
	       (walk(NULL, pattern, &date) && date.year && date.month && date.day);
}

const char *date_pattern_example(const char *pattern, struct arena *arena)
{
	const char *text = "";
	if (strncmp(pattern, "epoch", 5) == 0)
		return NULL;
	for (const struct part *part; *pattern; pattern += part ? strlen(part->mark) : 1) {
		part = part_at(pattern);
		if (part && !part->example)
			return NULL;
		text = part ? arena_printf(arena, "%s%s", text, part->example)
			    : arena_printf(arena, "%s%c", text, *pattern);
	}
	return text;
}

bool date_written(const char *text, const char *pattern, struct arena *arena, struct date *date)
{
	*date = (struct date){0};
	bool read = strcmp(pattern, "epoch-s") == 0    ? from_epoch(text, 1, date)
		    : strcmp(pattern, "epoch-ms") == 0 ? from_epoch(text, 1000, date)
						       : walk(text, pattern, date);
	if (!read)
		return false;
	const char *iso = arena_printf(arena, "%04d-%02d-%02d", date->year, date->month, date->day);
	if (!date_parse(iso, strlen(iso), date) || date->day == 0)
		return false;
	date->text = iso;
	return true;
}
