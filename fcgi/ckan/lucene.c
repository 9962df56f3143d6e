#include "lucene.h"

#include <string.h>

struct parser {
	const char *text, *at;
	struct arena *arena;
	const char *field; /* of the group we are in */
	const char *error;
	size_t terms;
	int depth;
};

/* A bare word as it stands, unescaped; whether its last character is an asterisk of its own. */
struct word {
	const char *text;
	size_t len;
	bool star, escaped, odd; /* odd: a wildcard where none is understood */
};

static const struct lucene *parse_or(struct parser *parser);

static const struct lucene *fail(struct parser *parser, const char *what)
{
	if (!parser->error)
		parser->error = arena_printf(parser->arena, "Cannot parse '%s': %s at character %zu", parser->text,
					     what, (size_t)(parser->at - parser->text) + 1);
	return NULL;
}

static struct lucene *new_node(struct parser *parser, enum lucene_kind kind)
{
	struct lucene *node = arena_alloc(parser->arena, sizeof *node);
	*node = (struct lucene){.kind = kind, .field = parser->field};
	return node;
}

static const struct lucene *join(struct parser *parser, enum lucene_kind kind, const struct lucene *left,
				 const struct lucene *right)
{
	struct lucene *node = new_node(parser, kind);
	node->left = left;
	node->right = right;
	return node;
}

static void skip_space(struct parser *parser)
{
	while (*parser->at == ' ' || *parser->at == '\t' || *parser->at == '\n' || *parser->at == '\r')
		parser->at++;
}

static bool ends_word(char c)
{
	return c == '\0' || strchr(" \t\r\n()[]{}\":^", c) != NULL;
}

/* True, and past it, when `name` stands here as a word of its own. */
static bool take(struct parser *parser, const char *name)
{
	size_t len = strlen(name);
	if (strncmp(parser->at, name, len) != 0)
		return false;
	if (name[0] != '&' && name[0] != '|' && (!ends_word(parser->at[len]) || parser->at[len] == ':'))
		return false;
	parser->at += len;
	skip_space(parser);
	return true;
}

static struct word read_word(struct parser *parser)
{
	struct word word = {0};
	char *out = arena_alloc(parser->arena, strlen(parser->at) + 1);
	for (; !ends_word(*parser->at); parser->at++) {
		char c = *parser->at;
		word.odd = word.odd || word.star || c == '?' || c == '~';
		word.star = c == '*';
		if (c == '\\' && parser->at[1]) {
			c = *++parser->at;
			word.escaped = true;
		}
		out[word.len++] = c;
	}
	out[word.len] = '\0';
	word.text = out;
	return word;
}

static const char *read_quoted(struct parser *parser)
{
	char *out = arena_alloc(parser->arena, strlen(parser->at) + 1);
	size_t len = 0;
	for (parser->at++; *parser->at != '"'; parser->at++) {
		if (*parser->at == '\\' && parser->at[1])
			parser->at++;
		if (*parser->at == '\0') {
			fail(parser, "a quotation mark is missing");
			return NULL;
		}
		out[len++] = *parser->at;
	}
	parser->at++;
	out[len] = '\0';
	return out;
}

/* ---- values ---- */

/* One end of a range; NULL text when it is open. A time of day has colons of its own here. */
static bool read_end(struct parser *parser, const char **text)
{
	skip_space(parser);
	if (*parser->at == '"') {
		*text = read_quoted(parser);
		return *text != NULL;
	}
	size_t len = strcspn(parser->at, " \t\r\n[]{}\"()");
	if (len == 0)
		return fail(parser, "the end of a range is missing") != NULL;
	*text = len == 1 && *parser->at == '*' ? NULL : arena_copy(parser->arena, parser->at, len);
	parser->at += len;
	return true;
}

static const struct lucene *parse_range(struct parser *parser)
{
	struct lucene *node = new_node(parser, LUCENE_RANGE);
	node->low_excluded = *parser->at++ == '{';
	if (!read_end(parser, &node->low))
		return NULL;
	skip_space(parser);
	if (!take(parser, "TO"))
		return fail(parser, "TO is missing in a range");
	if (!read_end(parser, &node->high))
		return NULL;
	skip_space(parser);
	if (*parser->at != ']' && *parser->at != '}')
		return fail(parser, "a range is not closed");
	node->high_excluded = *parser->at++ == '}';
	return node;
}

static const struct lucene *parse_group(struct parser *parser)
{
	if (++parser->depth > LUCENE_DEPTH_MAX)
		return fail(parser, "too many parentheses");
	parser->at++;
	const struct lucene *node = parse_or(parser);
	if (!node)
		return NULL;
	if (*parser->at != ')')
		return fail(parser, "a parenthesis is not closed");
	parser->at++;
	parser->depth--;
	return node;
}

