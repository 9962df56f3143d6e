/* sheet_body.c -- what stands in a template, to instructions. */
#include "sheet_run.h"

#include <string.h>

/* Instructions being made: those already there, and constant output that waits for more of its kind. */
struct block {
	struct compiler *compiler;
	const struct op *first, **end;
	struct buf html, text;
	bool tagged;
};

struct compiler {
	struct sheet *sheet;
	const struct variable *variables; /* in scope */
	size_t slot_count;
	bool beyond; /* the subset */
};

static const struct op *compile_children(struct compiler *compiler, const xmlNode *parent);
static void compile_list(struct block *block, const xmlNode *list);

/* ---- blocks ---- */

static void block_begin(struct block *block, struct compiler *compiler)
{
	*block = (struct block){.compiler = compiler};
	block->end = &block->first;
	buf_init(&block->html, BUF_MAX_DEFAULT);
	buf_init(&block->text, BUF_MAX_DEFAULT);
}

static struct op *append(struct block *block, enum op_kind kind)
{
	struct op *op = arena_alloc(block->compiler->sheet->arena, sizeof *op);
	op->kind = kind;
	*block->end = op;
	block->end = &op->next;
	return op;
}

static struct span kept(struct block *block, const struct buf *bytes)
{
	return (struct span){arena_copy(block->compiler->sheet->arena, bytes->bytes, bytes->len), bytes->len};
}

static void flush(struct block *block)
{
	if (block->html.len == 0)
		return;
	struct op *op = append(block, OP_CONSTANT);
	op->html = kept(block, &block->html);
	op->text = kept(block, &block->text);
	op->tagged = block->tagged;
	buf_reset(&block->html);
	buf_reset(&block->text);
	block->tagged = false;
}

static struct op *add_op(struct block *block, enum op_kind kind)
{
	flush(block);
	return append(block, kind);
}

static const struct op *block_end(struct block *block)
{
	flush(block);
	buf_free(&block->html);
	buf_free(&block->text);
	return block->first;
}

static void add_tag(struct block *block, const char *html, size_t len)
{
	buf_add(&block->html, html, len);
	block->tagged = true;
}

static void add_escaped(struct buf *out, struct span text, bool quotes)
{
	for (size_t i = 0; i < text.len; i++) {
		char byte = text.ptr[i];
		if (byte == '&')
			buf_str(out, "&amp;");
		else if (byte == '<')
			buf_str(out, "&lt;");
		else if (byte == '>')
			buf_str(out, "&gt;");
		else if (byte == '"' && quotes)
			buf_str(out, "&quot;");
		else
			buf_byte(out, byte);
	}
}

static void add_text(struct block *block, struct span text)
{
	add_escaped(&block->html, text, false);
	buf_add(&block->text, text.ptr, text.len);
}

static void beyond(struct block *block)
{
	block->compiler->beyond = true;
}

/* ---- attributes of the source ---- */

static const char *attribute(struct block *block, const xmlNode *node, const char *name)
{
	return xsl_attribute(block->compiler->sheet->arena, node, name);
}

static const struct expr *expression(struct compiler *compiler, const xmlNode *node, const char *name)
{
	const char *text = xsl_attribute(compiler->sheet->arena, node, name);
	const struct expr *expr = text ? expr_parse(compiler->sheet, text, node, compiler->variables) : NULL;
	if (!expr)
		compiler->beyond = true;
	return expr;
}

static void allow(struct block *block, const xmlNode *node, const char *const *names)
{
	if (!xsl_only(node, names))
		beyond(block);
}

/* Where the expression that begins at `at` ends: at the first '}' outside quotes. */
static const char *expression_end(const char *at)
{
	char quote = '\0';
	for (; *at && (quote || *at != '}'); at++) {
		if (quote)
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
	}
	return *at ? at : NULL;
}

static struct part *add_part(struct compiler *compiler, const struct part ***end)
{
	struct part *part = arena_alloc(compiler->sheet->arena, sizeof *part);
	**end = part;
	*end = &part->next;
	return part;
}

