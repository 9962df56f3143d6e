/* openapi.c -- GET /api/v1/openapi.json. */
#include "../openapi.h"

#include "../route.h"
#include "../store/catalogue.h"

enum status handle_openapi(struct context *context)
{
	struct db *catalogue = release_catalogue(context->release);
	const char *title = catalogue_meta(catalogue, "title_zh", context->arena);
	const char *base_url = catalogue_meta(catalogue, "base_url", context->arena);
	struct json json;
	response_json(context->response, &json);
	openapi_write(&json, title ? title : "", base_url && *base_url ? base_url : "/");
	return STATUS_OK;
}
