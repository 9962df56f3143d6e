/*
 * keys.h -- a map of YAML into a struct, by a table of keys: what the key is called, the form of its value, and the
 * member it fills. Unknown keys are told with the nearest known one; a value of the wrong form is told and left out.
 * Whatever was told leaves a TOLD_MARK (rules.h) where there are marks.
 */
#ifndef READ_KEYS_H
#define READ_KEYS_H

#include <stddef.h>

#include "yaml.h"

enum key_kind {
	KEY_TEXT,  /* const char * */
	KEY_LABEL, /* struct label: {zh: …, en: …}, or one text for zh */
	KEY_INT,   /* int */
	KEY_BOOL,  /* bool */
	KEY_DATE,  /* struct date: a day */
	KEY_SPAN,  /* struct date: a year, a month or a day */
	KEY_LIST,  /* struct strings */
	KEY_MAP,   /* `keys`, filling the same struct */
	KEY_ITEMS, /* `keys`, filling a new item for each map of a list */
	KEY_TYPE,  /* enum field_type */
	KEY_CODE   /* int out of `codes`: the texts "1", "2", ...; anything else is told as not in that list */
};

struct keys {
	const struct key *rows;
	size_t count;
};

/* Where the place of each given value is noted: offset of `struct marks` in the struct being filled. */
struct key {
	const char *name; /* whole path, "share.type": the part after the last dot is what is written */
	enum key_kind kind;
	size_t offset;
	struct keys keys;                                                         /* KEY_MAP, KEY_ITEMS */
	void *(*item)(struct reading *reading, void *parent, struct place place); /* KEY_ITEMS */
	size_t item_marks; /* KEY_ITEMS: offset of marks in the item, or NO_MARKS */
	const char *codes; /* KEY_CODE: id of the list */
	int code_max;
};

#define NO_MARKS ((size_t)-1)
#define KEYS(table)                                       \
	{                                                 \
		(table), sizeof(table) / sizeof(table)[0] \
	}

void keys_fill(struct reading *reading, const struct yaml *map, const struct keys *keys, void *into,
	       size_t marks_offset);

#endif
