/*
 * params.h -- declared inputs: a handler never sees an unvalidated string.
 *
 * A route lists its parameters as rows (routes.def). The query string is decoded (percent, '+'), must be UTF-8 without
 * control characters, and each value must fit the type of its row, or the request ends with 400 and a sentence that
 * names the parameter. Names that no row declares are ignored: mail and chat programs append their own to links.
 * A value that is empty after trimming counts as not given: forms send their blank fields.
 */
#ifndef FCGI_PARAMS_H
#define FCGI_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>

#include "reason.h"
#include "request.h"

enum param_type {
	PARAM_TEXT,   /* words: at most `max` code points; tabs and line ends become spaces; trimmed */
	PARAM_CODE,   /* [A-Za-z0-9][A-Za-z0-9._-]*, at most `max` bytes: ids, slugs, codes */
	PARAM_CHOICE, /* one of `choices` */
	PARAM_INT     /* decimal, `min`..`max` */
};

struct param_spec {
	const char *name;
	enum param_type type;
	size_t repeat; /* most times it may be given; giving it more often is a 400 */
	int64_t min, max;
	int64_t fallback;    /* PARAM_INT: when not given; PARAM_CHOICE: index of the choice */
	const char *choices; /* "a|b|c" */
	bool answers; /* the values "html", "json", "atom" and "csv" choose the form of the answer and are taken out */
};

/* One name=value of a query or form, decoded. */
struct param_pair {
	const char *name, *value;
	bool name_ok, value_ok; /* well-formed UTF-8 without NUL */
};

#define PARAMS_PAIRS_MAX 128 /* name=value pairs in one query, declared or not */

/*
 * Cuts a query or form into decoded pairs, as params_read does: for the API, whose actions read their own input. False
 * when there are more than PARAMS_PAIRS_MAX, for which `pairs` must have room.
 */
bool params_split(const char *query, struct arena *arena, struct param_pair *pairs, size_t *count);

struct params; /* validated; lives in the arena */

/* The refusal of a query: which rule it broke and the parameter it broke it with. */
struct refusal {
	enum reason reason;
	const char *subject; /* parameter name or the like; "" when there is none */
};

/*
 * Decodes and checks `query` against `specs` (`count` rows). STATUS_INVALID: `*refusal` says why. May set
 * request->answer and format_given.
 */
enum status params_read(struct request *request, const struct param_spec *specs, size_t count, struct arena *arena,
			struct params **params, struct refusal *refusal);

/* By name; asking for a name that the route does not declare, or as another type, is a bug (assert). */
bool params_given(const struct params *params, const char *name);
const char *params_text(const struct params *params, const char *name);        /* TEXT, CODE: first value or "" */
int64_t params_int(const struct params *params, const char *name);             /* value or fallback */
size_t params_choice(const struct params *params, const char *name);           /* index in choices, or fallback */
const char *params_choice_name(const struct params *params, const char *name); /* the choice itself */
/* Every value of a repeatable TEXT or CODE, in order, each once. */
size_t params_list(const struct params *params, const char *name, const char *const **values);

#endif