/* An attribute value template as parts. */
static const struct part *parts(struct compiler *compiler, const char *at, const xmlNode *place)
{
	struct arena *arena = compiler->sheet->arena;
	const struct part *first = NULL, **end = &first;
	while (*at) {
		size_t len = strcspn(at, "{}");
		if (len == 0 && at[0] == at[1]) { /* {{ or }} */
			add_part(compiler, &end)->text = (struct span){at++, 1};
			at++;
		} else if (len > 0) {
			add_part(compiler, &end)->text = (struct span){arena_copy(arena, at, len), len};
			at += len;
		} else {
			const char *stop = *at == '{' ? expression_end(at + 1) : NULL;
			const char *text = stop ? arena_copy(arena, at + 1, (size_t)(stop - at - 1)) : "";
			struct part *part = add_part(compiler, &end);
			part->expr = expr_parse(compiler->sheet, text, place, compiler->variables);
			if (!part->expr) {
				compiler->beyond = true;
				return NULL;
			}
			at = stop + 1;
		}
	}
	return first;
}

/* ---- instructions ---- */

static void compile_text(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {NULL};
	allow(block, node, names);
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_TEXT_NODE)
			add_text(block, span_of((const char *)child->content));
		else if (child->type != XML_COMMENT_NODE)
			beyond(block);
	}
}

static void compile_value_of(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", NULL};
	allow(block, node, names);
	add_op(block, OP_VALUE)->expr = expression(block->compiler, node, "select");
}

static void compile_copy_of(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", NULL};
	allow(block, node, names);
	struct op *op = add_op(block, OP_COPY);
	op->expr = expression(block->compiler, node, "select");
	op->raw = html_is_raw(span_of((const char *)node->parent->name));
}

static void compile_if(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"test", NULL};
	allow(block, node, names);
	struct op *op = add_op(block, OP_IF);
	op->expr = expression(block->compiler, node, "test");
	op->body = compile_children(block->compiler, node);
}

static void compile_choose(struct block *block, const xmlNode *node)
{
	static const char *const none[] = {NULL}, *const test[] = {"test", NULL};
	allow(block, node, none);
	struct block branches;
	struct op *op = add_op(block, OP_CHOOSE);
	block_begin(&branches, block->compiler);
	bool last = false;
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_COMMENT_NODE || xmlIsBlankNode(child))
			continue;
		bool when = xsl_is(child, "when");
		if (last || (!when && !xsl_is(child, "otherwise"))) {
			beyond(block);
			break;
		}
		last = !when;
		allow(block, child, when ? test : none);
		struct op *branch = append(&branches, OP_IF);
		branch->expr = when ? expression(block->compiler, child, "test") : NULL;
		branch->body = compile_children(block->compiler, child);
	}
	op->body = block_end(&branches);
}

static void compile_for_each(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", NULL};
	allow(block, node, names);
	struct op *op = add_op(block, OP_EACH);
	op->expr = expression(block->compiler, node, "select");
	op->body = compile_children(block->compiler, node);
}

/* What a variable, a parameter or what is given for one holds: its select, or its content. */
static void compile_content(struct compiler *compiler, const xmlNode *node, struct op *op)
{
	static const char *const names[] = {"name", "select", NULL};
	if (!xsl_only(node, names))
		compiler->beyond = true;
	if (xmlHasProp((xmlNode *)node, BAD_CAST "select"))
		op->expr = expression(compiler, node, "select");
	else
		op->body = compile_children(compiler, node);
}

static const struct op *compile_given(struct block *block, const xmlNode *node)
{
	struct sheet *sheet = block->compiler->sheet;
	struct block given;
	block_begin(&given, block->compiler);
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_COMMENT_NODE || xmlIsBlankNode(child))
			continue;
		const char *name = xsl_is(child, "with-param") ? attribute(block, child, "name") : NULL;
		if (!name) {
			beyond(block);
			break;
		}
		struct op *op = append(&given, OP_PARAMETER);
		op->parameter = sheet_name(sheet, name);
		compile_content(block->compiler, child, op);
	}
	return block_end(&given);
}

