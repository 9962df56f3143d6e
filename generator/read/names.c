/* names.c -- the balanced tree of the C library over the texts. */
#include "names.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct name {
	const char *text;
	size_t number;
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->text, ((const struct name *)b)->text);
}

static void keep(void *name)
{
	(void)name; /* it lives in the arena */
}

void names_open(struct names *names, struct arena *arena)
{
	*names = (struct names){.arena = arena};
}

void names_close(struct names *names)
{
	tdestroy(names->tree, keep);
	names->tree = NULL;
}

size_t names_take(struct names *names, struct span text)
{
	char small[256];
	bool fits = text.len < sizeof small;
	char *copy = fits ? small : arena_copy(names->arena, text.ptr, text.len);
	if (fits) {
		memcpy(small, text.ptr, text.len);
		small[text.len] = '\0';
	}
	struct name wanted = {copy, 0};
	struct name *const *found = tfind(&wanted, &names->tree, compare);
	if (found)
		return (*found)->number;
	struct name *name = arena_alloc(names->arena, sizeof *name);
	name->text = fits ? arena_string(names->arena, copy) : copy;
	name->number = names->count;
	if (!tsearch(name, &names->tree, compare))
		abort();
	*ARENA_PUSH(names->arena, names->items, names->count, names->capacity) = name->text;
	return name->number;
}

const char *names_kept(struct names *names, struct span text)
{
	size_t number = names_take(names, text); /* which may move the list */
	return names->items[number];
}
