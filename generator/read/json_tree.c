/* json_tree.c -- copies what jansson read into the arena. */
#include "json_tree.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <headwater/utf8.h>

static const char *shortest_real(struct arena *arena, double number)
{
	const char *text = NULL;
	for (int digits = 15; digits <= 17; digits++) {
		text = arena_printf(arena, "%.*g", digits, number);
		if (strtod(text, NULL) == number)
			break;
	}
	return text;
}

static void copy_value(struct arena *arena, json_t *value, struct tree *tree);

/* From the end, giving back what was copied, so that both never stand side by side whole. */
static void copy_list(struct arena *arena, json_t *value, struct tree *tree)
{
	size_t size = json_array_size(value);
	struct tree *items = arena_array(arena, size + 1, sizeof *items);
	for (size_t i = size; i-- > 0; json_array_remove(value, i))
		copy_value(arena, json_array_get(value, i), &items[i]);
	tree->kind = TREE_LIST;
	tree->items = items;
	tree->count = size;
}

static void copy_map(struct arena *arena, json_t *value, struct tree *tree)
{
	size_t size = json_object_size(value);
	struct tree *items = arena_array(arena, size + 1, sizeof *items);
	const char **keys = arena_array(arena, size + 1, sizeof *keys), *key;
	json_t *item;
	json_object_foreach(value, key, item)
	{
		keys[tree->count] = arena_string(arena, key);
		copy_value(arena, item, &items[tree->count++]);
	}
	tree->kind = TREE_MAP;
	tree->items = items;
	tree->keys = keys;
}

static void copy_value(struct arena *arena, json_t *value, struct tree *tree)
{
	*tree = (struct tree){.kind = TREE_WORD, .text = {"", 0}};
	switch (json_typeof(value)) {
	case JSON_STRING:
		tree->kind = TREE_TEXT;
		tree->text.len = json_string_length(value);
		tree->text.ptr = arena_copy(arena, json_string_value(value), tree->text.len);
		break;
	case JSON_INTEGER:
		tree->text = span_of(arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
		break;
	case JSON_REAL:
		tree->text = span_of(shortest_real(arena, json_real_value(value)));
		break;
	case JSON_TRUE:
		tree->text = span_of("true");
		break;
	case JSON_FALSE:
		tree->text = span_of("false");
		break;
	case JSON_NULL:
		tree->kind = TREE_NULL;
		break;
	case JSON_ARRAY:
		copy_list(arena, value, tree);
		break;
	case JSON_OBJECT:
		copy_map(arena, value, tree);
		break;
	}
}

size_t json_blanks(struct text text, size_t at)
{
	while (at < text.len && strchr(" \t\r\n", text.bytes[at]) && text.bytes[at])
		at++;
	return at;
}

struct place json_place(const char *file, struct text text, size_t at)
{
	struct place place = {file, 1, 1};
	size_t line_start = 0;
	for (size_t i = 0; i < at; i++) {
		if (text.bytes[i] == '\n') {
			place.line++;
			line_start = i + 1;
		}
	}
	place.column += (int)utf8_length(text.bytes + line_start, at - line_start);
	return place;
}

/* Where the parser stopped, which counted from `from` on. */
static void tell(struct reading *reading, const char *file, const struct place *from, const json_error_t *error)
{
	struct place place = {file, error->line > 0 ? error->line : 1, error->column > 0 ? error->column : 1};
	if (place.line == 1)
		place.column += from->column - 1;
	place.line += from->line - 1;
	diag_add(reading->diags, place, &RULE_E140, error->text, (char *)NULL);
}

bool json_tree_parse(struct reading *reading, const char *file, struct text text, struct tree *tree)
{
	json_error_t error;
	json_t *root = json_loadb(text.bytes, text.len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		tell(reading, file, &(struct place){file, 1, 1}, &error);
		return false;
	}
	copy_value(reading->arena, root, tree);
	json_decref(root);
	return true;
}

bool json_tree_next(struct reading *reading, const char *file, struct text text, size_t *at, struct tree *tree)
{
	json_error_t error;
	json_t *root =
	    json_loadb(text.bytes + *at, text.len - *at, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
	if (!root) {
		struct place from = json_place(file, text, *at);
		tell(reading, file, &from, &error);
		return false;
	}
	copy_value(reading->arena, root, tree);
	json_decref(root);
	*at = json_blanks(text, *at + (size_t)error.position);
	return true;
}

const struct tree *tree_get(const struct tree *tree, const char *key)
{
	for (size_t i = 0; tree->kind == TREE_MAP && i < tree->count; i++)
		if (strcmp(tree->keys[i], key) == 0)
			return &tree->items[i];
	return NULL;
}

bool tree_is_single(const struct tree *tree)
{
	return tree->kind == TREE_TEXT || tree->kind == TREE_WORD;
}
