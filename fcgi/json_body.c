#include "json_body.h"

#include <jansson.h>
#include <string.h>

static const struct input *copy(const json_t *from, int depth, struct arena *arena);

static void add_member(struct input *to, const char *key, const json_t *value, int depth, struct arena *arena)
{
	const struct input *copied = copy(value, depth, arena);
	*ARENA_PUSH(arena, to->members, to->count, to->capacity) =
	    (struct input_member){key ? arena_string(arena, key) : NULL, copied};
}

static void copy_members(struct input *to, const json_t *from, int depth, struct arena *arena)
{
	const char *key;
	json_t *value;
	size_t index;
	if (json_is_array(from)) {
		json_array_foreach(from, index, value) add_member(to, NULL, value, depth + 1, arena);
		return;
	}
	json_object_foreach((json_t *)from, key, value) add_member(to, key, value, depth + 1, arena);
}

/* Depth was looked at before (depth_of). */
static const struct input *copy(const json_t *from, int depth, struct arena *arena)
{
	struct input *to = arena_alloc(arena, sizeof *to);
	switch (json_typeof(from)) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		to->type = json_is_object(from) ? INPUT_OBJECT : INPUT_LIST;
		copy_members(to, from, depth, arena);
		break;
	case JSON_STRING:
		*to = (struct input){.type = INPUT_STRING, .text = arena_string(arena, json_string_value(from))};
		break;
	case JSON_INTEGER:
		*to = (struct input){.type = INPUT_NUMBER,
				     .text = arena_printf(arena, "%lld", (long long)json_integer_value(from))};
		break;
	case JSON_REAL:
		*to = (struct input){.type = INPUT_NUMBER, .text = arena_printf(arena, "%.17g", json_real_value(from))};
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		*to = (struct input){.type = INPUT_BOOL, .text = json_is_true(from) ? "true" : "false"};
		break;
	case JSON_NULL:
		break;
	}
	return to;
}

/* The deepest nesting of brackets outside strings: known before anything is built. */
static int depth_of(struct span text)
{
	int depth = 0, most = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			most = ++depth > most ? depth : most;
		else if (!quoted && (c == '}' || c == ']'))
			depth--;
	}
	return most;
}

enum status json_body_read(struct span text, struct arena *arena, const struct input **value, const char **error)
{
	json_error_t fault;
	*value = NULL;
	if (depth_of(text) > JSON_BODY_DEPTH_MAX) {
		*error = "nested too deeply";
		return STATUS_INVALID;
	}
	json_t *root = json_loadb(text.ptr, text.len, JSON_DECODE_ANY, &fault);
	if (!root) {
		*error = arena_printf(arena, "%s: line %d column %d", fault.text, fault.line, fault.column);
		return STATUS_INVALID;
	}
	*value = copy(root, 0, arena);
	json_decref(root);
	return STATUS_OK;
}
