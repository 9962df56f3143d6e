/*
 * sheet.h -- stylesheets compiled to instructions that write HTML at once. Private to the library: render.c uses it.
 *
 * A compiled stylesheet makes no result tree and reads no expression when it runs. It is exact where it takes part: for
 * every page it hands over, its bytes are those that the reference engine (render_xslt.c) and the serialiser
 * (render_html.c) make of the same stylesheet and document. What it cannot say exactly, it refuses, and the reference
 * engine is asked instead: when it is compiled (a stylesheet beyond the subset), or while it runs (a fault, an
 * attribute set twice, a number format of another shape). So every error is judged and worded in one place.
 *
 * The subset, version 1.0:
 *   top        include, import (not in an included file), strip-space of "*", variable, param, template with match,
 *              name, mode, priority; a global sees the globals before it
 *   match      / a * @a @* text() and paths of them by '/', alternatives by '|'; no predicates
 *   inside     text, value-of, copy-of (of nodes, strings, numbers), if, choose, for-each, apply-templates,
 *              call-template, with-param, variable, param, element and attribute (an attribute's name is constant);
 *              literal elements of no namespace or SVG's, with attribute value templates; <pages>, <page> and <html>
 *              stand where layout.xsl has them; in script and style only text and splices
 *   XPath      steps child, attribute, self, parent with a name, *, text(), node(), each with at most one predicate;
 *              '.', '..', '@'; paths from /, the node at hand, $variable/ or call()/; union; or and = != < <= > >= + -
 *              * div mod, unary minus; numbers and strings
 *   functions  true false not boolean contains starts-with count position last number string string-length name
 *              local-name concat substring substring-before substring-after translate normalize-space; format-number
 *              of "0", "0.0" …, "#,##0"; str:encode-uri, str:padding (one character), hw:t
 * Attributes of an instruction that are not named here (disable-output-escaping, use-attribute-sets, …), sorting, keys,
 * numbering, copying of variables' content, other axes and everything else are beyond it.
 */
#ifndef LIB_SHEET_H
#define LIB_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include <headwater/render.h>

#include "render_text.h"
#include "sheet_scratch.h"

struct sheet;

/* What compiling works on: the sources, each parsed once. The trees must outlive no sheet. */
struct sheet_set {
	const struct render_source *sources;
	size_t count;
	const struct text_catalogue *catalogues; /* LANG__MAX; must outlive the sheets */
	xmlDoc **trees;                          /* one for each source, NULL until asked for */
};

void sheet_set_init(struct sheet_set *set, const struct render_source *sources, size_t count,
		    const struct text_catalogue *catalogues);
void sheet_set_free(struct sheet_set *set);

/* The stylesheet of that name, in `arena`; NULL when it is beyond the subset (or wrong). */
const struct sheet *sheet_compile(struct sheet_set *set, const char *name, struct arena *arena);

/* What runs share: memory that is kept. */
struct sheet_engine {
	struct scratch scratch;
	struct buf html, text;
};

void sheet_engine_init(struct sheet_engine *engine, size_t page_max_bytes);
void sheet_engine_free(struct sheet_engine *engine);

struct sheet_job {
	int64_t operations; /* instructions run and nodes visited, at most */
	render_sink *sink;
	void *context;
	size_t page_count;  /* out: pages handed over */
	enum status status; /* out: STATUS_OK, STATUS_BUDGET, or what the sink said */
};

/*
 * Renders the pages of `doc` and hands each over when it is made. False when the reference engine must go on, after the
 * pages that have been handed over.
 */
bool sheet_run(struct sheet_engine *engine, const struct sheet *sheet, const struct doc *doc, struct sheet_job *job);

#endif
