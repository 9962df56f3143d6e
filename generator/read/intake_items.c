/* intake_items.c -- the table of the items, and of what is told of them. */
#include "intake_items.h"

#include <string.h>

#include "../intake.h"

const struct item_info INTAKE_ITEMS[ITEM__MAX] = {
    [ITEM_TITLE] = {"title", {{"名称", "title"}}, ITEM_TEXT, NULL, true, true},
    [ITEM_ABSTRACT] = {"abstract", {{"摘要", "abstract"}}, ITEM_TEXT, NULL, true, false},
    [ITEM_CODE] = {"code", {{"信息资源代码", "resource code"}}, ITEM_TEXT, NULL, true, false},
    [ITEM_CLASS] = {"class", {{"分类", "class"}}, ITEM_CODED, "classes", true, false},
    [ITEM_CATEGORY] = {"category", {{"目、细目", "category"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_PROVIDER] = {"provider", {{"提供方", "provider"}}, ITEM_TEXT, NULL, true, true},
    [ITEM_PROVIDER_CODE] = {"provider_code", {{"提供方代码", "provider code"}}, ITEM_TEXT, NULL, true, false},
    [ITEM_FORMATS] = {"formats", {{"格式", "formats"}}, ITEM_CODES, "formats", true, false},
    [ITEM_FIELDS] = {"fields", {{"信息项", "fields"}}, ITEM_TEXTS, NULL, true, false},
    [ITEM_SHARE_TYPE] = {"share_type", {{"共享类型", "share type"}}, ITEM_CODED, "share-types", true, false},
    [ITEM_SHARE_CONDITION] = {"share_condition", {{"共享条件", "share condition"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_OPEN_TYPE] = {"open_type", {{"开放类型", "open type"}}, ITEM_CODED, "open-types", true, true},
    [ITEM_OPEN_CONDITION] = {"open_condition", {{"开放条件", "open condition"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_UPDATE_CYCLE] = {"update_cycle", {{"更新周期", "update cycle"}}, ITEM_CODED, "update-cycles", true, true},
    [ITEM_ISSUED] = {"issued", {{"发布日期", "date of issue"}}, ITEM_DATE, NULL, true, false},
    [ITEM_MODIFIED] = {"modified", {{"更新日期", "date of change"}}, ITEM_DATE, NULL, false, false},
    [ITEM_RELATED] = {"related", {{"关联资源代码", "related resources"}}, ITEM_TEXTS, NULL, true, false},
    [ITEM_THEMES] = {"themes", {{"主题", "themes"}}, ITEM_CODES, "themes", false, false},
    [ITEM_KEYWORDS] = {"keywords", {{"关键词", "keywords"}}, ITEM_TEXTS, NULL, false, false},
    [ITEM_INDUSTRY] = {"industry", {{"行业", "industry"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_REGION] = {"region", {{"区划代码", "region"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_ROWS] = {"rows", {{"数据量", "rows"}}, ITEM_NUMBER, NULL, false, false},
    [ITEM_URL] = {"url", {{"网址", "address"}}, ITEM_LINK, NULL, false, false},
    [ITEM_PHONE] = {"phone", {{"电话", "telephone"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_EMAIL] = {"email", {{"邮箱", "e-mail"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_GRADE] = {"grade", {{"数据分级", "grade"}}, ITEM_CODED, "grades", false, false},
    [ITEM_MASKING] = {"masking", {{"脱敏记录", "masking record"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_STATE] = {"state", {{"状态", "state"}}, ITEM_CODED, NULL, false, false},
    [ITEM_STATE_DATE] = {"state_date", {{"状态日期", "date of the state"}}, ITEM_DATE, NULL, false, false},
    [ITEM_REASON] = {"reason", {{"状态说明", "reason of the state"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_HISTORY] = {"history", {{"状态记录", "history of states"}}, ITEM_TEXTS, NULL, false, false},
    [ITEM_SUCCESSOR] = {"successor", {{"后继标识", "successor"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_ALIASES] = {"aliases", {{"曾用标识", "former ids"}}, ITEM_TEXTS, NULL, false, false},
    [ITEM_SOURCE_KEY] = {"source_key", {{"来源编号", "key of the source"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_NOTE] = {"note", {{"备注", "note"}}, ITEM_TEXT, NULL, false, false},
    [ITEM_FIELD_GRADES] = {"field_grades", {{"信息项分级", "field grades"}}, ITEM_GRADED, NULL, false, false},
};

enum item item_named(const char *name)
{
	int item = 0;
	while (item < ITEM__MAX && strcmp(INTAKE_ITEMS[item].name, name) != 0)
		item++;
	return (enum item)item;
}

enum item item_headed(const char *header)
{
	int item = (int)item_named(header);
	for (int i = 0; item == ITEM__MAX && i < ITEM__MAX; i++)
		if (strcmp(INTAKE_ITEMS[i].label.text[LANG_ZH], header) == 0)
			item = i;
	return (enum item)item;
}

const struct rule *intake_rule(enum intake_rule rule)
{
#define INTAKE(code, severity, sentence_zh, sentence_en, expected_zh, expected_en) \
	{#code, severity, {{sentence_zh, sentence_en}}, {{expected_zh, expected_en}}},
	static const struct rule table[] = {
#include "../intake.def"
	};
#undef INTAKE
	return &table[rule];
}