static void compile_apply(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", "mode", NULL};
	allow(block, node, names);
	struct op *op = add_op(block, OP_APPLY);
	if (xmlHasProp((xmlNode *)node, BAD_CAST "select"))
		op->expr = expression(block->compiler, node, "select");
	op->mode = sheet_mode(block->compiler->sheet, attribute(block, node, "mode"));
	op->given = compile_given(block, node);
}

static void compile_call(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"name", NULL};
	allow(block, node, names);
	const char *name = attribute(block, node, "name");
	struct op *op = add_op(block, OP_CALL);
	op->template = name ? sheet_find_template(block->compiler->sheet, name) : NULL;
	if (!op->template)
		beyond(block);
	op->given = compile_given(block, node);
}

static bool is_in_scope(const struct compiler *compiler, const char *name)
{
	for (const struct variable *variable = compiler->variables; variable; variable = variable->before)
		if (!variable->global && strcmp(variable->name, name) == 0)
			return true;
	return false;
}

static void compile_binding(struct block *block, const xmlNode *node, enum op_kind kind)
{
	struct compiler *compiler = block->compiler;
	const char *name = attribute(block, node, "name");
	if (!name || is_in_scope(compiler, name)) {
		beyond(block);
		return;
	}
	struct op *op = add_op(block, kind);
	compile_content(compiler, node, op);
	op->slot = compiler->slot_count++;
	op->parameter = sheet_name(compiler->sheet, name);
	struct variable *variable = arena_alloc(compiler->sheet->arena, sizeof *variable);
	*variable = (struct variable){name, false, op->slot, compiler->variables};
	compiler->variables = variable;
}

static void compile_variable(struct block *block, const xmlNode *node)
{
	compile_binding(block, node, OP_VARIABLE);
}

static void compile_param(struct block *block, const xmlNode *node)
{
	if (!xsl_is(node->parent, "template"))
		beyond(block);
	compile_binding(block, node, OP_PARAMETER);
}

static void compile_attribute(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"name", NULL};
	allow(block, node, names);
	const char *name = attribute(block, node, "name");
	if (!name || !html_is_name(span_of(name)) || strcmp(name, "xmlns") == 0) {
		beyond(block);
		return;
	}
	struct op *op = add_op(block, OP_ATTRIBUTE);
	op->name = span_of(name);
	op->body = compile_children(block->compiler, node);
}

static void compile_element(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"name", NULL};
	allow(block, node, names);
	const char *name = attribute(block, node, "name");
	struct op *op = add_op(block, OP_ELEMENT);
	op->parts = name ? parts(block->compiler, name, node) : NULL;
	if (!op->parts)
		beyond(block);
	op->body = compile_children(block->compiler, node);
}

/* ---- literal elements ---- */

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
		beyond(block);
		return;
	}
	xmlChar *value = xmlNodeListGetString(node->doc, attr->children, 1);
	const char *kept_value = arena_string(compiler->sheet->arena, value ? (const char *)value : "");
	xmlFree(value);
	const struct part *part = parts(compiler, kept_value, node);
	if (open) {
		struct op *op = add_op(block, OP_ATTRIBUTE);
		op->name = name;
		op->parts = part;
		return;
	}
	add_tag(block, " ", 1);
	add_tag(block, name.ptr, name.len);
	add_tag(block, "=\"", 2);
	for (; part; part = part->next) {
		if (part->expr)
			add_op(block, OP_TAG_VALUE)->expr = part->expr;
		else
			add_escaped(&block->html, part->text, true);
	}
	add_tag(block, "\"", 1);
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
		struct op *op = add_op(block, frames[i].kind);
		struct block body;
		block_begin(&body, block->compiler);
		if (frames[i].kind == OP_HTML)
			compile_literal_attributes(&body, node, true);
		const struct variable *variables = block->compiler->variables;
		compile_list(&body, node->children);
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
				add_tag(block, (const char *)child->content, strlen((const char *)child->content));
		} else if (xsl_is(child, "copy-of")) {
			compile_copy_of(block, child);
		} else {
			beyond(block);
		}
	}
}

