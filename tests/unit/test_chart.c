/* test_chart.c -- charts are well-formed, escape what they show, and carry neither style nor script. */
#include "tap.h"

#include <libxml/parser.h>

#include <headwater/buf.h>

#include "page/chart.h"

static struct buf svg;

/* Well-formed by an XML parser, and free of what the content security policy forbids. */
static void check_form(void)
{
	xmlDoc *tree = xmlReadMemory(svg.bytes, (int)svg.len, "chart.svg", NULL, XML_PARSE_NONET);
	if (!CHECK(tree != NULL))
		printf("# %s\n", svg.bytes);
	xmlFreeDoc(tree);
	CHECK(!strstr(svg.bytes, "style=") && !strstr(svg.bytes, "<script") && !strstr(svg.bytes, " on"));
	CHECK(strstr(svg.bytes, "role=\"img\"") && strstr(svg.bytes, "<title>") && !strstr(svg.bytes, "nan"));
}

static const char *drawn(const struct profile *profile, const char *title, enum lang lang)
{
	buf_free(&svg);
	buf_init(&svg, BUF_MAX_DEFAULT);
	chart_profile(profile, title, lang, &svg);
	if (svg.len)
		check_form();
	return svg.bytes;
}

static void bars(void)
{
	struct profile_bar some[] = {{"县", 37}, {"很长很长很长很长的一个取值名称", 5}, {"<b>&\"", 0}};
	struct profile profile = {.bars = some, .bar_count = 3};
	const char *got = drawn(&profile, "级别<&", LANG_ZH);
	CHECK(strstr(got, "<title>级别&lt;&amp;：最常见的值</title><desc>县: 37; "));
	CHECK(strstr(got, "viewBox=\"0 0 320 66\""));
	CHECK(strstr(got, "<rect class=\"chart-bar\" x=\"118\" y=\"4.0\" width=\"140.0\" height=\"14\" rx=\"2\"/>"));
	CHECK(strstr(got, ">很长很长很长很长…</text>"));
	CHECK(!strstr(got, "<b>"));
	CHECK(strstr(drawn(&profile, "Level", LANG_EN), "<title>Level: most frequent values</title>"));
	profile.bar_count = 0;
	CHECK_STR(drawn(&profile, "x", LANG_ZH), "");
	buf_free(&svg);
}

static void columns(void)
{
	struct profile_bar some[] = {{"0 – 10", 4}, {"10 – 20", 0}, {"20 – 30", 8}};
	struct profile profile = {.bars = some, .bar_count = 3, .bars_are_classes = true};
	const char *got = drawn(&profile, "人口", LANG_EN);
	CHECK(strstr(got, "<title>人口: distribution</title>"));
	CHECK(strstr(got, "y=\"16.0\" width=\"104.7\" height=\"80.0\"/>"));
	CHECK(strstr(got, ">0</text>") && strstr(got, ">30</text>") && !strstr(got, ">10</text>"));
	buf_free(&svg);
}

/* ---- series ---- */

#define CELL(text)                    \
	{                             \
		text, sizeof text - 1 \
	}

static struct profile keyed = {.row_count = 4, .distinct_count = 4}, plain = {.row_count = 4, .distinct_count = 3};
static struct span cells[] = {CELL("2012"), CELL("30"), CELL("2010"), CELL("10"),
			      CELL("2011"), CELL(""),   CELL("2013"), CELL("15")};
static struct table table = {.column_count = 2, .row_count = 4, .cells = cells};
static struct field fields[] = {
    {.name = "year", .type = FIELD_YEAR, .profile = &keyed},
    {.name = "n", .type = FIELD_INTEGER, .title = {{"产量<", "Output"}}, .column = 1, .profile = &plain}};
static struct resource resource = {.tabular = true, .fields = fields, .field_count = 2, .table = &table};

static const char *drawn_series(const struct field *field, enum lang lang)
{
	buf_free(&svg);
	buf_init(&svg, BUF_MAX_DEFAULT);
	chart_series(&resource, field, lang, &svg);
	if (svg.len)
		check_form();
	return svg.bytes;
}

static void series(void)
{
	const char *got = drawn_series(&fields[1], LANG_ZH);
	CHECK(strstr(got, "<title>产量&lt;，2010–2013：最低 10，最高 30</title>"));
	/* In order of time, from zero, with a gap where 2011 is blank. */
	CHECK(strstr(got, "d=\"M6.0 74.0M211.3 18.0L314.0 60.0\""));
	CHECK(strstr(got, "<title>2012: 30</title>"));
	CHECK(strstr(drawn_series(&fields[1], LANG_EN), "<title>Output, 2010–2013: lowest 10, highest 30</title>"));
	buf_free(&svg);
}

static void no_series(void)
{
	CHECK_STR(drawn_series(&fields[0], LANG_ZH), ""); /* the time itself */
	keyed.distinct_count = 3;                         /* several rows for a year */
	CHECK_STR(drawn_series(&fields[1], LANG_ZH), "");
	keyed.distinct_count = 4;
	fields[1].type = FIELD_STRING;
	CHECK_STR(drawn_series(&fields[1], LANG_ZH), "");
	fields[1].type = FIELD_INTEGER;
	cells[0] = (struct span)CELL("20x2");
	CHECK_STR(drawn_series(&fields[1], LANG_ZH), "");
	cells[0] = (struct span)CELL("2012");
	table.row_count = 2;
	CHECK_STR(drawn_series(&fields[1], LANG_ZH), "");
	table.row_count = 4;
	cells[1] = cells[3] = cells[7]; /* a flat line says nothing */
	CHECK_STR(drawn_series(&fields[1], LANG_ZH), "");
	cells[0] = cells[2] = (struct span)CELL("2012-01");
	cells[4] = (struct span)CELL("2012");
	cells[6] = (struct span)CELL("2012-01-01"); /* one moment in three spellings */
	cells[1] = (struct span)CELL("99");
	CHECK_STR(drawn_series(&fields[1], LANG_ZH), "");
	buf_free(&svg);
}

TAP_MAIN({"bars", bars}, {"columns", columns}, {"series", series}, {"no series", no_series})
