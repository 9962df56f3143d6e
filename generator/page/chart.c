/* chart.c -- bars and columns. */
#include "chart.h"

#include <stdio.h>
#include <string.h>

#include <headwater/utf8.h>

#include "chart_svg.h"

#define ROW_HEIGHT 22
#define LABEL_WIDTH 118 /* of horizontal bars */
#define BAR_WIDTH 140
#define LABEL_UNITS 18 /* half-width characters that fit beside a bar */
#define COLUMN_HEIGHT 80
#define COLUMN_TOP 16

static const struct label frequent_title = {{[LANG_ZH] = "：最常见的值", [LANG_EN] = ": most frequent values"}};
static const struct label classes_title = {{[LANG_ZH] = "：分布", [LANG_EN] = ": distribution"}};

void svg_open(struct buf *out, int height)
{
	buf_printf(out,
		   "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 %d %d\" "
		   "width=\"%d\" height=\"%d\" font-size=\"11\">",
		   CHART_WIDTH, height, CHART_WIDTH, height);
}

void svg_text(struct buf *out, const struct svg_text *text, const char *content)
{
	buf_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\"", text->class, text->x, text->y);
	if (text->anchor)
		buf_printf(out, " text-anchor=\"%s\"", text->anchor);
	buf_byte(out, '>');
	buf_xml(out, content, strlen(content));
	buf_str(out, "</text>");
}

void svg_title(struct buf *out, const char *before, const char *after)
{
	buf_str(out, "<title>");
	buf_xml(out, before, strlen(before));
	buf_xml(out, after, strlen(after));
	buf_str(out, "</title>");
}

static void write_figures(struct buf *out, const struct profile *profile)
{
	buf_str(out, "<desc>");
	for (size_t i = 0; i < profile->bar_count; i++) {
		if (i)
			buf_str(out, "; ");
		buf_xml(out, profile->bars[i].label, strlen(profile->bars[i].label));
		buf_printf(out, ": %zu", profile->bars[i].count);
	}
	buf_str(out, "</desc>");
}

static size_t greatest(const struct profile *profile)
{
	size_t most = 1;
	for (size_t i = 0; i < profile->bar_count; i++)
		if (profile->bars[i].count > most)
			most = profile->bars[i].count;
	return most;
}

/* Bytes of `text` that fit in so many half-width units; Han and other wide characters take two. */
static size_t fitting(const char *text, size_t units)
{
	size_t len = strlen(text), at = 0;
	while (at < len) {
		size_t next = at;
		uint32_t code = utf8_next(text, len, &next);
		size_t width = code >= 0x1100 ? 2 : 1;
		if (width > units)
			break;
		units -= width;
		at = next;
	}
	return at;
}

static void write_bar_label(struct buf *out, const char *label, double y)
{
	size_t len = strlen(label), whole = fitting(label, LABEL_UNITS);
	if (whole < len)
		whole = fitting(label, LABEL_UNITS - 1);
	buf_printf(out, "<text class=\"chart-label\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LABEL_WIDTH - 4, y);
	buf_xml(out, label, whole);
	buf_str(out, whole < len ? "…</text>" : "</text>");
}

static void write_bars(struct buf *out, const struct profile *profile)
{
	double most = (double)greatest(profile);
	for (size_t i = 0; i < profile->bar_count; i++) {
		const struct profile_bar *bar = &profile->bars[i];
		double y = (double)(i * ROW_HEIGHT), width = (double)bar->count * BAR_WIDTH / most;
		char count[24];
		snprintf(count, sizeof count, "%zu", bar->count);
		buf_str(out, "<g>");
		svg_title(out, bar->label, "");
		write_bar_label(out, bar->label, y + 15);
		buf_printf(out, "<rect class=\"chart-bar\" x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
			   LABEL_WIDTH, y + 4, width < 1 ? 1 : width, ROW_HEIGHT - 8);
		svg_text(out, &(struct svg_text){"chart-value", LABEL_WIDTH + width + 4, y + 15, NULL}, count);
		buf_str(out, "</g>");
	}
}

static void write_columns(struct buf *out, const struct profile *profile)
{
	double most = (double)greatest(profile), step = (double)CHART_WIDTH / (double)profile->bar_count;
	double floor_y = COLUMN_TOP + COLUMN_HEIGHT;
	for (size_t i = 0; i < profile->bar_count; i++) {
		const struct profile_bar *bar = &profile->bars[i];
		if (bar->count == 0)
			continue;
		double height = (double)bar->count * COLUMN_HEIGHT / most, x = (double)i * step;
		height = height < 1 ? 1 : height;
		char count[24];
		snprintf(count, sizeof count, "%zu", bar->count);
		buf_str(out, "<g>");
		svg_title(out, bar->label, "");
		buf_printf(out, "<rect class=\"chart-bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
			   x + 1, floor_y - height, step - 2, height);
		svg_text(out, &(struct svg_text){"chart-value", x + step / 2, floor_y - height - 4, "middle"}, count);
		buf_str(out, "</g>");
	}
}

/* The lower edge of the first class and the upper edge of the last. */
static void write_edges(struct buf *out, const struct profile *profile)
{
	const char *first = profile->bars[0].label, *last = profile->bars[profile->bar_count - 1].label;
	const char *dash = strstr(first, " – "), *end_dash = strstr(last, " – ");
	double y = COLUMN_TOP + COLUMN_HEIGHT + 14;
	char lower[128];
	snprintf(lower, sizeof lower, "%.*s", (int)(dash ? dash - first : 0), first);
	svg_text(out, &(struct svg_text){"chart-label", 0, y, NULL}, lower);
	svg_text(out, &(struct svg_text){"chart-label", CHART_WIDTH, y, "end"},
		 end_dash ? end_dash + strlen(" – ") : last);
}

void svg_axis(struct buf *out, double y)
{
	buf_printf(out, "<line class=\"chart-axis\" x1=\"0\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>", y, CHART_WIDTH, y);
}

void chart_profile(const struct profile *profile, const char *title, enum lang lang, struct buf *out)
{
	if (profile->bar_count == 0)
		return;
	bool classes = profile->bars_are_classes;
	svg_open(out, classes ? COLUMN_TOP + COLUMN_HEIGHT + 20 : (int)profile->bar_count * ROW_HEIGHT);
	svg_title(out, title, label_text(classes ? &classes_title : &frequent_title, lang, NULL));
	write_figures(out, profile);
	if (classes) {
		write_columns(out, profile);
		svg_axis(out, COLUMN_TOP + COLUMN_HEIGHT);
		write_edges(out, profile);
	} else {
		write_bars(out, profile);
	}
	buf_str(out, "</svg>");
}
