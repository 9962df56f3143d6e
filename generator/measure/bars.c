/* bars.c -- which bars tell most about a column. */
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>

#define FREQUENT_MAX 8
#define CLASS_MAX 10
#define CLASSES_FROM 13 /* distinct numbers */
#define LABEL_MAX_BYTES 128

/* ---- classes ---- */

/* Equal classes [origin + i*width, origin + (i+1)*width) whose edges are round numbers. */
struct classes {
	double width;
	double first; /* origin / width, a whole number */
	size_t count;
	int decimals; /* that an edge needs */
	bool grouped; /* 1,000 rather than 1000 */
};

/* 1, 2, 2.5 and 5 times a power of ten, in tenths. */
static const int round_tenths[] = {10, 20, 25, 50};

/* Power of ten as a double, exactly rounded. */
static double power_of_ten(int exponent)
{
	char digits[16];
	snprintf(digits, sizeof digits, "1e%d", exponent);
	return strtod(digits, NULL);
}

/* Which multiple of `width` a number has reached; one that should be whole is, whatever binary fractions make of it. */
static double class_at(double number, double width)
{
	double quotient = number / width, nearest = round(quotient);
	return fabs(quotient - nearest) <= 1e-9 * fmax(1, fabs(nearest)) ? nearest : floor(quotient);
}

/* The narrowest round classes, at most ten, from min to max; whole numbers get whole edges. */
static bool find_classes(double min, double max, bool whole, struct classes *classes)
{
	if (!(max > min))
		return false;
	double magnitude = floor(log10((max - min) / CLASS_MAX));
	if (!isfinite(magnitude)) /* too far apart for a double, or too near */
		return false;
	int exponent = (int)magnitude - 1;
	for (int tries = 0; tries < 16; tries++) {
		int tenths = round_tenths[tries % 4], power = exponent + tries / 4;
		bool half = tenths == 25;
		if (whole && (power < 0 || (half && power < 1)))
			continue;
		double width = (double)tenths * power_of_ten(power) / 10;
		double first = class_at(min, width), last = class_at(max, width);
		if (!isfinite(width) || width <= 0 || last - first + 1 > CLASS_MAX || fabs(first) > 1e9)
			continue;
		int decimals = half ? 1 - power : -power;
		*classes =
		    (struct classes){width, first, (size_t)(last - first) + 1, decimals > 0 ? decimals : 0, false};
		return true;
	}
	return false;
}

static void write_number(struct buf *out, double number, const struct classes *classes)
{
	char digits[LABEL_MAX_BYTES];
	int len = snprintf(digits, sizeof digits, "%.*f", classes->decimals, fabs(number));
	if (len < 0 || (size_t)len >= sizeof digits)
		return;
	if (number < 0)
		buf_str(out, "−");
	size_t whole = strcspn(digits, ".");
	for (size_t i = 0; digits[i]; i++) {
		if (classes->grouped && i > 0 && i < whole && (whole - i) % 3 == 0)
			buf_byte(out, ',');
		buf_byte(out, digits[i]);
	}
}

static const char *class_label(const struct classes *classes, size_t index, struct arena *arena)
{
	struct buf label;
	buf_init(&label, LABEL_MAX_BYTES * 2);
	write_number(&label, (classes->first + (double)index) * classes->width, classes);
	buf_str(&label, " – ");
	write_number(&label, (classes->first + (double)index + 1) * classes->width, classes);
	const char *copy = arena_copy(arena, label.bytes, label.len);
	buf_free(&label);
	return copy;
}

static bool fill_classes(struct profile *profile, const struct field *field, const struct value *values, size_t count,
			 struct arena *arena)
{
	double min = INFINITY, max = -INFINITY;
	for (size_t i = 0; i < count; i++) {
		if (!values[i].is_number)
			return false;
		min = fmin(min, values[i].number);
		max = fmax(max, values[i].number);
	}
	struct classes classes;
	if (!find_classes(min, max, field->type != FIELD_NUMBER, &classes))
		return false;
	classes.grouped = field->type != FIELD_YEAR;
	profile->bars = arena_array(arena, classes.count, sizeof *profile->bars);
	profile->bar_count = classes.count;
	profile->bars_are_classes = true;
	for (size_t i = 0; i < classes.count; i++)
		profile->bars[i].label = class_label(&classes, i, arena);
	for (size_t i = 0; i < count; i++)
		profile->bars[(size_t)(class_at(values[i].number, classes.width) - classes.first)].count +=
		    values[i].count;
	return true;
}

/* ---- frequent values ---- */

static int by_frequency(const void *a, const void *b)
{
	const struct value *x = a, *y = b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	size_t len = x->text.len < y->text.len ? x->text.len : y->text.len;
	int order = memcmp(x->text.ptr, y->text.ptr, len);
	return order ? order : (x->text.len > y->text.len) - (x->text.len < y->text.len);
}

static void fill_frequent(struct profile *profile, struct value *values, size_t count, struct arena *arena)
{
	qsort(values, count, sizeof *values, by_frequency);
	profile->bar_count = count < FREQUENT_MAX ? count : FREQUENT_MAX;
	profile->bars = arena_array(arena, profile->bar_count, sizeof *profile->bars);
	for (size_t i = 0; i < profile->bar_count; i++) {
		profile->bars[i].label = arena_copy(arena, values[i].text.ptr, values[i].text.len);
		profile->bars[i].count = values[i].count;
	}
}

void bars_fill(struct profile *profile, const struct field *field, struct value *values, size_t value_count,
	       struct arena *arena)
{
	bool measured = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
	bool repeats = value_count < profile->row_count - profile->blank_count;
	if (field->unique || value_count == 0 || (!measured && !repeats))
		return;
	bool many = value_count >= CLASSES_FROM && (measured || field->type == FIELD_YEAR);
	if (many && fill_classes(profile, field, values, value_count, arena))
		return;
	if (repeats)
		fill_frequent(profile, values, value_count, arena);
}
