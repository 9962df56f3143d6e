/* package_search.c -- the action that harvesters live on: words, filters, order, pages, facets. */
#include <stdlib.h>
#include <string.h>

#include "../json_body.h"
#include "action.h"
#include "fcgi_ckan_sql.h"

#define SORT_DEFAULT "score desc, metadata_modified desc"
#define ROWS_DEFAULT 10
#define ROWS_MAX 1000
#define FACETS_MAX 32
#define FILTERS_MAX 16

struct request_of {
	const char *q, *sort;
	int64_t rows, start, mincount, limit;
	const char *filters[FILTERS_MAX];
	size_t filter_count;
	const char *facets[FACETS_MAX];
	size_t facet_count;
	const struct input *fl; /* NULL: whole dicts */
};

/* ---- input ---- */

/* Anything else is a fault here, unlike everywhere else; keys that begin with ext_ belong to plugins. */
static bool is_known(const char *key)
{
	static const char *const known[] = {"q",
					    "fq",
					    "fq_list",
					    "rows",
					    "start",
					    "sort",
					    "facet",
					    "facet.field",
					    "facet.mincount",
					    "facet.limit",
					    "fl",
					    "qf",
					    "wt",
					    "bf",
					    "boost",
					    "tie",
					    "defType",
					    "mm",
					    "df",
					    "extras",
					    "callback",
					    "include_private",
					    "include_drafts",
					    "include_deleted",
					    "use_default_schema"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i], key) == 0)
			return true;
	return strncmp(key, "ext_", 4) == 0;
}

static enum status check_keys(struct action *action)
{
	const char *unknown = NULL;
	for (size_t i = 0; i < action->input->count; i++) {
		const char *key = action->input->members[i].key;
		if (is_known(key))
			continue;
		unknown = unknown ? arena_printf(action->arena, "%s, '%s'", unknown, key)
				  : arena_printf(action->arena, "'%s'", key);
	}
	if (!unknown)
		return STATUS_OK;
	return action_query_error(
	    action,
	    arena_printf(action->arena, "Search Query is invalid: (\"Invalid search parameters: [%s]\",)", unknown));
}

/* Strings of a value: one, a list, or a JSON list in one string. False when it is something else or too many. */
static bool read_strings(struct action *action, const struct input *value, bool may_be_json, const char **strings,
			 size_t max, size_t *count)
{
	const char *error;
	if (!value || (value->type == INPUT_STRING && value->text[0] == '\0'))
		return true;
	if (may_be_json && value->type == INPUT_STRING && value->text[0] == '[' &&
	    json_body_read(span_of(value->text), action->arena, &value, &error) != STATUS_OK)
		return false;
	if (value->type == INPUT_STRING && *count < max) {
		strings[(*count)++] = value->text;
		return true;
	}
	if (value->type != INPUT_LIST || value->count > max - *count)
		return false;
	for (size_t i = 0; i < value->count; i++) {
		if (value->members[i].value->type != INPUT_STRING)
			return false;
		strings[(*count)++] = value->members[i].value->text;
	}
	return true;
}

static enum status read_numbers(struct action *action, struct request_of *request)
{
	const struct input *limit = input_get(action->input, "facet.limit");
	enum status status = action_number(action, "rows", ROWS_DEFAULT, &request->rows);
	if (status == STATUS_OK)
		status = action_number(action, "start", 0, &request->start);
	if (status == STATUS_OK)
		status = action_number(action, "facet.mincount", 1, &request->mincount);
	if (status != STATUS_OK)
		return status;
	request->limit = 50;
	if (limit && !input_number(limit, &request->limit))
		return action_invalid(action, "facet.limit", "Invalid integer");
	if (request->rows > ROWS_MAX)
		request->rows = ROWS_MAX;
	return STATUS_OK;
}

