/*
 * mapping.h -- the mapping file of one source: which of its columns is which item, and which spelling is which code.
 *
 * A mapping may build on another (`base:`); what it says itself goes before what its base says. Faults of a mapping are
 * told with their place, and every code must be in the code lists of the content folder.
 */
#ifndef READ_MAPPING_H
#define READ_MAPPING_H

#include "files.h"
#include "intake_items.h"
#include "reading.h"

struct mapped_column {
	const char *name;
	enum item item; /* ITEM__MAX: known and left out */
	struct place place;
};

enum outcome { VALUE_TAKEN, VALUE_WARNED, VALUE_UNKNOWN };

struct mapped_value {
	const char *spelling, *code; /* code NULL: known, and no code stands for it */
	enum outcome outcome;
};

struct mapped_item {
	const char *constant; /* the same for all records */
	struct strings split; /* separators of a list */
	const char *strip;    /* characters that do not count at either end of a value */
	struct mapped_value *values;
	size_t value_count, value_capacity;
	bool required;
};

struct mapping {
	const char *source; /* names the ledger: a slug */
	const char *title, *format, *encoding, *sheet;
	struct strings key;      /* columns that together tell a record from all others; none: it has no key */
	struct strings required; /* names of items */
	struct strings blank;    /* what stands for no value */
	struct strings dates;    /* patterns */
	struct mapped_column *columns;
	size_t column_count, column_capacity;
	struct mapped_item items[ITEM__MAX];
};

/* `path` as given on the command line; `content` holds the code lists. NULL when there are faults (told). */
struct mapping *mapping_read(struct reading *reading, const char *path, const struct model *content);
/* The same from a text in memory; what it builds on is not looked for. */
struct mapping *mapping_parse(struct reading *reading, const char *path, struct text text, const struct model *content);
const struct mapped_column *mapping_column(const struct mapping *mapping, const char *name);
/* What a spelling stands for. */
struct mapped_value mapping_value(const struct mapped_item *item, const char *spelling);

#endif
