/* source_rules.h -- every row of source.def by name: RULE_S101, ... */
#ifndef READ_SOURCE_RULES_H
#define READ_SOURCE_RULES_H

#include <headwater/diag.h>

#define RULE(code, severity, sentence_zh, sentence_en, help_zh, help_en) extern const struct rule RULE_##code;
#include "../source.def"
#undef RULE

#endif
