/* api.c -- /api: CKAN's action API under both its prefixes, and what clients probe for a version. */
#include <string.h>

#include "../ckan/action.h"
#include "../route.h"

#define ALLOWED_METHODS "GET, HEAD, POST, OPTIONS"
#define ALLOWED_HEADERS "X-CKAN-API-Key, Authorization, Content-Type"

static enum status answer_version(struct context *context, int64_t version)
{
	struct json json;
	response_json(context->response, &json);
	json_object(&json);
	json_put_int(&json, "version", version);
	json_object_end(&json);
	return STATUS_OK;
}

/* What status_show says, without an envelope: clients in R ask for it. */
static enum status answer_status(struct context *context)
{
	struct action action;
	struct thing site;
	action_begin(&action, context);
	enum status status = thing_find(&action, "site", "site", &site);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
	response_json(context->response, &action.json);
	json_ready(&action.json, site.json, strlen(site.json));
	return STATUS_OK;
}

/* Before a page of another origin posts JSON its browser asks whether it may. */
static enum status answer_preflight(struct context *context)
{
	struct response *response = context->response;
	response_header(response, "Access-Control-Allow-Origin", "*");
	response_header(response, "Access-Control-Allow-Methods", ALLOWED_METHODS);
	response_header(response, "Access-Control-Allow-Headers", ALLOWED_HEADERS);
	response_header(response, "Access-Control-Max-Age", "86400");
	return STATUS_OK;
}

enum status handle_api(struct context *context)
{
	static const struct {
		const char *path;
		int64_t version;
	} versions[] = {{"/api", 1}, {"/api/1", 1}, {"/api/2", 2}, {"/api/3", 3}};
	static const char *const prefixes[] = {"/api/action/", "/api/3/action/"};
	const char *path = context->request->path;
	size_t len = strlen(path);
	if (context->request->method == METHOD_OPTIONS)
		return answer_preflight(context);
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (strncmp(path, prefixes[i], strlen(prefixes[i])) == 0)
			return action_answer(context, path + strlen(prefixes[i]));
	len -= len > 1 && path[len - 1] == '/';
	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
		if (strlen(versions[i].path) == len && strncmp(path, versions[i].path, len) == 0)
			return answer_version(context, versions[i].version);
	if (strcmp(path, "/api/util/status") == 0)
		return answer_status(context);
	return context_refuse(context, REASON_NOT_FOUND, NULL);
}
