/* intake_items.h -- the items of a ledger: the 13 core items of the national guide and what goes with them. */
#ifndef READ_INTAKE_ITEMS_H
#define READ_INTAKE_ITEMS_H

#include <stdbool.h>

#include <headwater/lang.h>

enum item {
	ITEM_TITLE,
	ITEM_ABSTRACT,
	ITEM_CODE,
	ITEM_CLASS,
	ITEM_CATEGORY,
	ITEM_PROVIDER,
	ITEM_PROVIDER_CODE,
	ITEM_FORMATS,
	ITEM_FIELDS,
	ITEM_SHARE_TYPE,
	ITEM_SHARE_CONDITION,
	ITEM_OPEN_TYPE,
	ITEM_OPEN_CONDITION,
	ITEM_UPDATE_CYCLE,
	ITEM_ISSUED,
	ITEM_MODIFIED,
	ITEM_RELATED,
	ITEM_THEMES,
	ITEM_KEYWORDS,
	ITEM_INDUSTRY,
	ITEM_REGION,
	ITEM_ROWS,
	ITEM_URL,
	ITEM_PHONE,
	ITEM_EMAIL,
	/* what a ledger keeps beside them; new items go to the end, for <source>.ids.csv knows them by their order */
	ITEM_GRADE,
	ITEM_MASKING,
	ITEM_STATE,
	ITEM_STATE_DATE,
	ITEM_REASON,
	ITEM_HISTORY,
	ITEM_SUCCESSOR,
	ITEM_ALIASES,
	ITEM_SOURCE_KEY,
	ITEM_NOTE,
	ITEM_FIELD_GRADES,
	ITEM__MAX
};

/* ITEM_GRADED: a list of "field=grade" */
enum item_kind { ITEM_TEXT, ITEM_TEXTS, ITEM_CODED, ITEM_CODES, ITEM_GRADED, ITEM_DATE, ITEM_NUMBER, ITEM_LINK };

struct item_info {
	const char *name; /* in mappings and in the header of a ledger */
	struct label label;
	enum item_kind kind;
	const char *vocabulary; /* of the codes a mapping may name; NULL: any */
	bool core;
	bool required; /* unless the mapping says otherwise */
};

extern const struct item_info INTAKE_ITEMS[ITEM__MAX];

/* ITEM__MAX when there is none of that name. */
enum item item_named(const char *name);
/* The same by name or by Chinese label, as the header of a ledger may write it. */
enum item item_headed(const char *header);

#endif
