/* json_body.h -- JSON that clients send: the service's one door to a JSON reader. */
#ifndef FCGI_JSON_BODY_H
#define FCGI_JSON_BODY_H

#include "input.h"

#define JSON_BODY_DEPTH_MAX 16

/*
 * Reads one JSON value. STATUS_INVALID: not JSON, deeper than JSON_BODY_DEPTH_MAX, or with a NUL in a string; `*error`
 * says what, in arena. Of a key given twice the last value counts.
 */
enum status json_body_read(struct span text, struct arena *arena, const struct input **value, const char **error);

#endif
