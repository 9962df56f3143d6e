#include "action.h"

#include <string.h>

#include "../release.h"
#include "../search.h"
#include "../store/catalogue.h"

#define TIME_MS 2000 /* of one action */
#define CONTENT_TYPE "application/json;charset=utf-8"

static const struct action_row rows[] = {
#define ACTION(name, handler, help) {#name, handler, help},
#include "actions.def"
#undef ACTION
};

const struct action_row *action_find(const char *name)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

const struct action_row *action_table(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}

/* ---- faults ---- */

static enum status fail(struct action *action, struct fault fault)
{
	action->fault = fault;
	return STATUS_INVALID;
}

enum status action_invalid(struct action *action, const char *key, const char *sentence)
{
	return fail(action, (struct fault){409, "Validation Error", NULL, key, sentence});
}

enum status action_not_found(struct action *action, const char *message)
{
	return fail(action, (struct fault){404, "Not Found Error", message, NULL, NULL});
}

enum status action_search_error(struct action *action, const char *sentence)
{
	return fail(action, (struct fault){409, "Search Error",
					   arena_printf(action->arena, "Search error: %s", sentence), NULL, NULL});
}

enum status action_query_error(struct action *action, const char *message)
{
	return fail(action, (struct fault){400, "Search Query Error", message, NULL, NULL});
}

enum status action_of_selector(struct action *action, enum status status)
{
	if (status == STATUS_INVALID)
		return action_search_error(action, action->selector.error);
	if (status == STATUS_BUDGET)
		return action_search_error(action, "the query took too long");
	return status;
}

/* ---- input ---- */

enum status action_number(struct action *action, const char *key, int64_t fallback, int64_t *number)
{
	const struct input *value = input_get(action->input, key);
	*number = fallback;
	if (!value || (value->type == INPUT_STRING && value->text[0] == '\0'))
		return STATUS_OK;
	if (!input_number(value, number))
		return action_invalid(action, key, "Invalid integer");
	return *number < 0 ? action_invalid(action, key, "Must be a natural number") : STATUS_OK;
}

enum status action_needs(struct action *action, const char *key, const char *other, const char **text)
{
	*text = input_text(action->input, key);
	if (!*text && other)
		*text = input_text(action->input, other);
	if (!*text || !**text)
		return action_invalid(action, other && strcmp(key, "id") == 0 ? other : key, "Missing value");
	return STATUS_OK;
}

bool action_holds(const char *text, const char *part)
{
	return strcasestr(text, part) != NULL;
}

/* ---- answers ---- */

/* Headers that every answer of the API has; response_json has said that any origin may read it. */
static void start(struct action *action)
{
	struct response *response = action->context->response;
	response_json(response, &action->json);
	response_header(response, "Content-Type", CONTENT_TYPE);
}

static void put_help(struct action *action, const char *name)
{
	const char *base = catalogue_meta(action->selector.catalogue, "base_url", action->arena);
	json_put(&action->json, "help",
		 arena_printf(action->arena, "%s/api/3/action/help_show?name=%s", base ? base : "", name));
}

/* An answer that is no 200 is not worth keeping, and has no tag. */
static void start_error(struct action *action, int http)
{
	response_reset(action->context->response);
	start(action);
	action->context->response->status = http;
	response_header(action->context->response, "Cache-Control", "no-store");
}

static void answer_fault(struct action *action, const char *name)
{
	const struct fault *fault = &action->fault;
	struct json *json = &action->json;
	start_error(action, fault->http);
	json_object(json);
	put_help(action, name);
	json_put_bool(json, "success", false);
	json_key(json, "error");
	json_object(json);
	json_put(json, "__type", fault->type);
	if (fault->message)
		json_put(json, "message", fault->message);
	if (fault->key) {
		json_key(json, fault->key);
		json_array(json);
		json_string(json, fault->sentence);
		json_array_end(json);
	}
	json_object_end(json);
	json_object_end(json);
}

static enum status answer_string(struct action *action, const char *text)
{
	start_error(action, 400);
	json_string(&action->json, text);
	return STATUS_OK;
}

static enum status run(struct action *action, const struct action_row *row)
{
	start(action);
	json_object(&action->json);
	put_help(action, row->name);
	json_put_bool(&action->json, "success", true);
	json_key(&action->json, "result");
	enum status status = row->handle(action);
	if (status == STATUS_OK) {
		json_object_end(&action->json);
		return STATUS_OK;
	}
	if (status == STATUS_BUDGET)
		status = action_of_selector(action, status);
	if (status != STATUS_INVALID || action->fault.http == 0)
		return status;
	answer_fault(action, row->name);
	return STATUS_OK;
}

void action_begin(struct action *action, struct context *context)
{
	struct db *catalogue = release_catalogue(context->release);
	*action = (struct action){.context = context,
				  .arena = context->arena,
				  .selector = {.catalogue = catalogue,
					       .search = release_search(context->release),
					       .folder = search_folder(),
					       .arena = context->arena,
					       .count = search_count(release_search(context->release))}};
	db_budget(catalogue, 0, TIME_MS);
}

enum status action_answer(struct context *context, const char *name)
{
	struct action action;
	const struct action_row *row = action_find(name);
	const char *error;
	action_begin(&action, context);
	if (!row)
		return answer_string(&action,
				     arena_printf(context->arena, "Bad request: Action name not known: %s", name));
	if (input_read(context->request, context->arena, &action.input, &error) != STATUS_OK)
		return answer_string(&action, error);
	return run(&action, row);
}
