/* profile.c -- what the values of each column are like. */
#include "measure.h"
#include "stages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX_BYTES 64

static bool is_numeric(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_NUMBER;
}

/* Types whose least and greatest value say something. */
static bool is_ordered(enum field_type type)
{
	return is_numeric(type) || type == FIELD_YEAR || type == FIELD_DATE || type == FIELD_DATETIME ||
	       type == FIELD_TIME;
}

/* Reads a decimal number; the program never leaves the "C" locale. */
static bool read_number(struct span text, double *number)
{
	char digits[NUMBER_MAX_BYTES];
	if (text.len == 0 || text.len >= sizeof digits || memchr(text.ptr, 'x', text.len))
		return false;
	memcpy(digits, text.ptr, text.len);
	digits[text.len] = '\0';
	char *end = NULL;
	*number = strtod(digits, &end);
	return *end == '\0' && isfinite(*number);
}

/* ---- distinct values ---- */

struct value_set {
	size_t *slots; /* index into values + 1; 0 = free */
	size_t slot_count;
	struct value *values;
	size_t count;
};

static void count_value(struct value_set *set, struct span text)
{
	size_t slot = (size_t)span_hash(text) & (set->slot_count - 1);
	while (set->slots[slot] && !span_equal(set->values[set->slots[slot] - 1].text, text))
		slot = (slot + 1) & (set->slot_count - 1);
	if (!set->slots[slot]) {
		set->values[set->count] = (struct value){.text = text};
		set->slots[slot] = ++set->count;
	}
	set->values[set->slots[slot] - 1].count++;
}

static struct value_set count_values(const struct table *table, size_t column, struct profile *profile,
				     struct arena *scratch)
{
	struct value_set set = {.slot_count = 16};
	while (set.slot_count < table->row_count * 2)
		set.slot_count *= 2;
	set.slots = arena_array(scratch, set.slot_count, sizeof *set.slots);
	set.values = arena_array(scratch, table->row_count + 1, sizeof *set.values);
	for (size_t row = 0; row < table->row_count; row++) {
		struct span cell = table->cells[row * table->column_count + column];
		if (cell.len == 0)
			profile->blank_count++;
		else
			count_value(&set, cell);
	}
	return set;
}

/* ---- figures ---- */

static int compare_texts(struct span a, struct span b)
{
	int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_values(const struct value *a, const struct value *b, bool by_number)
{
	if (by_number && a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return compare_texts(a->text, b->text);
}

static void find_range(struct profile *profile, const struct value_set *set, bool by_number, struct arena *arena)
{
	const struct value *min = NULL, *max = NULL;
	for (size_t i = 0; i < set->count; i++) {
		const struct value *value = &set->values[i];
		if (by_number && !value->is_number)
			continue;
		if (!min || compare_values(value, min, by_number) < 0)
			min = value;
		if (!max || compare_values(value, max, by_number) > 0)
			max = value;
	}
	if (!min)
		return;
	profile->has_range = true;
	profile->min = arena_copy(arena, min->text.ptr, min->text.len);
	profile->max = arena_copy(arena, max->text.ptr, max->text.len);
}

/* Sums with compensation, in the order of first appearance, so that the last digit is the same everywhere. */
static void find_mean(struct profile *profile, const struct value_set *set)
{
	double sum = 0, lost = 0;
	size_t count = 0;
	for (size_t i = 0; i < set->count; i++) {
		if (!set->values[i].is_number)
			continue;
		double term = set->values[i].number * (double)set->values[i].count - lost;
		double next = sum + term;
		lost = (next - sum) - term;
		sum = next;
		count += set->values[i].count;
	}
	profile->mean = count ? sum / (double)count : 0;
}

static void profile_field(struct field *field, const struct table *table, struct arena *arena, struct arena *scratch)
{
	struct profile *profile = arena_alloc(arena, sizeof *profile);
	field->profile = profile;
	profile->row_count = table->row_count;
	struct value_set set = count_values(table, (size_t)field->column, profile, scratch);
	profile->distinct_count = set.count;
	bool by_number = is_numeric(field->type);
	for (size_t i = 0; i < set.count && (by_number || field->type == FIELD_YEAR); i++)
		set.values[i].is_number = read_number(set.values[i].text, &set.values[i].number);
	if (is_ordered(field->type))
		find_range(profile, &set, by_number, arena);
	if (by_number)
		find_mean(profile, &set);
	bars_fill(profile, field, set.values, set.count, arena);
}

void measure_profiles(struct dataset *dataset, struct arena *arena)
{
	struct arena *scratch = arena_new();
	for (size_t k = 0; k < dataset->resource_count; k++) {
		struct resource *resource = &dataset->resources[k];
		if (!resource->table || !resource_is_public(dataset, resource))
			continue;
		for (size_t f = 0; f < resource->field_count; f++) {
			struct field *field = &resource->fields[f];
			if (!field_is_public(dataset, field) || (size_t)field->column >= resource->table->column_count)
				continue;
			arena_reset(scratch);
			profile_field(field, resource->table, arena, scratch);
		}
	}
	arena_free(scratch);
}
