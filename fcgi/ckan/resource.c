/* resource.c -- resources by id and by what they hold; formats while they are being typed. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "fcgi_ckan_sql.h"

#define TERMS_MAX 32

/* The columns of list_resources, from 1. */
static const char *const columns[] = {"name", "description", "format", "mimetype", "url", "hash", "id"};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

struct search {
	struct term {
		size_t column;
		const char *text;
	} terms[TERMS_MAX];
	size_t term_count;
	bool ordered; /* by a column; else by package and position */
	size_t order;
	struct found {
		int64_t seq;
		const char *key;
	} * found;
	size_t count, capacity;
};

static bool column_of(struct span name, size_t *column)
{
	for (*column = 0; *column < COLUMN_COUNT; ++*column)
		if (span_is(name, columns[*column]))
			return true;
	return false;
}

static enum status write_resource(struct action *action, struct stmt *stmt)
{
	enum status status = stmt_step(stmt);
	if (status == STATUS_OK) {
		struct span dict = stmt_column_text(stmt, 0);
		json_ready(&action->json, dict.ptr, dict.len);
	}
	stmt_reset(stmt);
	return status;
}

enum status action_resource_show(struct action *action)
{
	const char *id;
	enum status status = action_needs(action, "id", NULL, &id);
	if (status != STATUS_OK)
		return status;
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_GET_RESOURCE);
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_text(stmt, 1, id, strlen(id));
	status = write_resource(action, stmt);
	return status == STATUS_NOT_FOUND ? action_not_found(action, "Not found: Resource was not found.") : status;
}

/* ---- searching ---- */

static enum status add_term(struct action *action, struct search *search, const char *pair)
{
	const char *colon = pair ? strchr(pair, ':') : NULL;
	size_t column;
	if (!colon)
		return action_invalid(action, "query", "Must be <field>:<value> pair(s)");
	struct span name = {pair, (size_t)(colon - pair)};
	if (!column_of(name, &column))
		return action_invalid(
		    action, "query",
		    arena_printf(action->arena, "Field \"%.*s\" not recognised in resource_search.", SPAN_FMT(name)));
	if (search->term_count == TERMS_MAX)
		return action_invalid(action, "query", "Too many terms");
	search->terms[search->term_count++] = (struct term){column, colon + 1};
	return STATUS_OK;
}

static enum status read_query(struct action *action, struct search *search)
{
	const struct input *query = input_get(action->input, "query");
	const char *order = input_text(action->input, "order_by");
	enum status status = STATUS_OK;
	if (!query)
		return action_invalid(action, "query", "Missing value");
	if (query->type != INPUT_LIST)
		status = add_term(action, search, query->text);
	for (size_t i = 0; query->type == INPUT_LIST && i < query->count && status == STATUS_OK; i++)
		status = add_term(action, search, query->members[i].value->text);
	if (status != STATUS_OK || !order || !*order)
		return status;
	search->ordered = true;
	if (!column_of(span_of(order), &search->order))
		return action_invalid(
		    action, "order_by",
		    arena_printf(action->arena, "Field \"%s\" not recognised in resource_search.", order));
	return STATUS_OK;
}

/* A part of the value; the beginning of a hash. */
static bool matches(const struct search *search, struct stmt *stmt)
{
	for (size_t i = 0; i < search->term_count; i++) {
		const struct term *term = &search->terms[i];
		const char *value = stmt_column_text(stmt, (int)term->column + 1).ptr;
		bool hash = strcmp(columns[term->column], "hash") == 0;
		if (hash ? strncmp(value, term->text, strlen(term->text)) != 0 : !action_holds(value, term->text))
			return false;
	}
	return true;
}

static int by_key(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	return order ? order : (x->seq > y->seq) - (x->seq < y->seq);
}

static enum status find(struct action *action, struct search *search)
{
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_LIST_RESOURCES);
	enum status status;
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		if (!matches(search, stmt))
			continue;
		const char *key = search->ordered ? stmt_column_text(stmt, (int)search->order + 1).ptr : "";
		*ARENA_PUSH(action->arena, search->found, search->count, search->capacity) =
		    (struct found){stmt_column_int(stmt, 0), arena_string(action->arena, key)};
	}
	if (search->ordered && search->count > 0)
		qsort(search->found, search->count, sizeof *search->found, by_key);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status put_found(struct action *action, const struct search *search, int64_t offset, int64_t limit)
{
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_GET_RESOURCE_ROW);
	enum status status = STATUS_OK;
	if (!stmt)
		return STATUS_CORRUPT;
	json_object(&action->json);
	json_put_int(&action->json, "count", (int64_t)search->count);
	json_key(&action->json, "results");
	json_array(&action->json);
	for (size_t i = (size_t)offset; i < search->count && limit > 0 && status == STATUS_OK; i++, limit--) {
		stmt_int(stmt, 1, search->found[i].seq);
		status = write_resource(action, stmt);
	}
	json_array_end(&action->json);
	json_object_end(&action->json);
	return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

enum status action_resource_search(struct action *action)
{
	struct search search = {0};
	int64_t limit, offset;
	enum status status = read_query(action, &search);
	if (status == STATUS_OK)
		status = action_number(action, "limit", INT64_MAX, &limit);
	if (status == STATUS_OK)
		status = action_number(action, "offset", 0, &offset);
	if (status == STATUS_OK)
		status = find(action, &search);
	return status == STATUS_OK ? put_found(action, &search, offset, limit) : status;
}

/* ---- formats ---- */

enum status action_format_autocomplete(struct action *action)
{
	const char *q;
	int64_t limit;
	struct package_facet formats;
	enum status status = action_needs(action, "q", NULL, &q);
	if (status == STATUS_OK)
		status = action_number(action, "limit", 5, &limit);
	if (status != STATUS_OK)
		return status;
	status = facet_count(&action->selector, select_all(&action->selector), "res_format", 1, -1, &formats);
	if (status != STATUS_OK)
		return status;
	json_array(&action->json);
	for (size_t i = 0; i < formats.count && limit > 0; i++) {
		if (!action_holds(formats.items[i].value, q))
			continue;
		char *lower = arena_string(action->arena, formats.items[i].value);
		for (char *at = lower; *at; at++)
			*at = (char)tolower((unsigned char)*at);
		json_string(&action->json, lower);
		limit--;
	}
	json_array_end(&action->json);
	return STATUS_OK;
}
