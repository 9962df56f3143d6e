/* sheet_eval.c -- the values of expressions; paths above all. */
#include "sheet_run.h"

#include <math.h>
#include <string.h>

#include <libxml/xpath.h>

static const struct nodes no_nodes;

/* ---- nodes ---- */

static inline bool step_matches(const struct run *run, const struct step *step, const struct node *node)
{
	switch (step->test) {
	case TEST_NAME:
		return node->name == run->names[step->name] && (step->axis != AXIS_SELF || node->kind == NODE_ELEMENT);
	case TEST_ANY_NAME:
		return node->kind == (step->axis == AXIS_ATTRIBUTE ? NODE_ATTR : NODE_ELEMENT);
	case TEST_TEXT:
		return node->kind == NODE_TEXT && !node_is_stripped(run, node);
	case TEST_NODE:
		return !node_is_stripped(run, node);
	}
	return false;
}

static inline bool has_children(const struct node *node)
{
	return node->kind == NODE_ELEMENT || node->kind == NODE_ROOT;
}

/* The first node on the axis of a step, whether it matches or not. */
static inline const struct node *axis_first(const struct step *step, const struct node *node)
{
	switch (step->axis) {
	case AXIS_CHILD:
		return has_children(node) ? node->first : NULL;
	case AXIS_ATTRIBUTE:
		return node->kind == NODE_ELEMENT ? node->attrs : NULL;
	case AXIS_SELF:
		return node;
	case AXIS_PARENT:
		return node->parent;
	}
	return NULL;
}

static inline const struct node *axis_next(const struct step *step, const struct node *node)
{
	return step->axis == AXIS_CHILD || step->axis == AXIS_ATTRIBUTE ? node->next : NULL;
}

static bool predicate_holds(struct run *run, const struct step *step, struct focus focus)
{
	struct focus outer = run->focus;
	struct scratch_mark mark = scratch_mark(run->scratch);
	run->focus = focus;
	bool holds = false;
	if (step->predicate_counts) {
		struct value value = expr_value(run, step->predicate);
		holds = value.type == VALUE_NUMBER ? value.number == (double)focus.position : value_truth(&value);
	} else {
		holds = expr_truth(run, step->predicate);
	}
	run->focus = outer;
	scratch_release(run->scratch, mark);
	return holds;
}

static size_t axis_size(struct run *run, const struct step *step, const struct node *from)
{
	size_t size = 0;
	for (const struct node *node = axis_first(step, from); node; node = axis_next(step, node))
		size += step_matches(run, step, node);
	run_spend(run, size);
	return size;
}

/* Whether last() of the step must be known before its predicate is asked. */
static size_t size_for(struct run *run, const struct step *step, const struct node *from)
{
	return step->predicate_counts ? axis_size(run, step, from) : 0;
}

/* The first node in document order that the steps lead to from one node. */
static const struct node *first_from(struct run *run, const struct step *step, const struct node *from)
{
	if (!step)
		return from;
	size_t position = 0, size = size_for(run, step, from);
	for (const struct node *node = axis_first(step, from); node; node = axis_next(step, node)) {
		if (!run_spend(run, 1))
			return NULL;
		if (!step_matches(run, step, node))
			continue;
		position++;
		if (step->predicate && !predicate_holds(run, step, (struct focus){node, position, size}))
			continue;
		const struct node *found = first_from(run, step->next, node);
		if (found)
			return found;
	}
	return NULL;
}

/* ---- sets of nodes ---- */

struct set {
	struct nodes nodes;
	size_t capacity;
};

static void set_add(struct run *run, struct set *set, const struct node *node)
{
	if (set->nodes.count == set->capacity) {
		size_t capacity = set->capacity ? set->capacity * 2 : 16;
		const struct node **items = scratch_take(run->scratch, capacity * sizeof *items);
		if (set->nodes.count)
			memcpy(items, set->nodes.items, set->nodes.count * sizeof *items);
		set->nodes.items = items;
		set->capacity = capacity;
	}
	set->nodes.items[set->nodes.count++] = node;
}

