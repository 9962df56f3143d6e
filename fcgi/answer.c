#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/hash.h>

#include "cache.h"
#include "context.h"
#include "log.h"
#include "page.h"
#include "route.h"
#include "version.h"

#define ETAG_HEX 16
#define DAY_S 86400
#define CACHE_BYTES ((size_t)64 * 1024 * 1024)
#define CACHE_CONTROL "public, max-age=30"

struct answerer {
	struct answer_options options;
	struct watch *watch;
	struct cache *cache;
	struct arena *arena; /* of the request under way */
	struct response response;
	struct turn turn;
};

struct answerer *answerer_new(const struct answer_options *options)
{
	struct answerer *answerer = memory_alloc(sizeof *answerer);
	*answerer = (struct answerer){.options = *options,
				      .watch = watch_new(options->release_link),
				      .cache = cache_new(CACHE_BYTES),
				      .arena = arena_new(),
				      .turn = {.fd = options->turn_fd}};
	response_init(&answerer->response);
	return answerer;
}

void answerer_free(struct answerer *answerer)
{
	watch_free(answerer->watch);
	cache_free(answerer->cache);
	response_free(&answerer->response);
	arena_free(answerer->arena);
	free(answerer);
}

void answerer_warm(struct answerer *answerer)
{
	watch_release(answerer->watch, clock_tick_us(answerer->options.clock));
}

/* ---- refusals ---- */

/* The sentence of a reason with its subject filled in. */
static const char *sentence(const struct context *context, enum lang lang)
{
	const char *text = label_text(&reason_row(context->refusal.reason)->sentence, lang, NULL);
	const char *hole = strstr(text, "{0}");
	if (!hole)
		return text;
	return arena_printf(context->arena, "%.*s%s%s", (int)(hole - text), text, context->refusal.subject, hole + 3);
}

static void refuse_json(struct context *context)
{
	const struct reason_row *row = reason_row(context->refusal.reason);
	struct json json;
	response_json(context->response, &json);
	json_object(&json);
	json_key(&json, "error");
	json_object(&json);
	json_put_int(&json, "status", row->http);
	json_put(&json, "code", row->code);
	json_put_if(&json, "parameter", context->refusal.subject);
	json_put_if(&json, "indexed_columns", context->indexed);
	json_put(&json, "message", sentence(context, LANG_ZH));
	json_put(&json, "message_en", sentence(context, LANG_EN));
	json_object_end(&json);
	json_object_end(&json);
}

static bool refuse_page(struct context *context)
{
	const struct reason_row *row = reason_row(context->refusal.reason);
	if (!context->release)
		return false;
	struct node *page;
	struct doc *doc = page_new(context, "message", sentence(context, context->request->lang), &page);
	struct node *message = node_add(page, "message");
	node_attr_int(message, "status", row->http);
	node_attr(message, "code", row->code);
	node_attr(message, "request-id", strcmp(context->request->id, "-") == 0 ? NULL : context->request->id);
	node_text(message, "sentence", sentence(context, context->request->lang));
	return page_send(context, doc) == STATUS_OK;
}

/* Without a release there are no stylesheets: words alone. */
static void refuse_text(struct context *context)
{
	response_reset(context->response);
	response_header(context->response, "Content-Type", "text/plain; charset=utf-8");
	buf_str(&context->response->body, sentence(context, context->request->lang));
	buf_byte(&context->response->body, '\n');
}

static void refuse(struct context *context)
{
	struct response *response = context->response;
	const struct reason_row *row = reason_row(context->refusal.reason);
	response_reset(response);
	if (context->request->answer == ANSWER_JSON)
		refuse_json(context);
	else if (!refuse_page(context))
		refuse_text(context);
	response->status = row->http;
	response_header(response, "Cache-Control", "no-store");
	if (row->http == 405)
		response_header(response, "Allow",
				context->route && context->route->methods & METHOD_POST ? "GET, HEAD, POST, OPTIONS"
											: "GET, HEAD");
	if (row->http == 503)
		response_header(response, "Retry-After", "5");
}

/* ---- caching ---- */

/*
 * A cacheable answer is a function of the release and the request alone, so its tag is known before any work is done.
 * Weak: the time a search took is told in it.
 */
static const char *entity_tag(const struct context *context)
{
	char hex[SHA256_HEX_LEN + 1];
	const struct request *request = context->request;
	const char *key = arena_printf(context->arena, "%s\n%s\n%s\n%d", HEADWATER_VERSION, request->path,
				       request->query, (int)request->answer);
	sha256_hex(key, strlen(key), hex);
	hex[ETAG_HEX] = '\0';
	return arena_printf(context->arena, "W/\"%s-%s\"", release_id(context->release), hex);
}

