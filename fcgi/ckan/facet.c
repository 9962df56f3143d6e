/* facet.c -- how a set of packages falls apart by the values of a field. */
#include <stdlib.h>
#include <string.h>

#include "fcgi_ckan_sql.h"
#include "select.h"

static int by_count(const void *a, const void *b)
{
	const struct package_facet_item *x = a, *y = b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->value, y->value);
}

static void add_item(struct selector *selector, struct package_facet *facet, const char *value, int64_t count)
{
	*ARENA_PUSH(selector->arena, facet->items, facet->count, facet->capacity) =
	    (struct package_facet_item){value, count};
}

static enum status count_values(struct selector *selector, const uint64_t *set, struct package_facet *facet)
{
	struct stmt *stmt = db_prepare(selector->catalogue, &SQL_LIST_VALUES);
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, facet->field->name, strlen(facet->field->name));
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		struct span value = stmt_column_text(stmt, 1);
		int64_t docid = stmt_column_int(stmt, 0);
		if (docid < 1 || docid > (int64_t)selector->count)
			return STATUS_CORRUPT;
		if (facet->count == 0 || !span_is(value, facet->items[facet->count - 1].value))
			add_item(selector, facet, arena_copy(selector->arena, value.ptr, value.len), 0);
		facet->items[facet->count - 1].count += select_has(set, (uint32_t)docid);
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static void count_constant(struct selector *selector, const uint64_t *set, struct package_facet *facet)
{
	int64_t count = 0;
	for (uint32_t docid = 1; docid <= selector->count; docid++)
		count += select_has(set, docid);
	add_item(selector, facet, facet->field->detail, count);
}

enum status facet_count(struct selector *selector, const uint64_t *set, const char *field, int64_t mincount,
			int64_t limit, struct package_facet *facet)
{
	enum status status = STATUS_OK;
	size_t kept = 0;
	*facet = (struct package_facet){.field = select_field(selector, field)};
	if (!facet->field || facet->field->class == FIELD_WORDS) {
		selector->error = arena_printf(selector->arena, "undefined field: \"%s\"", field);
		return STATUS_INVALID;
	}
	if (facet->field->class == FIELD_CONSTANT)
		count_constant(selector, set, facet);
	else
		status = count_values(selector, set, facet);
	for (size_t i = 0; i < facet->count; i++)
		if (facet->items[i].count >= mincount)
			facet->items[kept++] = facet->items[i];
	if (kept > 0)
		qsort(facet->items, kept, sizeof *facet->items, by_count);
	facet->count = limit >= 0 && kept > (size_t)limit ? (size_t)limit : kept;
	return status;
}
