/* yaml.c -- events of libfyaml into a tree; depth is bounded, nothing is expanded. */
#include "yaml.h"

#include <string.h>

#include <libfyaml.h>

#define DEPTH_MAX 12

struct parse {
	struct reading *reading;
	struct fy_parser *parser;
	const char *file;
	int first_line;
	bool failed;
};

static struct place place_of(const struct parse *parse, const struct fy_mark *mark)
{
	if (!mark)
		return (struct place){parse->file, parse->first_line, 1};
	return (struct place){parse->file, parse->first_line + mark->line, mark->column + 1};
}

static void refuse(struct parse *parse, struct place place, const struct rule *rule)
{
	diag_add(parse->reading->diags, place, rule, (char *)NULL);
	parse->failed = true;
}

static struct yaml *new_node(struct parse *parse, enum yaml_kind kind, struct fy_event *event)
{
	struct yaml *node = arena_alloc(parse->reading->arena, sizeof *node);
	node->kind = kind;
	node->place = place_of(parse, fy_event_start_mark(event));
	return node;
}

/* Escapes ("\u0007") bring in what the text as it stands was already searched for. */
static bool has_control(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == 0x7f || (c < 0x20 && c != '\n' && c != '\r' && c != '\t'))
			return true;
	}
	return false;
}

static struct yaml *scalar(struct parse *parse, struct fy_event *event)
{
	struct yaml *node = new_node(parse, YAML_TEXT, event);
	struct fy_token *token = event->scalar.value;
	size_t len = 0;
	const char *text = token ? fy_token_get_text(token, &len) : NULL;
	if (event->scalar.anchor || event->scalar.tag)
		refuse(parse, node->place, &RULE_E122);
	if (!text)
		return node;
	if (has_control(text, len)) {
		const char *line = arena_printf(parse->reading->arena, "%d", node->place.line);
		diag_add(parse->reading->diags, node->place, &RULE_E124, line, (char *)NULL);
	}
	bool plain = fy_token_scalar_style(token) == FYSS_PLAIN;
	if (plain && (len == 0 || (len == 1 && text[0] == '~') || (len == 4 && memcmp(text, "null", 4) == 0)))
		return node;
	node->text = arena_copy(parse->reading->arena, text, len);
	return node;
}

static struct yaml *value(struct parse *parse, struct fy_event *event, int depth);

/* The next event, or NULL at an error or the end; the caller frees it. */
static struct fy_event *next_event(struct parse *parse)
{
	struct fy_event *event = fy_parser_parse(parse->parser);
	if (!event)
		parse->failed = true;
	return event;
}

static void list_items(struct parse *parse, struct yaml *list, int depth)
{
	struct arena *arena = parse->reading->arena;
	struct fy_event *event;
	while (!parse->failed && (event = next_event(parse))) {
		bool end = event->type == FYET_SEQUENCE_END;
		if (!end)
			*ARENA_PUSH(arena, list->items, list->count, list->capacity) = value(parse, event, depth + 1);
		fy_parser_event_free(parse->parser, event);
		if (end)
			return;
	}
}

static void map_put(struct parse *parse, struct yaml *map, const struct yaml *key, struct yaml *item)
{
	struct arena *arena = parse->reading->arena;
	size_t n = map->count;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(map->keys[i], key->text) == 0) {
			const char *line = arena_printf(arena, "%d", map->key_places[i].line);
			diag_add(parse->reading->diags, key->place, &RULE_E115, key->text, line, (char *)NULL);
			return;
		}
	}
	map->keys = arena_grow(arena, map->keys, &map->key_capacity, n + 1, sizeof *map->keys);
	map->key_places = arena_grow(arena, map->key_places, &map->key_place_capacity, n + 1, sizeof *map->key_places);
	map->items = arena_grow(arena, map->items, &map->capacity, n + 1, sizeof *map->items);
	map->keys[n] = key->text;
	map->key_places[n] = key->place;
	map->items[n] = item;
	map->count++;
}

static void map_items(struct parse *parse, struct yaml *map, int depth)
{
	struct fy_event *event;
	while (!parse->failed && (event = next_event(parse))) {
		bool end = event->type == FYET_MAPPING_END;
		struct yaml *key = end ? NULL : value(parse, event, depth + 1);
		fy_parser_event_free(parse->parser, event);
		if (end)
			return;
		if (!parse->failed && (key->kind != YAML_TEXT || !key->text))
			refuse(parse, key->place, &RULE_E116);
		struct fy_event *next = parse->failed ? NULL : next_event(parse);
		if (!next)
			return;
		struct yaml *item = value(parse, next, depth + 1);
		fy_parser_event_free(parse->parser, next);
		map_put(parse, map, key, item);
	}
}

static struct yaml *value(struct parse *parse, struct fy_event *event, int depth)
{
	struct yaml *node;
	switch (event->type) {
	case FYET_SEQUENCE_START:
		node = new_node(parse, YAML_LIST, event);
		if (event->sequence_start.anchor || event->sequence_start.tag)
			refuse(parse, node->place, &RULE_E122);
		break;
	case FYET_MAPPING_START:
		node = new_node(parse, YAML_MAP, event);
		if (event->mapping_start.anchor || event->mapping_start.tag)
			refuse(parse, node->place, &RULE_E122);
		break;
	case FYET_SCALAR:
		return scalar(parse, event);
	default: /* an alias */
		node = new_node(parse, YAML_TEXT, event);
		node->place.column -= node->place.column > 1; /* the mark stands behind the '*' */
		refuse(parse, node->place, &RULE_E122);
		return node;
	}
	if (depth >= DEPTH_MAX)
		refuse(parse, node->place, &RULE_E125);
	if (!parse->failed && node->kind == YAML_LIST)
		list_items(parse, node, depth);
	else if (!parse->failed)
		map_items(parse, node, depth);
	return node;
}