static void compile_literal(struct block *block, const xmlNode *node)
{
	struct span name = span_of(arena_string(block->compiler->sheet->arena, (const char *)node->name));
	bool known = !node->ns || strcmp((const char *)node->ns->href, SVG_NAMESPACE) == 0;
	if (!known || !html_is_name(name)) {
		beyond(block);
		return;
	}
	if (compile_frame(block, node))
		return;
	bool is_void = html_is_void(name), is_raw = html_is_raw(name);
	bool open = !is_raw && ((is_void && node->children) || may_add_attributes(node->children));
	if (open) {
		struct op *op = add_op(block, OP_OPEN);
		op->name = name;
		op->is_void = is_void;
	} else {
		add_tag(block, "<", 1);
		add_tag(block, name.ptr, name.len);
	}
	compile_literal_attributes(block, node, open);
	if (!open)
		add_tag(block, ">", 1);
	const struct variable *variables = block->compiler->variables;
	if (is_raw)
		compile_raw(block, node);
	else
		compile_list(block, node->children);
	block->compiler->variables = variables;
	if (open) {
		add_op(block, OP_CLOSE)->name = name;
	} else if (!is_void) {
		add_tag(block, "</", 2);
		add_tag(block, name.ptr, name.len);
		add_tag(block, ">", 1);
	}
}

/* ---- lists ---- */

static void compile_instruction(struct block *block, const xmlNode *node)
{
	static const struct {
		const char *name;
		void (*compile)(struct block *block, const xmlNode *node);
	} instructions[] = {{"text", compile_text},
			    {"value-of", compile_value_of},
			    {"copy-of", compile_copy_of},
			    {"if", compile_if},
			    {"choose", compile_choose},
			    {"for-each", compile_for_each},
			    {"apply-templates", compile_apply},
			    {"call-template", compile_call},
			    {"variable", compile_variable},
			    {"param", compile_param},
			    {"attribute", compile_attribute},
			    {"element", compile_element}};
	for (size_t i = 0; i < sizeof instructions / sizeof instructions[0]; i++)
		if (xsl_is(node, instructions[i].name)) {
			instructions[i].compile(block, node);
			return;
		}
	beyond(block);
}

static void compile_list(struct block *block, const xmlNode *list)
{
	for (const xmlNode *node = list; node && !block->compiler->beyond; node = node->next) {
		if (node->type == XML_TEXT_NODE) {
			if (!xmlIsBlankNode(node))
				add_text(block, span_of((const char *)node->content));
		} else if (node->type == XML_ELEMENT_NODE) {
			bool is_xsl = node->ns && strcmp((const char *)node->ns->href, XSL_NAMESPACE) == 0;
			if (is_xsl)
				compile_instruction(block, node);
			else
				compile_literal(block, node);
		} else if (node->type != XML_COMMENT_NODE) {
			beyond(block);
		}
	}
}

/* Variables made in a body go with it. */
static const struct op *compile_children(struct compiler *compiler, const xmlNode *parent)
{
	const struct variable *variables = compiler->variables;
	struct block block;
	block_begin(&block, compiler);
	compile_list(&block, parent->children);
	compiler->variables = variables;
	return block_end(&block);
}

bool body_compile_template(struct sheet *sheet, struct template *template)
{
	struct compiler compiler = {.sheet = sheet, .variables = sheet->global_names};
	template->body = compile_children(&compiler, template->source);
	template->slot_count = compiler.slot_count;
	return !compiler.beyond;
}

bool body_compile_global(struct sheet *sheet, struct global *global)
{
	struct compiler compiler = {.sheet = sheet, .variables = sheet->global_names};
	struct op op = {.kind = OP_VARIABLE};
	compile_content(&compiler, global->source, &op);
	global->expr = op.expr;
	global->body = op.body;
	global->slot_count = compiler.slot_count;
	return !compiler.beyond;
}
