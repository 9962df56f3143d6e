/* doc_xml.c -- documents to and from libxml2: what contracts, files and the reference engine work on. */
#include <headwater/doc.h>

#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>

#include "doc_tree.h"
#include "pool.h"

#define FRAGMENT_MAX_BYTES ((size_t)64 * 1024 * 1024)
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

/* ---- out ---- */

static xmlNode *element_xml(xmlDoc *xml, const struct node *node)
{
	const xmlChar *name = xmlDictLookup(xml->dict, BAD_CAST node->doc->names[node->name], -1);
	xmlNode *element = xmlNewDocNodeEatName(xml, NULL, (xmlChar *)name, NULL);
	for (const struct node *attr = node->attrs; attr; attr = attr->next) {
		xmlAttr *made = xmlNewNsProp(element, NULL, BAD_CAST node->doc->names[attr->name], NULL);
		xmlNode *text = xmlNewDocTextLen(xml, BAD_CAST attr->text.ptr, (int)attr->text.len);
		text->parent = (xmlNode *)made;
		made->children = made->last = text;
	}
	return element;
}

static void children_xml(xmlDoc *xml, xmlNode *parent, const struct node *of)
{
	for (const struct node *node = of->first; node; node = node->next) {
		bool is_text = node->kind == NODE_TEXT;
		xmlNode *child = is_text ? xmlNewDocTextLen(xml, BAD_CAST node->text.ptr, (int)node->text.len)
					 : element_xml(xml, node);
		xmlAddChild(parent, child);
		if (!is_text)
			children_xml(xml, child, node);
	}
}

xmlDoc *doc_xml(const struct doc *doc)
{
	doc_library_init();
	xmlDoc *xml = xmlNewDoc(BAD_CAST "1.0");
	xml->dict = xmlDictCreate();
	xmlNode *pages = element_xml(xml, doc->root.first);
	xmlDocSetRootElement(xml, pages);
	children_xml(xml, pages, doc->root.first);
	return xml;
}

void doc_write(const struct doc *doc, struct buf *out, bool pretty)
{
	xmlDoc *xml = doc_xml(doc);
	xmlChar *bytes = NULL;
	int len = 0;
	xmlDocDumpFormatMemoryEnc(xml, &bytes, &len, "UTF-8", pretty);
	buf_add(out, bytes, (size_t)len);
	xmlFree(bytes);
	xmlFreeDoc(xml);
}

/* ---- in ---- */

/* Whether documents can hold it: elements, attributes and text without namespaces. */
static bool is_plain(const xmlNode *list)
{
	for (const xmlNode *node = list; node; node = node->next) {
		if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
			continue;
		if (node->type != XML_ELEMENT_NODE || node->ns || node->nsDef || !is_plain(node->children))
			return false;
		for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
			if (attr->ns)
				return false;
	}
	return true;
}

static void add_list(struct node *parent, const xmlNode *list)
{
	for (const xmlNode *node = list; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE) {
			const char *text = (const char *)node->content;
			node_content(parent, text, strlen(text));
			continue;
		}
		struct node *element = node_add(parent, (const char *)node->name);
		for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
			xmlChar *value = xmlNodeListGetString(node->doc, attr->children, 1);
			node_attr(element, (const char *)attr->name, value ? (const char *)value : "");
			xmlFree(value);
		}
		add_list(element, node->children);
	}
}

enum status node_fragment(struct node *parent, const char *xml, size_t len)
{
	if (len > FRAGMENT_MAX_BYTES)
		return STATUS_TOO_LARGE;
	doc_library_init();
	xmlDoc *context = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *root = xmlNewDocNode(context, NULL, BAD_CAST "pages", NULL);
	xmlDocSetRootElement(context, root);
	xmlNode *list = NULL;
	xmlParserErrors error = xmlParseInNodeContext(root, xml, (int)len, PARSE_OPTIONS, &list);
	bool good = error == XML_ERR_OK && is_plain(list);
	if (good)
		add_list(parent, list);
	xmlFreeNodeList(list);
	xmlFreeDoc(context);
	return good ? STATUS_OK : STATUS_CORRUPT;
}
