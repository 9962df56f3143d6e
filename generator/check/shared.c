/* shared.c -- questions that more than one kind of thing is asked. */
#include <string.h>

#include "../near.h"
#include "checking.h"
#include "../region_history.h"

bool item_told(const struct checking *checking, const struct marks *marks, const char *key)
{
	char *mark = arena_printf(checking->scratch, "%s%s", TOLD_MARK, key);
	for (char *dot = mark; dot; dot = strrchr(mark, '.')) {
		if (dot != mark)
			*dot = '\0';
		if (model_marked(marks, mark))
			return true;
	}
	return false;
}

void missing_tell(struct checking *checking, struct place place, const struct item_name *name)
{
	diag_add(checking->diags, place, &RULE_E201, name->key, name->zh, name->en, (char *)NULL);
}

void region_code_check(struct checking *checking, struct place place, const char *code)
{
	if (!code || model_region(checking->model, code))
		return;
	const struct past_region *past = region_history_find(code);
	if (past && model_region(checking->model, past->today))
		diag_add(checking->diags, place, &RULE_E215, code, past->name, past->today, past->today_name,
			 (char *)NULL);
	else
		diag_add(checking->diags, place, &RULE_E214, code, (char *)NULL);
}

/* Whether two texts have the same digits in the same order. */
static bool same_digits(const char *a, const char *b)
{
	static const char digits[] = "0123456789";
	for (;;) {
		a += strcspn(a, digits);
		b += strcspn(b, digits);
		if (*a != *b || !*a)
			return *a == *b;
		a++;
		b++;
	}
}

static bool is_number(const char *text)
{
	return text[0] && text[strspn(text, "0123456789")] == '\0';
}

/*
 * A number is the code of the same number with more or fewer zeros in front, or of none: "22" is no slip for "02". A word
 * is that of a near one, but never of one with other digits: "cc-by-3.0" does not mean "cc-by-4.0".
 */
static const char *nearest_code(struct checking *checking, const struct vocabulary *vocabulary, const char *code)
{
	const char **codes = arena_array(checking->scratch, vocabulary->count, sizeof *codes);
	size_t count = 0;
	bool number = is_number(code);
	for (size_t i = 0; i < vocabulary->count; i++) {
		const char *known = vocabulary->terms[i].code;
		if (number && is_number(known) && strcmp(code + strspn(code, "0"), known + strspn(known, "0")) == 0)
			return known;
		if (!number && same_digits(code, known))
			codes[count++] = known;
	}
	return near_name(code, codes, count);
}

/* Editors often write the Chinese label where the code belongs. */
static const char *code_of_label(const struct vocabulary *vocabulary, const char *label)
{
	for (size_t i = 0; i < vocabulary->count; i++) {
		const char *text = vocabulary->terms[i].label.text[LANG_ZH];
		if (text && strcmp(text, label) == 0)
			return vocabulary->terms[i].code;
	}
	return NULL;
}

void term_check(struct checking *checking, struct place place, const char *key, const char *vocabulary_id,
		const char *code)
{
	const struct vocabulary *vocabulary = model_vocabulary(checking->model, vocabulary_id);
	/* an absent or unreadable list was told by itself */
	if (!code || !vocabulary || vocabulary->unread || model_term(checking->model, vocabulary_id, code))
		return;
	const char *near = code_of_label(vocabulary, code);
	if (!near)
		near = nearest_code(checking, vocabulary, code);
	if (near)
		diag_add(checking->diags, place, &RULE_E211, key, code, vocabulary_id, near, (char *)NULL);
	else
		diag_add(checking->diags, place, &RULE_E210, key, code, vocabulary_id, (char *)NULL);
}

void email_check(struct checking *checking, struct place place, const char *key, const char *value)
{
	if (!value)
		return;
	const char *at = strchr(value, '@');
	bool good = at && at > value && !strchr(at + 1, '@') && strchr(at + 1, '.') && at[1] != '.' &&
		    value[strlen(value) - 1] != '.' && !strpbrk(value, " \t<>\"(),;:");
	if (!good)
		diag_add(checking->diags, place, &RULE_E235, key, value, (char *)NULL);
}

void url_check(struct checking *checking, struct place place, const char *key, const char *value)
{
	if (!value)
		return;
	size_t scheme = strncmp(value, "https://", 8) == 0 ? 8 : strncmp(value, "http://", 7) == 0 ? 7 : 0;
	if (scheme == 0 || !value[scheme] || strpbrk(value, " \t<>\""))
		diag_add(checking->diags, place, &RULE_E236, key, value, (char *)NULL);
}