static size_t depth_of(const struct node *node)
{
	size_t depth = 0;
	while ((node = node->parent))
		depth++;
	return depth;
}

bool node_before(const struct node *a, const struct node *b)
{
	if (a == b)
		return false;
	size_t a_depth = depth_of(a), b_depth = depth_of(b);
	const struct node *x = a, *y = b;
	for (; a_depth > b_depth; a_depth--)
		x = x->parent;
	for (; b_depth > a_depth; b_depth--)
		y = y->parent;
	if (x == y) /* one stands inside the other */
		return x == a;
	while (x->parent != y->parent) {
		x = x->parent;
		y = y->parent;
	}
	if ((x->kind == NODE_ATTR) != (y->kind == NODE_ATTR))
		return x->kind == NODE_ATTR;
	while ((x = x->next))
		if (x == y)
			return true;
	return false;
}

/* Puts a set in document order and takes out what is there twice; short sets, or sets in order but for few. */
static void set_sort(struct run *run, struct nodes *nodes)
{
	size_t kept = 0;
	for (size_t i = 0; i < nodes->count; i++) {
		const struct node *node = nodes->items[i];
		size_t at = kept;
		while (at > 0 && node_before(node, nodes->items[at - 1]) && run_spend(run, 16))
			at--;
		if (at > 0 && nodes->items[at - 1] == node)
			continue;
		memmove(nodes->items + at + 1, nodes->items + at, (kept - at) * sizeof *nodes->items);
		nodes->items[at] = node;
		kept++;
	}
	nodes->count = kept;
}

static void add_from(struct run *run, struct set *set, const struct step *step, const struct node *from)
{
	size_t position = 0, size = size_for(run, step, from);
	for (const struct node *node = axis_first(step, from); node; node = axis_next(step, node)) {
		if (!run_spend(run, 1))
			return;
		if (!step_matches(run, step, node))
			continue;
		position++;
		if (step->predicate && !predicate_holds(run, step, (struct focus){node, position, size}))
			continue;
		/* the parent of neighbours is one */
		if (step->axis == AXIS_PARENT && set->nodes.count && set->nodes.items[set->nodes.count - 1] == node)
			continue;
		set_add(run, set, node);
	}
}

static struct nodes start_nodes(struct run *run, const struct expr *path, const struct node **alone)
{
	if (path->path.start == START_VALUE) {
		struct nodes nodes = expr_nodes(run, path->path.from);
		if (nodes.uneven) /* libxml2 does not put what they lead to in order */
			run_refuse(run);
		return nodes;
	}
	*alone = path->path.start == START_ROOT ? &run->doc->root : run->focus.node;
	return (struct nodes){alone, 1, false};
}

static struct nodes path_nodes(struct run *run, const struct expr *path)
{
	const struct node **alone = scratch_take(run->scratch, sizeof *alone);
	struct nodes from = start_nodes(run, path, alone);
	for (const struct step *step = path->path.steps; step; step = step->next) {
		struct set set = {.nodes = no_nodes};
		for (size_t i = 0; i < from.count; i++)
			add_from(run, &set, step, from.items[i]);
		from = set.nodes;
	}
	return from;
}

/* The first node of a path, without making the set where that can be had. */
static const struct node *path_first(struct run *run, const struct expr *path)
{
	const struct node *alone = NULL;
	struct nodes from = start_nodes(run, path, &alone);
	for (size_t i = 0; i < from.count; i++) {
		const struct node *first = first_from(run, path->path.steps, from.items[i]);
		if (first)
			return first;
	}
	return NULL;
}

static struct nodes union_nodes(struct run *run, const struct expr *expr)
{
	struct nodes left = expr_nodes(run, expr->left), right = expr_nodes(run, expr->right);
	if (!left.count || !right.count)
		return left.count ? left : right;
	struct nodes both = {.count = left.count + right.count, .uneven = left.uneven || right.uneven};
	both.items = scratch_take(run->scratch, both.count * sizeof *both.items);
	memcpy(both.items, left.items, left.count * sizeof *both.items);
	memcpy(both.items + left.count, right.items, right.count * sizeof *both.items);
	both.uneven = both.uneven || depth_of(left.items[0]) != depth_of(right.items[0]);
	set_sort(run, &both);
	return both;
}

