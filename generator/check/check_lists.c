/* check_lists.c -- regions, organisations, vocabularies. */
#include <stdio.h>
#include <string.h>

#include "../calendar.h"
#include "checking.h"
#include "uscc.h"

static const struct item_name NAME = {"name", "名称", "name"};
static const struct item_name LABEL = {"label", "名称", "label"};
static const struct item_name REGION = {"region", "区划", "region"};

/* Lists are sorted by key and then by line: the first of equals is the one that stands. */
static void check_duplicate(struct checking *checking, struct place place, const char *key, struct place first)
{
	char line[16];
	snprintf(line, sizeof line, "%d", first.line);
	diag_add(checking->diags, place, &RULE_E208, key, line, (char *)NULL);
}

static void check_region(struct checking *checking, const struct region *region)
{
	if (strlen(region->code) != 6 || strspn(region->code, "0123456789") != 6)
		diag_add(checking->diags, region->place, &RULE_E224, region->code, (char *)NULL);
	if (!region->name.text[LANG_ZH])
		missing_tell(checking, region->place, &NAME);
	bool wants_parent = region->level != REGION_PROVINCE || region->parent_code;
	if (wants_parent && !region->parent)
		diag_add(checking->diags, region->place, &RULE_E223, region->parent_code ? region->parent_code : "",
			 (char *)NULL);
}

void regions_check(struct checking *checking)
{
	const struct model *model = checking->model;
	for (size_t i = 0; i < model->region_count; i++) {
		const struct region *region = &model->regions[i], *before = i ? region - 1 : NULL;
		if (before && strcmp(before->code, region->code) == 0)
			check_duplicate(checking, region->place, region->code, before->place);
		check_region(checking, region);
	}
}

static void check_credit_code(struct checking *checking, const struct org *org)
{
	char expected[2] = "";
	switch (uscc_check(org->code, expected)) {
	case USCC_MALFORMED:
		diag_add(checking->diags, org->place, &RULE_E220, org->code, (char *)NULL);
		return;
	case USCC_OUTER_WRONG:
		diag_add(checking->diags, org->place, &RULE_E221, org->code, expected, (char *)NULL);
		return;
	case USCC_INNER_WRONG:
		diag_add(checking->diags, org->place, &RULE_E222, org->code, expected, (char *)NULL);
		return;
	case USCC_GOOD:
		break;
	}
	if (strncmp(org->code, "92", 2) == 0)
		diag_add(checking->diags, org->place, &RULE_W709, org->code, (char *)NULL);
}

static void check_org(struct checking *checking, const struct org *org, struct cap *uncoded)
{
	if (!slug_is_valid(org->id))
		diag_add(checking->diags, org->place, &RULE_E207, org->id, (char *)NULL);
	if (!org->name.text[LANG_ZH])
		missing_tell(checking, org->place, &NAME);
	if (!org->region_code)
		missing_tell(checking, org->place, &REGION);
	if (org->code)
		check_credit_code(checking, org);
	else if (cap_take(uncoded))
		diag_add(checking->diags, org->place, &RULE_W714,
			 org->name.text[LANG_ZH] ? org->name.text[LANG_ZH] : "", (char *)NULL);
	region_code_check(checking, org->place, org->region_code);
	email_check(checking, org->place, "email", org->email);
	url_check(checking, org->place, "website", org->website);
}

void orgs_check(struct checking *checking)
{
	const struct model *model = checking->model;
	struct cap uncoded = {&RULE_W714, 0};
	for (size_t i = 0; i < model->org_count; i++) {
		const struct org *org = &model->orgs[i], *before = i ? org - 1 : NULL;
		if (before && strcmp(before->id, org->id) == 0)
			check_duplicate(checking, org->place, org->id, before->place);
		check_org(checking, org, &uncoded);
	}
	cap_end(&uncoded, (struct place){"orgs.csv", 1, 0}, checking->diags);
}

/* Codes are names of folders where there is no slug: "." and ".." cannot be. */
static bool code_ok(const char *text)
{
	if (text[strspn(text, ".")] == '\0')
		return false;
	for (const char *c = text; *c; c++)
		if (!strchr("-_.", *c) &&
		    !((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z')))
			return false;
	return true;
}

static void check_term(struct checking *checking, const struct term *term)
{
	const char *slug = term_extra(term, "slug");
	if (!code_ok(term->code))
		diag_add(checking->diags, term->place, &RULE_E209, term->code, (char *)NULL);
	if (slug && !slug_is_valid(slug))
		diag_add(checking->diags, term->place, &RULE_E209, slug, (char *)NULL);
	if (!term->label.text[LANG_ZH])
		missing_tell(checking, term->place, &LABEL);
	if (!term->label.text[LANG_EN])
		diag_add(checking->diags, term->place, &RULE_W708, term->code, (char *)NULL);
}

/* What its page is called: the slug, or the code where there is none. */
static const char *page_name(const struct term *term)
{
	const char *slug = term_extra(term, "slug");
	return slug ? slug : term->code;
}

static bool has_slugs(const struct vocabulary *vocabulary)
{
	for (size_t i = 0; i < vocabulary->count; i++)
		if (term_extra(&vocabulary->terms[i], "slug"))
			return true;
	return false;
}

static void check_slugs(struct checking *checking, const struct vocabulary *vocabulary)
{
	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->terms[i];
		for (size_t k = 0; k < i; k++) {
			const struct term *other = &vocabulary->terms[k];
			/* codes that are the same were told as such */
			if (strcmp(page_name(other), page_name(term)) == 0 && strcmp(other->code, term->code) != 0)
				check_duplicate(checking, term->place, page_name(term), other->place);
		}
	}
}

static void check_calendar(struct checking *checking, const struct vocabulary *calendar)
{
	for (size_t i = 0; i < calendar->count; i++) {
		const struct term *term = &calendar->terms[i];
		const char *kind = term_extra(term, "kind");
		int32_t day;
		bool worked;
		if (!calendar_day(term, &day, &worked))
			diag_add(checking->diags, term->place, &RULE_E246, term->code, kind ? kind : "", (char *)NULL);
	}
}

void vocabularies_check(struct checking *checking)
{
	const struct model *model = checking->model;
	for (size_t v = 0; v < model->vocabulary_count; v++) {
		const struct vocabulary *vocabulary = &model->vocabularies[v];
		for (size_t i = 0; i < vocabulary->count; i++) {
			const struct term *term = &vocabulary->terms[i], *before = i ? term - 1 : NULL;
			if (before && strcmp(before->code, term->code) == 0)
				check_duplicate(checking, term->place, term->code, before->place);
			check_term(checking, term);
		}
		if (has_slugs(vocabulary))
			check_slugs(checking, vocabulary);
		if (strcmp(vocabulary->id, CALENDAR) == 0)
			check_calendar(checking, vocabulary);
	}
}
