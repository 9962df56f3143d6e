/* rules.c -- the rows of rules.def, by name and as one table. */
#include <stdio.h>
#include <string.h>

#include "../rules.h"
#include "../stages.h"

#define RULE(code, severity, sentence_zh, sentence_en, help_zh, help_en) \
	const struct rule RULE_##code = {#code, severity, {{sentence_zh, sentence_en}}, {{help_zh, help_en}}};
#include "../rules.def"
#undef RULE

const struct rule *check_rules(size_t *count)
{
#define RULE(code, severity, sentence_zh, sentence_en, help_zh, help_en) \
	{#code, severity, {{sentence_zh, sentence_en}}, {{help_zh, help_en}}},
	static const struct rule table[] = {
#include "../rules.def"
	};
#undef RULE
	*count = sizeof table / sizeof table[0];
	return table;
}

const struct rule *check_rule(const char *code)
{
	size_t count;
	const struct rule *rules = check_rules(&count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(rules[i].code, code) == 0)
			return &rules[i];
	return NULL;
}

bool cap_take(struct cap *cap)
{
	return cap->count++ < CAP_SHOWN;
}

void cap_end(const struct cap *cap, struct place place, struct diags *diags)
{
	if (cap->count <= CAP_SHOWN)
		return;
	char more[32];
	snprintf(more, sizeof more, "%zu", cap->count - CAP_SHOWN);
	diag_add(diags, place, cap->rule->severity == SEVERITY_ERROR ? &RULE_E199 : &RULE_W799, cap->rule->code, more,
		 (char *)NULL);
}
