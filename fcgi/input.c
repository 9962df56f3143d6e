#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <headwater/json.h>
#include <headwater/utf8.h>

#include "json_body.h"
#include "params.h"

#define BAD_JSON "Bad request: JSON Error: Error decoding JSON data. "
#define EXCERPT_POINTS 200
#define FORM "application/x-www-form-urlencoded"

static struct input *new_string(const char *text, struct arena *arena)
{
	struct input *value = arena_alloc(arena, sizeof *value);
	*value = (struct input){.type = INPUT_STRING, .text = text};
	return value;
}

static struct input_member *find(const struct input *object, const char *key)
{
	for (size_t i = 0; i < object->count; i++)
		if (strcmp(object->members[i].key, key) == 0)
			return &object->members[i];
	return NULL;
}

/* A name given once is a string, given again a list. */
static void add_pair(struct input *object, const struct param_pair *pair, struct arena *arena)
{
	struct input_member *member = find(object, pair->name);
	struct input *value = new_string(pair->value, arena);
	if (!member) {
		*ARENA_PUSH(arena, object->members, object->count, object->capacity) =
		    (struct input_member){pair->name, value};
		return;
	}
	struct input *list = (struct input *)member->value;
	if (list->type != INPUT_LIST) {
		struct input *made = arena_alloc(arena, sizeof *made);
		made->type = INPUT_LIST;
		*ARENA_PUSH(arena, made->members, made->count, made->capacity) = (struct input_member){NULL, list};
		member->value = list = made;
	}
	*ARENA_PUSH(arena, list->members, list->count, list->capacity) = (struct input_member){NULL, value};
}

static enum status read_pairs(const char *text, struct arena *arena, struct input *object, const char **error)
{
	struct param_pair *pairs = arena_array(arena, PARAMS_PAIRS_MAX, sizeof *pairs);
	size_t count;
	if (!params_split(text, arena, pairs, &count)) {
		*error = "Bad request: too many parameters";
		return STATUS_INVALID;
	}
	for (size_t i = 0; i < count; i++) {
		if (!pairs[i].name_ok || !pairs[i].value_ok) {
			*error = "Bad request: a parameter is not UTF-8";
			return STATUS_INVALID;
		}
		add_pair(object, &pairs[i], arena);
	}
	return STATUS_OK;
}

static const char *excerpt(struct span text, struct arena *arena)
{
	return arena_copy(arena, text.ptr, utf8_prefix(text.ptr, text.len, EXCERPT_POINTS));
}

static enum status read_json(struct span text, struct arena *arena, const struct input **input, const char **error)
{
	const char *why;
	if (json_body_read(text, arena, input, &why) != STATUS_OK) {
		*error = arena_printf(arena, BAD_JSON "Error: %s JSON data extracted from the request: '%s'", why,
				      excerpt(text, arena));
		return STATUS_INVALID;
	}
	if ((*input)->type != INPUT_OBJECT) {
		*error = arena_printf(arena,
				      "Bad request: JSON Error: Request data JSON decoded to %s but it needs to be a "
				      "dictionary.",
				      excerpt(text, arena));
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

/* The old form: one pair, its value "1" or nothing, its name the JSON text. */
static bool is_json_key(const struct input *form)
{
	if (form->count != 1 || form->members[0].value->type != INPUT_STRING)
		return false;
	const char *value = form->members[0].value->text, *key = form->members[0].key;
	return (strcmp(value, "") == 0 || strcmp(value, "1") == 0) && span_trim(span_of(key)).len > 0 &&
	       span_trim(span_of(key)).ptr[0] == '{';
}

static enum status read_form(const struct request *request, struct arena *arena, const struct input **input,
			     const char **error)
{
	struct input *form = arena_alloc(arena, sizeof *form);
	form->type = INPUT_OBJECT;
	*input = form;
	enum status status = read_pairs(arena_copy(arena, request->body.ptr, request->body.len), arena, form, error);
	if (status == STATUS_OK && is_json_key(form))
		return read_json(span_of(form->members[0].key), arena, input, error);
	return status;
}

enum status input_read(const struct request *request, struct arena *arena, const struct input **input,
		       const char **error)
{
	struct input *query = arena_alloc(arena, sizeof *query);
	query->type = INPUT_OBJECT;
	*input = query;
	if (request->method != METHOD_POST)
		return read_pairs(request->query, arena, query, error);
	if (span_trim(request->body).len == 0)
		return STATUS_OK;
	if (strncasecmp(request->content_type, FORM, strlen(FORM)) == 0)
		return read_form(request, arena, input, error);
	return read_json(request->body, arena, input, error);
}

const struct input *input_get(const struct input *object, const char *key)
{
	const struct input_member *member = find(object, key);
	return member && member->value->type != INPUT_NULL ? member->value : NULL;
}

const char *input_text(const struct input *object, const char *key)
{
	const struct input *value = input_get(object, key);
	return value ? value->text : NULL;
}

bool input_bool(const struct input *object, const char *key, bool fallback)
{
	static const char *const yes[] = {"true", "yes", "1", "on", "t", "y"};
	static const char *const no[] = {"false", "no", "0", "off", "f", "n"};
	const char *text = input_text(object, key);
	for (size_t i = 0; text && i < sizeof yes / sizeof *yes; i++) {
		if (strcasecmp(text, yes[i]) == 0)
			return true;
		if (strcasecmp(text, no[i]) == 0)
			return false;
	}
	return fallback;
}

bool input_number(const struct input *value, int64_t *number)
{
	if (value->type != INPUT_NUMBER && value->type != INPUT_STRING)
		return false;
	struct span text = span_trim(span_of(value->text));
	size_t sign = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+'), digits = sign;
	while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	if (digits == sign || digits != text.len || digits - sign > 18)
		return false;
	*number = strtoll(text.ptr, NULL, 10);
	return true;
}

void input_write(const struct input *value, struct json *json)
{
	switch (value->type) {
	case INPUT_NULL:
		json_null(json);
		break;
	case INPUT_BOOL:
		json_bool(json, strcmp(value->text, "true") == 0);
		break;
	case INPUT_NUMBER:
		json_number_text(json, value->text, strlen(value->text));
		break;
	case INPUT_STRING:
		json_string(json, value->text);
		break;
	case INPUT_LIST:
	case INPUT_OBJECT:
		value->type == INPUT_LIST ? json_array(json) : json_object(json);
		for (size_t i = 0; i < value->count; i++) {
			if (value->type == INPUT_OBJECT)
				json_key(json, value->members[i].key);
			input_write(value->members[i].value, json);
		}
		value->type == INPUT_LIST ? json_array_end(json) : json_object_end(json);
		break;
	}
}