struct nodes expr_nodes(struct run *run, const struct expr *expr)
{
	if (expr->kind == EXPR_PATH)
		return path_nodes(run, expr);
	if (expr->kind == EXPR_UNION)
		return union_nodes(run, expr);
	struct value value = expr_value(run, expr);
	if (value.type == VALUE_NODES)
		return value.nodes;
	run_refuse(run);
	return no_nodes;
}

/* ---- values ---- */

static const struct value *variable_value(struct run *run, const struct expr *expr)
{
	return expr->kind == EXPR_LOCAL ? &run->slots[expr->slot] : &run->globals[expr->slot];
}

static double calculate(struct run *run, const struct expr *expr)
{
	double left = expr_number(run, expr->left);
	if (expr->kind == EXPR_NEGATIVE)
		return -left;
	double right = expr_number(run, expr->right);
	switch (expr->kind) {
	case EXPR_PLUS:
		return left + right;
	case EXPR_MINUS:
		return left - right;
	case EXPR_TIMES:
		return left * right;
	case EXPR_DIVIDE:
		return left / right;
	default:
		return fmod(left, right);
	}
}

static struct span word_string(struct run *run, const struct expr *expr)
{
	return expr->words[run_language(run)];
}

bool expr_truth(struct run *run, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_OR:
		return expr_truth(run, expr->left) || expr_truth(run, expr->right);
	case EXPR_AND:
		return expr_truth(run, expr->left) && expr_truth(run, expr->right);
	case EXPR_PATH:
		return path_first(run, expr) != NULL;
	case EXPR_EQUAL:
	case EXPR_UNEQUAL:
	case EXPR_LESS:
	case EXPR_LESS_EQUAL:
	case EXPR_MORE:
	case EXPR_MORE_EQUAL: {
		struct value left = expr_value(run, expr->left), right = expr_value(run, expr->right);
		return value_compare(run, expr->kind, &left, &right);
	}
	default: {
		struct value value = expr_value(run, expr);
		return value_truth(&value);
	}
	}
}

/* libxml2 2.9 does not always find the first node of a union as written; a variable's it does. */
static void refuse_union(struct run *run, const struct expr *expr)
{
	if (expr->kind == EXPR_UNION)
		run_refuse(run);
}

double expr_number(struct run *run, const struct expr *expr)
{
	if (expr->kind == EXPR_NUMBER)
		return expr->number;
	if (expr->kind == EXPR_PATH) {
		const struct node *first = path_first(run, expr);
		return first ? string_number(run, node_string(run, first)) : NAN;
	}
	refuse_union(run, expr);
	struct value value = expr_value(run, expr);
	return value_number(run, &value);
}

struct span expr_string(struct run *run, const struct expr *expr)
{
	if (expr->kind == EXPR_PATH) {
		const struct node *first = path_first(run, expr);
		return first ? node_string(run, first) : (struct span){"", 0};
	}
	refuse_union(run, expr);
	struct value value = expr_value(run, expr);
	return value_string(run, &value);
}

struct value expr_value(struct run *run, const struct expr *expr)
{
	struct value value = {.type = expr->type};
	if (!run_spend(run, 1))
		return (struct value){.type = VALUE_STRING, .string = {"", 0}};
	switch (expr->kind) {
	case EXPR_STRING:
		value.string = expr->string;
		return value;
	case EXPR_NUMBER:
		value.number = expr->number;
		return value;
	case EXPR_LOCAL:
	case EXPR_GLOBAL:
		return *variable_value(run, expr);
	case EXPR_PATH:
	case EXPR_UNION:
		value.nodes = expr_nodes(run, expr);
		return value;
	case EXPR_CALL:
		return expr->call.function(run, expr);
	case EXPR_WORD:
		value.string = word_string(run, expr);
		return value;
	default:
		if (expr->type == VALUE_TRUTH)
			value.truth = expr_truth(run, expr);
		else
			value.number = calculate(run, expr);
		return value;
	}
}
