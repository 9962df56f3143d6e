/*
 * rules.h -- every rule by name: RULE_E101, RULE_W701, ... One row each in rules.def; read/ and check/ both speak in
 * them, and neither includes the other. Defined in check/rules.c.
 */
#ifndef GENERATOR_RULES_H
#define GENERATOR_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/diag.h>

#define RULE(code, severity, sentence_zh, sentence_en, help_zh, help_en) extern const struct rule RULE_##code;
#include "rules.def"
#undef RULE

/*
 * A reader that told a fault of an item ("themes") marks it under TOLD_MARK with its key as well ("!themes"): what could
 * not be used, or stands there under a misspelt name, is not missing besides.
 */
#define TOLD_MARK "!"

/*
 * Many faults of one kind in one place: the first CAP_SHOWN are told one by one, then one line says how many more there
 * are. Nothing goes untold.
 */
#define CAP_SHOWN 20

struct cap {
	const struct rule *rule;
	size_t count;
};

/* Counts one; true when it is to be told. */
bool cap_take(struct cap *cap);
/* Adds the closing line (E199 or W799) when faults were held back. */
void cap_end(const struct cap *cap, struct place place, struct diags *diags);

#endif
