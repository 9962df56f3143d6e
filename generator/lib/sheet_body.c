/* sheet_body.c -- what stands in a template, to instructions. */
#include "sheet_body.h"

#include <string.h>

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
		block_refuse(block);
}

/* ---- instructions ---- */

static void compile_text(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {NULL};
	allow(block, node, names);
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_TEXT_NODE)
			block_text(block, span_of((const char *)child->content));
		else if (child->type != XML_COMMENT_NODE)
			block_refuse(block);
	}
}

static void compile_value_of(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", NULL};
	allow(block, node, names);
	block_add(block, OP_VALUE)->expr = expression(block->compiler, node, "select");
}

void body_copy_of(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", NULL};
	allow(block, node, names);
	struct op *op = block_add(block, OP_COPY);
	op->expr = expression(block->compiler, node, "select");
	op->raw = html_is_raw(span_of((const char *)node->parent->name));
}

static void compile_if(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"test", NULL};
	allow(block, node, names);
	struct op *op = block_add(block, OP_IF);
	op->expr = expression(block->compiler, node, "test");
	op->body = body_children(block->compiler, node);
}

static void compile_choose(struct block *block, const xmlNode *node)
{
	static const char *const none[] = {NULL}, *const test[] = {"test", NULL};
	allow(block, node, none);
	struct block branches;
	struct op *op = block_add(block, OP_CHOOSE);
	block_begin(&branches, block->compiler);
	bool last = false;
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_COMMENT_NODE || xmlIsBlankNode(child))
			continue;
		bool when = xsl_is(child, "when");
		if (last || (!when && !xsl_is(child, "otherwise"))) {
			block_refuse(block);
			break;
		}
		last = !when;
		allow(block, child, when ? test : none);
		struct op *branch = block_append(&branches, OP_IF);
		branch->expr = when ? expression(block->compiler, child, "test") : NULL;
		branch->body = body_children(block->compiler, child);
	}
	op->body = block_end(&branches);
}

static void compile_for_each(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", NULL};
	allow(block, node, names);
	struct op *op = block_add(block, OP_EACH);
	op->expr = expression(block->compiler, node, "select");
	op->body = body_children(block->compiler, node);
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
		op->body = body_children(compiler, node);
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
			block_refuse(block);
			break;
		}
		struct op *op = block_append(&given, OP_PARAMETER);
		op->parameter = sheet_name(sheet, name);
		compile_content(block->compiler, child, op);
	}
	return block_end(&given);
}

static void compile_apply(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"select", "mode", NULL};
	allow(block, node, names);
	struct op *op = block_add(block, OP_APPLY);
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
	struct op *op = block_add(block, OP_CALL);
	op->template = name ? sheet_find_template(block->compiler->sheet, name) : NULL;
	if (!op->template)
		block_refuse(block);
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
		block_refuse(block);
		return;
	}
	struct op *op = block_add(block, kind);
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
		block_refuse(block);
	compile_binding(block, node, OP_PARAMETER);
}

static void compile_attribute(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"name", NULL};
	allow(block, node, names);
	const char *name = attribute(block, node, "name");
	if (!name || !html_is_name(span_of(name)) || strcmp(name, "xmlns") == 0) {
		block_refuse(block);
		return;
	}
	struct op *op = block_add(block, OP_ATTRIBUTE);
	op->name = span_of(name);
	op->body = body_children(block->compiler, node);
}

static void compile_element(struct block *block, const xmlNode *node)
{
	static const char *const names[] = {"name", NULL};
	allow(block, node, names);
	const char *name = attribute(block, node, "name");
	struct op *op = block_add(block, OP_ELEMENT);
	op->parts = name ? body_parts(block->compiler, name, node) : NULL;
	if (!op->parts)
		block_refuse(block);
	op->body = body_children(block->compiler, node);
}

/* ---- lists ---- */

static void compile_instruction(struct block *block, const xmlNode *node)
{
	static const struct {
		const char *name;
		void (*compile)(struct block *block, const xmlNode *node);
	} instructions[] = {{"text", compile_text},
			    {"value-of", compile_value_of},
			    {"copy-of", body_copy_of},
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
	block_refuse(block);
}

void body_list(struct block *block, const xmlNode *list)
{
	for (const xmlNode *node = list; node && !block->compiler->beyond; node = node->next) {
		if (node->type == XML_TEXT_NODE) {
			if (!xmlIsBlankNode(node))
				block_text(block, span_of((const char *)node->content));
		} else if (node->type == XML_ELEMENT_NODE) {
			bool is_xsl = node->ns && strcmp((const char *)node->ns->href, XSL_NAMESPACE) == 0;
			if (is_xsl)
				compile_instruction(block, node);
			else
				body_literal(block, node);
		} else if (node->type != XML_COMMENT_NODE) {
			block_refuse(block);
		}
	}
}

const struct op *body_children(struct compiler *compiler, const xmlNode *parent)
{
	const struct variable *variables = compiler->variables;
	struct block block;
	block_begin(&block, compiler);
	body_list(&block, parent->children);
	compiler->variables = variables;
	return block_end(&block);
}

bool body_compile_template(struct sheet *sheet, struct template *template)
{
	struct compiler compiler = {.sheet = sheet, .variables = sheet->global_names};
	template->body = body_children(&compiler, template->source);
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
