/* json_ld_context.c -- contexts one inside the other, their words sorted. */
#include "json_ld_context.h"

#include <stdlib.h>
#include <string.h>

#include "source_rules.h"
#include "triples.h"

static bool refuse(struct ld_teller *teller, const struct rule *rule, const char *what)
{
	diag_add(teller->reading->diags, (struct place){teller->file, 1, 1}, rule, what, (char *)NULL);
	return false;
}

static int by_word(const void *a, const void *b)
{
	return strcmp(((const struct ld_term *)a)->word, ((const struct ld_term *)b)->word);
}

struct ld_term *ld_term_of(struct ld_context *context, const char *word)
{
	struct ld_term wanted = {.word = word};
	struct ld_term *found = NULL;
	for (; context && !found; context = context->outer)
		if (context->term_count > 0)
			found = bsearch(&wanted, context->terms, context->term_count, sizeof wanted, by_word);
	return found;
}

/* What a term stands for; NULL when it stands for nothing, or for itself in a circle. */
static const char *meaning_of(struct ld_context *context, struct ld_term *term)
{
	struct arena *arena = context->arena;
	if (term->expanded || !term->meaning || term->busy)
		return term->expanded;
	term->busy = true;
	if (strcmp(term->meaning, term->word) != 0 || strchr(term->word, ':'))
		term->expanded = ld_word(arena, context, term->meaning);
	else if (context->vocab)
		term->expanded = arena_printf(arena, "%s%s", context->vocab, term->word);
	term->busy = false;
	return term->expanded;
}

/* prefix:rest by the prefix, where it is one; else NULL. */
static const char *by_prefix(struct arena *arena, struct ld_context *context, const char *name)
{
	size_t len = strcspn(name, ":");
	if (name[len] != ':' || strncmp(name + len, "://", 3) == 0 || strncmp(name, "_:", 2) == 0)
		return NULL;
	char small[64] = "";
	if (len < sizeof small)
		memcpy(small, name, len);
	struct ld_term *prefix = ld_term_of(context, len < sizeof small ? small : arena_copy(arena, name, len));
	const char *start = prefix ? meaning_of(context, prefix) : NULL;
	return start && start[0] != '@' ? arena_printf(arena, "%s%s", start, name + len + 1) : NULL;
}

const char *ld_word(struct arena *arena, struct ld_context *context, const char *word)
{
	if (word[0] == '@')
		return word;
	struct ld_term *term = ld_term_of(context, word);
	if (term && !term->busy)
		return meaning_of(context, term);
	const char *iri = by_prefix(arena, context, word);
	if (iri)
		return iri;
	if (strchr(word, ':'))
		return word;
	return context->vocab ? arena_printf(arena, "%s%s", context->vocab, word) : NULL;
}

const char *ld_node(struct arena *arena, struct ld_context *context, const char *reference)
{
	const char *iri = by_prefix(arena, context, reference);
	return iri ? iri : iri_resolve(arena, context->base, reference);
}

static const char *text_or_null(const struct tree *value)
{
	return value && value->kind == TREE_TEXT ? value->text.ptr : NULL;
}

static bool take_container(struct ld_teller *teller, const struct tree *said, struct ld_term *term)
{
	static const struct {
		const char *word;
		enum ld_container container;
	} known[] = {
	    {"@set", LD_NO_MAP}, {"@list", LD_NO_MAP}, {"@language", LD_LANGUAGE_MAP}, {"@index", LD_INDEX_MAP}};
	const struct tree *words = said->kind == TREE_LIST ? said->items : said;
	size_t count = said->kind == TREE_LIST ? said->count : said->kind == TREE_TEXT;
	for (size_t w = 0; w < count; w++) {
		size_t k = 0;
		while (k < sizeof known / sizeof known[0] && !span_is(words[w].text, known[k].word))
			k++;
		if (k == sizeof known / sizeof known[0])
			return refuse(teller, &RULE_S107,
				      arena_printf(teller->reading->arena, "@container %s", words[w].text.ptr));
		if (known[k].container != LD_NO_MAP)
			term->container = known[k].container;
	}
	return true;
}

