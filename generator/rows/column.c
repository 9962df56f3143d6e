/* column.c -- which columns a file of rows has, and which of them are worth an index. */
#include <stdlib.h>

#include "rows.h"

#define INDEXES_MAX 12        /* each costs a tenth of the table's room and more of its time */
#define INDEX_TEXT_MAX 64     /* characters: longer texts are read, not looked up */
#define DISTINCT_MIN 8        /* fewer values than this leave an eighth of the table to read */
#define COMMON_SHARE_DIVIDE 2 /* one value in half of all rows: near-constant */
#define LISTED_MAX 60

static bool is_key(const struct resource *resource, const struct field *field)
{
	return field->name && strings_has(&resource->primary_key, field->name);
}

static bool is_time(enum field_type type)
{
	return type == FIELD_DATE || type == FIELD_DATETIME || type == FIELD_YEAR;
}

/* Smaller is more worth an index; 0: none. */
static int rank(const struct column *column)
{
	const struct field *field = column->field;
	const struct profile *profile = field->profile;
	bool numeric = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
	if (!profile || profile->row_count < INDEX_ROWS_MIN)
		return 0;
	if (column->key || field->unique)
		return 1;
	if (profile->distinct_count < DISTINCT_MIN)
		return 0;
	if (!profile->bars_are_classes && profile->bar_count > 0 &&
	    profile->bars[0].count > profile->row_count / COMMON_SHARE_DIVIDE)
		return 0;
	if (field->codes || is_time(field->type))
		return 2;
	if (numeric)
		return 3;
	return field->length == 0 || field->length <= INDEX_TEXT_MAX ? 4 : 0;
}

/* The best first, up to INDEXES_MAX; equal ones by their place. */
static void choose_indexes(struct column *columns, size_t count)
{
	size_t left = INDEXES_MAX;
	for (int wanted = 1; wanted <= 4; wanted++)
		for (size_t i = 0; i < count && left > 0; i++)
			if (rank(&columns[i]) == wanted) {
				columns[i].indexed = true;
				left--;
			}
}

struct column *columns_of(const struct dataset *dataset, const struct resource *resource, struct arena *arena,
			  size_t *count)
{
	struct column *columns = arena_array(arena, resource->field_count + 1, sizeof *columns);
	*count = 0;
	for (size_t i = 0; i < resource->field_count; i++) {
		const struct field *field = &resource->fields[i];
		if (!field_is_public(dataset, field))
			continue;
		bool listed = field->profile && field->profile->distinct_count <= LISTED_MAX;
		columns[(*count)++] = (struct column){.field = field, .key = is_key(resource, field), .listed = listed};
	}
	choose_indexes(columns, *count);
	return columns;
}
