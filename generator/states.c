/* states.c -- look-ups in states.def. */
#include "states.h"

#include <string.h>

static const struct state STATES[] = {
#define STATE(name, number, zh, en, outcome, next) {#number, {{zh, en}}, outcome, next},
#include "states.def"
#undef STATE
};

const struct state *state_named(const char *name)
{
	for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++)
		if (strcmp(STATES[i].code, name) == 0 || strcmp(STATES[i].label.text[LANG_ZH], name) == 0 ||
		    strcmp(STATES[i].label.text[LANG_EN], name) == 0)
			return &STATES[i];
	return NULL;
}

bool state_may_follow(const struct state *from, const struct state *to)
{
	size_t len = strlen(to->code);
	for (const char *at = from->next; *at;) {
		size_t one = strcspn(at, " ");
		if (one == len && memcmp(at, to->code, len) == 0)
			return true;
		at += one + (at[one] == ' ');
	}
	return false;
}

const struct label *row_outcome_label(enum row_outcome outcome)
{
	static const struct label labels[ROW_OUTCOME__MAX] = {
	    [ROW_PUBLISHED] = {{"发布", "published"}},
	    [ROW_RETURNED] = {{"退回", "returned"}},
	    [ROW_DRAFT] = {{"草稿", "draft"}},
	    [ROW_REVIEW] = {{"待审核", "under review"}},
	    [ROW_REGISTERED] = {{"已注册", "registered"}},
	    [ROW_REFUSED] = {{"审核拒绝", "refused"}},
	    [ROW_WITHDRAWN] = {{"已撤回", "withdrawn"}},
	};
	return &labels[outcome];
}
