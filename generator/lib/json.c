#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/json.h>

void json_init(struct json *json, struct buf *out, bool pretty)
{
	*json = (struct json){.out = out, .pretty = pretty};
}

void json_init_part(struct json *json, struct buf *out, bool pretty, int depth)
{
	assert(depth > 0 && depth < JSON_DEPTH_MAX);
	*json = (struct json){.out = out, .pretty = pretty, .depth = depth, .after_key = true};
}

static void new_line(struct json *json)
{
	if (!json->pretty)
		return;
	buf_byte(json->out, '\n');
	for (int i = 0; i < json->depth; i++)
		buf_str(json->out, "  ");
}

/* What stands before any value: nothing after a key, else a comma and a new line as the place asks. */
static void before_value(struct json *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (json->depth == 0)
		return;
	if (json->has_item[json->depth])
		buf_byte(json->out, ',');
	json->has_item[json->depth] = true;
	new_line(json);
}

static void open_level(struct json *json, char bracket)
{
	before_value(json);
	buf_byte(json->out, bracket);
	assert(json->depth + 1 < JSON_DEPTH_MAX);
	json->has_item[++json->depth] = false;
}

static void close_level(struct json *json, char bracket)
{
	assert(json->depth > 0 && !json->after_key);
	bool had_item = json->has_item[json->depth--];
	if (had_item)
		new_line(json);
	buf_byte(json->out, bracket);
	if (json->depth == 0 && json->pretty)
		buf_byte(json->out, '\n');
}

void json_object(struct json *json)
{
	open_level(json, '{');
}

void json_object_end(struct json *json)
{
	close_level(json, '}');
}

void json_array(struct json *json)
{
	open_level(json, '[');
}

void json_array_end(struct json *json)
{
	close_level(json, ']');
}

void json_key(struct json *json, const char *key)
{
	assert(json->depth > 0 && !json->after_key);
	before_value(json);
	buf_json(json->out, key, strlen(key));
	buf_str(json->out, json->pretty ? ": " : ":");
	json->after_key = true;
}

void json_bytes(struct json *json, const char *text, size_t len)
{
	before_value(json);
	buf_json(json->out, text, len);
}

void json_string(struct json *json, const char *text)
{
	if (text)
		json_bytes(json, text, strlen(text));
	else
		json_null(json);
}

void json_int(struct json *json, int64_t number)
{
	before_value(json);
	buf_printf(json->out, "%lld", (long long)number);
}

void json_double(struct json *json, double number)
{
	char digits[32];
	if (!isfinite(number)) {
		json_null(json);
		return;
	}
	for (int precision = 1; precision <= 17; precision++) {
		snprintf(digits, sizeof digits, "%.*g", precision, number);
		if (strtod(digits, NULL) == number)
			break;
	}
	json_number_text(json, digits, strlen(digits));
}

void json_bool(struct json *json, bool value)
{
	before_value(json);
	buf_str(json->out, value ? "true" : "false");
}

void json_null(struct json *json)
{
	before_value(json);
	buf_str(json->out, "null");
}

void json_number_text(struct json *json, const char *digits, size_t len)
{
	before_value(json);
	buf_add(json->out, digits, len);
}

void json_ready(struct json *json, const char *text, size_t len)
{
	before_value(json);
	buf_add(json->out, text, len);
}

void json_put(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

void json_put_if(struct json *json, const char *key, const char *text)
{
	if (text && text[0])
		json_put(json, key, text);
}

void json_put_int(struct json *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_int(json, number);
}

void json_put_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}
