/* mapping.c -- walks the tree of a mapping; its own words are taken before those of its base. */
#include "mapping.h"

#include <string.h>

#include "../near.h"
#include "dates_written.h"
#include "files.h"
#include "source.h"
#include "yaml.h"

#define BASE_DEPTH_MAX 4
#define SOURCE_MAX 47 /* with 16 digits behind it, an id of 64 */

struct load {
	struct reading *reading;
	struct mapping *mapping;
	const struct model *content;
	const char *base; /* of the file being taken */
};

typedef void take_fn(struct load *load, const char *name, const struct yaml *value);

static void tell(struct load *load, struct place place, const struct rule *rule, const char *name)
{
	diag_add(load->reading->diags, place, rule, name, (char *)NULL);
}

static const char *text_of(struct load *load, const char *name, const struct yaml *value)
{
	if (value->kind == YAML_TEXT)
		return value->text;
	tell(load, value->place, &RULE_E116, name);
	return NULL;
}

static bool is_map(struct load *load, const char *name, const struct yaml *value)
{
	if (value->kind != YAML_MAP)
		tell(load, value->place, &RULE_E118, name);
	return value->kind == YAML_MAP;
}

static void take_list(struct load *load, const char *name, const struct yaml *value, struct strings *list)
{
	if (value->kind != YAML_LIST) {
		tell(load, value->place, &RULE_E117, name);
		return;
	}
	if (list->places)
		return;
	struct arena *arena = load->reading->arena;
	list->items = arena_array(arena, value->count + 1, sizeof *list->items);
	list->places = arena_array(arena, value->count + 1, sizeof *list->places);
	for (size_t i = 0; i < value->count; i++) {
		const char *text = text_of(load, name, value->items[i]);
		if (!text)
			continue;
		list->places[list->count] = value->items[i]->place;
		list->items[list->count++] = text;
	}
}

/* ITEM__MAX when there is no such item (told). */
static enum item take_item(struct load *load, const char *name, struct place place)
{
	enum item item = item_named(name);
	const char *names[ITEM__MAX], *all = "";
	if (item < ITEM__MAX)
		return item;
	for (int i = 0; i < ITEM__MAX; i++) {
		names[i] = INTAKE_ITEMS[i].name;
		all = arena_printf(load->reading->arena, "%s%s%s", all, i ? ", " : "", names[i]);
	}
	const char *near = near_name(name, names, ITEM__MAX);
	diag_add(load->reading->diags, place, near ? &RULE_E113 : &RULE_E114, name, near ? near : all, (char *)NULL);
	return item;
}

static void take_base(struct load *load, const char *name, const struct yaml *value)
{
	load->base = text_of(load, name, value);
}

static void take_text(struct load *load, const char *name, const struct yaml *value)
{
	const struct {
		const char *name, **text;
	} texts[] = {{"source", &load->mapping->source},
		     {"title", &load->mapping->title},
		     {"format", &load->mapping->format},
		     {"encoding", &load->mapping->encoding},
		     {"sheet", &load->mapping->sheet}};
	const char *text = text_of(load, name, value);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (strcmp(texts[i].name, name) == 0 && !*texts[i].text)
			*texts[i].text = text;
}

static void take_texts(struct load *load, const char *name, const struct yaml *value)
{
	const struct {
		const char *name;
		struct strings *list;
	} lists[] = {{"key", &load->mapping->key},
		     {"required", &load->mapping->required},
		     {"blank", &load->mapping->blank},
		     {"dates", &load->mapping->dates}};
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (strcmp(lists[i].name, name) == 0)
			take_list(load, name, value, lists[i].list);
}

static void take_columns(struct load *load, const char *name, const struct yaml *value)
{
	struct mapping *mapping = load->mapping;
	if (!is_map(load, name, value))
		return;
	for (size_t i = 0; i < value->count; i++) {
		const char *text = text_of(load, value->keys[i], value->items[i]);
		if (mapping_column(mapping, value->keys[i]))
			continue;
		enum item item = text ? take_item(load, text, value->items[i]->place) : ITEM__MAX;
		*ARENA_PUSH(load->reading->arena, mapping->columns, mapping->column_count, mapping->column_capacity) =
		    (struct mapped_column){value->keys[i], item, value->key_places[i]};
	}
}

