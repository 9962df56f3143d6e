/* test_lucene.c -- queries in Lucene's syntax: what is understood, as a tree, and what is refused. */
#include <headwater/buf.h>

#include "ckan/lucene.h"
#include "tap.h"

static struct arena *arena;

static void put(struct buf *out, const struct lucene *node);

static void put_leaf(struct buf *out, const struct lucene *node)
{
	buf_printf(out, "%s", node->field ? node->field : "");
	buf_str(out, node->field ? ":" : "");
	if (node->kind == LUCENE_RANGE)
		buf_printf(out, "%c%s..%s%c", node->low_excluded ? '{' : '[', node->low ? node->low : "*",
			   node->high ? node->high : "*", node->high_excluded ? '}' : ']');
	else if (node->kind == LUCENE_EXISTS)
		buf_str(out, "any");
	else
		buf_printf(out, "%s%s", node->text, node->kind == LUCENE_PREFIX ? "…" : "");
}

/* (& a b), (| a b), (- a). */
static void put(struct buf *out, const struct lucene *node)
{
	static const char *const signs[] = {[LUCENE_AND] = "&", [LUCENE_OR] = "|", [LUCENE_NOT] = "-"};
	if (node->kind == LUCENE_ALL) {
		buf_str(out, "all");
	} else if (node->kind < LUCENE_AND) {
		put_leaf(out, node);
	} else {
		buf_printf(out, "(%s ", signs[node->kind]);
		put(out, node->left);
		if (node->right) {
			buf_byte(out, ' ');
			put(out, node->right);
		}
		buf_byte(out, ')');
	}
}

static const char *tree_of(const char *text)
{
	const struct lucene *tree;
	const char *error = NULL;
	struct buf out;
	if (lucene_parse(text, arena, &tree, &error) != STATUS_OK)
		return error ? "refused" : "refused without a word";
	buf_init(&out, 1 << 20);
	put(&out, tree);
	const char *copy = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return copy;
}

static void understands(void)
{
	static const char *const cases[][2] = {
	    {"", "all"},
	    {" \t\n", "all"},
	    {"*:*", "all"},
	    {"*", "all"},
	    {"economy", "economy"},
	    {"tags:economy", "tags:economy"},
	    {"tags:*", "tags:any"},
	    {"name:data-*", "name:data-…"},
	    {"a b", "(& a b)"},
	    {"a AND b", "(& a b)"},
	    {"a && b || c", "(| (& a b) c)"},
	    {"a OR b c", "(| a (& b c))"},
	    {"organization:x OR organization:y", "(| organization:x organization:y)"},
	    {"-groups:z", "(- groups:z)"},
	    {"+state:active -a", "(& state:active (- a))"},
	    {"NOT NOT a", "a"},
	    {"!a", "(- a)"},
	    {"res_format:(CSV OR JSON)", "(| res_format:CSV res_format:JSON)"},
	    {"f:(a AND g:b) c", "(& (& f:a g:b) c)"},
	    {"d:[2026-01-01T00:00:00Z TO *]", "d:[2026-01-01T00:00:00Z..*]"},
	    {"d:{a TO b]", "d:{a..b]"},
	    {"d:[* TO \"b c\"}", "d:[*..b c}"},
	    {"\"two words\"", "two words"},
	    {"t:\"say \\\"so\\\"\"", "t:say \"so\""},
	    {"a\\:b", "a:b"},
	    {"a\\*", "a*"},
	    {"title:x^2.5 y^3", "(& title:x y)"},
	    {"医院 OR 标题:学校", "(| 医院 标题:学校)"},
	    {"ORDER ANDY NOTE", "(& (& ORDER ANDY) NOTE)"},
	    {"((a))", "a"},
	    {"http\\://x/y?", "refused"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CHECK_STR(tree_of(cases[i][0]), cases[i][1]);
}

static void refuses(void)
{
	static const char *const cases[] = {"(",       ")",     "a)",    "(a",       "()",   "\"a",
					    "a:",      ":a",    "a:b:c", "a OR",     "AND",  "NOT",
					    "[a TO b", "[a b]", "[a TO", "a:[TO b]", "d?ta", "*data",
					    "a*b*c",   "fuzz~", "/re/",  "f:/re/",   "-",    "a \"b"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (!CHECK(strcmp(tree_of(cases[i]), "refused") == 0))
			printf("# %s: %s\n", cases[i], tree_of(cases[i]));
}

static const char *repeated(const char *text, size_t times)
{
	struct buf out;
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < times; i++)
		buf_str(&out, text);
	const char *copy = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return copy;
}

static void is_bounded(void)
{
	const char *deep =
	    arena_printf(arena, "%sa%s", repeated("(", LUCENE_DEPTH_MAX), repeated(")", LUCENE_DEPTH_MAX));
	CHECK_STR(tree_of(deep), "a");
	CHECK_STR(tree_of(arena_printf(arena, "(%s)", deep)), "refused");
	CHECK(strcmp(tree_of(repeated("a ", LUCENE_TERMS_MAX)), "refused") != 0);
	CHECK_STR(tree_of(repeated("a ", LUCENE_TERMS_MAX + 1)), "refused");
	CHECK(strcmp(tree_of(repeated("a", LUCENE_TEXT_MAX)), "refused") != 0);
	CHECK_STR(tree_of(repeated("a", LUCENE_TEXT_MAX + 1)), "refused");
	CHECK_STR(tree_of(arena_printf(arena, "%sa", repeated("-", 4000))), "a");
}

static void run_understands(void)
{
	arena = arena_new();
	understands();
	refuses();
}

static void run_bounds(void)
{
	is_bounded();
	arena_free(arena);
}

TAP_MAIN({"queries of CKAN's clients become trees; others are refused", run_understands},
	 {"text, depth and terms are bounded", run_bounds})
