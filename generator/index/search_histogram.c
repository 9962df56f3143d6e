/* search_histogram.c -- facets of what a frequent term finds, counted ahead. */
#include <stdlib.h>

#include <headwater/arena.h>

#include "search_inside.h"

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* Every value that a combination has, once. */
static void list_values(struct search_writer *writer)
{
	struct histogram *histogram = &writer->histogram;
	const unsigned char *values = (const unsigned char *)writer->sections[INDEX_COMBO_VALUES].bytes;
	size_t entries = writer->sections[INDEX_COMBO_VALUES].len / 4, kept = 0;
	histogram->values = memory_alloc((entries + 1) * sizeof(uint32_t));
	histogram->places = memory_alloc((entries + 1) * sizeof(uint32_t));
	for (size_t i = 0; i < entries; i++)
		histogram->values[i] = index_u32(values + 4 * i);
	if (entries > 0)
		qsort(histogram->values, entries, sizeof(uint32_t), by_value);
	for (size_t i = 0; i < entries; i++)
		if (i == 0 || histogram->values[i] != histogram->values[kept - 1])
			histogram->values[kept++] = histogram->values[i];
	histogram->value_count = kept;
	for (size_t i = 0; i < entries; i++) {
		uint32_t value = index_u32(values + 4 * i);
		const uint32_t *found = bsearch(&value, histogram->values, kept, sizeof value, by_value);
		histogram->places[i] = (uint32_t)(found - histogram->values);
	}
}

void histogram_begin(struct search_writer *writer)
{
	struct histogram *histogram = &writer->histogram;
	list_values(writer);
	histogram->counts = memory_alloc(writer->sections[INDEX_COMBO_STARTS].len);
	histogram->sums = memory_alloc((histogram->value_count + 1) * sizeof(uint32_t));
	put_u32(&writer->sections[INDEX_HISTOGRAM_STARTS], 0);
}

/* What was counted by combination as pairs of a value and its documents, ascending. */
static void put_counts(struct search_writer *writer)
{
	const struct histogram *histogram = &writer->histogram;
	const unsigned char *starts = (const unsigned char *)writer->sections[INDEX_COMBO_STARTS].bytes;
	size_t combos = writer->sections[INDEX_COMBO_STARTS].len / 4 - 1;
	struct buf *out = &writer->sections[INDEX_HISTOGRAMS];
	uint32_t before = 0;
	memset(histogram->sums, 0, histogram->value_count * sizeof(uint32_t));
	for (size_t c = 0; c < combos; c++)
		for (uint32_t i = index_u32(starts + 4 * c); histogram->counts[c] && i < index_u32(starts + 4 * c + 4);
		     i++)
			histogram->sums[histogram->places[i]] += histogram->counts[c];
	for (size_t i = 0; i < histogram->value_count; i++) {
		if (histogram->sums[i] == 0)
			continue;
		put_number(out, histogram->values[i] - before);
		put_number(out, histogram->sums[i]);
		before = histogram->values[i];
	}
	put_u32(&writer->sections[INDEX_HISTOGRAM_STARTS], (uint32_t)out->len);
}

/* Adds up what the documents (NULL: all) have in one column. */
static void count_column(const struct search_writer *writer, size_t group, const uint32_t *documents, size_t count,
			 uint32_t *counts)
{
	const struct column *column = &writer->columns[group];
	const unsigned char *at = (const unsigned char *)writer->sections[INDEX_COMBOS].bytes + column->at;
	for (size_t i = 0; i < count; i++) {
		size_t place = (documents ? documents[i] - 1 : i) * column->width;
		counts[column->width == 1   ? at[place]
		       : column->width == 2 ? index_u16(at + place)
					    : index_u32(at + place)]++;
	}
}

static void put_histogram(struct search_writer *writer, uint32_t number, const uint32_t *documents, size_t count)
{
	uint32_t *counts = writer->histogram.counts;
	memset(counts, 0, writer->sections[INDEX_COMBO_STARTS].len);
	for (size_t group = 0, first = 0; group < INDEX_GROUP__MAX; group++) {
		count_column(writer, group, documents, count, counts + first);
		first += writer->combos[group].count;
	}
	put_u32(&writer->sections[INDEX_HISTOGRAM_TERMS], number);
	put_counts(writer);
}

void histogram_add(struct search_writer *writer, uint32_t number, const struct run_term *term)
{
	size_t count = term->counts[INDEX_ANY];
	if (count >= INDEX_HISTOGRAM_LEAST && count >= writer->count / INDEX_HISTOGRAM_SHARE)
		put_histogram(writer, number, term->documents[INDEX_ANY], count);
}

void histogram_end(struct search_writer *writer)
{
	put_histogram(writer, INDEX_EVERY, NULL, writer->count);
	histogram_free(&writer->histogram);
}

void histogram_free(struct histogram *histogram)
{
	free(histogram->values);
	free(histogram->places);
	free(histogram->counts);
	free(histogram->sums);
	*histogram = (struct histogram){0};
}
