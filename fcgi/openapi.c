#include "openapi.h"

#include <string.h>

#include "ckan/action.h"
#include "route.h"
#include "version.h"

#define PAGE_STATUSES "404|410|413|414|503"
#define JSON_TYPE "application/json"

static const struct operation operations[] = {
#define OPERATION(path, id, summary, media_types, schema, filters) {path, id, summary, media_types, schema, filters},
#define DESCRIPTION(parameter, text)
#define MEMBER(schema, name, type, required)
#include "openapi.def"
#undef OPERATION
#undef DESCRIPTION
};

static const char *const descriptions[][2] = {
#define OPERATION(path, id, summary, media_types, schema, filters)
#define DESCRIPTION(parameter, text) {parameter, text},
#include "openapi.def"
#undef OPERATION
#undef DESCRIPTION
#undef MEMBER
};

const struct operation *openapi_operations(size_t *count)
{
	*count = sizeof operations / sizeof *operations;
	return operations;
}

const struct operation *openapi_operation(const char *path)
{
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
		if (strcmp(operations[i].path, path) == 0)
			return &operations[i];
	return NULL;
}

const char *openapi_description(const char *parameter)
{
	for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions; i++)
		if (strcmp(descriptions[i][0], parameter) == 0)
			return descriptions[i][1];
	return NULL;
}

/* The next item of a list between '|'; false when there are no more. */
static bool next_item(const char **at, struct span *item)
{
	if (!**at)
		return false;
	item->ptr = *at;
	item->len = strcspn(*at, "|");
	*at += item->len + ((*at)[item->len] == '|');
	return true;
}

/* ---- parameters ---- */

static void put_choices(struct json *json, const struct param_spec *spec)
{
	const char *at = spec->choices;
	struct span item, fallback = {NULL, 0};
	json_put(json, "type", "string");
	json_key(json, "enum");
	json_array(json);
	for (int64_t i = 0; next_item(&at, &item); i++) {
		json_bytes(json, item.ptr, item.len);
		if (i == spec->fallback)
			fallback = item;
	}
	json_array_end(json);
	json_key(json, "default");
	json_bytes(json, fallback.ptr, fallback.len);
}

static void put_value(struct json *json, const struct param_spec *spec)
{
	json_object(json);
	switch (spec->type) {
	case PARAM_CHOICE:
		put_choices(json, spec);
		break;
	case PARAM_INT:
		json_put(json, "type", "integer");
		json_put_int(json, "minimum", spec->min);
		json_put_int(json, "maximum", spec->max);
		json_put_int(json, "default", spec->fallback);
		break;
	case PARAM_CODE:
		json_put(json, "pattern", "^[A-Za-z0-9][A-Za-z0-9._-]*$");
		/* fall through */
	case PARAM_TEXT:
		json_put(json, "type", "string");
		json_put_int(json, "maxLength", spec->max);
		break;
	}
	json_object_end(json);
}

static void put_parameter(struct json *json, const struct param_spec *spec)
{
	json_object(json);
	json_put(json, "name", spec->name);
	json_put(json, "in", "query");
	json_put_if(json, "description", openapi_description(spec->name));
	json_key(json, "schema");
	if (spec->repeat > 1) {
		json_object(json);
		json_put(json, "type", "array");
		json_put_int(json, "maxItems", (int64_t)spec->repeat);
		json_key(json, "items");
	}
	put_value(json, spec);
	if (spec->repeat > 1)
		json_object_end(json);
	json_object_end(json);
}

static void put_part(struct json *json, struct span name)
{
	char text[32] = "";
	memcpy(text, name.ptr, name.len < sizeof text ? name.len : sizeof text - 1);
	json_object(json);
	json_put(json, "name", text);
	json_put(json, "in", "path");
	json_put_bool(json, "required", true);
	json_put_if(json, "description", openapi_description(text));
	json_key(json, "schema");
	json_object(json);
	json_put(json, "type", "string");
	json_object_end(json);
	json_object_end(json);
}

static void put_filters(struct json *json)
{
	json_object(json);
	json_put(json, "name", "filter");
	json_put(json, "in", "query");
	json_put(json, "style", "deepObject");
	json_put_bool(json, "explode", true);
	json_put(
	    json, "description",
	    "filter[column]=value, given more than once: one of them; filter[column][test]=value with ne, gt, gte, lt, "
	    "lte, contains, starts, or blank (true, false).");
	json_key(json, "schema");
	json_object(json);
	json_put(json, "type", "object");
	json_put_bool(json, "additionalProperties", true);
	json_object_end(json);
	json_object_end(json);
}

