/*
 * fuzz_query.c -- the query string: any bytes, against the search route's own rows. What is accepted must be what was
 * declared, whatever it was made from.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/utf8.h>

#include "params.h"
#include "route.h"

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check_text(const struct param_spec *spec, const char *text)
{
	size_t len = strlen(text);
	require(utf8_valid_prefix(text, len) == len);
	require(utf8_length(text, len) <= (size_t)spec->max);
	for (size_t i = 0; i < len; i++) {
		require((unsigned char)text[i] >= 0x20 && text[i] != 0x7F);
		require(spec->type == PARAM_TEXT || strchr("<>\"'&;%/ ", text[i]) == NULL);
	}
}

static void check(const struct param_spec *spec, const struct params *params)
{
	const char *const *values;
	switch (spec->type) {
	case PARAM_TEXT:
	case PARAM_CODE: {
		size_t count = params_list(params, spec->name, &values);
		require(count <= spec->repeat);
		for (size_t i = 0; i < count; i++)
			check_text(spec, values[i]);
		break;
	}
	case PARAM_CHOICE:
		require(strstr(spec->choices, params_choice_name(params, spec->name)) != NULL);
		break;
	case PARAM_INT:
		require(params_int(params, spec->name) >= spec->min && params_int(params, spec->name) <= spec->max);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	if (!arena)
		arena = arena_new();
	arena_reset(arena);
	const char *parts[ROUTE_PARTS_MAX];
	const struct route *route = route_find("/search", arena, parts);
	struct request request = {.query = arena_copy(arena, (const char *)data, size)};
	struct params *params;
	struct refusal refusal = {REASON_NONE, NULL};
	if (params_read(&request, route->params, route->param_count, arena, &params, &refusal) != STATUS_OK) {
		require(refusal.reason != REASON_NONE && refusal.subject != NULL);
		return 0;
	}
	for (size_t i = 0; i < route->param_count; i++)
		check(&route->params[i], params);
	return 0;
}
