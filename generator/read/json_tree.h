/* json_tree.h -- the one door to jansson: JSON as a tree in the arena. */
#ifndef READ_JSON_TREE_H
#define READ_JSON_TREE_H

#include "files.h"

enum tree_kind {
	TREE_NULL,
	TREE_TEXT, /* a string */
	TREE_WORD, /* a number in its shortest form, true or false */
	TREE_LIST,
	TREE_MAP
};

struct tree {
	enum tree_kind kind;
	struct span text; /* UTF-8 without NUL; "" unless TEXT or WORD */
	size_t count;     /* of a list or a map */
	const struct tree *items;
	const char *const *keys; /* of a map, in the order of the text; none stands twice */
};

/* The whole text as one value. False when it is not well-formed (told). */
bool json_tree_parse(struct reading *reading, const char *file, struct text text, struct tree *tree);
/*
 * The value at `*at`, which moves behind it and the blanks that follow: for values one after another. False when it is
 * not well-formed (told). There must be one: `*at < text.len` behind json_blanks.
 */
bool json_tree_next(struct reading *reading, const char *file, struct text text, size_t *at, struct tree *tree);
/* The first place from `at` on that is no blank. */
size_t json_blanks(struct text text, size_t at);
/* Line and column, in code points, of a place. */
struct place json_place(const char *file, struct text text, size_t at);

/* NULL when `tree` is no map or has no such key. */
const struct tree *tree_get(const struct tree *tree, const char *key);
/* True for a text, number or truth value. */
bool tree_is_single(const struct tree *tree);

#endif
