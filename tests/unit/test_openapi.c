/* test_openapi.c -- every public route is described, and nothing else is. */
#include <string.h>

#include "openapi.h"
#include "route.h"
#include "tap.h"

/* Not for the public, or described action by action. */
static bool is_apart(const char *path)
{
	static const char *const apart[] = {"/healthz", "/readyz", "/api", "/api/*"};
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
		if (strcmp(apart[i], path) == 0)
			return true;
	return false;
}

static void test_routes(void)
{
	size_t route_count, operation_count;
	const struct route *routes = route_table(&route_count);
	const struct operation *operations = openapi_operations(&operation_count);
	for (size_t i = 0; i < route_count; i++)
		if (!CHECK(is_apart(routes[i].path) != (openapi_operation(routes[i].path) != NULL)))
			printf("# openapi.def: %s\n", routes[i].path);
	for (size_t i = 0; i < operation_count; i++) {
		bool found = false;
		for (size_t k = 0; k < route_count; k++)
			found = found || strcmp(routes[k].path, operations[i].path) == 0;
		if (!CHECK(found))
			printf("# no such route: %s\n", operations[i].path);
	}
}

static void test_parts(void)
{
	struct arena *arena = arena_new();
	const char *parts[ROUTE_PARTS_MAX];
	const struct route *route = route_find("/api/v1/resources/a/b/rows", arena, parts);
	CHECK_STR(route->path, "/api/v1/resources/{dataset}/{resource}/rows");
	CHECK_STR(parts[0], "a");
	CHECK_STR(parts[1], "b");
	route = route_find("/api/v1/resources/a/rows", arena, parts);
	CHECK_STR(route->path, "/api/v1/resources/{id}/rows");
	CHECK_STR(parts[0], "a");
	CHECK(parts[1] == NULL);
	CHECK(route_find("/api/v1/resources//rows", arena, parts) == NULL ||
	      strcmp(route_find("/api/v1/resources//rows", arena, parts)->path, "/api/*") == 0);
	CHECK(route_find("/datasets/a/explore/b", arena, parts) == NULL);
	CHECK(route_find("/datasets/a/explore/b/c/", arena, parts) == NULL);
	CHECK(route_find("/nothing", arena, parts) == NULL);
	arena_free(arena);
}

static void test_answers(void)
{
	struct buf out;
	struct json json;
	buf_init(&out, BUF_MAX_DEFAULT);
	json_init(&json, &out, false);
	openapi_write(&json, "title", "https://example.org");
	CHECK(strstr(out.bytes, "\"/api/v1/resources/{id}/rows\"") != NULL);
	CHECK(strstr(out.bytes, "\"/api/3/action/datastore_search\"") != NULL);
	CHECK(openapi_description("q") != NULL && openapi_description("nope") == NULL);
	buf_free(&out);
}

TAP_MAIN({"routes", test_routes}, {"parts", test_parts}, {"answers", test_answers})
