/*
 * json.h -- a JSON writer: typed calls, commas and escapes by the writer, so that no caller prints punctuation.
 *
 * Depth is at most JSON_DEPTH_MAX; mismatched begin/end is a bug (assert). `pretty` indents by two spaces.
 */
#ifndef HEADWATER_JSON_H
#define HEADWATER_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/buf.h>

#define JSON_DEPTH_MAX 32

struct json {
	struct buf *out;
	bool pretty;
	int depth;
	bool has_item[JSON_DEPTH_MAX];
	bool after_key;
};

void json_init(struct json *json, struct buf *out, bool pretty);
/* For a value that is to stand `depth` levels deep in another document, where json_ready puts it. */
void json_init_part(struct json *json, struct buf *out, bool pretty, int depth);
void json_object(struct json *json);
void json_object_end(struct json *json);
void json_array(struct json *json);
void json_array_end(struct json *json);
void json_key(struct json *json, const char *key);
void json_string(struct json *json, const char *text); /* NULL writes null */
void json_bytes(struct json *json, const char *text, size_t len);
void json_int(struct json *json, int64_t number);
void json_double(struct json *json, double number); /* shortest form that reads back; not finite writes null */
void json_bool(struct json *json, bool value);
void json_null(struct json *json);
/* A number already in JSON form, such as a checked cell of a table: written as it stands, digits and all. */
void json_number_text(struct json *json, const char *digits, size_t len);
/* A whole value that this writer has written before (and that was stored since): as it stands. In pretty output it
 * must be one of json_init_part, of the same depth. */
void json_ready(struct json *json, const char *text, size_t len);

/* key and value in one: */
void json_put(struct json *json, const char *key, const char *text);    /* null when NULL */
void json_put_if(struct json *json, const char *key, const char *text); /* nothing when NULL or "" */
void json_put_int(struct json *json, const char *key, int64_t number);
void json_put_bool(struct json *json, const char *key, bool value);

#endif
