#include "page.h"

#include <stdlib.h>

#include "log.h"

struct doc *page_new(struct context *context, const char *kind, const char *title, struct node **page)
{
	struct doc *doc = doc_new(kind);
	*page = doc_page(doc, context->request->lang, context->request->path);
	node_attr(*page, "title", title);
	struct span chrome = release_chrome(context->release, context->request->lang);
	if (chrome.ptr && node_fragment(*page, chrome.ptr, chrome.len) != STATUS_OK)
		log_event("chrome-broken", release_id(context->release));
	return doc;
}

static enum status keep_html(void *sink_context, const char *path, const char *html, size_t len)
{
	(void)path;
	struct response *response = sink_context;
	buf_add(&response->body, html, len);
	return STATUS_OK;
}

enum status page_send(struct context *context, struct doc *doc)
{
	struct render *render = release_render(context->release);
	response_header(context->response, "Content-Type", "text/html; charset=utf-8");
	enum status status = render_pages(render, doc, keep_html, context->response);
	if (status != STATUS_OK)
		log_event("page-failed", render_error(render));
	else if (buf_overflowed(&context->response->body))
		status = STATUS_TOO_LARGE;
	doc_free(doc);
	return status;
}
