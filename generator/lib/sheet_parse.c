/* sheet_parse.c -- the subset of XPath 1.0: text to trees, by recursive descent. */
#include "sheet_program.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xpath.h>

#define DEPTH_MAX 40

struct parser {
	struct sheet *sheet;
	const char *at;
	const xmlNode *place;
	const struct variable *variables;
	unsigned depth;
	bool asks_last; /* last() was called in the predicate at hand */
	bool failed;
};

static const struct expr *parse_or(struct parser *parser);

static const struct expr *fail(struct parser *parser)
{
	parser->failed = true;
	return NULL;
}

static struct expr *new_expr(struct parser *parser, enum expr_kind kind, enum value_type type)
{
	struct expr *expr = arena_alloc(parser->sheet->arena, sizeof *expr);
	expr->kind = kind;
	expr->type = type;
	return expr;
}

/* ---- tokens ---- */

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_name_start(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_name_byte(char byte)
{
	return is_name_start(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
}

static void skip_space(struct parser *parser)
{
	while (is_space(*parser->at))
		parser->at++;
}

static bool take(struct parser *parser, const char *symbol)
{
	skip_space(parser);
	size_t len = strlen(symbol);
	if (strncmp(parser->at, symbol, len) != 0)
		return false;
	parser->at += len;
	return true;
}

/* Length of the name at hand without a prefix, 0 when there is none. */
static size_t name_length(struct parser *parser)
{
	skip_space(parser);
	size_t len = 0;
	if (is_name_start(*parser->at))
		while (is_name_byte(parser->at[len]))
			len++;
	return len;
}

static const char *take_name(struct parser *parser)
{
	size_t len = name_length(parser);
	if (len == 0)
		return NULL;
	const char *name = arena_copy(parser->sheet->arena, parser->at, len);
	parser->at += len;
	return name;
}

/* An operator that is a word. */
static bool take_word(struct parser *parser, const char *word)
{
	size_t len = name_length(parser);
	if (len != strlen(word) || strncmp(parser->at, word, len) != 0)
		return false;
	parser->at += len;
	return true;
}

/* ---- paths ---- */

static const struct expr *parse_predicate(struct parser *parser, struct step *step)
{
	bool outer = parser->asks_last;
	parser->asks_last = false;
	const struct expr *predicate = parse_or(parser);
	if (!predicate || !take(parser, "]"))
		return fail(parser);
	step->predicate = predicate;
	step->predicate_counts = parser->asks_last || predicate->type == VALUE_NUMBER || predicate->type == VALUE__ANY;
	parser->asks_last = outer;
	return predicate;
}

static void take_axis(struct parser *parser, struct step *step)
{
	static const struct {
		const char *written;
		enum axis axis;
	} axes[] = {{"@", AXIS_ATTRIBUTE},
		    {"child::", AXIS_CHILD},
		    {"attribute::", AXIS_ATTRIBUTE},
		    {"self::", AXIS_SELF},
		    {"parent::", AXIS_PARENT}};
	step->axis = AXIS_CHILD;
	for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++)
		if (take(parser, axes[i].written)) {
			step->axis = axes[i].axis;
			return;
		}
}

static void take_test(struct parser *parser, struct step *step)
{
	step->test = TEST_ANY_NAME;
	if (take(parser, "*"))
		return;
	const char *name = take_name(parser);
	if (!name || *parser->at == ':') {
		fail(parser);
		return;
	}
	if (!take(parser, "(")) {
		step->test = TEST_NAME;
		step->name = sheet_name(parser->sheet, name);
		return;
	}
	step->test = strcmp(name, "text") == 0 ? TEST_TEXT : TEST_NODE;
	if ((step->test == TEST_NODE && strcmp(name, "node") != 0) || !take(parser, ")"))
		fail(parser);
}

static struct step *parse_step(struct parser *parser)
{
	struct step *step = arena_alloc(parser->sheet->arena, sizeof *step);
	step->test = TEST_NODE;
	if (take(parser, "..")) {
		step->axis = AXIS_PARENT;
	} else if (take(parser, ".")) {
		step->axis = AXIS_SELF;
	} else {
		take_axis(parser, step);
		take_test(parser, step);
		if (!parser->failed && take(parser, "["))
			parse_predicate(parser, step);
	}
	skip_space(parser);
	if (*parser->at == '[') /* a second predicate, or one behind an abbreviation */
		fail(parser);
	return step;
}

static const struct step *parse_steps(struct parser *parser)
{
	const struct step *first = NULL, **end = &first;
	do {
		if (take(parser, "/")) /* '//' */
			fail(parser);
		struct step *step = parse_step(parser);
		*end = step;
		end = &step->next;
	} while (!parser->failed && take(parser, "/"));
	return first;
}

static const struct expr *parse_path(struct parser *parser)
{
	struct expr *path = new_expr(parser, EXPR_PATH, VALUE_NODES);
	path->path.start = take(parser, "/") ? START_ROOT : START_HERE;
	skip_space(parser);
	bool alone = path->path.start == START_ROOT && !strchr("./@*", *parser->at) && !is_name_start(*parser->at);
	if (!alone && *parser->at != '\0')
		path->path.steps = parse_steps(parser);
	else if (path->path.start == START_HERE)
		return fail(parser);
	return path;
}

/* ---- primaries ---- */

static const struct expr *parse_string(struct parser *parser)
{
	char quote = *parser->at++;
	const char *end = strchr(parser->at, quote);
	if (!end)
		return fail(parser);
	struct expr *string = new_expr(parser, EXPR_STRING, VALUE_STRING);
	size_t len = (size_t)(end - parser->at);
	string->string = (struct span){arena_copy(parser->sheet->arena, parser->at, len), len};
	parser->at = end + 1;
	return string;
}

static const struct expr *parse_number(struct parser *parser)
{
	const char *start = parser->at;
	parser->at += strspn(parser->at, "0123456789");
	if (*parser->at == '.')
		parser->at += 1 + strspn(parser->at + 1, "0123456789");
	struct expr *number = new_expr(parser, EXPR_NUMBER, VALUE_NUMBER);
	const char *digits = arena_copy(parser->sheet->arena, start, (size_t)(parser->at - start));
	number->number = xmlXPathCastStringToNumber(BAD_CAST digits);
	return number;
}

static const struct expr *parse_variable(struct parser *parser)
{
	const char *name = take_name(parser);
	if (!name || *parser->at == ':')
		return fail(parser);
	for (const struct variable *variable = parser->variables; variable; variable = variable->before) {
		if (strcmp(variable->name, name) != 0)
			continue;
		struct expr *found = new_expr(parser, variable->global ? EXPR_GLOBAL : EXPR_LOCAL, VALUE__ANY);
		found->slot = variable->slot;
		return found;
	}
	return fail(parser);
}

/* The name under which the subset knows a prefixed function; NULL when the prefix means something else. */
static const char *with_prefix(struct parser *parser, const char *prefix, const char *name)
{
	static const char *const spaces[][2] = {{"urn:headwater", "hw"}, {"http://exslt.org/strings", "str"}};
	const xmlNs *space = xmlSearchNs(parser->place->doc, (xmlNode *)parser->place, BAD_CAST prefix);
	for (size_t i = 0; space && i < sizeof spaces / sizeof spaces[0]; i++)
		if (strcmp((const char *)space->href, spaces[i][0]) == 0)
			return arena_printf(parser->sheet->arena, "%s:%s", spaces[i][1], name);
	return NULL;
}

/* hw:t('key') of a key that every language has needs no looking up. */
static const struct expr *known_word(struct parser *parser, const struct expr *call)
{
	const struct expr *key = call->call.arguments[0];
	if (call->call.count != 1 || key->kind != EXPR_STRING)
		return call;
	struct expr *word = new_expr(parser, EXPR_WORD, VALUE_STRING);
	for (int lang = 0; lang < LANG__MAX; lang++) {
		const xmlHashTable *entries = parser->sheet->catalogues[lang].entries;
		const char *text = entries ? xmlHashLookup((xmlHashTable *)entries, BAD_CAST key->string.ptr) : NULL;
		if (!text)
			return call;
		word->words[lang] = (struct span){text, strlen(text)};
	}
	return word;
}

/* What stands between the parentheses, the closing one included. */
static bool parse_arguments(struct parser *parser, struct expr *call)
{
	const struct expr *arguments[CALL_MAX_ARGUMENTS];
	size_t count = 0;
	if (take(parser, ")"))
		return true;
	do {
		if (count == CALL_MAX_ARGUMENTS)
			return false;
		arguments[count] = parse_or(parser);
		if (!arguments[count++])
			return false;
	} while (take(parser, ","));
	call->call.count = count;
	call->call.arguments = arena_array(parser->sheet->arena, count, sizeof *arguments);
	memcpy(call->call.arguments, arguments, count * sizeof *arguments);
	return take(parser, ")");
}

static const struct expr *parse_call(struct parser *parser)
{
	const char *name = take_name(parser);
	if (name && *parser->at == ':') {
		parser->at++;
		const char *local = take_name(parser);
		name = local ? with_prefix(parser, name, local) : NULL;
	}
	if (!name || !take(parser, "("))
		return fail(parser);
	struct expr *call = new_expr(parser, EXPR_CALL, VALUE__ANY);
	if (!parse_arguments(parser, call))
		return fail(parser);
	call->call.function = function_find(name, call->call.count, &call->type);
	if (!call->call.function)
		return fail(parser);
	parser->asks_last = parser->asks_last || strcmp(name, "last") == 0;
	return strcmp(name, "hw:t") == 0 ? known_word(parser, call) : call;
}

/* Whether what follows is a call, and no step such as text() or child::x. */
static bool is_call(struct parser *parser)
{
	size_t len = name_length(parser);
	if (len == 0)
		return false;
	const char *after = parser->at + len;
	if (after[0] == ':')
		return after[1] != ':';
	while (is_space(*after))
		after++;
	bool is_test = (len == 4 && (strncmp(parser->at, "text", 4) == 0 || strncmp(parser->at, "node", 4) == 0));
	return *after == '(' && !is_test;
}

static const struct expr *parse_primary(struct parser *parser)
{
	skip_space(parser);
	char byte = *parser->at;
	if (byte == '"' || byte == '\'')
		return parse_string(parser);
	if (byte >= '0' && byte <= '9')
		return parse_number(parser);
	const struct expr *primary = NULL;
	if (take(parser, "$")) {
		primary = parse_variable(parser);
	} else if (take(parser, "(")) {
		primary = parse_or(parser);
		if (!primary || !take(parser, ")"))
			return fail(parser);
	} else if (is_call(parser)) {
		primary = parse_call(parser);
	} else {
		return parse_path(parser);
	}
	skip_space(parser);
	if (!primary || *parser->at == '[')
		return fail(parser);
	if (!take(parser, "/"))
		return primary;
	struct expr *path = new_expr(parser, EXPR_PATH, VALUE_NODES);
	path->path.start = START_VALUE;
	path->path.from = primary;
	path->path.steps = parse_steps(parser);
	return path;
}

/* ---- operators ---- */

static const struct expr *join(struct parser *parser, enum expr_kind kind, const struct expr *left,
			       const struct expr *right)
{
	static const enum value_type types[EXPR_NEGATIVE + 1] = {
	    [EXPR_UNION] = VALUE_NODES,      [EXPR_OR] = VALUE_TRUTH,      [EXPR_AND] = VALUE_TRUTH,
	    [EXPR_EQUAL] = VALUE_TRUTH,      [EXPR_UNEQUAL] = VALUE_TRUTH, [EXPR_LESS] = VALUE_TRUTH,
	    [EXPR_LESS_EQUAL] = VALUE_TRUTH, [EXPR_MORE] = VALUE_TRUTH,    [EXPR_MORE_EQUAL] = VALUE_TRUTH,
	    [EXPR_PLUS] = VALUE_NUMBER,      [EXPR_MINUS] = VALUE_NUMBER,  [EXPR_TIMES] = VALUE_NUMBER,
	    [EXPR_DIVIDE] = VALUE_NUMBER,    [EXPR_MODULO] = VALUE_NUMBER, [EXPR_NEGATIVE] = VALUE_NUMBER};
	if (!left || !right)
		return fail(parser);
	struct expr *joined = new_expr(parser, kind, types[kind]);
	joined->left = left;
	joined->right = right;
	return joined;
}

struct symbol {
	const char *written;
	bool is_word;
	enum expr_kind kind;
};

/* Levels of operators, loosest first; a longer one stands before the one it begins with. */
static const struct symbol levels[][5] = {
    {{"or", true, EXPR_OR}},
    {{"and", true, EXPR_AND}},
    {{"!=", false, EXPR_UNEQUAL}, {"=", false, EXPR_EQUAL}},
    {{"<=", false, EXPR_LESS_EQUAL}, {">=", false, EXPR_MORE_EQUAL}, {"<", false, EXPR_LESS}, {">", false, EXPR_MORE}},
    {{"+", false, EXPR_PLUS}, {"-", false, EXPR_MINUS}},
    {{"*", false, EXPR_TIMES}, {"div", true, EXPR_DIVIDE}, {"mod", true, EXPR_MODULO}},
};
#define LEVEL_COUNT (sizeof levels / sizeof levels[0])

static const struct expr *parse_union(struct parser *parser)
{
	const struct expr *left = parse_primary(parser);
	while (!parser->failed && take(parser, "|"))
		left = join(parser, EXPR_UNION, left, parse_primary(parser));
	return left;
}

static const struct expr *parse_level(struct parser *parser, size_t level)
{
	if (level == LEVEL_COUNT) {
		if (!take(parser, "-"))
			return parse_union(parser);
		const struct expr *operand = parse_union(parser);
		return join(parser, EXPR_NEGATIVE, operand, operand);
	}
	const struct expr *left = parse_level(parser, level + 1);
	for (size_t i = 0; !parser->failed && i < 5 && levels[level][i].written; i++) {
		const struct symbol *symbol = &levels[level][i];
		if (!(symbol->is_word ? take_word(parser, symbol->written) : take(parser, symbol->written)))
			continue;
		left = join(parser, symbol->kind, left, parse_level(parser, level + 1));
		i = (size_t)-1; /* the next may be any of the level */
	}
	return parser->failed ? NULL : left;
}

static const struct expr *parse_or(struct parser *parser)
{
	if (++parser->depth > DEPTH_MAX)
		return fail(parser);
	const struct expr *expr = parse_level(parser, 0);
	parser->depth--;
	return expr;
}

const struct expr *expr_parse(struct sheet *sheet, const char *text, const xmlNode *place,
			      const struct variable *variables)
{
	struct parser parser = {.sheet = sheet, .at = text, .place = place, .variables = variables};
	const struct expr *expr = parse_or(&parser);
	skip_space(&parser);
	return parser.failed || *parser.at ? NULL : expr;
}