static enum status read_request(struct action *action, struct request_of *request)
{
	const struct input *input = action->input;
	enum status status = check_keys(action);
	if (status == STATUS_OK)
		status = read_numbers(action, request);
	if (status != STATUS_OK)
		return status;
	request->q = input_text(input, "q");
	if (!request->q || !*request->q || strcmp(request->q, "\"\"") == 0 || strcmp(request->q, "''") == 0)
		request->q = "*:*";
	request->sort = input_text(input, "sort");
	if (!request->sort || !*request->sort || strcmp(request->sort, "rank") == 0)
		request->sort = SORT_DEFAULT;
	if (!read_strings(action, input_get(input, "fq"), false, request->filters, FILTERS_MAX,
			  &request->filter_count) ||
	    !read_strings(action, input_get(input, "fq_list"), true, request->filters, FILTERS_MAX,
			  &request->filter_count))
		return action_invalid(action, "fq", "Must be a string or a short list of strings");
	if (input_bool(input, "facet", true) && !read_strings(action, input_get(input, "facet.field"), true,
							      request->facets, FACETS_MAX, &request->facet_count))
		return action_invalid(action, "facet.field", "Must be a short list of strings");
	request->fl = input_get(input, "fl");
	return STATUS_OK;
}

/* ---- finding ---- */

static enum status select_query(struct action *action, const char *text, uint64_t **set)
{
	const struct lucene *tree;
	const char *error;
	if (strncmp(text, "{!", 2) == 0)
		return action_search_error(action, "Local parameters are not supported.");
	if (lucene_parse(text, action->arena, &tree, &error) != STATUS_OK)
		return action_search_error(action, error);
	return action_of_selector(action, select_tree(&action->selector, tree, set));
}

enum status package_select(struct action *action, const struct package_query *query, uint64_t **set, float **scores)
{
	enum status status;
	*scores = NULL;
	if (strchr(query->q, ':') || strncmp(query->q, "{!", 2) == 0)
		status = select_query(action, query->q, set);
	else if (strcmp(query->q, "*") == 0)
		*set = select_all(&action->selector), status = STATUS_OK;
	else
		status = action_of_selector(action, select_words(&action->selector, query->q, set, scores));
	for (size_t i = 0; i < query->filter_count && status == STATUS_OK; i++) {
		uint64_t *filter;
		status = select_query(action, query->filters[i], &filter);
		for (size_t k = 0; status == STATUS_OK && k <= action->selector.count / 64; k++)
			(*set)[k] &= filter[k];
	}
	return status;
}

/* ---- facets ---- */

/* What a value is called: titles of organizations, groups and licences; else the value. */
static const char *display_name(struct action *action, const char *field, const char *value)
{
	static const char *const kinds[][2] = {{"organization", "organization"},
					       {"owner_org", "organization"},
					       {"groups", "group"},
					       {"license_id", "license"}};
	struct thing thing;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i][0], field) == 0 && thing_find(action, kinds[i][1], value, &thing) == STATUS_OK)
			return thing.title;
	return value;
}

struct shown {
	const char *name, *display_name;
	int64_t count;
};

static int by_display_name_down(const void *a, const void *b)
{
	return strcmp(((const struct shown *)b)->display_name, ((const struct shown *)a)->display_name);
}

