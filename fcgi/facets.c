#include "facets.h"

#include <stdlib.h>
#include <string.h>

#include "fcgi_catalogue_sql.h"

#define UNKNOWN 0xFFu /* FACET__MAX is 8, and nothing fails all facets while only some are chosen */
#define VALUE_MASK ((1u << INDEX_FACET_SHIFT) - 1)

static const char *const facet_names[FACET__MAX] = {"theme",  "org",    "region",   "open_type",
						    "format", "sector", "industry", "year"};

const char *facet_name(enum facet facet)
{
	return facet_names[facet];
}

static int facet_of(struct span name)
{
	for (int facet = 0; facet < FACET__MAX; facet++)
		if (span_is(name, facet_names[facet]))
			return facet;
	return -1;
}

/* ---- loading ---- */

static const char *copy_text(struct stmt *stmt, int column, struct arena *arena)
{
	struct span text = stmt_column_text(stmt, column);
	return text.ptr ? arena_copy(arena, text.ptr, text.len) : NULL;
}

static enum status load_values(struct db *catalogue, struct arena *arena, struct facets *facets)
{
	struct stmt *stmt = db_prepare(catalogue, &SQL_LIST_FACET_VALUES);
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		int facet = facet_of(stmt_column_text(stmt, 0));
		if (facet < 0)
			return STATUS_CORRUPT;
		struct facet_table *table = &facets->tables[facet];
		int64_t seq = stmt_column_int(stmt, 1), parent = stmt_column_int(stmt, 5);
		if (seq != (int64_t)table->value_count || parent >= seq || seq >= FACETS_VALUES_MAX)
			return STATUS_CORRUPT;
		struct facet_value *value = ARENA_PUSH(arena, table->values, table->value_count, table->value_capacity);
		*value = (struct facet_value){.value = copy_text(stmt, 2, arena), .parent = (int)parent};
		value->label.text[LANG_ZH] = copy_text(stmt, 3, arena);
		value->label.text[LANG_EN] = copy_text(stmt, 4, arena);
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status facets_load(struct db *catalogue, const struct index *index, struct arena *arena, struct facets *facets)
{
	*facets = (struct facets){.index = index};
	facets->fails = calloc((size_t)index->combo_count + 1, 1);
	if (!facets->fails)
		return STATUS_TOO_LARGE;
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++) {
		const struct index_column *column = &index->columns[group];
		size_t room = column->width < 4 ? (size_t)1 << 8 * column->width : (size_t)column->count;
		facets->hits[group] = calloc(room, sizeof *facets->hits[group]);
		if (!facets->hits[group])
			return STATUS_TOO_LARGE;
	}
	return load_values(catalogue, arena, facets);
}

void facets_free(struct facets *facets)
{
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++)
		free(facets->hits[group]);
	free(facets->fails);
}

/* ---- combinations ---- */

static uint32_t combo_of(const struct index *index, uint32_t document, size_t group)
{
	const struct index_column *column = &index->columns[group];
	uint32_t combo = index_combo(column, document);
	return column->first + (combo < column->count ? combo : 0);
}

/* The values of a combination: from `at` to below `end`. */
static void values_of(const struct index *index, uint32_t combo, uint32_t *at, uint32_t *end)
{
	size_t count = index->sections[INDEX_COMBO_VALUES].size / 4;
	*at = index_number(index, INDEX_COMBO_STARTS, combo);
	*end = index_number(index, INDEX_COMBO_STARTS, (size_t)combo + 1);
	if (*end > count)
		*end = (uint32_t)count;
}

/* Splits a value of the index; false when there is no such facet or value. */
static bool split(const struct facets *facets, uint32_t packed, uint32_t *facet, uint32_t *value)
{
	*facet = packed >> INDEX_FACET_SHIFT;
	*value = packed & VALUE_MASK;
	return *facet < FACET__MAX && *value < facets->tables[*facet].value_count;
}

size_t facets_of(const struct facets *facets, uint32_t document, enum facet wanted, uint32_t *values, size_t max)
{
	size_t count = 0;
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++) {
		uint32_t at, end, facet, value;
		values_of(facets->index, combo_of(facets->index, document, group), &at, &end);
		for (; at < end && count < max; at++)
			if (split(facets, index_number(facets->index, INDEX_COMBO_VALUES, at), &facet, &value) &&
			    facet == (uint32_t)wanted)
				values[count++] = value;
	}
	return count;
}

/* ---- choosing ---- */

int facets_find(const struct facet_table *table, const char *value)
{
	for (size_t i = 0; i < table->value_count; i++)
		if (strcmp(table->values[i].value, value) == 0)
			return (int)i;
	return -1;
}

