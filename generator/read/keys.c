/* keys.c -- one function for each form of value. */
#include "keys.h"

#include <stdlib.h>
#include <string.h>

#include "../dates.h"
#include "../near.h"

struct fill {
	struct reading *reading;
	const struct key *key;
	char *into;
	size_t marks_offset;
};

typedef void fill_fn(const struct fill *fill, const struct yaml *value);

static void tell(const struct fill *fill, const struct yaml *value, const struct rule *rule)
{
	if (value->kind == YAML_TEXT && value->text)
		diag_add(fill->reading->diags, value->place, rule, fill->key->name, value->text, (char *)NULL);
	else
		diag_add(fill->reading->diags, value->place, rule, fill->key->name, "", (char *)NULL);
}

/* The value as one text; NULL when it is absent or (told) something else. */
static const char *text_of(const struct fill *fill, const struct yaml *value)
{
	if (value->kind != YAML_TEXT) {
		tell(fill, value, &RULE_E116);
		return NULL;
	}
	return value->text && value->text[0] ? value->text : NULL;
}

static void fill_text(const struct fill *fill, const struct yaml *value)
{
	*(const char **)(void *)(fill->into + fill->key->offset) = text_of(fill, value);
}

static const struct key LABEL_KEYS[] = {
    {.name = "zh", .kind = KEY_TEXT, .offset = offsetof(struct label, text[LANG_ZH])},
    {.name = "en", .kind = KEY_TEXT, .offset = offsetof(struct label, text[LANG_EN])},
};

static void fill_label(const struct fill *fill, const struct yaml *value)
{
	static const struct keys keys = KEYS(LABEL_KEYS);
	struct label *label = (void *)(fill->into + fill->key->offset);
	if (value->kind == YAML_MAP)
		keys_fill(fill->reading, value, &keys, label, NO_MARKS);
	else
		label->text[LANG_ZH] = text_of(fill, value);
}

static void fill_int(const struct fill *fill, const struct yaml *value)
{
	const char *text = text_of(fill, value);
	if (!text)
		return;
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 9 || text[digits])
		tell(fill, value, &RULE_E119);
	else
		*(int *)(void *)(fill->into + fill->key->offset) = atoi(text);
}

/* A code of the list that no item can have is a grade above those of an open catalogue. */
static void tell_code(const struct fill *fill, const struct yaml *value, const char *text)
{
	const struct term *term = model_term(fill->reading->model, fill->key->codes, text);
	if (term)
		diag_add(fill->reading->diags, value->place, &RULE_E512, fill->key->name, text,
			 label_text(&term->label, LANG_ZH, NULL), (char *)NULL);
	else
		diag_add(fill->reading->diags, value->place, &RULE_E210, fill->key->name, text, fill->key->codes,
			 (char *)NULL);
}

static void fill_code(const struct fill *fill, const struct yaml *value)
{
	const char *text = text_of(fill, value);
	if (!text)
		return;
	if (text[0] >= '1' && text[0] <= '0' + fill->key->code_max && !text[1])
		*(int *)(void *)(fill->into + fill->key->offset) = text[0] - '0';
	else
		tell_code(fill, value, text);
}

static void fill_type(const struct fill *fill, const struct yaml *value)
{
	const char *text = text_of(fill, value);
	enum field_type *type = (void *)(fill->into + fill->key->offset);
	*type = FIELD_ANY; /* an unknown type is told once, and then nothing is expected of the values */
	for (int i = 0; text && i < FIELD__MAX; i++) {
		if (strcmp(field_type_name((enum field_type)i), text) == 0) {
			*type = (enum field_type)i;
			return;
		}
	}
	if (text)
		diag_add(fill->reading->diags, value->place, &RULE_E210, fill->key->name, text, "data-types",
			 (char *)NULL);
}

static void fill_bool(const struct fill *fill, const struct yaml *value)
{
	const char *text = text_of(fill, value);
	if (!text)
		return;
	bool yes = strcmp(text, "true") == 0;
	if (!yes && strcmp(text, "false") != 0)
		tell(fill, value, &RULE_E120);
	*(bool *)(fill->into + fill->key->offset) = yes;
}

static void fill_date(const struct fill *fill, const struct yaml *value)
{
	const char *text = text_of(fill, value);
	struct date date;
	if (!text)
		return;
	if (!date_parse(text, strlen(text), &date) || (fill->key->kind == KEY_DATE && date.day == 0))
		tell(fill, value, &RULE_E121);
	else {
		date.text = text;
		*(struct date *)(void *)(fill->into + fill->key->offset) = date;
	}
}

