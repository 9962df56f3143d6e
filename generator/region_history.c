/* region_history.c -- codes of Qinghai withdrawn from GB/T 2260 that are still met in old files. */
#include "region_history.h"

#include <stddef.h>
#include <string.h>

static const struct past_region PAST[] = {
    {"630122", "湟中县", "630106", "湟中区"},
    {"630221", "平安县", "630203", "平安区"},
    {"632100", "海东地区", "630200", "海东市"},
    {"632121", "平安县", "630203", "平安区"},
    {"632122", "民和回族土族自治县", "630222", "民和回族土族自治县"},
    {"632123", "乐都县", "630202", "乐都区"},
    {"632126", "互助土族自治县", "630223", "互助土族自治县"},
    {"632127", "化隆回族自治县", "630224", "化隆回族自治县"},
    {"632128", "循化撒拉族自治县", "630225", "循化撒拉族自治县"},
    {"632321", "同仁县", "632301", "同仁市"},
    {"632721", "玉树县", "632701", "玉树市"},
};

const struct past_region *region_history_find(const char *code)
{
	for (size_t i = 0; i < sizeof PAST / sizeof PAST[0]; i++)
		if (strcmp(PAST[i].code, code) == 0)
			return &PAST[i];
	return NULL;
}
