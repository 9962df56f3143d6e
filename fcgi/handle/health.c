/* /healthz: the process answers. /readyz: it has a release open, and which. For monitors and the start script. */
#include "route.h"

enum status handle_healthz(struct context *context)
{
	struct json json;
	response_json(context->response, &json);
	response_header(context->response, "Cache-Control", "no-store");
	json_object(&json);
	json_put(&json, "status", "ok");
	json_object_end(&json);
	return STATUS_OK;
}

enum status handle_readyz(struct context *context)
{
	if (!context->release)
		return STATUS_UNAVAILABLE;
	struct json json;
	response_json(context->response, &json);
	response_header(context->response, "Cache-Control", "no-store");
	json_object(&json);
	json_put(&json, "status", "ready");
	json_put(&json, "release", release_id(context->release));
	json_object_end(&json);
	return STATUS_OK;
}