/* These join terms; as a term one must be quoted. */
static bool is_reserved(const struct word *word)
{
	return !word->escaped &&
	       (strcmp(word->text, "AND") == 0 || strcmp(word->text, "OR") == 0 || strcmp(word->text, "NOT") == 0);
}

/* A word that was read and is no field. */
static const struct lucene *word_node(struct parser *parser, const struct word *word)
{
	if (word->len == 0 || is_reserved(word))
		return fail(parser, "a term is missing");
	if (word->odd)
		return fail(parser, "only an asterisk at the end of a term is understood");
	if (word->text[0] == '/' && !word->escaped)
		return fail(parser, "regular expressions are not understood");
	struct lucene *node = new_node(parser, word->star ? LUCENE_PREFIX : LUCENE_TERM);
	if (word->star && word->len == 1)
		node->kind = parser->field ? LUCENE_EXISTS : LUCENE_ALL;
	node->text = arena_copy(parser->arena, word->text, word->len - word->star);
	return node;
}

static const struct lucene *parse_value(struct parser *parser)
{
	if (++parser->terms > LUCENE_TERMS_MAX)
		return fail(parser, "too many terms");
	if (*parser->at == '(')
		return parse_group(parser);
	if (*parser->at == '[' || *parser->at == '{')
		return parse_range(parser);
	if (*parser->at == '"') {
		struct lucene *node = new_node(parser, LUCENE_TERM);
		node->text = read_quoted(parser);
		return node->text ? node : NULL;
	}
	struct word word = read_word(parser);
	return *parser->at == ':' ? fail(parser, "a colon is out of place") : word_node(parser, &word);
}

/* Past a boost, which orders nothing here. */
static void skip_boost(struct parser *parser)
{
	if (*parser->at == '^')
		parser->at += 1 + strspn(parser->at + 1, "0123456789.");
}

static const struct lucene *parse_field(struct parser *parser, const char *name)
{
	const char *before = parser->field;
	parser->at++;
	if (strcmp(name, "*") == 0 && *parser->at == '*' && ends_word(parser->at[1])) {
		parser->at++;
		return new_node(parser, LUCENE_ALL);
	}
	parser->field = name;
	const struct lucene *node = parse_value(parser);
	parser->field = before;
	return node;
}

static const struct lucene *parse_primary(struct parser *parser)
{
	const char *start = parser->at;
	const struct lucene *node;
	struct word word = {0};
	if (!strchr("([{\"", *start))
		word = read_word(parser);
	if (word.len > 0 && *parser->at == ':') {
		node = parse_field(parser, word.text);
	} else {
		parser->at = start;
		node = parse_value(parser);
	}
	if (node)
		skip_boost(parser);
	skip_space(parser);
	return node;
}

/* ---- connectives ---- */

static const struct lucene *parse_unary(struct parser *parser)
{
	bool negated = false;
	skip_space(parser);
	for (;;) {
		if (take(parser, "NOT")) {
			negated = !negated;
		} else if (*parser->at == '-' || *parser->at == '!' || *parser->at == '+') {
			negated ^= *parser->at != '+';
			parser->at++;
		} else {
			break;
		}
	}
	const struct lucene *node = parse_primary(parser);
	return node && negated ? join(parser, LUCENE_NOT, node, NULL) : node;
}

static bool at_or(const struct parser *parser)
{
	struct parser ahead = *parser;
	return take(&ahead, "OR") || take(&ahead, "||");
}

static const struct lucene *parse_and(struct parser *parser)
{
	const struct lucene *node = parse_unary(parser);
	while (node) {
		bool stated = take(parser, "AND") || take(parser, "&&");
		if (!stated && (*parser->at == '\0' || *parser->at == ')' || at_or(parser)))
			return node;
		const struct lucene *right = parse_unary(parser);
		node = right ? join(parser, LUCENE_AND, node, right) : NULL;
	}
	return NULL;
}

static const struct lucene *parse_or(struct parser *parser)
{
	const struct lucene *node = parse_and(parser);
	while (node && (take(parser, "OR") || take(parser, "||"))) {
		const struct lucene *right = parse_and(parser);
		node = right ? join(parser, LUCENE_OR, node, right) : NULL;
	}
	return node;
}

enum status lucene_parse(const char *text, struct arena *arena, const struct lucene **tree, const char **error)
{
	struct parser parser = {.text = text, .at = text, .arena = arena};
	*tree = NULL;
	if (strlen(text) > LUCENE_TEXT_MAX) {
		*error = "the query is too long";
		return STATUS_INVALID;
	}
	skip_space(&parser);
	*tree = *parser.at ? parse_or(&parser) : new_node(&parser, LUCENE_ALL);
	if (*tree && *parser.at)
		*tree = fail(&parser, "something is left over");
	*error = parser.error;
	return *tree ? STATUS_OK : STATUS_INVALID;
}