static void take_by_item(struct load *load, const char *name, const struct yaml *value)
{
	if (!is_map(load, name, value))
		return;
	for (size_t i = 0; i < value->count; i++) {
		enum item item = take_item(load, value->keys[i], value->key_places[i]);
		if (item == ITEM__MAX)
			continue;
		struct mapped_item *mapped = &load->mapping->items[item];
		if (strcmp(name, "split") == 0)
			take_list(load, value->keys[i], value->items[i], &mapped->split);
		else if (strcmp(name, "strip") == 0 && !mapped->strip)
			mapped->strip = text_of(load, value->keys[i], value->items[i]);
		else if (strcmp(name, "constants") == 0 && !mapped->constant)
			mapped->constant = text_of(load, value->keys[i], value->items[i]);
	}
}

static void check_code(struct load *load, enum item item, const char *code, struct place place)
{
	const char *list = INTAKE_ITEMS[item].vocabulary;
	if (list && !model_term(load->content, list, code))
		diag_add(load->reading->diags, place, &RULE_E210, INTAKE_ITEMS[item].name, code, list, (char *)NULL);
}

static void take_table(struct load *load, enum item item, const struct yaml *table, enum outcome outcome)
{
	struct mapped_item *mapped = &load->mapping->items[item];
	if (!is_map(load, INTAKE_ITEMS[item].name, table))
		return;
	for (size_t i = 0; i < table->count; i++) {
		const char *code = text_of(load, table->keys[i], table->items[i]);
		if (code && !code[0])
			code = NULL;
		if (code)
			check_code(load, item, code, table->items[i]->place);
		if (mapping_value(mapped, table->keys[i]).outcome != VALUE_UNKNOWN)
			continue;
		*ARENA_PUSH(load->reading->arena, mapped->values, mapped->value_count, mapped->value_capacity) =
		    (struct mapped_value){table->keys[i], code, outcome};
	}
}

static void take_values(struct load *load, const char *name, const struct yaml *value)
{
	if (!is_map(load, name, value))
		return;
	for (size_t i = 0; i < value->count; i++) {
		enum item item = take_item(load, value->keys[i], value->key_places[i]);
		const struct yaml *tables = value->items[i];
		if (item == ITEM__MAX || !is_map(load, value->keys[i], tables))
			continue;
		for (size_t t = 0; t < tables->count; t++) {
			bool warn = strcmp(tables->keys[t], "warn") == 0;
			if (warn || strcmp(tables->keys[t], "take") == 0)
				take_table(load, item, tables->items[t], warn ? VALUE_WARNED : VALUE_TAKEN);
			else
				diag_add(load->reading->diags, tables->key_places[t], &RULE_E114, tables->keys[t],
					 "take, warn", (char *)NULL);
		}
	}
}

static const struct {
	const char *name;
	take_fn *take;
} PARTS[] = {{"base", take_base},     {"source", take_text},       {"title", take_text},      {"format", take_text},
	     {"encoding", take_text}, {"sheet", take_text},        {"key", take_texts},       {"required", take_texts},
	     {"blank", take_texts},   {"dates", take_texts},       {"columns", take_columns}, {"split", take_by_item},
	     {"strip", take_by_item}, {"constants", take_by_item}, {"values", take_values}};

#define PART_COUNT (sizeof PARTS / sizeof PARTS[0])

static void take_parts(struct load *load, const struct yaml *root)
{
	const char *names[PART_COUNT], *all = "";
	for (size_t p = 0; p < PART_COUNT; p++) {
		names[p] = PARTS[p].name;
		all = arena_printf(load->reading->arena, "%s%s%s", all, p ? ", " : "", names[p]);
	}
	for (size_t i = 0; i < root->count; i++) {
		size_t p = 0;
		while (p < PART_COUNT && strcmp(PARTS[p].name, root->keys[i]) != 0)
			p++;
		if (p < PART_COUNT) {
			PARTS[p].take(load, root->keys[i], root->items[i]);
			continue;
		}
		const char *near = near_name(root->keys[i], names, PART_COUNT);
		diag_add(load->reading->diags, root->key_places[i], near ? &RULE_E113 : &RULE_E114, root->keys[i],
			 near ? near : all, (char *)NULL);
	}
}

static const char *beside(struct arena *arena, const char *path, const char *name)
{
	size_t folder = (size_t)(files_base(path) - path);
	return arena_printf(arena, "%.*s%s", (int)folder, path, name);
}

static void load_text(struct load *load, const char *path, struct text text)
{
	const struct yaml *root = yaml_parse(load->reading, text.bytes, text.len, path, 1);
	load->base = NULL;
	if (root && root->kind == YAML_MAP)
		take_parts(load, root);
	else if (root)
		tell(load, root->place, &RULE_E118, files_base(path));
}

