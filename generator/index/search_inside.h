/* search_inside.h -- what the files of the writer of the search index share. */
#ifndef GENERATOR_INDEX_SEARCH_INSIDE_H
#define GENERATOR_INDEX_SEARCH_INSIDE_H

#include <stdio.h>

#include "search_list.h"
#include "search_runs.h"
#include "search_writer.h"

/* Combinations of facet values met so far, each once. */
struct combos {
	uint32_t *starts; /* of combination c: values[starts[c] .. starts[c + 1]) */
	uint32_t *values;
	size_t count, start_capacity, value_capacity;
	uint32_t *slots; /* open addressing: number + 1 */
	size_t slot_count;
};

struct twin {
	uint64_t hash;
	uint32_t document;
};

/* A Han bigram and how it sounds. */
struct sound {
	const char *syllables[2];
	uint32_t term;
};

/* What counting facets ahead takes, while it is done. */
struct histogram {
	uint32_t *values; /* every one there is, ascending */
	size_t value_count;
	uint32_t *places; /* of what stands in INDEX_COMBO_VALUES, among them */
	uint32_t *counts; /* documents by combination */
	uint32_t *sums;   /* by value */
};

/* Where the column of a group is in INDEX_COMBOS. */
struct column {
	size_t at;
	unsigned width;
};

struct search_writer {
	struct folder *folder;
	struct arena *scratch; /* of one text or document */
	struct sha256 *hash;   /* of the ids */
	FILE *file;
	struct runs *runs;
	uint32_t count; /* documents that are whole */
	struct buf sections[INDEX_SECTION__MAX];
	uint64_t sums[INDEX_SECTION__MAX], posting_bytes;
	struct combos combos[INDEX_GROUP__MAX];
	uint32_t *
	    numbers; /* of the combinations of every document, INDEX_GROUP__MAX of each; until the columns are written */
	size_t number_capacity;
	struct column columns[INDEX_GROUP__MAX];
	struct twin *twins; /* of every document */
	size_t twin_capacity;
	struct histogram histogram;
	struct arena *sound_arena;
	struct sound *sounds;
	size_t sound_count, sound_capacity;
};

/* search_combos.c */
void combos_init(struct combos *combos);
void combos_free(struct combos *combos);
uint32_t combo_number(struct combos *combos, const uint32_t *values, size_t count);
/* Sections of combinations. */
void combos_write(struct search_writer *writer);

/* search_histogram.c: counts ahead of what a frequent term finds. Between begin and end in the order of terms. */
void histogram_begin(struct search_writer *writer);
void histogram_add(struct search_writer *writer, uint32_t number, const struct run_term *term);
void histogram_end(struct search_writer *writer);
void histogram_free(struct histogram *histogram);

/* search_sound.c: how the Han bigrams of titles sound. */
void sound_add(struct search_writer *writer, uint32_t number, const struct run_term *term);
void sound_write(struct search_writer *writer);

/* search_titles.c */
void twins_write(struct search_writer *writer);
void title_order_write(struct search_writer *writer);
void title_rank_write(struct search_writer *writer);

#endif