/* If-None-Match compares weakly (RFC 9110 §13.1.2). */
static bool tag_matches(const char *header, const char *tag)
{
	const char *opaque = strchr(tag, '"');
	return strcmp(header, "*") == 0 || strstr(header, opaque) != NULL;
}

/* True when the client has the answer already. */
static bool client_has_it(struct context *context)
{
	struct response *response = context->response;
	const char *tag = entity_tag(context);
	response_header(response, "ETag", tag);
	response_header(response, "Cache-Control", CACHE_CONTROL);
	response_header(response, "Vary", "Accept");
	if (!tag_matches(context->request->if_none_match, tag))
		return false;
	response->status = 304;
	return true;
}

/* ---- the way of a request ---- */

static enum status find_route(struct context *context, struct request *request)
{
	context->route = route_find(request->path, context->arena, context->parts);
	request->lang = strncmp(request->path, "/en/", 4) == 0 ? LANG_EN : LANG_ZH;
	if (!context->route)
		return context_refuse(context, REASON_NOT_FOUND, NULL);
	request->lang = context->route->lang;
	if (context->route->api) {
		request->answer = ANSWER_JSON;
		request->format_given = true;
	}
	unsigned methods = context->route->methods;
	if (!(request->method & (methods | (methods & METHOD_GET ? METHOD_HEAD : 0u))))
		return context_refuse(context, REASON_METHOD, NULL);
	return STATUS_OK;
}

/* The tag, the client's copy, our own copy, and the handler: in this order. */
static enum status handle_cacheable(struct context *context, struct cache *cache)
{
	const struct request *request = context->request;
	struct response *response = context->response;
	if (client_has_it(context))
		return STATUS_OK;
	const char *key = arena_printf(context->arena, "%d %s?%s", (int)request->answer, request->path, request->query);
	cache_release(cache, release_id(context->release));
	if (cache_find(cache, key, response))
		return STATUS_OK;
	enum status status = context->route->handle(context);
	if (status != STATUS_OK)
		return status;
	/* A handler that found its answer not worth keeping has said so. */
	const char *control = response_header_value(response, "Cache-Control");
	if (!buf_overflowed(&response->body) && control && strcmp(control, CACHE_CONTROL) == 0)
		cache_keep(cache, key, response);
	return STATUS_OK;
}

static enum status handle(struct context *context, struct request *request, struct cache *cache)
{
	enum status status = find_route(context, request);
	if (status != STATUS_OK)
		return status;
	const struct route *route = context->route;
	struct params *params;
	if (request->body.len > REQUEST_BODY_MAX)
		return context_refuse(context, REASON_TOO_LARGE, NULL);
	status = params_read(request, route->params, route->param_count, context->arena, &params, &context->refusal);
	if (status != STATUS_OK)
		return status;
	context->params = params;
	if (route->needs_release && !context->release)
		return STATUS_UNAVAILABLE;
	if (route->cacheable && request->method & (METHOD_GET | METHOD_HEAD))
		status = handle_cacheable(context, cache);
	else
		status = route->handle(context);
	if (status == STATUS_OK && buf_overflowed(&context->response->body))
		return STATUS_TOO_LARGE;
	return status;
}

const struct response *answer(struct answerer *answerer, request_variable *variable, void *source, struct span body,
			      bool *with_body)
{
	const struct clock *clock = answerer->options.clock;
	struct request request;
	struct context context = {.request = &request,
				  .response = &answerer->response,
				  .arena = answerer->arena,
				  .clock = clock,
				  .row_limits = &answerer->options.row_limits,
				  .turn = &answerer->turn,
				  .started_us = clock_tick_us(clock)};
	arena_reset(answerer->arena);
	response_reset(&answerer->response);
	context.release = watch_release(answerer->watch, context.started_us);

	enum status status = request_read(&request, variable, source, answerer->arena);
	request.body = body;
	request_negotiate(&request);
	if (status == STATUS_TOO_LARGE) {
		find_route(&context, &request); /* it says in which form and language to refuse */
		status = context_refuse(&context, REASON_QUERY_TOO_LONG, NULL);
	} else if (status == STATUS_OK)
		status = handle(&context, &request, answerer->cache);
	turn_end(&answerer->turn);
	if (status != STATUS_OK) {
		if (context.refusal.reason == REASON_NONE)
			context_refuse(&context, reason_of_status(status), NULL);
		refuse(&context);
	}
	if (answerer->options.missed && answerer->response.missed)
		missed_add(answerer->options.missed, answerer->response.missed, request.client,
			   (uint32_t)(clock_now_s(clock) / DAY_S));
	if (answerer->options.log_requests)
		log_request(&request, &answerer->response, context.release ? release_id(context.release) : NULL,
			    context_elapsed_us(&context));
	*with_body = request.method != METHOD_HEAD && answerer->response.status != 304;
	return &answerer->response;
}
