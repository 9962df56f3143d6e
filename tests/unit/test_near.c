/* Near names, and dates. */
#include "tap.h"

#include "dates.h"
#include "near.h"

static const char *near_of(const char *word)
{
	static const char *const names[] = {"title", "title_en", "category", "update_cycle", "themes", "id"};
	return near_name(word, names, sizeof names / sizeof names[0]);
}

static void near_names(void)
{
	CHECK_STR(near_of("tilte"), "title");
	CHECK_STR(near_of("Title"), "title");
	CHECK_STR(near_of("update-cycle"), "update_cycle");
	CHECK_STR(near_of("theme"), "themes");
	CHECK_STR(near_of("categorie"), "category");
	CHECK_STR(near_of("colour"), NULL);
	CHECK_STR(near_of("titleandmuchmore"), NULL);
	CHECK_STR(near_of("x"), NULL);
	CHECK_STR(near_of(""), NULL);
	CHECK_STR(near_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), NULL);
}

static struct date date_of(const char *text)
{
	struct date date;
	CHECK(date_parse(text, strlen(text), &date));
	return date;
}

static void dates(void)
{
	static const char *const bad[] = {"",     "2026-",    "2026-00",    "2026-13",    "2026-02-30", "2026-2-1",
					  "0000", "20260101", "2026/01/01", "2026-01-00", "2100-02-29", "２０２６"};
	struct date date;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (!CHECK(!date_parse(bad[i], strlen(bad[i]), &date)))
			printf("# %s\n", bad[i]);
	struct date year = date_of("2013"), month = date_of("2013-05"), day = date_of("2013-05-02");
	struct date later = date_of("2013-06-01"), leap = date_of("2000-02-29");
	CHECK(date_compare(&year, &month) == 0);
	CHECK(date_compare(&month, &day) == 0);
	CHECK(date_compare(&day, &later) < 0);
	CHECK(date_compare(&later, &leap) > 0);
}

TAP_MAIN({"near names", near_names}, {"dates", dates})