/* A definition in long form. */
static bool take_definition(struct ld_teller *teller, const struct tree *said, struct ld_term *term)
{
	for (size_t i = 0; i < said->count; i++) {
		const char *key = said->keys[i];
		const struct tree *value = &said->items[i];
		if (strcmp(key, "@id") == 0 || strcmp(key, "@reverse") == 0) {
			term->meaning = text_or_null(value);
			term->reverse = key[1] == 'r';
		} else if (strcmp(key, "@type") == 0) {
			term->coercion = span_is(value->text, "@id")      ? LD_ID
					 : span_is(value->text, "@vocab") ? LD_VOCAB
									  : LD_TYPED;
			if (span_is(value->text, "@json"))
				return refuse(teller, &RULE_S107, "@json");
		} else if (strcmp(key, "@language") == 0) {
			term->lang = value->kind == TREE_TEXT ? value->text.ptr : "";
		} else if (strcmp(key, "@container") == 0) {
			if (!take_container(teller, value, term))
				return false;
		} else if (strcmp(key, "@protected") != 0 && strcmp(key, "@prefix") != 0) {
			return refuse(teller, &RULE_S107, key);
		}
	}
	return true;
}

static bool take_word(struct ld_teller *teller, struct ld_context *context, const char *word, const struct tree *said)
{
	struct ld_term *term = &context->terms[context->term_count++];
	/* without an @id a word in long form means what it says itself */
	*term = (struct ld_term){.word = word, .meaning = said->kind == TREE_MAP ? word : text_or_null(said)};
	return said->kind != TREE_MAP || take_definition(teller, said, term);
}

static bool take_keyword(struct ld_teller *teller, struct ld_context *context, const char *word,
			 const struct tree *said)
{
	struct arena *arena = teller->reading->arena;
	const char *text = text_or_null(said);
	if (strcmp(word, "@vocab") == 0)
		context->vocab = text ? ld_word(arena, context, text) : NULL;
	else if (strcmp(word, "@base") == 0)
		context->base = text ? iri_resolve(arena, context->base, text) : NULL;
	else if (strcmp(word, "@language") == 0)
		context->lang = text;
	else if (strcmp(word, "@version") != 0 && strcmp(word, "@protected") != 0)
		return refuse(teller, &RULE_S107, word);
	return true;
}

static struct ld_context *one_more(struct ld_teller *teller, struct ld_context *outer, const struct tree *said)
{
	struct arena *arena = teller->reading->arena;
	struct ld_context *context = arena_alloc(arena, sizeof *context);
	*context = (struct ld_context){outer, NULL, 0, outer->vocab, outer->base, outer->lang, arena};
	context->terms = arena_array(arena, said->count + 1, sizeof *context->terms);
	for (size_t i = 0; i < said->count; i++)
		if (said->keys[i][0] != '@' && !take_word(teller, context, said->keys[i], &said->items[i]))
			return NULL;
	if (context->term_count > 0)
		qsort(context->terms, context->term_count, sizeof *context->terms, by_word);
	for (size_t i = 0; i < said->count; i++)
		if (said->keys[i][0] == '@' && !take_keyword(teller, context, said->keys[i], &said->items[i]))
			return NULL;
	return context;
}

struct ld_context *ld_context_read(struct ld_teller *teller, struct ld_context *outer, const struct tree *said)
{
	switch (said->kind) {
	case TREE_NULL: {
		struct ld_context *fresh = arena_alloc(teller->reading->arena, sizeof *fresh);
		fresh->base = outer->base;
		fresh->arena = outer->arena;
		return fresh;
	}
	case TREE_LIST:
		for (size_t i = 0; outer && i < said->count; i++)
			outer = ld_context_read(teller, outer, &said->items[i]);
		return outer;
	case TREE_MAP:
		return one_more(teller, outer, said);
	default:
		refuse(teller, &RULE_S106, said->text.ptr);
		return NULL;
	}
}
