/*
 * input.h -- what a request asks an API with: one object of values, wherever they came from.
 *
 * A query or form gives strings, or lists of strings where a name comes more than once; a JSON body gives what it says.
 * Everything lives in the arena of the request, is UTF-8, and holds no NUL.
 */
#ifndef FCGI_INPUT_H
#define FCGI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/span.h>
#include <headwater/status.h>

#include "request.h"

struct json; /* headwater/json.h; jansson has functions of the same names */

enum input_type { INPUT_NULL, INPUT_BOOL, INPUT_NUMBER, INPUT_STRING, INPUT_LIST, INPUT_OBJECT };

struct input {
	enum input_type type;
	const char *text; /* STRING; NUMBER: its digits; BOOL: "true" or "false"; else NULL */
	struct input_member {
		const char *key; /* OBJECT; NULL in a LIST */
		const struct input *value;
	} * members;
	size_t count, capacity;
};

/*
 * Reads the query, and for POST the body. STATUS_INVALID: `*error` is the sentence for the client, in arena.
 * A body of type application/x-www-form-urlencoded is a form, or JSON text as the only key of one; any other is JSON.
 */
enum status input_read(const struct request *request, struct arena *arena, const struct input **input,
		       const char **error);
/* The value of a key, or NULL; null counts as not given. */
const struct input *input_get(const struct input *object, const char *key);
/* The text of a key's string, number or truth value, or NULL. */
const char *input_text(const struct input *object, const char *key);
/* true, "true", "yes", "1", "on" and the like; `fallback` when it is not given or none of these. */
bool input_bool(const struct input *object, const char *key, bool fallback);
/* A whole number, as a number or as decimal digits. False: it is neither. */
bool input_number(const struct input *value, int64_t *number);
/* Writes a value as JSON. */
void input_write(const struct input *value, struct json *json);

#endif
