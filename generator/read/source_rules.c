/* source_rules.c -- the rows of source.def, by name and in a row. */
#include "source_rules.h"

#include <stddef.h>

#include "../intake.h"

#define RULE(code, severity, sentence_zh, sentence_en, help_zh, help_en) \
	const struct rule RULE_##code = {#code, severity, {{sentence_zh, sentence_en}}, {{help_zh, help_en}}};
#include "../source.def"
#undef RULE

#define RULE(code, severity, sentence_zh, sentence_en, help_zh, help_en) &RULE_##code,
static const struct rule *const rules[] = {
#include "../source.def"
    NULL};
#undef RULE

const struct rule *const *intake_source_rules(void)
{
	return rules;
}
