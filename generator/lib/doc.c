/* doc.c -- page documents as libxml2 trees. */
#include <headwater/doc.h>

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>

#include "clean.h"
#include "doc_tree.h"
#include "pool.h"

#define TEXT_MAX_BYTES ((size_t)64 * 1024 * 1024)
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

static char *pool_string(const char *string)
{
	size_t size_bytes = strlen(string) + 1;
	return memcpy(pool_alloc(size_bytes), string, size_bytes);
}

static xmlParserInput *refuse_entity(const char *url, const char *id, xmlParserCtxt *parser)
{
	(void)url, (void)id, (void)parser;
	return NULL;
}

void doc_library_init(void)
{
	static bool done;
	if (done)
		return;
	done = true;
	xmlMemSetup(pool_free, pool_alloc, pool_resize, pool_string);
	xmlInitParser();
	xmlSetExternalEntityLoader(refuse_entity);
}

static xmlNode *tree_of(struct node *node)
{
	return (xmlNode *)node;
}

static struct node *node_of(xmlNode *tree)
{
	return (struct node *)tree;
}

static struct doc *doc_of(struct node *node)
{
	return tree_of(node)->doc->_private;
}

struct doc *doc_new(const char *kind)
{
	doc_library_init();
	struct doc *doc = memory_alloc(sizeof *doc);
	memset(doc, 0, sizeof *doc);
	doc->kind = kind;
	doc->arena = arena_new();
	buf_init(&doc->scratch, TEXT_MAX_BYTES);
	doc->tree = xmlNewDoc(BAD_CAST "1.0");
	doc->tree->dict = xmlDictCreate();
	doc->tree->_private = doc;
	const xmlChar *name = xmlDictLookup(doc->tree->dict, BAD_CAST "pages", -1);
	doc->root = xmlNewDocNodeEatName(doc->tree, NULL, (xmlChar *)name, NULL);
	xmlDocSetRootElement(doc->tree, doc->root);
	node_attr(node_of(doc->root), "kind", kind);
	return doc;
}

void doc_free(struct doc *doc)
{
	if (!doc)
		return;
	xmlFreeDoc(doc->tree);
	buf_free(&doc->scratch);
	arena_free(doc->arena);
	free(doc);
}

const char *doc_kind(const struct doc *doc)
{
	return doc->kind;
}

struct node *doc_root(struct doc *doc)
{
	return node_of(doc->root);
}

struct node *doc_page(struct doc *doc, enum lang lang, const char *path)
{
	struct node *page = node_add(node_of(doc->root), "page");
	node_attr(page, "lang", lang_tag(lang));
	node_attr(page, "path", path);
	doc->page_count++;
	return page;
}

size_t doc_page_count(const struct doc *doc)
{
	return doc->page_count;
}

/* ---- text ---- */

/* `text` itself when it is clean, else its cleaned form in the document's scratch buffer. */
static struct splice clean(struct doc *doc, const char *text, size_t len)
{
	if (clean_prefix(text, len) == len)
		return (struct splice){text, len};
	buf_reset(&doc->scratch);
	clean_add(&doc->scratch, text, len);
	return (struct splice){doc->scratch.bytes, doc->scratch.len};
}

/* ---- building ---- */

struct node *node_add(struct node *parent, const char *name)
{
	xmlNode *tree = tree_of(parent);
	const xmlChar *interned = xmlDictLookup(tree->doc->dict, BAD_CAST name, -1);
	return node_of(xmlAddChild(tree, xmlNewDocNodeEatName(tree->doc, NULL, (xmlChar *)interned, NULL)));
}

void node_content(struct node *node, const char *text, size_t len)
{
	assert(len <= TEXT_MAX_BYTES);
	struct splice cleaned = clean(doc_of(node), text, len);
	if (cleaned.len == 0)
		return;
	xmlNode *tree = tree_of(node);
	xmlAddChild(tree, xmlNewDocTextLen(tree->doc, BAD_CAST cleaned.bytes, (int)cleaned.len));
}

struct node *node_text_n(struct node *parent, const char *name, const char *text, size_t len)
{
	struct node *node = node_add(parent, name);
	node_content(node, text, len);
	return node;
}

struct node *node_text(struct node *parent, const char *name, const char *text)
{
	return node_text_n(parent, name, text ? text : "", text ? strlen(text) : 0);
}

struct node *node_label(struct node *parent, const char *name, const struct label *label, enum lang lang)
{
	enum lang actual = lang;
	struct node *node = node_text(parent, name, label_text(label, lang, &actual));
	if (actual != lang && tree_of(node)->children)
		node_attr(node, "lang", lang_tag(actual));
	return node;
}

void node_attr(struct node *node, const char *name, const char *value)
{
	if (!value)
		return;
	struct splice cleaned = clean(doc_of(node), value, strlen(value));
	xmlSetNsProp(tree_of(node), NULL, BAD_CAST name, BAD_CAST cleaned.bytes); /* a NUL follows either form */
}

void node_attr_int(struct node *node, const char *name, int64_t value)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%lld", (long long)value);
	xmlSetNsProp(tree_of(node), NULL, BAD_CAST name, BAD_CAST digits);
}

void node_attr_printf(struct node *node, const char *name, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	char shorter[256];
	int len = vsnprintf(shorter, sizeof shorter, format, args);
	va_end(args);
	assert(len >= 0);
	if ((size_t)len < sizeof shorter) {
		node_attr(node, name, shorter);
	} else {
		char *longer = pool_alloc((size_t)len + 1);
		vsnprintf(longer, (size_t)len + 1, format, again);
		node_attr(node, name, longer);
		pool_free(longer);
	}
	va_end(again);
}

void node_splice(struct node *parent, const char *name, const char *html, size_t len)
{
	struct doc *doc = doc_of(parent);
	struct node *node = node_add(parent, name);
	node_attr_int(node, "splice", (int64_t)doc->splice_count);
	struct splice *splice = ARENA_PUSH(doc->arena, doc->splices, doc->splice_count, doc->splice_capacity);
	*splice = (struct splice){arena_copy(doc->arena, html, len), len};
}

enum status node_fragment(struct node *parent, const char *xml, size_t len)
{
	xmlNode *tree = tree_of(parent);
	if (len > TEXT_MAX_BYTES)
		return STATUS_TOO_LARGE;
	xmlNode *list = NULL;
	xmlParserErrors error = xmlParseInNodeContext(tree, xml, (int)len, PARSE_OPTIONS, &list);
	if (error != XML_ERR_OK) {
		xmlFreeNodeList(list);
		return STATUS_CORRUPT;
	}
	if (list)
		xmlAddChildList(tree, list);
	return STATUS_OK;
}

void doc_write(const struct doc *doc, struct buf *out, bool pretty)
{
	xmlChar *bytes = NULL;
	int len = 0;
	xmlDocDumpFormatMemoryEnc(doc->tree, &bytes, &len, "UTF-8", pretty);
	buf_add(out, bytes, (size_t)len);
	xmlFree(bytes);
}
