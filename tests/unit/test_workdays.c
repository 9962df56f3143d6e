/* Working days: the vectors of the State Council's calendars 2024-2026, and what is not known. */
#include "tap.h"

#include <stdio.h>

#include <headwater/workdays.h>

static int32_t day_of(const char *text)
{
	int year, month, day;
	CHECK_INT(sscanf(text, "%d-%d-%d", &year, &month, &day), 3);
	return day_number(year, month, day);
}

/* Notes the days of a file of the sample portal: code,label,label_en,note,note_en,kind. */
static struct workdays *calendar_of_sample(struct arena *arena)
{
	struct workdays *calendar = workdays_new(arena);
	char line[256];
	FILE *file = fopen("content/vocabularies/calendar.csv", "r");
	CHECK(file != NULL);
	CHECK(file && fgets(line, sizeof line, file));
	while (file && fgets(line, sizeof line, file)) {
		line[10] = '\0';
		workdays_note(calendar, day_of(line), strstr(line + 11, ",work") != NULL);
	}
	if (file)
		fclose(file);
	return calendar;
}

static void numbers(void)
{
	static const char *const days[] = {"1970-01-01", "2000-02-29", "1969-12-31", "2026-11-25", "1900-03-01"};
	char text[16];
	CHECK_INT(day_of("1970-01-01"), 0);
	CHECK_INT(day_of("2000-03-01"), 11017);
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		day_text(day_of(days[i]), text);
		CHECK_STR(text, days[i]);
	}
	for (int32_t day = -800000; day < 800000; day += 1) {
		int year, month, of_month;
		day_text(day, text);
		if (sscanf(text, "%d-%d-%d", &year, &month, &of_month) != 3 ||
		    day_number(year, month, of_month) != day) {
			CHECK_INT(day_number(year, month, of_month), day);
			break;
		}
	}
}

static void vectors(void)
{
	static const struct {
		const char *received;
		const char *due[5]; /* +5 +7 +10 +15 +20 */
	} rows[] = {
	    {"2026-09-18", {"2026-09-24", "2026-09-29", "2026-10-09", "2026-10-15", "2026-10-22"}},
	    {"2026-02-10", {"2026-02-24", "2026-02-26", "2026-03-02", "2026-03-09", "2026-03-16"}},
	    {"2025-09-26", {"2025-10-10", "2025-10-13", "2025-10-16", "2025-10-23", "2025-10-30"}},
	    {"2026-04-30", {"2026-05-11", "2026-05-13", "2026-05-18", "2026-05-25", "2026-06-01"}},
	    {"2024-09-12", {"2024-09-20", "2024-09-24", "2024-09-27", "2024-10-10", "2024-10-16"}},
	};
	static const int counts[5] = {5, 7, 10, 15, 20};
	struct arena *arena = arena_new();
	struct workdays *calendar = calendar_of_sample(arena);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t k = 0; k < 5; k++) {
			char text[16];
			bool provisional = true;
			int32_t from = day_of(rows[i].received);
			int32_t due = workdays_after(calendar, from, counts[k], &provisional);
			day_text(due, text);
			CHECK_STR(text, rows[i].due[k]);
			CHECK(!provisional);
			CHECK_INT(workdays_between(calendar, from, due), counts[k]);
		}
	}
	arena_free(arena);
}

static void unknown_years(void)
{
	struct arena *arena = arena_new();
	struct workdays *calendar = calendar_of_sample(arena);
	bool provisional = false;
	char text[16];
	day_text(workdays_after(calendar, day_of("2026-12-30"), 2, &provisional), text);
	CHECK(provisional);
	CHECK_STR(text, "2027-01-01"); /* only weekends are known of 2027 */
	workdays_note(calendar, day_of("2027-01-01"), false);
	day_text(workdays_after(calendar, day_of("2026-12-30"), 2, &provisional), text);
	CHECK(!provisional);
	CHECK_STR(text, "2027-01-04");
	workdays_note(calendar, day_of("2027-01-02"), true);
	workdays_note(calendar, day_of("2027-01-01"), true);
	day_text(workdays_after(calendar, day_of("2026-12-30"), 2, &provisional), text);
	CHECK_STR(text, "2027-01-01"); /* the last word counts */
	CHECK_INT(workdays_after(calendar, day_of("2026-12-30"), 0, &provisional), day_of("2026-12-30"));
	CHECK(!provisional);
	CHECK_INT(workdays_between(calendar, day_of("2026-12-30"), day_of("2026-12-30")), 0);
	CHECK_INT(workdays_between(calendar, day_of("2026-12-30"), day_of("2026-12-01")), 0);
	arena_free(arena);
}

TAP_MAIN({"days and their numbers", numbers}, {"the vectors of domain.md 11.3", vectors},
	 {"a year that is not known", unknown_years})
