/*
 * chart.h -- small charts as inline SVG, for node_splice.
 *
 * A chart is 320 units wide and scales with its place. Colours come from the style sheet by class (chart, chart-bar,
 * chart-line, chart-point, chart-axis, chart-label, chart-value); there is neither a style attribute nor a script in it.
 * It is an image with a <title> to assistive technology, its figures stand in <desc>. Nothing is appended where a chart
 * would say nothing.
 */
#ifndef PAGE_CHART_H
#define PAGE_CHART_H

#include <headwater/buf.h>
#include <headwater/lang.h>

#include "model.h"

/* The bars of a profile: columns for classes, horizontal bars for frequent values. `title` is the field's. */
void chart_profile(const struct profile *profile, const char *title, enum lang lang, struct buf *out);
/*
 * A numeric field over time, where its table has a year or date column whose values are all there and all different,
 * and between 3 and 400 rows.
 */
void chart_series(const struct resource *resource, const struct field *field, enum lang lang, struct buf *out);

#endif
