/* sheet_block.c -- instructions one after the other, constant output run together, and attribute value templates. */
#include "sheet_body.h"

#include <string.h>

/* ---- blocks ---- */

void block_begin(struct block *block, struct compiler *compiler)
{
	*block = (struct block){.compiler = compiler};
	block->end = &block->first;
	buf_init(&block->html, BUF_MAX_DEFAULT);
	buf_init(&block->text, BUF_MAX_DEFAULT);
}

struct op *block_append(struct block *block, enum op_kind kind)
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
	struct op *op = block_append(block, OP_CONSTANT);
	op->html = kept(block, &block->html);
	op->text = kept(block, &block->text);
	op->tagged = block->tagged;
	buf_reset(&block->html);
	buf_reset(&block->text);
	block->tagged = false;
}

struct op *block_add(struct block *block, enum op_kind kind)
{
	flush(block);
	return block_append(block, kind);
}

const struct op *block_end(struct block *block)
{
	flush(block);
	buf_free(&block->html);
	buf_free(&block->text);
	return block->first;
}

void block_tag(struct block *block, const char *html, size_t len)
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

void block_text(struct block *block, struct span text)
{
	add_escaped(&block->html, text, false);
	buf_add(&block->text, text.ptr, text.len);
}

void block_refuse(struct block *block)
{
	block->compiler->beyond = true;
}

void block_attribute_text(struct block *block, struct span text)
{
	add_escaped(&block->html, text, true);
}

/* ---- attribute value templates ---- */

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
const struct part *body_parts(struct compiler *compiler, const char *at, const xmlNode *place)
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
