/* chart.c -- see chart.h. */
#include <string.h>

#include <headwater/chart.h>
#include <headwater/utf8.h>

#define ROW_HEIGHT 22
#define LABEL_WIDTH 118 /* of horizontal bars */
#define BAR_WIDTH 140
#define LABEL_UNITS 18 /* half-width characters that fit beside a bar */
#define COLUMN_HEIGHT 80
#define COLUMN_TOP 16

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

static void write_figures(struct buf *out, const struct chart *chart)
{
	buf_str(out, "<desc>");
	for (size_t i = 0; i < chart->count; i++) {
		if (i)
			buf_str(out, "; ");
		buf_xml(out, chart->bars[i].label, strlen(chart->bars[i].label));
		buf_str(out, ": ");
		buf_xml(out, chart->bars[i].text, strlen(chart->bars[i].text));
	}
	buf_str(out, "</desc>");
}

static double greatest(const struct chart *chart)
{
	double most = 0;
	for (size_t i = 0; i < chart->count; i++)
		if (chart->bars[i].value > most)
			most = chart->bars[i].value;
	return most > 0 ? most : 1;
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

static void write_bars(struct buf *out, const struct chart *chart)
{
	double most = greatest(chart);
	for (size_t i = 0; i < chart->count; i++) {
		const struct chart_bar *bar = &chart->bars[i];
		double y = (double)(i * ROW_HEIGHT), width = bar->value * BAR_WIDTH / most;
		buf_str(out, "<g>");
		svg_title(out, bar->label, "");
		write_bar_label(out, bar->label, y + 15);
		buf_printf(out, "<rect class=\"chart-bar\" x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
			   LABEL_WIDTH, y + 4, width < 1 ? 1 : width, ROW_HEIGHT - 8);
		svg_text(out, &(struct svg_text){"chart-value", LABEL_WIDTH + width + 4, y + 15, NULL}, bar->text);
		buf_str(out, "</g>");
	}
}

static void write_columns(struct buf *out, const struct chart *chart)
{
	double most = greatest(chart), step = (double)CHART_WIDTH / (double)chart->count;
	double floor_y = COLUMN_TOP + COLUMN_HEIGHT;
	for (size_t i = 0; i < chart->count; i++) {
		const struct chart_bar *bar = &chart->bars[i];
		if (bar->value <= 0)
			continue;
		double height = bar->value * COLUMN_HEIGHT / most, x = (double)i * step;
		height = height < 1 ? 1 : height;
		buf_str(out, "<g>");
		svg_title(out, bar->label, "");
		buf_printf(out, "<rect class=\"chart-bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
			   x + 1, floor_y - height, step - 2, height);
		svg_text(out, &(struct svg_text){"chart-value", x + step / 2, floor_y - height - 4, "middle"},
			 bar->text);
		buf_str(out, "</g>");
	}
}

void svg_axis(struct buf *out, double y)
{
	buf_printf(out, "<line class=\"chart-axis\" x1=\"0\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>", y, CHART_WIDTH, y);
}

void svg_close(struct buf *out)
{
	buf_str(out, "</svg>");
}

void chart_bars(const struct chart *chart, struct buf *out)
{
	if (chart->count == 0)
		return;
	svg_open(out, (int)chart->count * ROW_HEIGHT);
	svg_title(out, chart->title, chart->title_after);
	write_figures(out, chart);
	write_bars(out, chart);
	svg_close(out);
}

void chart_columns(const struct chart *chart, struct buf *out)
{
	double y = COLUMN_TOP + COLUMN_HEIGHT + 14;
	if (chart->count == 0)
		return;
	svg_open(out, COLUMN_TOP + COLUMN_HEIGHT + 20);
	svg_title(out, chart->title, chart->title_after);
	write_figures(out, chart);
	write_columns(out, chart);
	svg_axis(out, COLUMN_TOP + COLUMN_HEIGHT);
	svg_text(out, &(struct svg_text){"chart-label", 0, y, NULL}, chart->first);
	svg_text(out, &(struct svg_text){"chart-label", CHART_WIDTH, y, "end"}, chart->last);
	svg_close(out);
}
