/*
 * sheet_body.h -- how the instructions of a template are put together. Private to sheet_b*.c and sheet_literal.c.
 *
 * What is beyond the subset is noted in the compiler, and compiling goes on or stops as it likes.
 */
#ifndef LIB_SHEET_BODY_H
#define LIB_SHEET_BODY_H

#include "sheet_run.h"

struct compiler {
	struct sheet *sheet;
	const struct variable *variables; /* in scope */
	size_t slot_count;
	bool beyond; /* the subset */
};

/* Instructions being made: those already there, and constant output that waits for more of its kind. */
struct block {
	struct compiler *compiler;
	const struct op *first, **end;
	struct buf html, text;
	bool tagged;
};

void block_begin(struct block *block, struct compiler *compiler);
const struct op *block_end(struct block *block);
void block_refuse(struct block *block);
/* An instruction behind all that is there; `append` is for blocks without output. */
struct op *block_add(struct block *block, enum op_kind kind);
struct op *block_append(struct block *block, enum op_kind kind);
/* Constant output: bytes of a tag as they are, text, and the value of an attribute. */
void block_tag(struct block *block, const char *html, size_t len);
void block_text(struct block *block, struct span text);
void block_attribute_text(struct block *block, struct span text);

/* An attribute value template as parts; expressions in it mean what they mean at `place`. */
const struct part *body_parts(struct compiler *compiler, const char *text, const xmlNode *place);
void body_list(struct block *block, const xmlNode *list);
/* What stands inside `parent`, as a block of its own; variables made there go with it. */
const struct op *body_children(struct compiler *compiler, const xmlNode *parent);
void body_copy_of(struct block *block, const xmlNode *node);
void body_literal(struct block *block, const xmlNode *node);

#endif