static void choose_years(const struct facet_table *table, const struct search_query *query, bool *chosen)
{
	for (size_t i = 0; i < table->value_count; i++) {
		int year = atoi(table->values[i].value);
		if (year >= query->year_from && (query->year_to == 0 || year <= query->year_to))
			chosen[i] = true;
	}
}

void facets_choose(const struct facets *facets, const struct search_query *query, struct arena *arena,
		   struct facet_filter *filter)
{
	bool years = query->year_from > 0 || query->year_to > 0;
	filter->any_active = false;
	for (int facet = 0; facet < FACET__MAX; facet++) {
		const struct search_choice *choice = &query->choices[facet];
		filter->active[facet] = choice->count > 0 || (facet == FACET_YEAR && years);
		filter->any_active |= filter->active[facet];
		filter->chosen[facet] = arena_array(arena, facets->tables[facet].value_count, sizeof(bool));
		for (size_t i = 0; i < choice->count; i++) {
			int value = facets_find(&facets->tables[facet], choice->values[i]);
			if (value >= 0)
				filter->chosen[facet][value] = true;
		}
	}
	if (years)
		choose_years(&facets->tables[FACET_YEAR], query, filter->chosen[FACET_YEAR]);
	memset(facets->fails, UNKNOWN, facets->index->combo_count);
}

static unsigned facets_of_group(size_t group)
{
	static const unsigned groups[INDEX_GROUP__MAX] = {
	    [INDEX_GROUP_PROVIDER] = 1u << FACET_ORG | 1u << FACET_REGION | 1u << FACET_OPEN_TYPE,
	    [INDEX_GROUP_SUBJECT] = 1u << FACET_THEME | 1u << FACET_SECTOR | 1u << FACET_INDUSTRY,
	    [INDEX_GROUP_FORM] = 1u << FACET_FORMAT | 1u << FACET_YEAR,
	};
	return groups[group];
}

/* The chosen facets of its group that a combination fails, a bit each. */
static unsigned fails_of(struct facets *facets, const struct facet_filter *filter, uint32_t combo, size_t group)
{
	uint32_t at, end, facet, value;
	unsigned fails = 0;
	if (facets->fails[combo] != UNKNOWN)
		return facets->fails[combo];
	for (int f = 0; f < FACET__MAX; f++)
		fails |= (unsigned)filter->active[f] << f;
	fails &= facets_of_group(group);
	values_of(facets->index, combo, &at, &end);
	for (; at < end; at++)
		if (split(facets, index_number(facets->index, INDEX_COMBO_VALUES, at), &facet, &value) &&
		    filter->chosen[facet][value])
			fails &= ~(1u << facet);
	facets->fails[combo] = (uint8_t)fails;
	return fails;
}

static unsigned fails_of_document(struct facets *facets, const struct facet_filter *filter, uint32_t document)
{
	unsigned fails = 0;
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++)
		fails |= fails_of(facets, filter, combo_of(facets->index, document, group), group);
	return fails;
}

bool facets_pass(struct facets *facets, const struct facet_filter *filter, uint32_t document)
{
	return !filter->any_active || fails_of_document(facets, filter, document) == 0;
}

/* ---- counting ---- */

static void add_values(const struct facets *facets, uint32_t combo, uint32_t hits, int only,
		       struct facet_counts *counts)
{
	uint32_t at, end, facet, value;
	values_of(facets->index, combo, &at, &end);
	for (; at < end; at++)
		if (split(facets, index_number(facets->index, INDEX_COMBO_VALUES, at), &facet, &value) &&
		    (only < 0 || facet == (uint32_t)only))
			counts->values[facet][value] += hits;
}

static void new_counts(const struct facets *facets, struct arena *arena, struct facet_counts *counts)
{
	for (int facet = 0; facet < FACET__MAX; facet++)
		counts->values[facet] = arena_array(arena, facets->tables[facet].value_count, sizeof(uint32_t));
}

/* One step for each document and group: this is where the time of a count goes. */
static void count_column(const struct index_column *column, const uint32_t *documents, size_t count, uint32_t *hits)
{
	const unsigned char *at = column->bytes;
	switch (column->width) {
	case 1:
		for (size_t i = 0; i < count; i++)
			hits[at[documents[i] - 1]]++;
		break;
	case 2:
		for (size_t i = 0; i < count; i++)
			hits[index_u16(at + (size_t)2 * (documents[i] - 1))]++;
		break;
	default:
		for (size_t i = 0; i < count; i++) {
			uint32_t combo = index_u32(at + (size_t)4 * (documents[i] - 1));
			if (combo < column->count)
				hits[combo]++;
		}
	}
}

