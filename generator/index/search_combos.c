/* search_combos.c -- combinations of facet values: documents share them, so that a hit costs one step a group. */
#include <stdbool.h>
#include <stdlib.h>

#include <headwater/arena.h>

#include "search_inside.h"

#define FIRST_SLOTS ((size_t)1 << 10)

void combos_init(struct combos *combos)
{
	*combos = (struct combos){.slot_count = FIRST_SLOTS, .start_capacity = 16};
	combos->slots = memory_alloc(FIRST_SLOTS * sizeof *combos->slots);
	memset(combos->slots, 0, FIRST_SLOTS * sizeof *combos->slots);
	combos->starts = memory_alloc(combos->start_capacity * sizeof *combos->starts);
	combos->starts[0] = 0;
}

void combos_free(struct combos *combos)
{
	free(combos->starts);
	free(combos->values);
	free(combos->slots);
}

static struct span values_of(const struct combos *combos, size_t number)
{
	uint32_t start = combos->starts[number], end = combos->starts[number + 1];
	return (struct span){(const char *)(combos->values + start), (end - start) * sizeof *combos->values};
}

static size_t slot_of(const struct combos *combos, struct span values)
{
	size_t at = span_hash(values) & (combos->slot_count - 1);
	while (combos->slots[at] && !span_equal(values_of(combos, combos->slots[at] - 1), values))
		at = (at + 1) & (combos->slot_count - 1);
	return at;
}

static void enlarge(struct combos *combos)
{
	combos->slot_count *= 4;
	combos->slots = memory_resize(combos->slots, combos->slot_count * sizeof *combos->slots);
	memset(combos->slots, 0, combos->slot_count * sizeof *combos->slots);
	for (size_t i = 0; i < combos->count; i++)
		combos->slots[slot_of(combos, values_of(combos, i))] = (uint32_t)i + 1;
}

uint32_t combo_number(struct combos *combos, const uint32_t *values, size_t count)
{
	struct span wanted = {count ? (const char *)values : "", count * sizeof *values};
	size_t at = slot_of(combos, wanted), used = combos->starts[combos->count];
	if (combos->slots[at])
		return combos->slots[at] - 1;
	if (used + count > combos->value_capacity) {
		combos->value_capacity = (used + count) * 2;
		combos->values = memory_resize(combos->values, combos->value_capacity * sizeof *combos->values);
	}
	if (combos->count + 2 > combos->start_capacity) {
		combos->start_capacity *= 2;
		combos->starts = memory_resize(combos->starts, combos->start_capacity * sizeof *combos->starts);
	}
	if (count > 0)
		memcpy(combos->values + used, values, count * sizeof *values);
	combos->starts[++combos->count] = (uint32_t)(used + count);
	combos->slots[at] = (uint32_t)combos->count;
	if (combos->count > combos->slot_count / 2)
		enlarge(combos);
	return (uint32_t)combos->count - 1;
}

/* The numbers of one group, which stand among those of the others for each document, as a column. */
static void put_column(struct search_writer *writer, struct column *column, size_t group)
{
	struct buf *out = &writer->sections[INDEX_COMBOS];
	column->at = out->len;
	column->width = index_combo_width((uint32_t)writer->combos[group].count);
	for (size_t i = 0; i < writer->count; i++) {
		uint32_t number = htole32(writer->numbers[i * INDEX_GROUP__MAX + group]);
		buf_add(out, &number, column->width);
	}
	while (out->len % 8)
		buf_byte(out, 0);
}

void combos_write(struct search_writer *writer)
{
	struct buf *starts = &writer->sections[INDEX_COMBO_STARTS], *values = &writer->sections[INDEX_COMBO_VALUES];
	uint32_t at = 0;
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++) {
		const struct combos *combos = &writer->combos[group];
		put_u32(&writer->sections[INDEX_GROUPS], (uint32_t)combos->count);
		put_column(writer, &writer->columns[group], group);
		for (size_t i = 0; i < combos->count; i++)
			put_u32(starts, at + combos->starts[i]);
		for (uint32_t i = 0; i < combos->starts[combos->count]; i++)
			put_u32(values, combos->values[i]);
		at += combos->starts[combos->count];
	}
	put_u32(starts, at);
	free(writer->numbers);
	writer->numbers = NULL;
}
