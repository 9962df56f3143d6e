/*
 * render.h -- documents to HTML bytes: the one door to libxslt.
 *
 * A stylesheet set holds one compiled stylesheet per page kind. Stylesheets may not read or write files or the network
 * (xsltSecurityPrefs), and each transform has an operation limit. The result tree is written by our own HTML5
 * serialiser: doctype, void elements, raw-text elements, attribute escapes, splices of doc.h in place.
 *
 * The set can be packed into bytes (for the service: stylesheets travel inside catalogue.db), so that a release is
 * rendered by the very stylesheets it was built with.
 */
#ifndef HEADWATER_RENDER_H
#define HEADWATER_RENDER_H

#include <headwater/arena.h>
#include <headwater/doc.h>
#include <headwater/status.h>

struct render;

/* One source file of the set: name as the stylesheets include it, such as "layout.xsl" or "part/list.xsl". */
struct render_source {
	const char *name;
	const char *bytes;
	size_t len;
};

/* Reads <dir>/layout.xsl, part/ *.xsl, page/ *.xsl, text/ *.xml. `*error` (in arena) says what is wrong. */
enum status render_sources(const char *templates_dir, struct arena *arena, struct render_source **sources, size_t *count,
                           const char **error);
/* Compiles the set; sources must outlive it. */
enum status render_open(const struct render_source *sources, size_t count, struct arena *arena, struct render **render,
                        const char **error);
void render_close(struct render *render);

/* Called once for each page, in order; the bytes are only valid during the call. */
typedef enum status render_sink(void *context, const char *path, const char *html, size_t len);

/*
 * Transforms the batch with the stylesheet of its kind and hands each page over. STATUS_NOT_FOUND: no such kind;
 * STATUS_BUDGET: the operation limit; STATUS_INTERNAL: the stylesheet failed (render_error says how).
 */
enum status render_pages(struct render *render, struct doc *doc, render_sink *sink, void *context);
const char *render_error(const struct render *render);

/* Validates a document against <templates_dir>/contract/<kind>.rng. STATUS_INVALID: `*error` names element and reason. */
enum status render_check(const char *templates_dir, const struct doc *doc, struct arena *arena, const char **error);

#endif
