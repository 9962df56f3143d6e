/*
 * sheet_program.h -- what a stylesheet is compiled to: templates of instructions. Private to sheet*.c.
 *
 * Instructions are a tree: one follows the other, some have a body. Runs of output that depend on nothing are one
 * instruction with the bytes ready in both forms: as HTML, and as the bare text that a variable or attribute sees.
 */
#ifndef LIB_SHEET_PROGRAM_H
#define LIB_SHEET_PROGRAM_H

#include <headwater/arena.h>

#include "render_text.h"
#include "sheet_expr.h"

enum op_kind {
	OP_CONSTANT,
	OP_VALUE,     /* value-of */
	OP_TAG_VALUE, /* part of an attribute in a start tag whose rest is constant */
	OP_OPEN,      /* a start tag that may get attributes from instructions */
	OP_CLOSE,
	OP_ATTRIBUTE,
	OP_ELEMENT, /* of a computed name */
	OP_PAGES,
	OP_PAGE,
	OP_HTML,
	OP_IF,
	OP_CHOOSE, /* the body holds an OP_IF for each branch, and for otherwise an OP_IF without a test */
	OP_EACH,
	OP_APPLY,
	OP_CALL,
	OP_VARIABLE,
	OP_PARAMETER,
	OP_COPY
};

/* Literal text and expressions in turn: an attribute value template. */
struct part {
	struct span text;
	const struct expr *expr;
	const struct part *next;
};

struct template;

struct op {
	enum op_kind kind;
	bool is_void; /* OP_OPEN: of an element without end tag */
	bool tagged;  /* OP_CONSTANT: holds tags, and so is no text */
	bool raw;     /* OP_COPY: inside script */
	const struct op *next;
	const struct op *body;
	const struct expr *expr;
	union {
		struct {
			struct span html, text;
		};
		struct {
			struct span name; /* OP_OPEN, OP_CLOSE, OP_ATTRIBUTE */
			const struct part *parts;
		};
		struct {
			const struct template *template; /* OP_CALL */
			size_t mode;                     /* OP_APPLY */
			const struct op *given;          /* with-param: OP_PARAMETER instructions */
		};
		struct {
			size_t slot; /* OP_VARIABLE, OP_PARAMETER */
			uint32_t parameter;
		};
	};
};

/* One alternative of a match, right to left. */
struct pattern {
	enum axis axis; /* of the last step: child or attribute */
	enum node_test test;
	uint32_t name;
	bool at_root; /* nothing but the document may stand before it */
	const struct pattern *parent;
};

struct template
{
	const char *name;
	const xmlNode *source;
	const struct op *body;
	size_t slot_count;
	size_t precedence;
};

/* A pattern with what it leads to; the rules of a mode stand in the order in which they are asked. */
struct rule {
	const struct pattern *pattern; /* NULL: the document itself */
	double priority;
	size_t order;
	const struct template *template;
};

struct rule_list {
	const struct rule **items;
	size_t count, capacity;
};

struct mode {
	const char *name; /* NULL: without a mode */
	struct rule *rules;
	size_t count, capacity;
	/* What may match: elements of a name, elements of names the sheet does not know, and the rest. */
	struct rule_list *by_name;
	struct rule_list other_elements, others;
};

struct global {
	const char *name;
	const xmlNode *source;
	const struct expr *expr; /* NULL with body NULL: the empty string */
	const struct op *body;
	size_t slot_count; /* of the body */
};

struct sheet {
	struct arena *arena;
	const struct text_catalogue *catalogues; /* LANG__MAX */
	bool strips;                             /* leaves out texts of nothing but white space */
	const char **names;                      /* that expressions and patterns ask for */
	size_t name_count, name_capacity;
	struct mode *modes;
	size_t mode_count, mode_capacity;
	struct template **templates;
	size_t template_count, template_capacity;
	struct global *globals;
	size_t global_count, global_capacity;
	const struct variable *global_names;
};

uint32_t sheet_name(struct sheet *sheet, const char *name);
size_t sheet_mode(struct sheet *sheet, const char *name);

/* Reads a match into rules of the template's mode; false when it is beyond the subset. */
bool rules_add(struct sheet *sheet, const struct template *template, const char *mode, const char *priority);
/* Sorts and indexes the rules, when all of them are there. */
void rules_finish(struct sheet *sheet);
/* The template for a node; NULL when only the built-in one is left. */
const struct template *rules_find(struct run *run, size_t mode, const struct node *node);

/* Compiles the bodies of all templates and globals; false when anything is beyond the subset. */
bool body_compile_template(struct sheet *sheet, struct template *template);
bool body_compile_global(struct sheet *sheet, struct global *global);
const struct template *sheet_find_template(const struct sheet *sheet, const char *name);

#define XSL_NAMESPACE "http://www.w3.org/1999/XSL/Transform"
#define SVG_NAMESPACE "http://www.w3.org/2000/svg"

bool xsl_is(const xmlNode *node, const char *name);
/* The value of an attribute without a namespace, in the arena; NULL when there is none. */
const char *xsl_attribute(struct arena *arena, const xmlNode *node, const char *name);
/* Whether every attribute of an instruction is one of `names` (ends with NULL). */
bool xsl_only(const xmlNode *node, const char *const *names);

#endif