/* The library's words for a fault, or a part of them, and what an editor did; the first that fits. */
static const struct {
	const char *part, *zh, *en;
} faults[] = {
    {"tab", "缩进用了制表符", "a tab is used to indent"},
    {"quoted", "引号没有配对", "a quote is not closed"},
    {"nested block mapping", "一行里有两个“: ”，含冒号的文字要加英文双引号",
     "there are two “: ” in a line; quote text with a colon"},
    {"':'", "这里应是“项目: 值”，冒号用英文的，后面空一格",
     "here an “item: value” must stand, with a space after the colon"},
    {"multiline", "这里应是“项目: 值”，冒号用英文的，后面空一格",
     "here an “item: value” must stand, with a space after the colon"},
    {"flow", "方括号或花括号没有配对，或缺少英文逗号", "a bracket is not closed, or a comma is missing"},
    {"comma", "方括号或花括号没有配对，或缺少英文逗号", "a bracket is not closed, or a comma is missing"},
    {"cannot start", "文字不能以这个符号开头，要加英文双引号", "text cannot start with this sign; quote it"},
    {"escape", "双引号里的反斜线写法不对", "the backslash within quotes means nothing"},
    {"indent", "缩进没有与同一层的行对齐", "the indentation is not that of its neighbours"},
    {"'-'", "缩进没有与同一层的行对齐", "the indentation is not that of its neighbours"},
    {"expected key", "缩进没有与同一层的行对齐", "the indentation is not that of its neighbours"},
    {"", "不合 YAML 的写法", "this is not YAML"},
};

static void tell_error(const struct parse *parse, struct fy_diag *diag)
{
	void *at = NULL;
	const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &at);
	struct place place = {parse->file, parse->first_line, 1};
	if (error) {
		/* unlike marks, errors count from 1 */
		place.line = parse->first_line + (error->line > 0 ? error->line - 1 : 0);
		place.column = error->column > 0 ? error->column : 1;
	}
	const char *message = error && error->msg ? error->msg : "";
	size_t fault = 0;
	while (!strstr(message, faults[fault].part))
		fault++;
	diag_add(parse->reading->diags, place, &RULE_E112, faults[fault].zh, faults[fault].en, (char *)NULL);
}

static struct yaml *document(struct parse *parse)
{
	struct yaml *root = NULL;
	struct fy_event *event;
	bool ended = false;
	while (!parse->failed && !ended && (event = next_event(parse))) {
		switch (event->type) {
		case FYET_STREAM_START:
		case FYET_DOCUMENT_END:
			break;
		case FYET_DOCUMENT_START:
			if (root)
				refuse(parse, place_of(parse, fy_event_start_mark(event)), &RULE_E122);
			break;
		case FYET_STREAM_END:
			ended = true;
			break;
		default:
			root = value(parse, event, 0);
		}
		fy_parser_event_free(parse->parser, event);
	}
	return root;
}

/* "? key": the explicit form of a mapping's key. */
static bool starts_explicit_key(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '-'))
		at++;
	return at < end && *at == '?' && (at + 1 == end || strchr(" \t\r\n", at[1]));
}

/*
 * A line that starts with '%' is a directive or about to be mistaken for one, and one that starts with "? " an explicit
 * key. Content has no use for either; libfyaml 0.7.12 can scan the first for ever and crash over the second.
 */
static bool has_oddity(struct parse *parse, const char *text, size_t len)
{
	const char *end = text + len;
	int line = parse->first_line;
	bool starts = true; /* a line: YAML breaks lines at a lone carriage return too */
	for (const char *at = text; at < end; at++) {
		if (starts && (*at == '%' || starts_explicit_key(at, end))) {
			refuse(parse, (struct place){parse->file, line, 1}, &RULE_E122);
			return true;
		}
		starts = *at == '\n' || *at == '\r';
		line += *at == '\n';
	}
	return false;
}

struct yaml *yaml_parse(struct reading *reading, const char *text, size_t len, const char *file, int first_line)
{
	struct parse parse = {.reading = reading, .file = file, .first_line = first_line};
	if (has_oddity(&parse, text, len))
		return NULL;
	struct fy_diag_cfg diag_cfg;
	fy_diag_cfg_default(&diag_cfg);
	diag_cfg.fp = NULL;
	diag_cfg.level = FYET_ERROR;
	struct fy_diag *diag = fy_diag_create(&diag_cfg);
	if (diag)
		fy_diag_set_collect_errors(diag, true);
	struct fy_parse_cfg cfg = {
	    .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = diag};
	parse.parser = diag ? fy_parser_create(&cfg) : NULL;
	struct yaml *root = NULL;
	size_t told = reading->diags->count;
	if (parse.parser && fy_parser_set_string(parse.parser, text, len) == 0)
		root = document(&parse);
	else
		parse.failed = true;
	if (parse.failed && reading->diags->count == told)
		tell_error(&parse, diag);
	if (parse.parser)
		fy_parser_destroy(parse.parser);
	if (diag)
		fy_diag_destroy(diag);
	if (parse.failed)
		return NULL;
	if (!root || (root->kind == YAML_TEXT && !root->text)) {
		root = arena_alloc(reading->arena, sizeof *root);
		root->kind = YAML_MAP;
		root->place = (struct place){file, first_line, 1};
	}
	return root;
}
