/* render_html.h -- the HTML5 serialiser, for render.c only. */
#ifndef LIB_RENDER_HTML_H
#define LIB_RENDER_HTML_H

#include <libxml/tree.h>

#include <headwater/buf.h>
#include <headwater/status.h>

#include "doc_tree.h"

/*
 * Appends `html` as a document: doctype, element, newline. White space is neither added nor taken away. Comments and
 * processing instructions of the result are left out. STATUS_INTERNAL with a reason in `*error` (static) when the tree
 * cannot be written safely: an unknown splice, a name that is none, or raw text that would end its element.
 */
enum status html_write(const xmlNode *html, const struct doc *doc, struct buf *out, const char **error);

#endif
