/* json_flat.c -- one walk down the tree. */
#include "json_flat.h"

#include <string.h>

#include "address.h"

static void put_single(struct records *records, const char *path, const struct tree *value)
{
	const char *key = strrchr(path, '.') ? strrchr(path, '.') + 1 : path;
	bool address = strcmp(key, "hasEmail") == 0 || strcmp(key, "hasTelephone") == 0;
	records_put(records, path, address ? address_of(value->text) : value->text);
}

void json_flat_put(struct records *records, struct arena *arena, const char *path, const struct tree *value)
{
	if (tree_is_single(value) && path) {
		put_single(records, path, value);
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		const char *key = value->kind == TREE_MAP ? value->keys[i] : NULL, *below = path;
		if (key && key[0] == '@' && strcmp(key, "@id") != 0)
			continue;
		if (key)
			below = path ? arena_printf(arena, "%s.%s", path, key) : key;
		json_flat_put(records, arena, below, &value->items[i]);
	}
}