static void load_chain(struct load *load, const char *path)
{
	struct text text;
	struct place place = {path, 1, 1};
	for (int depth = 0; path; depth++) {
		if (depth == BASE_DEPTH_MAX) {
			tell(load, place, &RULE_E125, "base");
			return;
		}
		if (!files_read_text(load->reading, path, place, &text))
			return;
		load_text(load, path, text);
		place = (struct place){path, 1, 1};
		path = load->base ? beside(load->reading->arena, path, load->base) : NULL;
	}
}

/* Items that are the ledger's own come in its own form, where the mapping does not say otherwise. */
static void add_habits(struct load *load)
{
	static const enum item own[] = {ITEM_HISTORY, ITEM_ALIASES, ITEM_FIELD_GRADES};
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		struct strings *split = &load->mapping->items[own[i]].split;
		if (split->count == 0)
			*ARENA_PUSH(load->reading->arena, split->items, split->count, split->capacity) = ";";
	}
}

/* What a mapping must have, and what must not stand twice. */
static void check_whole(struct load *load, struct place place)
{
	struct mapping *mapping = load->mapping;
	bool used[ITEM__MAX + 1] = {false};
	if (!mapping->source)
		diag_add(load->reading->diags, place, &RULE_E201, "source", "source", "source", (char *)NULL);
	else if (!slug_is_valid(mapping->source) || strlen(mapping->source) > SOURCE_MAX)
		tell(load, place, &RULE_E202, mapping->source);
	if (mapping->column_count == 0)
		diag_add(load->reading->diags, place, &RULE_E201, "columns", "columns", "columns", (char *)NULL);
	if (mapping->format && !source_format_known(mapping->format))
		diag_add(load->reading->diags, place, &RULE_E114, mapping->format, source_formats(load->reading->arena),
			 (char *)NULL);
	for (size_t i = 0; i < mapping->column_count; i++) {
		enum item item = mapping->columns[i].item;
		if (item < ITEM__MAX && used[item])
			diag_add(load->reading->diags, mapping->columns[i].place, &RULE_E219, "columns",
				 INTAKE_ITEMS[item].name, (char *)NULL);
		used[item] = true;
	}
	for (size_t i = 0; i < mapping->dates.count; i++)
		if (!date_pattern_ok(mapping->dates.items[i]))
			diag_add(load->reading->diags, mapping->dates.places[i], &RULE_E121, "dates",
				 mapping->dates.items[i], (char *)NULL);
	for (int item = 0; item < ITEM__MAX; item++) {
		struct mapped_item *mapped = &mapping->items[item];
		mapped->required = mapping->required.places ? strings_has(&mapping->required, INTAKE_ITEMS[item].name)
							    : INTAKE_ITEMS[item].required;
		if (mapped->constant)
			check_code(load, (enum item)item, mapped->constant, place);
	}
	for (size_t i = 0; i < mapping->required.count; i++)
		take_item(load, mapping->required.items[i], mapping->required.places[i]);
}

struct mapping *mapping_read(struct reading *reading, const char *path, const struct model *content)
{
	size_t errors = reading->diags->error_count;
	struct load load = {.reading = reading, .content = content};
	load.mapping = arena_alloc(reading->arena, sizeof *load.mapping);
	load_chain(&load, path);
	add_habits(&load);
	if (reading->diags->error_count == errors)
		check_whole(&load, (struct place){path, 1, 1});
	return reading->diags->error_count == errors ? load.mapping : NULL;
}

struct mapping *mapping_parse(struct reading *reading, const char *path, struct text text, const struct model *content)
{
	size_t errors = reading->diags->error_count;
	struct load load = {.reading = reading, .content = content};
	load.mapping = arena_alloc(reading->arena, sizeof *load.mapping);
	if (files_take_text(reading, path, &text))
		load_text(&load, path, text);
	add_habits(&load);
	if (reading->diags->error_count == errors)
		check_whole(&load, (struct place){path, 1, 1});
	return reading->diags->error_count == errors ? load.mapping : NULL;
}

const struct mapped_column *mapping_column(const struct mapping *mapping, const char *name)
{
	for (size_t i = 0; i < mapping->column_count; i++)
		if (strcmp(mapping->columns[i].name, name) == 0)
			return &mapping->columns[i];
	return NULL;
}

struct mapped_value mapping_value(const struct mapped_item *item, const char *spelling)
{
	for (size_t i = 0; i < item->value_count; i++)
		if (strcmp(item->values[i].spelling, spelling) == 0)
			return item->values[i];
	return (struct mapped_value){spelling, NULL, VALUE_UNKNOWN};
}
