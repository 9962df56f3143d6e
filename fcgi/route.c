#include "route.h"

#include <string.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* A group of parameters ends with a row without a name, so that an empty group is an array too. */
#define PARAMS_BEGIN(group) static const struct param_spec group##_params[] = {
#define PARAM(...) {__VA_ARGS__},
#define PARAMS_END \
	{          \
		0  \
	}          \
	}          \
	;
#define ROUTES_BEGIN static const struct route routes[] = {
#define ROUTE(path, methods, lang, needs_release, api, cacheable, group, handler) \
	{path, methods, lang, needs_release, api, cacheable, group##_params, COUNT(group##_params) - 1, handler},
#define ROUTES_END \
	}          \
	;
#include "routes.def"

static bool leads(const char *route, const char *path)
{
	size_t len = strlen(route);
	if (len > 0 && route[len - 1] == '*')
		return strncmp(route, path, len - 1) == 0;
	return strcmp(route, path) == 0;
}

const struct route *route_find(const char *path)
{
	for (size_t i = 0; i < COUNT(routes); i++)
		if (leads(routes[i].path, path))
			return &routes[i];
	return NULL;
}

const struct route *route_table(size_t *count)
{
	*count = COUNT(routes);
	return routes;
}