static void put_search_facet(struct action *action, const struct package_facet *facet)
{
	struct json *json = &action->json;
	const char *field = facet->field->name;
	struct shown *shown = arena_array(action->arena, facet->count + 1, sizeof *shown);
	for (size_t i = 0; i < facet->count; i++)
		shown[i] = (struct shown){facet->items[i].value, display_name(action, field, facet->items[i].value),
					  facet->items[i].count};
	if (facet->count > 0)
		qsort(shown, facet->count, sizeof *shown, by_display_name_down);
	json_key(json, field);
	json_object(json);
	json_put(json, "title", field);
	json_key(json, "items");
	json_array(json);
	for (size_t i = 0; i < facet->count; i++) {
		json_object(json);
		json_put(json, "name", shown[i].name);
		json_put(json, "display_name", shown[i].display_name);
		json_put_int(json, "count", shown[i].count);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

static enum status put_facets(struct action *action, const struct request_of *request, const uint64_t *set)
{
	struct json *json = &action->json;
	struct package_facet facets[FACETS_MAX];
	json_key(json, "facets");
	json_object(json);
	for (size_t i = 0; i < request->facet_count; i++) {
		enum status status = facet_count(&action->selector, set, request->facets[i], request->mincount,
						 request->limit, &facets[i]);
		if (status != STATUS_OK)
			return action_of_selector(action, status);
		json_key(json, request->facets[i]);
		json_object(json);
		for (size_t k = 0; k < facets[i].count; k++)
			json_put_int(json, facets[i].items[k].value, facets[i].items[k].count);
		json_object_end(json);
	}
	json_object_end(json);
	json_key(json, "search_facets");
	json_object(json);
	for (size_t i = 0; i < request->facet_count; i++)
		put_search_facet(action, &facets[i]);
	json_object_end(json);
	return STATUS_OK;
}

/* ---- results ---- */

static bool wanted(const struct input *fl, const char *key)
{
	for (size_t i = 0; i < fl->count; i++)
		if (fl->members[i].value->text && strcmp(fl->members[i].value->text, key) == 0)
			return true;
	for (const char *at = fl->text; at && *at;) {
		size_t len = strcspn(at, ", ");
		if (span_is((struct span){at, len}, key) || span_is((struct span){at, len}, "*"))
			return true;
		at += len + (at[len] != '\0');
	}
	return false;
}

/* Some members of a dict: read from what is stored. */
static enum status write_part(struct action *action, uint32_t docid, const struct input *fl)
{
	struct stmt *stmt = db_prepare(action->selector.catalogue, &SQL_GET_PACKAGE);
	const struct input *dict;
	const char *error;
	if (!stmt)
		return STATUS_CORRUPT;
	stmt_int(stmt, 1, docid);
	enum status status = stmt_step(stmt);
	if (status == STATUS_OK)
		status = json_body_read(stmt_column_text(stmt, 0), action->arena, &dict, &error);
	stmt_reset(stmt);
	if (status != STATUS_OK || dict->type != INPUT_OBJECT)
		return STATUS_CORRUPT;
	json_object(&action->json);
	for (size_t i = 0; i < dict->count; i++) {
		if (!wanted(fl, dict->members[i].key))
			continue;
		json_key(&action->json, dict->members[i].key);
		input_write(dict->members[i].value, &action->json);
	}
	json_object_end(&action->json);
	return STATUS_OK;
}

static enum status put_results(struct action *action, const struct request_of *request, const uint32_t *docids,
			       size_t count)
{
	enum status status = STATUS_OK;
	size_t end = count;
	if ((uint64_t)request->start < count && (uint64_t)request->rows < count - (uint64_t)request->start)
		end = (size_t)(request->start + request->rows);
	json_key(&action->json, "results");
	json_array(&action->json);
	for (size_t i = (size_t)request->start; i < end && status == STATUS_OK; i++)
		status = request->fl ? write_part(action, docids[i], request->fl) : package_write(action, docids[i]);
	json_array_end(&action->json);
	return status;
}

enum status action_package_search(struct action *action)
{
	struct request_of request = {0};
	uint64_t *set;
	float *scores;
	uint32_t *docids;
	size_t count;
	enum status status = read_request(action, &request);
	if (status == STATUS_OK)
		status = package_select(
		    action, &(struct package_query){request.q, request.filters, request.filter_count}, &set, &scores);
	if (status != STATUS_OK)
		return status;
	status = order_packages(&action->selector, set, scores, request.sort, &docids, &count);
	if (status != STATUS_OK)
		return action_of_selector(action, status);
	json_object(&action->json);
	json_put_int(&action->json, "count", (int64_t)count);
	json_put(&action->json, "sort", request.sort);
	status = put_facets(action, &request, set);
	if (status == STATUS_OK)
		status = put_results(action, &request, docids, count);
	json_object_end(&action->json);
	return status;
}
