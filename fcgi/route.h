/*
 * route.h -- which handler answers which address: one row of routes.def each.
 */
#ifndef FCGI_ROUTE_H
#define FCGI_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "context.h"

/* Fills context->response and returns STATUS_OK, or refuses (context.h). */
typedef enum status route_handler(struct context *context);

struct route {
	/* Exact; {name} stands for one part of a path; with "/" and an asterisk at its end: everything below. */
	const char *path;
	unsigned methods; /* bits of enum method; HEAD goes with GET */
	enum lang lang;
	bool needs_release; /* answered with 503 as long as there is none */
	bool api;           /* answers JSON whatever Accept says, and reads its own query and body (input.h) */
	bool cacheable;     /* a pure function of release and query: ETag, 304, short max-age */
	const struct param_spec *params;
	size_t param_count;
	route_handler *handle;
};

/* Every handler named in routes.def. */
#define PARAMS_BEGIN(name)
#define PARAM(...)
#define PARAMS_END
#define ROUTES_BEGIN
#define ROUTE(path, methods, lang, needs_release, api, cacheable, params, handler) \
	enum status handler(struct context *context);
#define ROUTES_END
#include "routes.def"
#undef PARAMS_BEGIN
#undef PARAM
#undef PARAMS_END
#undef ROUTES_BEGIN
#undef ROUTE
#undef ROUTES_END

/* The first row that a path leads to, and what stood in the places of its {names}; NULL when there is none. */
const struct route *route_find(const char *path, struct arena *arena, const char *parts[ROUTE_PARTS_MAX]);
/* All rows, for tests and the manual. */
const struct route *route_table(size_t *count);

#endif
