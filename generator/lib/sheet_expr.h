/*
 * sheet_expr.h -- expressions of a compiled stylesheet, and the values they have. Private to sheet*.c.
 *
 * The parser turns the text of an expression into a tree; everything that does not depend on the document is resolved
 * there: names to numbers, variables to slots, functions to pointers, texts of constant keys to bytes.
 */
#ifndef LIB_SHEET_EXPR_H
#define LIB_SHEET_EXPR_H

#include <stdbool.h>
#include <stdint.h>

#include <libxml/tree.h>

#include <headwater/lang.h>
#include <headwater/span.h>

#include "doc_tree.h"

struct run;
struct expr;

enum value_type {
	VALUE_NODES,
	VALUE_STRING,
	VALUE_NUMBER,
	VALUE_TRUTH,
	VALUE_FRAGMENT, /* a variable with content: its text, which is true and compares as one node */
	VALUE__ANY      /* of an expression: known when it runs */
};

/* In document order, without repetition. */
struct nodes {
	const struct node **items;
	size_t count;
	bool uneven; /* may stand at different depths */
};

struct value {
	enum value_type type;
	union {
		struct nodes nodes;
		struct span string; /* of fragments too */
		double number;
		bool truth;
	};
};

enum axis { AXIS_CHILD, AXIS_ATTRIBUTE, AXIS_SELF, AXIS_PARENT };
enum node_test { TEST_NAME, TEST_ANY_NAME, TEST_TEXT, TEST_NODE };

struct step {
	enum axis axis;
	enum node_test test;
	uint32_t name; /* of TEST_NAME, in the sheet's names */
	const struct expr *predicate;
	bool predicate_counts; /* its value may be a position, or it asks for last() */
	const struct step *next;
};

enum expr_kind {
	EXPR_STRING,
	EXPR_NUMBER,
	EXPR_LOCAL,
	EXPR_GLOBAL,
	EXPR_PATH,
	EXPR_UNION,
	EXPR_CALL,
	EXPR_WORD, /* hw:t() of a constant key and nothing else */
	EXPR_OR,
	EXPR_AND,
	EXPR_EQUAL,
	EXPR_UNEQUAL,
	EXPR_LESS,
	EXPR_LESS_EQUAL,
	EXPR_MORE,
	EXPR_MORE_EQUAL,
	EXPR_PLUS,
	EXPR_MINUS,
	EXPR_TIMES,
	EXPR_DIVIDE,
	EXPR_MODULO,
	EXPR_NEGATIVE
};

enum path_start { START_HERE, START_ROOT, START_VALUE };

#define CALL_MAX_ARGUMENTS 32

typedef struct value call_function(struct run *run, const struct expr *call);

struct expr {
	enum expr_kind kind;
	enum value_type type;
	union {
		struct span string;
		double number;
		size_t slot; /* of EXPR_LOCAL and EXPR_GLOBAL */
		struct {
			enum path_start start;
			const struct expr *from; /* of START_VALUE */
			const struct step *steps;
		} path;
		struct {
			call_function *function;
			const struct expr **arguments;
			size_t count;
		} call;
		struct span words[LANG__MAX];
		struct {
			const struct expr *left, *right;
		};
	};
};

struct sheet;

/* Where the name of a variable leads. */
struct variable {
	const char *name;
	bool global;
	size_t slot;
	const struct variable *before; /* seen from here too */
};

/*
 * Parses `text`, which stands at `place` (for its prefixes). NULL when it is no expression of the subset; everything is
 * taken from the sheet's arena.
 */
const struct expr *expr_parse(struct sheet *sheet, const char *text, const xmlNode *place,
			      const struct variable *variables);

/* A function by its name as the subset writes it ("concat", "hw:t"); NULL when there is none that takes so many. */
call_function *function_find(const char *name, size_t argument_count, enum value_type *type);

/* ---- running ---- */

struct value expr_value(struct run *run, const struct expr *expr);
bool expr_truth(struct run *run, const struct expr *expr);
double expr_number(struct run *run, const struct expr *expr);
struct span expr_string(struct run *run, const struct expr *expr);
/* What is no set of nodes ends the run. */
struct nodes expr_nodes(struct run *run, const struct expr *expr);

bool value_truth(const struct value *value);
double value_number(struct run *run, const struct value *value);
struct span value_string(struct run *run, const struct value *value);
bool value_compare(struct run *run, enum expr_kind kind, const struct value *left, const struct value *right);

struct span node_string(struct run *run, const struct node *node);
bool node_before(const struct node *a, const struct node *b);
double string_number(struct run *run, struct span string);
struct span number_string(struct run *run, double number);

#endif
