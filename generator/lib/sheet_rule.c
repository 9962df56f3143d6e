/* sheet_rule.c -- which template a node gets: patterns, and tables of them for each mode. */
#include "sheet_run.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading patterns ---- */

/* Cuts the next step off `text`; NULL when there is none. */
static const char *next_step(struct arena *arena, const char **text)
{
	size_t len = strcspn(*text, "/");
	const char *step = arena_copy(arena, *text, len);
	*text += len;
	if (**text == '/')
		++*text;
	return step;
}

static bool is_name(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
	return len > 0 && text[len] == '\0' && !strchr("0123456789-.", text[0]);
}

static bool read_step(struct sheet *sheet, const char *step, struct pattern *pattern)
{
	pattern->axis = *step == '@' ? AXIS_ATTRIBUTE : AXIS_CHILD;
	step += *step == '@';
	if (strcmp(step, "*") == 0) {
		pattern->test = TEST_ANY_NAME;
	} else if (strcmp(step, "text()") == 0 && pattern->axis == AXIS_CHILD) {
		pattern->test = TEST_TEXT;
	} else if (is_name(step)) {
		pattern->test = TEST_NAME;
		pattern->name = sheet_name(sheet, step);
	} else {
		return false;
	}
	return true;
}

/* One alternative without white space around it. */
static bool read_pattern(struct sheet *sheet, const char *text, struct rule *rule)
{
	bool absolute = *text == '/';
	text += absolute;
	rule->priority = 0.5;
	if (absolute && !*text)
		return true;
	const struct pattern *parent = NULL;
	size_t steps = 0;
	do {
		struct pattern *pattern = arena_alloc(sheet->arena, sizeof *pattern);
		if ((parent && parent->axis == AXIS_ATTRIBUTE) ||
		    !read_step(sheet, next_step(sheet->arena, &text), pattern))
			return false;
		pattern->parent = parent;
		pattern->at_root = absolute && !parent;
		parent = pattern;
		steps++;
	} while (*text);
	rule->pattern = parent;
	if (steps == 1 && !absolute)
		rule->priority = parent->test == TEST_NAME ? 0 : -0.5;
	return true;
}

/* The text without white space at its ends. */
static const char *trimmed(struct arena *arena, const char *text, size_t len)
{
	static const char space[] = " \t\r\n";
	while (len > 0 && strchr(space, *text)) {
		text++;
		len--;
	}
	while (len > 0 && strchr(space, text[len - 1]))
		len--;
	return arena_copy(arena, text, len);
}

bool rules_add(struct sheet *sheet, const struct template *template, const char *mode, const char *priority)
{
	const char *match = xsl_attribute(sheet->arena, template->source, "match");
	size_t number = sheet_mode(sheet, mode);
	for (;;) {
		struct mode *modes = &sheet->modes[number];
		struct rule *rule = ARENA_PUSH(sheet->arena, modes->rules, modes->count, modes->capacity);
		*rule = (struct rule){.template = template, .order = modes->count};
		size_t len = strcspn(match, "|");
		const char *alternative = trimmed(sheet->arena, match, len);
		if (!*alternative || !read_pattern(sheet, alternative, rule))
			return false;
		if (priority) {
			char *end = NULL;
			rule->priority = strtod(priority, &end);
			if (end == priority || *end)
				return false;
		}
		if (!match[len])
			return true;
		match += len + 1;
	}
}

/* ---- tables ---- */

static int compare_rules(const void *a, const void *b)
{
	const struct rule *x = a, *y = b;
	if (x->template->precedence != y->template->precedence)
		return x->template->precedence > y->template->precedence ? -1 : 1;
	if (x->priority != y->priority)
		return x->priority > y->priority ? -1 : 1;
	return x->order > y->order ? -1 : x->order < y->order;
}

static void list_add(struct sheet *sheet, struct rule_list *list, const struct rule *rule)
{
	*ARENA_PUSH(sheet->arena, list->items, list->count, list->capacity) = rule;
}

/* Whether a pattern may match an element; `named` says which. */
static bool is_for_elements(const struct rule *rule, bool *named)
{
	const struct pattern *pattern = rule->pattern;
	*named = pattern && pattern->test == TEST_NAME;
	return pattern && pattern->axis == AXIS_CHILD && pattern->test != TEST_TEXT;
}

static void index_rule(struct sheet *sheet, struct mode *mode, const struct rule *rule)
{
	bool named = false;
	if (!is_for_elements(rule, &named)) {
		list_add(sheet, &mode->others, rule);
		return;
	}
	if (named) {
		list_add(sheet, &mode->by_name[rule->pattern->name], rule);
		return;
	}
	list_add(sheet, &mode->other_elements, rule);
	for (size_t i = 0; i < sheet->name_count; i++)
		list_add(sheet, &mode->by_name[i], rule);
}

void rules_finish(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->mode_count; i++) {
		struct mode *mode = &sheet->modes[i];
		if (mode->count)
			qsort(mode->rules, mode->count, sizeof *mode->rules, compare_rules);
		mode->by_name = arena_array(sheet->arena, sheet->name_count + 1, sizeof *mode->by_name);
		for (size_t rule = 0; rule < mode->count; rule++)
			index_rule(sheet, mode, &mode->rules[rule]);
	}
}

/* ---- finding ---- */

static bool test_matches(const struct run *run, const struct pattern *pattern, const struct node *node)
{
	enum node_kind kind = pattern->axis == AXIS_ATTRIBUTE ? NODE_ATTR : NODE_ELEMENT;
	if (pattern->test == TEST_TEXT)
		return node->kind == NODE_TEXT;
	return node->kind == kind && (pattern->test == TEST_ANY_NAME || node->name == run->names[pattern->name]);
}

static bool pattern_matches(const struct run *run, const struct pattern *pattern, const struct node *node)
{
	if (!pattern)
		return node->kind == NODE_ROOT;
	for (;; pattern = pattern->parent) {
		if (!node || !test_matches(run, pattern, node))
			return false;
		node = node->parent;
		if (!pattern->parent)
			return !pattern->at_root || (node && node->kind == NODE_ROOT);
	}
}

const struct template *rules_find(struct run *run, size_t number, const struct node *node)
{
	const struct mode *mode = &run->sheet->modes[number];
	const struct rule_list *list = &mode->others;
	if (node->kind == NODE_ELEMENT) {
		uint32_t known = run->known[node->name];
		list = known == NAME_UNKNOWN ? &mode->other_elements : &mode->by_name[known];
	}
	for (size_t i = 0; i < list->count; i++)
		if (pattern_matches(run, list->items[i]->pattern, node))
			return list->items[i]->template;
	return NULL;
}
