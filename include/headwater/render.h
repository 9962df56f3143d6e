/*
 * render.h -- documents to HTML bytes, by stylesheets.
 *
 * A stylesheet set holds one compiled stylesheet per page kind. Stylesheets may not read or write files or the network
 * (xsltSecurityPrefs), and each transform has an operation limit. The result tree is written by our own HTML5
 * serialiser: doctype, void elements, raw-text elements, attribute escapes, splices of doc.h in place.
 *
 * What a stylesheet works with. The source is <pages kind=…><page lang= path= …>…</page>…</pages>; the result must be
 * <pages><page><html>…</html></page>…</pages> with one <page> for each of the source, in order (layout.xsl sees to it).
 * page/<kind>.xsl imports "../layout.xsl" and includes "../part/….xsl". Texts come from text/zh.xml and text/en.xml,
 * whose entries are <t id="key">text with {0}</t> under any root:
 *	<xsl:value-of select="hw:t('key', $first, …)"/>   xmlns:hw="urn:headwater", fast; the language of the page the
 *	                                                   current node stands in; an unknown key stops the build
 *	document('text/zh.xml')                            the whole file as a tree; nothing else can be opened
 * EXSLT's common (exsl:node-set) and strings (str:tokenize, str:replace, …) are there. A place for a splice is made by
 * <xsl:copy-of select="body"/>. Void elements, raw text of script and style, escapes are the serialiser's work; comments
 * and disable-output-escaping have no effect; a fault (text that would close its script, content in a void element, an
 * unknown splice) is an error. Elements of any namespace are written by their local name without xmlns, so SVG may
 * stand inline.
 *
 * The set can be packed into bytes (for the service: stylesheets travel inside catalogue.db), so that a release is
 * rendered by the very stylesheets it was built with.
 */
#ifndef HEADWATER_RENDER_H
#define HEADWATER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

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
enum status render_sources(const char *templates_dir, struct arena *arena, struct render_source **sources,
			   size_t *count, const char **error);
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

/*
 * Two engines make pages. Stylesheets of a modest subset of XSLT (sheet.h lists it; ours stay within) are compiled to
 * instructions that write HTML at once; whatever else is legal goes to libxslt, which is also the reference: both give
 * the same bytes. A batch that the compiled stylesheet cannot judge (a fault) is taken over by the reference engine.
 */
enum render_engine { RENDER_COMPILED, RENDER_REFERENCE };

enum render_engine render_engine(const struct render *render, const char *kind);
/* Batches that were taken over so far. */
size_t render_taken_over(const struct render *render);
/* Whether the reference engine makes everything from now on; for comparing the two. */
void render_use_reference(struct render *render, bool only);

/*
 * Validates a document against <templates_dir>/contract/<kind>.rng, which may include other files of that folder.
 * STATUS_INVALID: `*error` names page, element and reason; STATUS_CORRUPT: the contract cannot be read.
 */
enum status render_check(const char *templates_dir, const struct doc *doc, struct arena *arena, const char **error);

#endif
