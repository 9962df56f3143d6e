/* search_histogram.c -- facets of what a frequent term finds, counted ahead. */
#include <stdlib.h>

#include <headwater/arena.h>

#include "search_inside.h"

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

void histogram_begin(struct search_writer *writer)
{
	size_t count = writer->sections[INDEX_COMBO_STARTS].len / 4;
	writer->combo_counts = memory_alloc(count * sizeof(uint32_t));
	put_u32(&writer->sections[INDEX_HISTOGRAM_STARTS], 0);
}

/* The values of `counts` by combination as pairs of a value and its documents, ascending; each value once. */
static void put_counts(struct search_writer *writer, const uint32_t *counts)
{
	const unsigned char *starts = (const unsigned char *)writer->sections[INDEX_COMBO_STARTS].bytes;
	const unsigned char *values = (const unsigned char *)writer->sections[INDEX_COMBO_VALUES].bytes;
	size_t combos = writer->sections[INDEX_COMBO_STARTS].len / 4 - 1, used = 0, capacity = 0, before = 0;
	uint32_t(*pairs)[2] = NULL;
	struct buf *out = &writer->sections[INDEX_HISTOGRAMS];
	for (size_t c = 0; c < combos; c++)
		for (uint32_t i = index_u32(starts + 4 * c); counts[c] && i < index_u32(starts + 4 * c + 4); i++) {
			if (used == capacity) {
				capacity = capacity ? capacity * 2 : 256;
				pairs = memory_resize(pairs, capacity * sizeof *pairs);
			}
			pairs[used][0] = index_u32(values + (size_t)4 * i);
			pairs[used++][1] = counts[c];
		}
	if (used > 0)
		qsort(pairs, used, sizeof *pairs, by_value);
	for (size_t i = 0; i < used;) {
		uint64_t sum = 0;
		uint32_t value = pairs[i][0];
		for (; i < used && pairs[i][0] == value; i++)
			sum += pairs[i][1];
		put_number(out, value - before);
		put_number(out, sum);
		before = value;
	}
	free(pairs);
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
	uint32_t *counts = writer->combo_counts;
	memset(counts, 0, writer->sections[INDEX_COMBO_STARTS].len);
	for (size_t group = 0, first = 0; group < INDEX_GROUP__MAX; group++) {
		count_column(writer, group, documents, count, counts + first);
		first += writer->combos[group].count;
	}
	put_u32(&writer->sections[INDEX_HISTOGRAM_TERMS], number);
	put_counts(writer, counts);
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
	free(writer->combo_counts);
	writer->combo_counts = NULL;
}