static void fill_list(const struct fill *fill, const struct yaml *value)
{
	struct strings *list = (void *)(fill->into + fill->key->offset);
	if (value->kind == YAML_TEXT && !value->text)
		return;
	if (value->kind != YAML_LIST) {
		tell(fill, value, &RULE_E117);
		return;
	}
	list->items = arena_array(fill->reading->arena, value->count, sizeof *list->items);
	list->places = arena_array(fill->reading->arena, value->count, sizeof *list->places);
	list->capacity = value->count;
	list->count = 0; /* what a ledger says gives way */
	for (size_t i = 0; i < value->count; i++) {
		const char *text = text_of(fill, value->items[i]);
		if (!text)
			continue;
		list->items[list->count] = text;
		list->places[list->count++] = value->items[i]->place;
	}
}

static void fill_map(const struct fill *fill, const struct yaml *value)
{
	if (value->kind == YAML_MAP)
		keys_fill(fill->reading, value, &fill->key->keys, fill->into, fill->marks_offset);
	else if (value->kind == YAML_LIST || value->text)
		tell(fill, value, &RULE_E118);
}

static void fill_items(const struct fill *fill, const struct yaml *value)
{
	if (value->kind == YAML_TEXT && !value->text)
		return;
	if (value->kind != YAML_LIST) {
		tell(fill, value, &RULE_E117);
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		const struct yaml *item = value->items[i];
		if (item->kind != YAML_MAP) {
			tell(fill, item, &RULE_E118);
			continue;
		}
		void *into = fill->key->item(fill->reading, fill->into, item->place);
		keys_fill(fill->reading, item, &fill->key->keys, into, fill->key->item_marks);
	}
}

static fill_fn *const FILLS[] = {
    [KEY_TEXT] = fill_text,   [KEY_LABEL] = fill_label, [KEY_INT] = fill_int,   [KEY_BOOL] = fill_bool,
    [KEY_DATE] = fill_date,   [KEY_SPAN] = fill_date,   [KEY_LIST] = fill_list, [KEY_MAP] = fill_map,
    [KEY_ITEMS] = fill_items, [KEY_CODE] = fill_code,   [KEY_TYPE] = fill_type,
};

static const char *written_name(const struct key *key)
{
	const char *dot = strrchr(key->name, '.');
	return dot ? dot + 1 : key->name;
}

static const struct key *find_key(const struct keys *keys, const char *name)
{
	for (size_t i = 0; i < keys->count; i++)
		if (strcmp(written_name(&keys->rows[i]), name) == 0)
			return &keys->rows[i];
	return NULL;
}

static void note_mark(const struct fill *fill, const char *prefix, struct place place)
{
	if (fill->marks_offset == NO_MARKS)
		return;
	struct arena *arena = fill->reading->arena;
	struct marks *marks = (void *)(fill->into + fill->marks_offset);
	struct mark *mark = ARENA_PUSH(arena, marks->items, marks->count, marks->capacity);
	const char *key = prefix[0] ? arena_printf(arena, "%s%s", prefix, fill->key->name) : fill->key->name;
	*mark = (struct mark){key, place.line, place.column};
}

/* The key that was most likely meant; NULL when none is near. */
static const struct key *tell_unknown(struct reading *reading, const char *name, struct place place,
				      const struct keys *keys)
{
	const char **names = arena_array(reading->arena, keys->count, sizeof *names);
	const char *all = "";
	for (size_t i = 0; i < keys->count; i++) {
		names[i] = written_name(&keys->rows[i]);
		all = arena_printf(reading->arena, "%s%s%s", all, i ? ", " : "", names[i]);
	}
	const char *near = near_name(name, names, keys->count);
	diag_add(reading->diags, place, near ? &RULE_E113 : &RULE_E114, name, near ? near : all, (char *)NULL);
	return near ? find_key(keys, near) : NULL;
}

void keys_fill(struct reading *reading, const struct yaml *map, const struct keys *keys, void *into,
	       size_t marks_offset)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct key *key = find_key(keys, map->keys[i]);
		struct fill fill = {reading, key, into, marks_offset};
		if (!key) {
			fill.key = tell_unknown(reading, map->keys[i], map->key_places[i], keys);
			if (fill.key)
				note_mark(&fill, TOLD_MARK, map->key_places[i]);
			continue;
		}
		const struct yaml *value = map->items[i];
		size_t told = reading->diags->count;
		note_mark(&fill, "", value->kind == YAML_TEXT && value->text ? value->place : map->key_places[i]);
		FILLS[key->kind](&fill, value);
		/* the items of a group that was read have marks of their own */
		if (reading->diags->count > told && (key->kind != KEY_MAP || value->kind != YAML_MAP))
			note_mark(&fill, TOLD_MARK, value->place);
	}
}
