/* order.c -- packages in the order that a client asks for. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fcgi_ckan_sql.h"
#include "select.h"

#define KEYS_MAX 8

/* Ranks by docid: smaller comes first; the order of docids is the last word. */
struct order {
	const int32_t *ranks[KEYS_MAX];
	const float *scores; /* for the keys without ranks */
	bool ascending[KEYS_MAX];
	size_t count;
};

static int compare(const void *a, const void *b, void *context)
{
	const struct order *order = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	for (size_t i = 0; i < order->count; i++) {
		int sign = 0;
		if (order->ranks[i])
			sign = (order->ranks[i][x] > order->ranks[i][y]) - (order->ranks[i][x] < order->ranks[i][y]);
		else if (order->scores)
			sign = (order->scores[x] > order->scores[y]) - (order->scores[x] < order->scores[y]);
		if (sign != 0)
			return order->ascending[i] ? sign : -sign;
	}
	return x < y ? -1 : x > y;
}

/* The place of each package's value among the values of the field; equal values are equal, no value comes first. */
static enum status rank_field(struct selector *selector, const struct field *field, const int32_t **ranks)
{
	int32_t *made = arena_array(selector->arena, selector->count + 1, sizeof *made);
	struct stmt *stmt = db_prepare(selector->catalogue, &SQL_LIST_VALUES);
	struct span before = {NULL, 0};
	enum status status;
	int32_t rank = 0;
	*ranks = made;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, field->name, strlen(field->name));
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		struct span value = stmt_column_text(stmt, 1);
		int64_t docid = stmt_column_int(stmt, 0);
		if (docid < 1 || docid > (int64_t)selector->count)
			return STATUS_CORRUPT;
		if (!before.ptr || !span_equal(before, value)) {
			rank++;
			before = (struct span){arena_copy(selector->arena, value.ptr, value.len), value.len};
		}
		made[docid] = rank;
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status refuse(struct selector *selector, const char *what, struct span subject)
{
	selector->error = arena_printf(selector->arena, "%s %.*s", what, SPAN_FMT(subject));
	return STATUS_INVALID;
}

/* "name asc"; `last`: no key follows. */
static enum status add_key(struct selector *selector, struct span key, bool last, struct order *order)
{
	size_t len = 0;
	while (len < key.len && key.ptr[len] != ' ')
		len++;
	struct span direction = span_trim((struct span){key.ptr + len, key.len - len});
	const char *name = arena_copy(selector->arena, key.ptr, len);
	bool ascending = direction.len == 3 && strncasecmp(direction.ptr, "asc", 3) == 0;
	bool descending = direction.len == 4 && strncasecmp(direction.ptr, "desc", 4) == 0;
	if (order->count == KEYS_MAX || (!ascending && !descending))
		return refuse(selector, "Can't determine a Sort Order (asc or desc) in sort spec", key);
	order->ascending[order->count] = ascending;
	if (strcmp(name, "score") == 0) {
		order->ranks[order->count++] = NULL;
		return STATUS_OK;
	}
	/* Packages are kept in this order. */
	if (last && descending && strcmp(name, "metadata_modified") == 0)
		return STATUS_OK;
	const struct field *field = select_field(selector, strcmp(name, "title") == 0 ? "title_string" : name);
	if (!field || !field->single)
		return refuse(selector,
			      "sort param could not be parsed as a query, and is not a field that can be sorted by:",
			      (struct span){name, len});
	return rank_field(selector, field, &order->ranks[order->count++]);
}

static enum status read_sort(struct selector *selector, const char *sort, struct order *order)
{
	enum status status = STATUS_OK;
	for (const char *at = sort; status == STATUS_OK;) {
		size_t len = strcspn(at, ",");
		bool last = at[len] == '\0';
		status = add_key(selector, span_trim((struct span){at, len}), last, order);
		if (last)
			break;
		at += len + 1;
	}
	return status;
}

enum status order_packages(struct selector *selector, const uint64_t *set, const float *scores, const char *sort,
			   uint32_t **docids, size_t *count)
{
	struct order order = {.scores = scores};
	*docids = arena_array(selector->arena, selector->count + 1, sizeof **docids);
	*count = 0;
	enum status status = read_sort(selector, sort, &order);
	if (status != STATUS_OK)
		return status;
	for (uint32_t docid = 1; docid <= selector->count; docid++)
		if (select_has(set, docid))
			(*docids)[(*count)++] = docid;
	if (order.count > 0)
		qsort_r(*docids, *count, sizeof **docids, compare, &order);
	return STATUS_OK;
}
