/* json_ld.c -- walks the tree with the context that holds at each place. */
#include "json_ld.h"

#include <string.h>

#include "json_ld_context.h"
#include "source_rules.h"

#define DEPTH_MAX 64

struct ld {
	struct ld_teller teller;
	struct triples *triples;
	struct names unknown; /* words without meaning */
	struct names words;   /* IRIs of properties and types, each once */
	struct arena *scratch;
	int depth;
	bool bad;
};

/* Where a value belongs. */
struct ld_slot {
	size_t subject;
	const char *property;
	const struct ld_term *term; /* NULL: the property is written out */
};

#define NO_NODE ((size_t)-1)

static size_t read_node(struct ld *ld, struct ld_context *context, const struct tree *map);
static void read_value(struct ld *ld, struct ld_context *context, const struct ld_slot *slot, const struct tree *value);

static void refuse(struct ld *ld, const struct rule *rule, const char *what)
{
	if (!ld->bad)
		diag_add(ld->teller.reading->diags, (struct place){ld->teller.file, 1, 1}, rule, what, (char *)NULL);
	ld->bad = true;
}

static const char *word_of(struct ld *ld, struct ld_context *context, const char *key)
{
	const char *word = ld_word(ld->scratch, context, key);
	word = word ? names_kept(&ld->words, span_of(word)) : NULL;
	arena_reset(ld->scratch);
	return word;
}

/* The value under a keyword or one of its aliases. */
static const struct tree *keyed(struct ld *ld, struct ld_context *context, const struct tree *map, const char *keyword)
{
	const struct tree *found = tree_get(map, keyword);
	for (size_t i = 0; !found && i < map->count; i++) {
		const struct ld_term *term = map->keys[i][0] == '@' ? NULL : ld_term_of(context, map->keys[i]);
		const char *word = term && term->meaning ? word_of(ld, context, map->keys[i]) : NULL;
		found = word && strcmp(word, keyword) == 0 ? &map->items[i] : NULL;
	}
	return found;
}

static void link_to(struct ld *ld, const struct ld_slot *slot, size_t node)
{
	if (node == NO_NODE)
		return;
	if (slot->term && slot->term->reverse)
		triples_link(ld->triples, node, slot->property, slot->subject);
	else
		triples_link(ld->triples, slot->subject, slot->property, node);
}

static size_t node_of(struct ld *ld, const char *name)
{
	return triples_node(ld->triples, span_of(name));
}

static size_t referred(struct ld *ld, struct ld_context *context, const char *reference)
{
	size_t node = node_of(ld, ld_node(ld->scratch, context, reference));
	arena_reset(ld->scratch);
	return node;
}

/* {"zh": "…", "en": ["…"]} */
static void read_languages(struct ld *ld, const struct ld_slot *slot, const struct tree *map)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct tree *texts = &map->items[i];
		size_t count = texts->kind == TREE_LIST ? texts->count : 1;
		const char *lang = map->keys[i][0] == '@' ? NULL : map->keys[i];
		for (size_t t = 0; t < count; t++) {
			const struct tree *text = texts->kind == TREE_LIST ? &texts->items[t] : texts;
			if (tree_is_single(text))
				triples_literal(ld->triples, slot->subject, slot->property, text->text, lang);
		}
	}
}

static void read_single(struct ld *ld, struct ld_context *context, const struct ld_slot *slot, const struct tree *value)
{
	enum ld_coercion coercion = slot->term ? slot->term->coercion : LD_LITERAL;
	if (value->kind == TREE_TEXT && (coercion == LD_ID || coercion == LD_VOCAB)) {
		const char *name = coercion == LD_VOCAB ? word_of(ld, context, value->text.ptr) : NULL;
		link_to(ld, slot, name ? node_of(ld, name) : referred(ld, context, value->text.ptr));
		return;
	}
	const char *lang = slot->term && slot->term->lang ? slot->term->lang : context->lang;
	bool plain = value->kind == TREE_TEXT && coercion == LD_LITERAL;
	triples_literal(ld->triples, slot->subject, slot->property, value->text, plain ? lang : NULL);
}

static void read_map(struct ld *ld, struct ld_context *context, const struct ld_slot *slot, const struct tree *map)
{
	const struct tree *inner = keyed(ld, context, map, "@value");
	if (inner) {
		const struct tree *lang = keyed(ld, context, map, "@language");
		if (tree_is_single(inner))
			triples_literal(ld->triples, slot->subject, slot->property, inner->text,
					lang && lang->kind == TREE_TEXT ? lang->text.ptr : NULL);
		else if (inner->kind != TREE_NULL)
			refuse(ld, &RULE_S107, "@json");
		return;
	}
	inner = keyed(ld, context, map, "@list");
	inner = inner ? inner : keyed(ld, context, map, "@set");
	if (inner)
		read_value(ld, context, slot, inner);
	else if (slot->term && slot->term->container == LD_LANGUAGE_MAP)
		read_languages(ld, slot, map);
	else if (slot->term && slot->term->container == LD_INDEX_MAP)
		for (size_t i = 0; i < map->count; i++)
			read_value(ld, context, &(struct ld_slot){slot->subject, slot->property, NULL}, &map->items[i]);
	else
		link_to(ld, slot, read_node(ld, context, map));
}

static void read_value(struct ld *ld, struct ld_context *context, const struct ld_slot *slot, const struct tree *value)
{
	if (ld->depth >= DEPTH_MAX) {
		refuse(ld, &RULE_S105, "nesting > 64");
		return;
	}
	ld->depth++;
	if (tree_is_single(value))
		read_single(ld, context, slot, value);
	else if (value->kind == TREE_MAP)
		read_map(ld, context, slot, value);
	for (size_t i = 0; value->kind == TREE_LIST && i < value->count && !ld->bad; i++)
		read_value(ld, context, slot, &value->items[i]);
	ld->depth--;
}

