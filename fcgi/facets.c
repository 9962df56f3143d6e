#include "facets.h"

#include <string.h>

#include "fcgi_catalogue_sql.h"

static const char *const facet_names[FACET__MAX] = {"theme", "org", "region", "open_type", "format", "sector"};

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

/* Adds a value to the dataset whose list is being filled, if it does not stand there yet. */
static void add_item(struct facet_table *table, size_t docid, int value, struct arena *arena)
{
	for (size_t i = table->starts[docid]; i < table->item_count; i++)
		if (table->items[i] == value)
			return;
	*ARENA_PUSH(arena, table->items, table->item_count, table->item_capacity) = (uint16_t)value;
}

/* Ends the list of `docid`: first its own values are there, then what is above each. */
static void close_dataset(struct facets *facets, size_t docid, struct arena *arena)
{
	for (int facet = 0; facet < FACET__MAX; facet++) {
		struct facet_table *table = &facets->tables[facet];
		for (size_t i = table->starts[docid]; i < table->item_count; i++) {
			int parent = table->values[table->items[i]].parent;
			if (parent >= 0)
				add_item(table, docid, parent, arena);
		}
		table->starts[docid + 1] = (uint32_t)table->item_count;
	}
}

static enum status load_items(struct db *catalogue, struct arena *arena, struct facets *facets)
{
	struct stmt *stmt = db_prepare(catalogue, &SQL_LIST_DATASET_FACETS);
	enum status status;
	size_t docid = 1;
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		int64_t next = stmt_column_int(stmt, 0), seq = stmt_column_int(stmt, 2);
		int facet = facet_of(stmt_column_text(stmt, 1));
		if (facet < 0 || next < (int64_t)docid || next > (int64_t)facets->dataset_count || seq < 0 ||
		    seq >= (int64_t)facets->tables[facet].value_count)
			return STATUS_CORRUPT;
		while (docid < (size_t)next)
			close_dataset(facets, docid++, arena);
		add_item(&facets->tables[facet], docid, (int)seq, arena);
	}
	while (docid <= facets->dataset_count)
		close_dataset(facets, docid++, arena);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status facets_load(struct db *catalogue, size_t dataset_count, struct arena *arena, struct facets *facets)
{
	*facets = (struct facets){.dataset_count = dataset_count};
	for (int facet = 0; facet < FACET__MAX; facet++)
		facets->tables[facet].starts = arena_array(arena, dataset_count + 2, sizeof(uint32_t));
	enum status status = load_values(catalogue, arena, facets);
	return status == STATUS_OK ? load_items(catalogue, arena, facets) : status;
}

/* ---- using ---- */

int facets_find(const struct facet_table *table, const char *value)
{
	for (size_t i = 0; i < table->value_count; i++)
		if (strcmp(table->values[i].value, value) == 0)
			return (int)i;
	return -1;
}

void facets_choose(const struct facets *facets, const struct search_query *query, struct arena *arena,
		   struct facet_filter *filter)
{
	for (int facet = 0; facet < FACET__MAX; facet++) {
		const struct search_choice *choice = &query->choices[facet];
		filter->active[facet] = choice->count > 0;
		filter->chosen[facet] = arena_array(arena, facets->tables[facet].value_count, sizeof(bool));
		for (size_t i = 0; i < choice->count; i++) {
			int value = facets_find(&facets->tables[facet], choice->values[i]);
			if (value >= 0)
				filter->chosen[facet][value] = true;
		}
	}
}

static bool passes(const struct facet_table *table, const bool *chosen, uint32_t docid)
{
	for (uint32_t i = table->starts[docid]; i < table->starts[docid + 1]; i++)
		if (chosen[table->items[i]])
			return true;
	return false;
}

static void count_items(const struct facet_table *table, uint32_t docid, uint32_t *counts)
{
	for (uint32_t i = table->starts[docid]; i < table->starts[docid + 1]; i++)
		counts[table->items[i]]++;
}

size_t facets_apply(const struct facets *facets, const struct facet_filter *filter, uint32_t *docids, size_t count,
		    struct arena *arena, uint32_t *counts[FACET__MAX])
{
	size_t kept = 0;
	for (int facet = 0; facet < FACET__MAX; facet++)
		counts[facet] = arena_array(arena, facets->tables[facet].value_count, sizeof(uint32_t));
	for (size_t i = 0; i < count; i++) {
		uint32_t docid = docids[i];
		int failed = -1, fails = 0;
		for (int facet = 0; facet < FACET__MAX && fails < 2; facet++)
			if (filter->active[facet] && !passes(&facets->tables[facet], filter->chosen[facet], docid)) {
				failed = facet;
				fails++;
			}
		/* What fails one facet alone still counts for the values of that facet. */
		if (fails == 1)
			count_items(&facets->tables[failed], docid, counts[failed]);
		if (fails > 0)
			continue;
		for (int facet = 0; facet < FACET__MAX; facet++)
			count_items(&facets->tables[facet], docid, counts[facet]);
		docids[kept++] = docid;
	}
	return kept;
}
