/*
 * page.h -- pages of the service: documents like the generator's, rendered by the release's own stylesheets.
 *
 *	struct node *page;
 *	struct doc *doc = page_new(context, "search", title, &page);
 *	node_add(page, "search") …
 *	return page_send(context, doc);
 */
#ifndef FCGI_PAGE_H
#define FCGI_PAGE_H

#include <headwater/doc.h>

#include "context.h"

/* A document with one page that wears the chrome of the request's language. */
struct doc *page_new(struct context *context, const char *kind, const char *title, struct node **page);
/* Renders into the response and frees the document. Logs what the stylesheet said when it fails. */
enum status page_send(struct context *context, struct doc *doc);

#endif
