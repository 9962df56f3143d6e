/* render_html.c -- a result tree as HTML5 bytes. */
#include "render_html.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NAME_MAX_BYTES 64

/* What must be escaped where. */
static const char *const text_escapes[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;"};
static const char *const attribute_escapes[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};

static void write_escaped(struct buf *out, const xmlChar *text, const char *const escapes[256])
{
	const xmlChar *run = text;
	for (;; text++) {
		if (*text && !escapes[*text])
			continue;
		buf_add(out, run, (size_t)(text - run));
		if (!*text)
			return;
		buf_str(out, escapes[*text]);
		run = text + 1;
	}
}

static bool is_one_of(const xmlChar *name, const char *const *names)
{
	for (; *names; names++)
		if (**names == (char)*name && strcmp(*names, (const char *)name) == 0)
			return true;
	return false;
}

/* Elements that have no end tag. */
static bool is_void(const xmlChar *name)
{
	static const char *const names[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
					    "input", "link", "meta", "source", "track", "wbr", NULL};
	return is_one_of(name, names);
}

/* Elements whose text is not escaped. */
static bool is_raw(const xmlChar *name)
{
	static const char *const names[] = {"script", "style", NULL};
	return is_one_of(name, names);
}

/* Length of a name that HTML can hold, else 0. */
static size_t name_length(const xmlChar *name)
{
	static const bool forbidden[256] = {
	    [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true, ['"'] = true, ['\''] = true,
	    ['<'] = true, ['>'] = true,  ['/'] = true,  ['='] = true,  ['&'] = true};
	size_t len = 0;
	while (name[len] && !forbidden[name[len]])
		len++;
	return name[len] == '\0' && len < NAME_MAX_BYTES ? len : 0;
}

static const char *write_attributes(const xmlNode *element, struct buf *out)
{
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next) {
		size_t len = name_length(attr->name);
		if (!len)
			return "an attribute with a name that HTML cannot hold";
		buf_byte(out, ' ');
		if (attr->ns && attr->ns->prefix) { /* xml:lang, xlink:href */
			buf_str(out, (const char *)attr->ns->prefix);
			buf_byte(out, ':');
		}
		buf_add(out, attr->name, len);
		buf_add(out, "=\"", 2);
		for (const xmlNode *value = attr->children; value; value = value->next)
			if (value->content)
				write_escaped(out, value->content, attribute_escapes);
		buf_byte(out, '"');
	}
	return NULL;
}

static const char *write_raw(const xmlNode *text, struct buf *out)
{
	const char *name = (const char *)text->parent->name;
	size_t len = strlen(name);
	const char *content = (const char *)text->content;
	for (const char *at = strstr(content, "</"); at; at = strstr(at + 2, "</"))
		if (strncasecmp(at + 2, name, len) == 0)
			return "text of a script or style that would end it";
	if (strstr(content, "<!--"))
		return "text of a script or style that opens a comment";
	buf_str(out, content);
	return NULL;
}

static const char *write_splice(const xmlAttr *attr, const struct doc *doc, struct buf *out)
{
	const char *digits = attr->children && attr->children->content ? (const char *)attr->children->content : "";
	char *end = NULL;
	unsigned long number = strtoul(digits, &end, 10);
	if (*digits < '0' || *digits > '9' || *end || number >= doc->splice_count)
		return "a splice attribute that the document does not know";
	buf_add(out, doc->splices[number].bytes, doc->splices[number].len);
	return NULL;
}

static const xmlAttr *splice_of(const xmlNode *element)
{
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next)
		if (strcmp((const char *)attr->name, "splice") == 0)
			return attr;
	return NULL;
}

/* Writes what stands before the children of `node`; `*descend` says whether they are to be written. */
static const char *write_start(const xmlNode *node, const struct doc *doc, struct buf *out, bool *descend)
{
	*descend = false;
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		if (!node->content)
			return NULL;
		if (is_raw(node->parent->name))
			return write_raw(node, out);
		write_escaped(out, node->content, text_escapes);
		return NULL;
	}
	if (node->type != XML_ELEMENT_NODE)
		return NULL;
	const xmlAttr *splice = splice_of(node);
	if (splice)
		return write_splice(splice, doc, out);
	size_t len = name_length(node->name);
	if (!len)
		return "an element with a name that HTML cannot hold";
	buf_byte(out, '<');
	buf_add(out, node->name, len);
	const char *error = write_attributes(node, out);
	buf_byte(out, '>');
	*descend = !is_void(node->name);
	if (!*descend && node->children)
		return "a void element with content";
	return error;
}

static void write_end(const xmlNode *element, struct buf *out)
{
	buf_str(out, "</");
	buf_str(out, (const char *)element->name);
	buf_byte(out, '>');
}

enum status html_write(const xmlNode *html, const struct doc *doc, struct buf *out, const char **error)
{
	*error = NULL;
	buf_str(out, "<!DOCTYPE html>\n");
	const xmlNode *node = html;
	for (;;) {
		bool descend = false;
		*error = write_start(node, doc, out, &descend);
		if (*error)
			return STATUS_INTERNAL;
		if (descend && node->children) {
			node = node->children;
			continue;
		}
		if (descend)
			write_end(node, out);
		while (node != html && !node->next) {
			node = node->parent;
			write_end(node, out);
		}
		if (node == html)
			break;
		node = node->next;
	}
	buf_byte(out, '\n');
	if (buf_overflowed(out)) {
		*error = "a page that is too large";
		return STATUS_TOO_LARGE;
	}
	return STATUS_OK;
}
