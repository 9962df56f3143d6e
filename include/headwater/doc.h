/*
 * doc.h -- page documents: the only form in which a page leaves C.
 *
 * A document is a tree of elements, attributes and text built through these calls, described by a RELAX NG contract of its kind
 * (templates/contract/<kind>.rng) and rendered by the stylesheet of the same name (render.h). Text is given as UTF-8
 * and escaped by the medium; ill-formed bytes become U+FFFD. Names are ASCII names of XML without a prefix.
 *
 * A document holds a batch: <pages> with one <page> for each page, so that one transform renders many.
 */
#ifndef HEADWATER_DOC_H
#define HEADWATER_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/lang.h>
#include <headwater/status.h>

struct doc;
struct node; /* an element of a document; lives as long as the document */

/* A batch of pages of one kind ("home", "dataset", ...); `kind` is a literal and names contract and stylesheet. */
struct doc *doc_new(const char *kind);
void doc_free(struct doc *doc);
const char *doc_kind(const struct doc *doc);
struct node *doc_root(struct doc *doc);

/*
 * Starts a page: <page lang="zh-CN" path="/datasets/x/" href-prefix="" ...>. `path` is the site-absolute path of the
 * page and is what the sink of render_pages is told.
 */
struct node *doc_page(struct doc *doc, enum lang lang, const char *path);
size_t doc_page_count(const struct doc *doc);

struct node *node_add(struct node *parent, const char *name);                    /* <name/> */
struct node *node_text(struct node *parent, const char *name, const char *text); /* <name>text</name> */
struct node *node_text_n(struct node *parent, const char *name, const char *text, size_t len);
struct node *node_label(struct node *parent, const char *name, const struct label *label, enum lang lang);
/* <name>text</name>, with lang="zh-CN" when the label had no form in `lang` */
void node_attr(struct node *node, const char *name, const char *value); /* nothing when value is NULL */
void node_attr_int(struct node *node, const char *name, int64_t value);
void node_attr_printf(struct node *node, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Appends text inside an element (mixed content, such as highlighted runs). */
void node_content(struct node *node, const char *text, size_t len);
/*
 * <name splice="N"/>: at serialisation the element's place is taken by `html`, already safe by its own medium (the
 * output of markdown.h, an SVG of chart.h, or JSON inside <script type="application/ld+json">). The bytes are copied.
 * This is the one way for markup to enter a page without passing through a stylesheet.
 */
void node_splice(struct node *parent, const char *name, const char *html, size_t len);
/*
 * Parses and appends an XML fragment of our own making (the stored page chrome): elements, attributes and text without
 * namespaces. STATUS_CORRUPT, and nothing appended, when it is anything else.
 */
enum status node_fragment(struct node *parent, const char *xml, size_t len);

/* The document as XML text, for contracts, goldens and --save-documents. */
void doc_write(const struct doc *doc, struct buf *out, bool pretty);

#endif
