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

/* A {name} takes what stands up to the next '/', or up to what follows the name where that is more than a '/'. */
static bool leads(const char *route, const char *path, struct span parts[ROUTE_PARTS_MAX])
{
	size_t part = 0;
	while (*route && *route != '*') {
		if (*route != '{') {
			if (*route++ != *path++)
				return false;
			continue;
		}
		size_t len = strcspn(path, "/");
		route = strchr(route, '}') + 1;
		size_t tail = strcspn(route, "/*");
		if (len <= tail || strncmp(path + len - tail, route, tail) != 0)
			return false;
		parts[part++] = (struct span){path, len - tail};
		path += len - tail;
	}
	return *route == '*' || *path == '\0';
}

const struct route *route_find(const char *path, struct arena *arena, const char *parts[ROUTE_PARTS_MAX])
{
	struct span found[ROUTE_PARTS_MAX] = {{0}};
	for (size_t i = 0; i < COUNT(routes); i++) {
		if (!leads(routes[i].path, path, found))
			continue;
		for (size_t k = 0; k < ROUTE_PARTS_MAX; k++)
			parts[k] = found[k].ptr ? arena_copy(arena, found[k].ptr, found[k].len) : NULL;
		return &routes[i];
	}
	return NULL;
}

const struct route *route_table(size_t *count)
{
	*count = COUNT(routes);
	return routes;
}
