/*
 * render_xslt.h -- the reference engine, for render.c only: every stylesheet, slowly, and the wording of every fault.
 *
 * It also keeps the texts, which both engines use.
 */
#ifndef LIB_RENDER_XSLT_H
#define LIB_RENDER_XSLT_H

#include <headwater/render.h>

#include "doc_tree.h"
#include "render_text.h"

#define RENDER_PAGE_MAX_BYTES ((size_t)64 * 1024 * 1024)

struct xslt;

/* Reads the texts. STATUS_CORRUPT: xslt_error says what is wrong with them; to be closed all the same. */
enum status xslt_open(const struct render_source *sources, size_t count, struct xslt **opened);
void xslt_close(struct xslt *xslt);
const struct text_catalogue *xslt_texts(const struct xslt *xslt); /* LANG__MAX */
/* What the last call had to say. */
struct buf *xslt_error(struct xslt *xslt);

/* Compiles a stylesheet of the set by its name, unless that is done. */
enum status xslt_compile(struct xslt *xslt, const char *name);

struct xslt_job {
	const struct doc *doc;
	size_t skip; /* pages that are not handed over: they have been */
	unsigned long operations;
	render_sink *sink;
	void *context;
};

enum status xslt_pages(struct xslt *xslt, const char *name, const struct xslt_job *job);

#endif