/* Nodes that stand beside one another: of a graph, or the whole document. */
static void read_nodes(struct ld *ld, struct ld_context *context, const struct tree *value)
{
	const struct tree *items = value->kind == TREE_LIST ? value->items : value;
	size_t count = value->kind == TREE_LIST ? value->count : 1;
	if (ld->depth >= DEPTH_MAX) {
		refuse(ld, &RULE_S105, "nesting > 64");
		return;
	}
	ld->depth++;
	for (size_t i = 0; i < count && !ld->bad; i++) {
		if (items[i].kind == TREE_MAP)
			read_node(ld, context, &items[i]);
		else if (items[i].kind == TREE_LIST)
			read_nodes(ld, context, &items[i]);
	}
	ld->depth--;
}

static void read_types(struct ld *ld, struct ld_context *context, size_t node, const struct tree *value)
{
	const struct tree *items = value->kind == TREE_LIST ? value->items : value;
	size_t count = value->kind == TREE_LIST ? value->count : 1;
	for (size_t i = 0; i < count; i++) {
		const char *type = items[i].kind == TREE_TEXT ? word_of(ld, context, items[i].text.ptr) : NULL;
		if (type)
			triples_link(ld->triples, node, RDF_TYPE, node_of(ld, type));
	}
}

static void read_reverse(struct ld *ld, struct ld_context *context, size_t node, const struct tree *map)
{
	const struct ld_term turned = {.reverse = true, .coercion = LD_ID};
	if (map->kind != TREE_MAP)
		refuse(ld, &RULE_S107, "@reverse");
	for (size_t i = 0; i < map->count && !ld->bad; i++) {
		const char *property = word_of(ld, context, map->keys[i]);
		if (property && property[0] != '@')
			read_value(ld, context, &(struct ld_slot){node, property, &turned}, &map->items[i]);
	}
}

static void read_keyword(struct ld *ld, struct ld_context *context, size_t node, const char *word,
			 const struct tree *value)
{
	if (strcmp(word, "@graph") == 0 || strcmp(word, "@included") == 0)
		read_nodes(ld, context, value);
	else if (strcmp(word, "@type") == 0 && node != NO_NODE)
		read_types(ld, context, node, value);
	else if (strcmp(word, "@reverse") == 0 && node != NO_NODE)
		read_reverse(ld, context, node, value);
	else if (strcmp(word, "@id") != 0 && strcmp(word, "@index") != 0 && strcmp(word, "@context") != 0)
		refuse(ld, &RULE_S107, word);
}

static void tell_unknown(struct ld *ld, const char *word)
{
	size_t before = ld->unknown.count;
	if (names_take(&ld->unknown, span_of(word)) == before)
		diag_add(ld->teller.reading->diags, (struct place){ld->teller.file, 1, 1}, &RULE_S190, word,
			 (char *)NULL);
}

/* Whether a map says anything of itself: one that only holds a graph does not. */
static bool is_node(struct ld *ld, struct ld_context *context, const struct tree *map)
{
	for (size_t i = 0; i < map->count; i++) {
		const char *word = word_of(ld, context, map->keys[i]);
		if (word && strcmp(word, "@context") != 0 && strcmp(word, "@graph") != 0 &&
		    strcmp(word, "@included") != 0)
			return true;
	}
	return false;
}

static void read_members(struct ld *ld, struct ld_context *context, size_t node, const struct tree *map)
{
	for (size_t i = 0; i < map->count && !ld->bad; i++) {
		const char *word = word_of(ld, context, map->keys[i]);
		const struct ld_term *term = ld_term_of(context, map->keys[i]);
		if (!word && !(term && !term->meaning))
			tell_unknown(ld, map->keys[i]);
		if (word && word[0] == '@')
			read_keyword(ld, context, node, word, &map->items[i]);
		else if (word && node != NO_NODE)
			read_value(ld, context, &(struct ld_slot){node, word, term}, &map->items[i]);
	}
}

/* The node a map stands for; NO_NODE when it says nothing of any. */
static size_t read_node(struct ld *ld, struct ld_context *context, const struct tree *map)
{
	const struct tree *said = tree_get(map, "@context");
	if (triples_full(ld->triples))
		refuse(ld, &RULE_S105, "RDF");
	context = said ? ld_context_read(&ld->teller, context, said) : context;
	ld->bad = ld->bad || !context;
	if (ld->bad)
		return NO_NODE;
	const struct tree *id = keyed(ld, context, map, "@id");
	size_t node = NO_NODE;
	if (id && id->kind == TREE_TEXT)
		node = referred(ld, context, id->text.ptr);
	else if (is_node(ld, context, map))
		node = triples_blank(ld->triples);
	read_members(ld, context, node, map);
	return node;
}

bool json_ld_read(struct triples *triples, const struct tree *document)
{
	struct ld ld = {.teller = {triples->reading, triples->file}, .triples = triples, .scratch = arena_new()};
	struct ld_context *start = arena_alloc(triples->reading->arena, sizeof *start);
	start->arena = triples->reading->arena;
	names_open(&ld.unknown, triples->reading->arena);
	names_open(&ld.words, triples->reading->arena);
	read_nodes(&ld, start, document);
	names_close(&ld.unknown);
	names_close(&ld.words);
	arena_free(ld.scratch);
	return !ld.bad;
}
