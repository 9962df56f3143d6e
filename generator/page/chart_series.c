/* chart_series.c -- a line over time. */
#include "chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/chart.h>

#define ROWS_MIN 3
#define ROWS_MAX 400
#define DOTS_MAX 40 /* points that still stand apart */
#define PLOT_TOP 18
#define PLOT_HEIGHT 84
#define PLOT_SIDE 6
#define TEXT_MAX_BYTES 48

struct point {
	double when, value;
	struct span time, text;
	bool known;
};

struct series {
	struct point points[ROWS_MAX];
	size_t count;
	const struct point *least, *most;
	double low, high; /* of the value axis */
};

static bool read_number(struct span text, double *number)
{
	char digits[TEXT_MAX_BYTES];
	if (text.len == 0 || text.len >= sizeof digits)
		return false;
	memcpy(digits, text.ptr, text.len);
	digits[text.len] = '\0';
	char *end = NULL;
	*number = strtod(digits, &end);
	return *end == '\0' && isfinite(*number);
}

/* Months since year 0, with a fraction for the day: close enough to draw. */
static bool read_time(struct span text, double *when)
{
	char digits[TEXT_MAX_BYTES];
	if (text.len < 4 || text.len > 10)
		return false;
	memcpy(digits, text.ptr, text.len);
	digits[text.len] = '\0';
	char *end = NULL;
	long year = strtol(digits, &end, 10), month = 1, day = 1;
	if (*end == '-')
		month = strtol(end + 1, &end, 10);
	if (*end == '-')
		day = strtol(end + 1, &end, 10);
	*when = (double)year * 12 + (double)(month - 1) + (double)(day - 1) / 31;
	return *end == '\0' && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static const struct field *find_time(const struct resource *resource)
{
	for (size_t i = 0; i < resource->field_count; i++) {
		const struct field *field = &resource->fields[i];
		const struct profile *profile = field->profile;
		if ((field->type == FIELD_YEAR || field->type == FIELD_DATE) && field->column >= 0 && profile &&
		    profile->blank_count == 0 && profile->distinct_count == profile->row_count)
			return field;
	}
	return NULL;
}

static int by_time(const void *a, const void *b)
{
	const struct point *x = a, *y = b;
	return (x->when > y->when) - (x->when < y->when);
}

/* False when some time cannot be read or there are too few values. */
static bool gather(const struct table *table, const struct field *time, const struct field *field,
		   struct series *series)
{
	size_t known = 0;
	for (size_t row = 0; row < table->row_count; row++) {
		struct point *point = &series->points[series->count++];
		const struct span *cells = &table->cells[row * table->column_count];
		point->time = cells[time->column];
		point->text = cells[field->column];
		point->known = read_number(point->text, &point->value);
		known += point->known;
		if (!read_time(point->time, &point->when))
			return false;
	}
	qsort(series->points, series->count, sizeof *series->points, by_time);
	for (size_t i = 0; i < series->count; i++) {
		const struct point *point = &series->points[i];
		if (point->known && (!series->least || point->value < series->least->value))
			series->least = point;
		if (point->known && (!series->most || point->value > series->most->value))
			series->most = point;
	}
	bool flat = series->points[0].when == series->points[series->count - 1].when;
	if (flat || known < ROWS_MIN || series->least->value == series->most->value)
		return false;
	series->low = series->least->value;
	series->high = series->most->value;
	if (series->low > 0 && series->low < series->high / 2)
		series->low = 0; /* near enough to show the true proportion */
	return true;
}

static double x_of(const struct series *series, size_t index)
{
	double first = series->points[0].when, last = series->points[series->count - 1].when;
	return PLOT_SIDE + (series->points[index].when - first) / (last - first) * (CHART_WIDTH - 2 * PLOT_SIDE);
}

static double y_of(const struct series *series, size_t index)
{
	return PLOT_TOP + (series->high - series->points[index].value) / (series->high - series->low) * PLOT_HEIGHT;
}

/* A stretch without gaps is one line; a blank value leaves a gap. */
static void write_line(struct buf *out, const struct series *series)
{
	bool drawing = false;
	buf_str(out, "<path class=\"chart-line\" fill=\"none\" d=\"");
	for (size_t i = 0; i < series->count; i++) {
		if (series->points[i].known)
			buf_printf(out, "%c%.1f %.1f", drawing ? 'L' : 'M', x_of(series, i), y_of(series, i));
		drawing = series->points[i].known;
	}
	buf_str(out, "\"/>");
	for (size_t i = 0; i < series->count; i++) {
		if (!series->points[i].known || series->count > DOTS_MAX)
			continue;
		buf_printf(out, "<circle class=\"chart-point\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"><title>",
			   x_of(series, i), y_of(series, i));
		buf_xml(out, series->points[i].time.ptr, series->points[i].time.len);
		buf_str(out, ": ");
		buf_xml(out, series->points[i].text.ptr, series->points[i].text.len);
		buf_str(out, "</title></circle>");
	}
}

static void write_span(struct buf *out, const struct svg_text *place, struct span span)
{
	char text[TEXT_MAX_BYTES];
	snprintf(text, sizeof text, "%.*s", SPAN_FMT(span));
	svg_text(out, place, text);
}

/* The title says what, over what time, between which values. */
static void write_title(struct buf *out, const struct series *series, const struct field *field, enum lang lang)
{
	struct span first = series->points[0].time, last = series->points[series->count - 1].time;
	const char *title = label_text(&field->title, lang, NULL);
	buf_str(out, "<title>");
	buf_xml(out, title, strlen(title));
	buf_str(out, lang == LANG_ZH ? "，" : ", ");
	buf_xml(out, first.ptr, first.len);
	buf_str(out, "–");
	buf_xml(out, last.ptr, last.len);
	buf_str(out, lang == LANG_ZH ? "：最低 " : ": lowest ");
	buf_xml(out, series->least->text.ptr, series->least->text.len);
	buf_str(out, lang == LANG_ZH ? "，最高 " : ", highest ");
	buf_xml(out, series->most->text.ptr, series->most->text.len);
	buf_str(out, "</title>");
}

void chart_series(const struct resource *resource, const struct field *field, enum lang lang, struct buf *out)
{
	const struct table *table = resource->table;
	bool numeric = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
	if (!table || table->row_count < ROWS_MIN || table->row_count > ROWS_MAX || !numeric || field->column < 0 ||
	    !field->profile || field->unique)
		return;
	const struct field *time = find_time(resource);
	struct series series = {.count = 0};
	if (!time || !gather(table, time, field, &series))
		return;
	double floor_y = PLOT_TOP + PLOT_HEIGHT;
	svg_open(out, PLOT_TOP + PLOT_HEIGHT + 22);
	write_title(out, &series, field, lang);
	svg_axis(out, floor_y);
	write_line(out, &series);
	write_span(out, &(struct svg_text){"chart-value", 0, 10, NULL}, series.most->text);
	write_span(out, &(struct svg_text){"chart-label", 0, floor_y + 16, NULL}, series.points[0].time);
	write_span(out, &(struct svg_text){"chart-label", CHART_WIDTH, floor_y + 16, "end"},
		   series.points[series.count - 1].time);
	svg_close(out);
}
