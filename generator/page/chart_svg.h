/* chart_svg.h -- the strokes that charts share, for chart*.c only. */
#ifndef PAGE_CHART_SVG_H
#define PAGE_CHART_SVG_H

#include <headwater/buf.h>

#define CHART_WIDTH 320

struct svg_text {
	const char *class; /* a literal */
	double x, y;
	const char *anchor; /* "end", "middle" or NULL */
};

void svg_open(struct buf *out, int height);
void svg_title(struct buf *out, const char *before, const char *after);
void svg_text(struct buf *out, const struct svg_text *text, const char *content);
void svg_axis(struct buf *out, double y);

#endif
