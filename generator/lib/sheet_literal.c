/* sheet_literal.c -- elements that stand in a stylesheet as they are to come out. */
#include "sheet_body.h"

#include <string.h>

/* Whether instructions in this list may add attributes to the element around them. */
static bool may_add_attributes(const xmlNode *list)
{
	static const char *const adding[] = {"attribute", "copy-of", "apply-templates", "call-template", NULL};
	static const char *const passing[] = {"if", "choose", "when", "otherwise", "for-each", NULL};
	for (const xmlNode *node = list; node; node = node->next) {
		for (const char *const *name = adding; *name; name++)
			if (xsl_is(node, *name))
				return true;
		for (const char *const *name = passing; *name; name++)
			if (xsl_is(node, *name) && may_add_attributes(node->children))
				return true;
		bool is_output = node->type == XML_ELEMENT_NODE &&
				 (!node->ns || strcmp((const char *)node->ns->href, XSL_NAMESPACE) != 0);
		if (is_output || (node->type == XML_TEXT_NODE && !xmlIsBlankNode(node)))
			return false;
	}
	return false;
}

/* The name as it is written: with its prefix. False when it is none that HTML can hold. */
static bool attribute_name(struct block *block, const xmlAttr *attr, struct span *name)
{
	const char *prefix = attr->ns ? (const char *)attr->ns->prefix : NULL;
	const char *local = (const char *)attr->name;
	struct arena *arena = block->compiler->sheet->arena;
	*name = span_of(prefix ? arena_printf(arena, "%s:%s", prefix, local) : arena_string(arena, local));
	return html_is_name(span_of(local)) && strcmp(local, "splice") != 0 &&
	       (!attr->ns || strcmp((const char *)attr->ns->href, XSL_NAMESPACE) != 0);
}

static void compile_literal_attribute(struct block *block, const xmlAttr *attr, const xmlNode *node, bool open)
{
	struct compiler *compiler = block->compiler;
	struct span name;
	if (!attribute_name(block, attr, &name)) {
		block_refuse(block);
		return;
	}
	xmlChar *value = xmlNodeListGetString(node->doc, attr->children, 1);
	const char *kept_value = arena_string(compiler->sheet->arena, value ? (const char *)value : "");
	xmlFree(value);
	const struct part *part = body_parts(compiler, kept_value, node);
	if (open) {
		struct op *op = block_add(block, OP_ATTRIBUTE);
		op->name = name;
		op->parts = part;
		return;
	}
	block_tag(block, " ", 1);
	block_tag(block, name.ptr, name.len);
	block_tag(block, "=\"", 2);
	for (; part; part = part->next) {
		if (part->expr)
			block_add(block, OP_TAG_VALUE)->expr = part->expr;
		else
			block_attribute_text(block, part->text);
	}
	block_tag(block, "\"", 1);
}

static void compile_literal_attributes(struct block *block, const xmlNode *node, bool open)
{
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		compile_literal_attribute(block, attr, node, open);
}

/* <pages>, <page> and <html> hold the pages apart; attributes of the first two are seen by nobody. */
static bool compile_frame(struct block *block, const xmlNode *node)
{
	static const struct {
		const char *name;
		enum op_kind kind;
	} frames[] = {{"pages", OP_PAGES}, {"page", OP_PAGE}, {"html", OP_HTML}};
	for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
		if (node->ns || strcmp((const char *)node->name, frames[i].name) != 0)
			continue;
		struct op *op = block_add(block, frames[i].kind);
		struct block body;
		block_begin(&body, block->compiler);
		if (frames[i].kind == OP_HTML)
			compile_literal_attributes(&body, node, true);
		const struct variable *variables = block->compiler->variables;
		body_list(&body, node->children);
		block->compiler->variables = variables;
		op->body = block_end(&body);
		return true;
	}
	return false;
}

/* script and style: text that cannot end them, and splices. */
static void compile_raw(struct block *block, const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_TEXT_NODE && !strstr((const char *)child->content, "</") &&
		    !strstr((const char *)child->content, "<!")) {
			if (!xmlIsBlankNode(child))
				block_tag(block, (const char *)child->content, strlen((const char *)child->content));
		} else if (xsl_is(child, "copy-of")) {
			body_copy_of(block, child);
		} else {
			block_refuse(block);
		}
	}
}

void body_literal(struct block *block, const xmlNode *node)
{
	struct span name = span_of(arena_string(block->compiler->sheet->arena, (const char *)node->name));
	bool known = !node->ns || strcmp((const char *)node->ns->href, SVG_NAMESPACE) == 0;
	if (!known || !html_is_name(name)) {
		block_refuse(block);
		return;
	}
	if (compile_frame(block, node))
		return;
	bool is_void = html_is_void(name), is_raw = html_is_raw(name);
	bool open = !is_raw && ((is_void && node->children) || may_add_attributes(node->children));
	if (open) {
		struct op *op = block_add(block, OP_OPEN);
		op->name = name;
		op->is_void = is_void;
	} else {
		block_tag(block, "<", 1);
		block_tag(block, name.ptr, name.len);
	}
	compile_literal_attributes(block, node, open);
	if (!open)
		block_tag(block, ">", 1);
	const struct variable *variables = block->compiler->variables;
	if (is_raw)
		compile_raw(block, node);
	else
		body_list(block, node->children);
	block->compiler->variables = variables;
	if (open) {
		block_add(block, OP_CLOSE)->name = name;
	} else if (!is_void) {
		block_tag(block, "</", 2);
		block_tag(block, name.ptr, name.len);
		block_tag(block, ">", 1);
	}
}