static void add_combo(struct facets *facets, size_t group, uint32_t combo, struct facet_counts *counts)
{
	const struct index_column *column = &facets->index->columns[group];
	uint32_t *hits = &facets->hits[group][combo];
	if (combo >= column->count || *hits == 0)
		return;
	add_values(facets, column->first + combo, *hits, -1, counts);
	*hits = 0;
}

/* Adds up the values of the combinations that were met: all are looked at, or those of the documents, whichever are fewer. */
static void add_combos(struct facets *facets, const struct docset *set, size_t group, struct facet_counts *counts)
{
	const struct index_column *column = &facets->index->columns[group];
	struct docset_walk walk = {0};
	uint32_t document;
	if (set->count >= column->count)
		for (uint32_t combo = 0; combo < column->count; combo++)
			add_combo(facets, group, combo, counts);
	else
		while (docset_next(facets->index, set, &walk, &document))
			add_combo(facets, group, index_combo(column, document), counts);
}

static void count_all(struct facets *facets, const struct docset *set, struct facet_counts *counts)
{
	const struct index *index = facets->index;
	uint32_t documents[DOCSET_TAKE];
	struct docset_walk walk = {0};
	for (size_t count; (count = docset_take(index, set, &walk, documents, DOCSET_TAKE)) > 0;)
		for (size_t group = 0; group < INDEX_GROUP__MAX; group++)
			count_column(&index->columns[group], documents, count, facets->hits[group]);
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++)
		add_combos(facets, set, group, counts);
}

/* What fails one facet alone still counts for the values of that facet. */
static void count_failed(struct facets *facets, uint32_t document, unsigned fails, struct facet_counts *counts)
{
	if (fails & (fails - 1))
		return;
	int facet = __builtin_ctz(fails);
	for (size_t group = 0; group < INDEX_GROUP__MAX; group++)
		if (facets_of_group(group) & fails)
			add_values(facets, combo_of(facets->index, document, group), 1, facet, counts);
}

static void filter_set(struct facets *facets, const struct facet_filter *filter, struct docset *set,
		       struct facet_counts *counts)
{
	struct docset_walk walk = {0};
	uint32_t document;
	size_t kept = 0;
	while (docset_next(facets->index, set, &walk, &document)) {
		unsigned fails = fails_of_document(facets, filter, document);
		if (fails)
			count_failed(facets, document, fails, counts);
		if (set->documents) {
			set->documents[kept] = document;
			kept += fails == 0;
		} else if (fails) {
			set->bits[document / 64] &= ~((uint64_t)1 << document % 64);
		} else {
			kept++;
		}
	}
	set->count = kept;
}

/* Of most documents: what all have, which was counted ahead, less what the others have. False when that is not known. */
static bool count_others(struct facets *facets, const struct docset *set, struct arena *arena,
			 struct facet_counts *counts)
{
	struct facet_counts fewer;
	struct docset others;
	if (!set->bits || set->count <= facets->index->count / 2 || !facets_known(facets, INDEX_EVERY, arena, counts))
		return false;
	docset_others(facets->index, set, arena, &others);
	new_counts(facets, arena, &fewer);
	count_all(facets, &others, &fewer);
	for (int facet = 0; facet < FACET__MAX; facet++)
		for (size_t i = 0; i < facets->tables[facet].value_count; i++)
			counts->values[facet][i] -= fewer.values[facet][i];
	return true;
}

void facets_apply(struct facets *facets, const struct facet_filter *filter, struct arena *arena, struct docset *set,
		  struct facet_counts *counts)
{
	if (!filter->any_active && count_others(facets, set, arena, counts))
		return;
	new_counts(facets, arena, counts);
	if (filter->any_active)
		filter_set(facets, filter, set, counts);
	count_all(facets, set, counts);
}

bool facets_known(const struct facets *facets, uint32_t term, struct arena *arena, struct facet_counts *counts)
{
	const struct index *index = facets->index;
	const struct index_bytes *bytes = &index->sections[INDEX_HISTOGRAMS];
	size_t low = 0, high = index->sections[INDEX_HISTOGRAM_TERMS].size / 4, count = high;
	uint32_t packed = 0, facet, value;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (index_number(index, INDEX_HISTOGRAM_TERMS, middle) < term)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || index_number(index, INDEX_HISTOGRAM_TERMS, low) != term)
		return false;
	new_counts(facets, arena, counts);
	size_t at = index_number(index, INDEX_HISTOGRAM_STARTS, low),
	       end = index_number(index, INDEX_HISTOGRAM_STARTS, low + 1);
	while (at < end && at < bytes->size) {
		packed += (uint32_t)index_varint(bytes, &at);
		uint32_t hits = (uint32_t)index_varint(bytes, &at);
		if (split(facets, packed, &facet, &value))
			counts->values[facet][value] = hits;
	}
	return true;
}