static void put_parameters(struct json *json, const struct route *route, const struct operation *operation)
{
	json_key(json, "parameters");
	json_array(json);
	for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{'))
		put_part(json, (struct span){at + 1, strcspn(at + 1, "}")});
	for (size_t i = 0; i < route->param_count; i++)
		put_parameter(json, &route->params[i]);
	if (operation->filters)
		put_filters(json);
	json_array_end(json);
}

/* ---- answers ---- */

static void put_reference(struct json *json, const char *schema)
{
	char path[64] = "#/components/schemas/";
	size_t at = strlen(path), len = strlen(schema);
	memcpy(path + at, schema, len < sizeof path - at ? len : 0);
	json_key(json, "schema");
	json_object(json);
	json_put(json, "$ref", path);
	json_object_end(json);
}

static void put_content(struct json *json, const char *media_types, const char *schema)
{
	struct span type;
	json_key(json, "content");
	json_object(json);
	while (next_item(&media_types, &type)) {
		char name[64] = "";
		memcpy(name, type.ptr, type.len < sizeof name ? type.len : sizeof name - 1);
		json_key(json, name);
		json_object(json);
		if (schema && strcmp(name, JSON_TYPE) == 0)
			put_reference(json, schema);
		json_object_end(json);
	}
	json_object_end(json);
}

static void put_answer(struct json *json, struct span status, const char *description)
{
	char name[8] = "";
	memcpy(name, status.ptr, status.len < sizeof name ? status.len : 0);
	json_key(json, name);
	json_object(json);
	json_put(json, "description", description);
}

static void put_answers(struct json *json, const char *media_types, const char *schema, const char *faults,
			const char *fault_types)
{
	struct span status;
	json_key(json, "responses");
	json_object(json);
	put_answer(json, span_of(media_types ? "200" : "301"), media_types ? "The answer" : "Where it is");
	if (media_types)
		put_content(json, media_types, schema);
	json_object_end(json);
	while (next_item(&faults, &status)) {
		put_answer(json, status, "What was wrong; the parameter is named");
		put_content(json, fault_types, strcmp(fault_types, JSON_TYPE) == 0 ? "Error" : NULL);
		json_object_end(json);
	}
	json_object_end(json);
}

static void put_operation(struct json *json, const struct route *route, const struct operation *operation)
{
	json_key(json, route->path);
	json_object(json);
	json_key(json, "get");
	json_object(json);
	json_put(json, "operationId", operation->id);
	json_put(json, "summary", operation->summary);
	put_parameters(json, route, operation);
	bool own = strncmp(route->path, "/api/v1/", 8) == 0;
	put_answers(json, operation->media_types, operation->schema, "400|" PAGE_STATUSES,
		    own ? JSON_TYPE : "application/json|text/html|text/plain");
	json_object_end(json);
	json_object_end(json);
}

/* ---- CKAN's actions ---- */

static void put_action_answers(struct json *json)
{
	static const char *const faults[] = {"400", "403", "404", "409"};
	json_key(json, "responses");
	json_object(json);
	put_answer(json, span_of("200"), "The result");
	put_content(json, JSON_TYPE, "ActionResult");
	json_object_end(json);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		put_answer(json, span_of(faults[i]), "What was wrong, as CKAN says it; 400 may be a bare string");
		put_content(json, JSON_TYPE, strcmp(faults[i], "400") == 0 ? NULL : "ActionError");
		json_object_end(json);
	}
	put_answer(json, span_of("503"), "Not now");
	put_content(json, JSON_TYPE, "Error");
	json_object_end(json);
	json_object_end(json);
}

static void put_method(struct json *json, const struct action_row *row, const char *method)
{
	char id[96] = "";
	size_t len = strlen(method), room = sizeof id - 1 - len;
	memcpy(id, method, len);
	memcpy(id + len, row->name, strlen(row->name) < room ? strlen(row->name) : room);
	json_key(json, method);
	json_object(json);
	json_put(json, "operationId", id);
	json_key(json, "summary");
	json_bytes(json, row->help, strcspn(row->help, "\n"));
	json_put(json, "description", row->help);
	if (strcmp(method, "post") == 0) {
		json_key(json, "requestBody");
		json_object(json);
		put_content(json, JSON_TYPE, NULL);
		json_object_end(json);
	}
	put_action_answers(json);
	json_object_end(json);
}

static void put_action(struct json *json, const struct action_row *row)
{
	char path[96] = "/api/3/action/";
	size_t at = strlen(path), len = strlen(row->name);
	memcpy(path + at, row->name, len < sizeof path - at ? len : 0);
	json_key(json, path);
	json_object(json);
	put_method(json, row, "get");
	put_method(json, row, "post");
	json_object_end(json);
}

/* ---- the document ---- */

static void put_paths(struct json *json)
{
	size_t route_count, action_count;
	const struct route *routes = route_table(&route_count);
	const struct action_row *actions = action_table(&action_count);
	json_key(json, "paths");
	json_object(json);
	for (size_t i = 0; i < route_count; i++) {
		const struct operation *operation = openapi_operation(routes[i].path);
		if (operation)
			put_operation(json, &routes[i], operation);
	}
	for (size_t i = 0; i < action_count; i++)
		put_action(json, &actions[i]);
	json_object_end(json);
}

void openapi_write(struct json *json, const char *title, const char *base_url)
{
	json_object(json);
	json_put(json, "openapi", "3.1.0");
	json_key(json, "info");
	json_object(json);
	json_put(json, "title", title);
	json_put(json, "version", HEADWATER_VERSION);
	json_put(json, "description",
		 "Everything here is read only and open to any origin. Codes are text and keep their zeros; a blank is "
		 "null.");
	json_object_end(json);
	json_key(json, "servers");
	json_array(json);
	json_object(json);
	json_put(json, "url", base_url);
	json_object_end(json);
	json_array_end(json);
	put_paths(json);
	json_key(json, "components");
	json_object(json);
	openapi_schemas(json);
	json_object_end(json);
	json_object_end(json);
}
