/*
 * chart.h -- small charts as inline SVG, for node_splice: bars, columns, and the strokes they are made of.
 *
 * A chart is CHART_WIDTH units wide and scales with its place. Colours come from the style sheet by class (chart,
 * chart-bar, chart-line, chart-point, chart-axis, chart-label, chart-value); there is neither a style attribute nor a
 * script in it. It is an image with a <title> to assistive technology, its figures stand in <desc>.
 */
#ifndef HEADWATER_CHART_H
#define HEADWATER_CHART_H

#include <stddef.h>

#include <headwater/buf.h>

#define CHART_WIDTH 320

struct chart_bar {
	const char *label, *text; /* text: the value as people read it */
	double value;             /* not below 0 */
};

struct chart {
	const char *title, *title_after; /* one after the other */
	const struct chart_bar *bars;
	size_t count;
	const char *first, *last; /* below the ends of a row of columns */
};

/* Horizontal bars with their labels. Nothing is appended where there is nothing to show. */
void chart_bars(const struct chart *chart, struct buf *out);
/* Columns over an axis: for values in an order of their own. */
void chart_columns(const struct chart *chart, struct buf *out);

struct svg_text {
	const char *class; /* a literal */
	double x, y;
	const char *anchor; /* "end", "middle" or NULL */
};

void svg_open(struct buf *out, int height);
void svg_close(struct buf *out);
void svg_title(struct buf *out, const char *before, const char *after);
void svg_text(struct buf *out, const struct svg_text *text, const char *content);
void svg_axis(struct buf *out, double y);

#endif
