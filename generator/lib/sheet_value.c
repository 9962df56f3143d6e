/* sheet_value.c -- conversions and comparisons of values, as XPath 1.0 has them. */
#include "sheet_run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <libxml/xpath.h>

#define INTEGER_MAX 999999999999999.0 /* 15 digits: a double holds them all */

/* ---- strings ---- */

static size_t content_length(const struct run *run, const struct node *node)
{
	if (node->kind == NODE_TEXT)
		return node_is_stripped(run, node) ? 0 : node->text.len;
	size_t len = 0;
	for (const struct node *child = node->first; child; child = child->next)
		len += content_length(run, child);
	return len;
}

static char *copy_content(const struct run *run, const struct node *node, char *to)
{
	if (node->kind == NODE_TEXT) {
		if (node_is_stripped(run, node))
			return to;
		memcpy(to, node->text.ptr, node->text.len);
		return to + node->text.len;
	}
	for (const struct node *child = node->first; child; child = child->next)
		to = copy_content(run, child, to);
	return to;
}

struct span node_string(struct run *run, const struct node *node)
{
	if (node->kind == NODE_TEXT || node->kind == NODE_ATTR)
		return node->text;
	const struct node *first = node->first;
	if (!first)
		return (struct span){"", 0};
	if (!first->next && first->kind == NODE_TEXT)
		return node_is_stripped(run, first) ? (struct span){"", 0} : first->text;
	size_t len = content_length(run, node);
	if (!run_spend(run, len / 8))
		return (struct span){"", 0};
	char *bytes = scratch_take(run->scratch, len);
	copy_content(run, node, bytes);
	return (struct span){bytes, len};
}

struct span number_string(struct run *run, double number)
{
	char text[128];
	int len = 0;
	if (number == floor(number) && fabs(number) <= INTEGER_MAX) {
		len = snprintf(text, sizeof text, "%.0f", number == 0 ? 0.0 : number);
	} else {
		xmlChar *made = xmlXPathCastNumberToString(number);
		len = snprintf(text, sizeof text, "%s", (const char *)made);
		xmlFree(made);
	}
	char *bytes = scratch_take(run->scratch, (size_t)len);
	return (struct span){memcpy(bytes, text, (size_t)len), (size_t)len};
}

struct span value_string(struct run *run, const struct value *value)
{
	switch (value->type) {
	case VALUE_NODES:
		return value->nodes.count ? node_string(run, value->nodes.items[0]) : (struct span){"", 0};
	case VALUE_NUMBER:
		return number_string(run, value->number);
	case VALUE_TRUTH:
		return value->truth ? (struct span){"true", 4} : (struct span){"false", 5};
	default:
		return value->string;
	}
}

/* ---- numbers and truth ---- */

double string_number(struct run *run, struct span string)
{
	double number = 0;
	size_t digits = 0;
	while (digits < string.len && string.ptr[digits] >= '0' && string.ptr[digits] <= '9')
		number = number * 10 + (string.ptr[digits++] - '0');
	if (digits == string.len && digits > 0 && digits <= 15)
		return number;
	if (string.len == 0)
		return NAN;
	struct scratch_mark mark = scratch_mark(run->scratch);
	char *copy = scratch_take(run->scratch, string.len + 1);
	memcpy(copy, string.ptr, string.len);
	copy[string.len] = '\0';
	number = xmlXPathCastStringToNumber(BAD_CAST copy);
	scratch_release(run->scratch, mark);
	return number;
}

double value_number(struct run *run, const struct value *value)
{
	if (value->type == VALUE_NUMBER)
		return value->number;
	if (value->type == VALUE_TRUTH)
		return value->truth;
	return string_number(run, value_string(run, value));
}

bool value_truth(const struct value *value)
{
	switch (value->type) {
	case VALUE_NODES:
		return value->nodes.count > 0;
	case VALUE_NUMBER:
		return value->number != 0 && !isnan(value->number);
	case VALUE_TRUTH:
		return value->truth;
	case VALUE_FRAGMENT:
		return true;
	default:
		return value->string.len > 0;
	}
}

/* ---- comparisons ---- */

static bool compare_numbers(enum expr_kind kind, double left, double right)
{
	switch (kind) {
	case EXPR_EQUAL:
		return left == right;
	case EXPR_UNEQUAL:
		return left != right;
	case EXPR_LESS:
		return left < right;
	case EXPR_LESS_EQUAL:
		return left <= right;
	case EXPR_MORE:
		return left > right;
	default:
		return left >= right;
	}
}

static bool is_equality(enum expr_kind kind)
{
	return kind == EXPR_EQUAL || kind == EXPR_UNEQUAL;
}

/* Neither is a set of nodes. */
static bool compare_scalars(struct run *run, enum expr_kind kind, const struct value *left, const struct value *right)
{
	if (is_equality(kind)) {
		bool wanted = kind == EXPR_EQUAL;
		if (left->type == VALUE_TRUTH || right->type == VALUE_TRUTH)
			return (value_truth(left) == value_truth(right)) == wanted;
		if (left->type != VALUE_NUMBER && right->type != VALUE_NUMBER)
			return span_equal(value_string(run, left), value_string(run, right)) == wanted;
	}
	return compare_numbers(kind, value_number(run, left), value_number(run, right));
}

/* Whether it holds for one of the nodes; in order they are left of what they are compared with, or right. */
static bool compare_nodes(struct run *run, enum expr_kind kind, const struct value *left, const struct value *right)
{
	bool is_left = left->type == VALUE_NODES;
	const struct nodes *nodes = is_left ? &left->nodes : &right->nodes;
	for (size_t i = 0; i < nodes->count && run_spend(run, 1); i++) {
		struct scratch_mark mark = scratch_mark(run->scratch);
		struct value one = {.type = VALUE_STRING, .string = node_string(run, nodes->items[i])};
		bool holds = is_left ? value_compare(run, kind, &one, right) : value_compare(run, kind, left, &one);
		scratch_release(run->scratch, mark);
		if (holds)
			return true;
	}
	return false;
}

bool value_compare(struct run *run, enum expr_kind kind, const struct value *left, const struct value *right)
{
	bool any_nodes = left->type == VALUE_NODES || right->type == VALUE_NODES;
	if (!any_nodes)
		return compare_scalars(run, kind, left, right);
	if (left->type != VALUE_TRUTH && right->type != VALUE_TRUTH)
		return compare_nodes(run, kind, left, right);
	struct value left_truth = {.type = VALUE_TRUTH, .truth = value_truth(left)};
	struct value right_truth = {.type = VALUE_TRUTH, .truth = value_truth(right)};
	return compare_scalars(run, kind, &left_truth, &right_truth);
}
