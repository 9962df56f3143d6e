/* test_sheet.c -- compiled stylesheets against the reference engine: the same bytes, or taken over by it. */
#include "tap.h"

#include <stdlib.h>

#include <headwater/render.h>

#define HEAD                                                                              \
	"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' " \
	"xmlns:hw='urn:headwater' xmlns:str='http://exslt.org/strings' exclude-result-prefixes='hw str'>"
#define PAGES                                                                                    \
	"<xsl:template match='/'><pages><xsl:for-each select='pages/page'><page path='{@path}'>" \
	"<html lang='{@lang}'><body><xsl:call-template name='main'/></body></html></page>"       \
	"</xsl:for-each></pages></xsl:template>"
#define SHEET(body) HEAD PAGES "<xsl:template name='main'>" body "</xsl:template></xsl:stylesheet>"

static const char texts[] = "<text><t id='a'>{0} of {1}</t><t id='b'>&lt;b&gt; &amp; \"q\"</t><t id='c.x'>x</t></text>";

static struct arena *arena;

/* ---- both engines ---- */

static enum status keep(void *context, const char *path, const char *html, size_t len)
{
	struct buf *made = context;
	buf_printf(made, "%s=", path);
	buf_add(made, html, len);
	return STATUS_OK;
}

static struct render *open_sheet(const char *layout, const char *page)
{
	struct render_source *sources = arena_array(arena, 4, sizeof *sources);
	struct render *render = NULL;
	const char *error = NULL;
	sources[0] = (struct render_source){"layout.xsl", layout, strlen(layout)};
	sources[1] = (struct render_source){"page/x.xsl", page, strlen(page)};
	sources[2] = (struct render_source){"text/en.xml", texts, strlen(texts)};
	sources[3] = (struct render_source){"text/zh.xml", texts, strlen(texts)};
	if (render_open(sources, 4, arena, &render, &error) != STATUS_OK)
		printf("# %s\n", error);
	return render;
}

/* What an engine makes of a document: its pages, or its error in brackets. */
static const char *made_by(struct render *render, struct doc *doc, bool reference)
{
	struct buf made;
	buf_init(&made, BUF_MAX_DEFAULT);
	render_use_reference(render, reference);
	enum status status = render_pages(render, doc, keep, &made);
	const char *copy = status == STATUS_OK
			       ? arena_copy(arena, made.bytes, made.len)
			       : arena_printf(arena, "[%s] %s", status_name(status), render_error(render));
	buf_free(&made);
	return copy;
}

/* Small documents with one of everything. */
static struct doc *sample(void)
{
	struct doc *doc = doc_new("x");
	for (int p = 0; p < 2; p++) {
		struct node *page = doc_page(doc, p ? LANG_EN : LANG_ZH, p ? "/en/" : "/");
		node_attr(page, "n", "3");
		for (int i = 0; i < 4; i++) {
			struct node *item = node_add(page, i % 2 ? "b" : "a");
			node_attr_int(item, "n", i - 1);
			node_attr(item, "class", i == 2 ? "x\"<&>" : "y");
			node_text(item, "t", i ? "青海 <西宁> &" : "");
			node_content(item, i ? " " : "mixed", i ? 1 : 5);
			node_text(item, "m", i == 3 ? " 12 " : "1.5");
			node_content(item, "tail", 4);
		}
		node_splice(page, "body", "<p>spliced</p>", 14);
	}
	return doc;
}

static const char page_head[] = "/=<!DOCTYPE html>\n<html lang=\"zh-CN\"><body>";

/* Both engines make `want` of the body (of the Chinese page), the compiled one by itself. */
static void check_body(const char *sheet, const char *want, int line)
{
	struct render *render = open_sheet(HEAD "</xsl:stylesheet>", sheet);
	struct doc *doc = sample();
	const char *compiled = made_by(render, doc, false), *reference = made_by(render, doc, true);
	const char *expected = arena_printf(arena, "%s%s</body></html>\n", page_head, want);
	bool good = CHECK_INT(render_engine(render, "x"), RENDER_COMPILED);
	good = CHECK_INT(render_taken_over(render), 0) && good;
	good = CHECK_STR(compiled, reference) && good;
	good = CHECK_STR(arena_copy(arena, compiled,
				    strcspn(compiled, "\n") + 1 + strcspn(strchr(compiled, '\n') + 1, "\n") + 1),
			 expected) &&
	       good;
	if (!good)
		printf("# from line %d\n", line);
	doc_free(doc);
	render_close(render);
}

#define CHECK_MADE(body, want) check_body(SHEET(body), want, __LINE__)

static void output(void)
{
	CHECK_MADE("<p class='a{{{@n}}}'>x &lt; y</p>", "<p class=\"a{3}\">x &lt; y</p>");
	CHECK_MADE("<xsl:for-each select='a'><a href='?{@class}&amp;{1 + 1}'/></xsl:for-each>",
		   "<a href=\"?y&amp;2\"></a><a href=\"?x&quot;&lt;&amp;&gt;&amp;2\"></a>");
	CHECK_MADE("<xsl:element name='h{@n}'><xsl:attribute name='id'>i<xsl:value-of select='@n'/></xsl:attribute>x"
		   "</xsl:element>",
		   "<h3 id=\"i3\">x</h3>");
	CHECK_MADE("<br/><input value='{@n}'><xsl:if test='@n'><xsl:attribute name='disabled'/></xsl:if></input>",
		   "<br><input value=\"3\" disabled=\"\">");
	CHECK_MADE("<div><xsl:copy-of select='@n'/><xsl:copy-of select='body'/></div>",
		   "<div n=\"3\"><p>spliced</p></div>");
	CHECK_MADE("<xsl:copy-of select='a[2]'/>", "<a n=\"1\" class=\"x&quot;&lt;&amp;&gt;\"><t>青海 &lt;西宁&gt; "
						   "&amp;</t> <m>1.5</m>tail</a>");
	CHECK_MADE("<script>a &lt; b</script><style>a&gt;b</style><script><xsl:copy-of select='body'/></script>",
		   "<script>a < b</script><style>a>b</style><script><p>spliced</p></script>");
	CHECK_MADE("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0'><path d='M0'/></svg>",
		   "<svg viewBox=\"0\"><path d=\"M0\"></path></svg>");
	CHECK_MADE("<p xml:lang='bo'><xsl:text> </xsl:text></p>", "<p xml:lang=\"bo\"> </p>");
}

static void variables_and_templates(void)
{
	CHECK_MADE("<xsl:variable name='v'>a<xsl:value-of select='@n'/>&lt;</xsl:variable>"
		   "<p title='{$v}'><xsl:value-of select='$v'/></p>",
		   "<p title=\"a3&lt;\">a3&lt;</p>");
	CHECK_MADE("<xsl:variable name='v'/><xsl:if test=\"$v = ''\">empty</xsl:if><xsl:if test='$v'>true</xsl:if>",
		   "empty");
	CHECK_MADE("<xsl:variable name='v'>x</xsl:variable><xsl:if test='$v'>true</xsl:if>"
		   "<xsl:if test='$v != a/@class'>differs</xsl:if>",
		   "truediffers");
	CHECK_MADE("<xsl:call-template name='p'><xsl:with-param name='a' select='a'/></xsl:call-template>"
		   "<xsl:call-template name='p'/></xsl:template><xsl:template name='p'><xsl:param name='a' select='b'/>"
		   "<xsl:for-each select='$a/@n'><i><xsl:value-of select='.'/></i></xsl:for-each>",
		   "<i>-1</i><i>1</i><i>0</i><i>2</i>");
	CHECK_MADE("<xsl:apply-templates select='a | b' mode='m'><xsl:with-param name='p' select='5'/>"
		   "</xsl:apply-templates></xsl:template><xsl:template match='b' mode='m'><xsl:param name='p'/>"
		   "<b><xsl:value-of select='$p + position()'/></b>",
		   "mixed1.5tail<b>7</b>青海 &lt;西宁&gt; &amp; 1.5tail<b>9</b>");
	CHECK_MADE(
	    "<xsl:apply-templates select='a' mode='m'/></xsl:template><xsl:template match='*' mode='m'>*"
	    "<xsl:apply-templates mode='m'/></xsl:template><xsl:template match='text()' mode='m'>-</xsl:template>"
	    "<xsl:template match='a/t' mode='m'>t",
	    "*t-*--*t-*--");
}

static void texts_and_functions(void)
{
	CHECK_MADE("<xsl:value-of select=\"hw:t('a', @n, '&lt;')\"/>|<xsl:value-of select=\"hw:t('b')\"/>|"
		   "<p title=\"{hw:t('b')}\"/>|<xsl:value-of select=\"hw:t(concat('c.', 'x'))\"/>",
		   "3 of &lt;|&lt;b&gt; &amp; \"q\"|<p title=\"&lt;b&gt; &amp; &quot;q&quot;\"></p>|x");
	CHECK_MADE(
	    "<xsl:value-of select=\"format-number(1234567.5, '#,##0')\"/>|<xsl:value-of "
	    "select=\"format-number(2.345, '0.0')\"/>|<xsl:value-of select=\"format-number(0.999, '0.00')\"/>|"
	    "<xsl:value-of select=\"format-number('x', '0')\"/>|<xsl:value-of select=\"format-number(999, '#,##0')\"/>",
	    "1,234,568|2.3|1.00|NaN|999");
	CHECK_MADE("<xsl:value-of select=\"str:encode-uri('青 &amp;/', true())\"/>|<xsl:value-of "
		   "select=\"str:encode-uri('青 &amp;/', false())\"/>|<xsl:value-of select=\"str:padding(3, '青')\"/>",
		   "%E9%9D%92%20%26%2F|%E9%9D%92%20&amp;/|青青青");
	CHECK_MADE(
	    "<xsl:value-of select=\"translate('青海abc', '海ab', 'X')\"/>|<xsl:value-of "
	    "select=\"substring('青海省', 2)\"/>|<xsl:value-of select=\"substring('12345', 1.5, 2.6)\"/>|"
	    "<xsl:value-of select=\"substring-after('a-b-c', '-')\"/>|<xsl:value-of select='string-length(a/t)'/>",
	    "青Xc|海省|234|b-c|0");
}

/* What only the reference engine judges, and what it says then. */
static void taken_over(void)
{
	static const struct {
		const char *sheet, *says;
		bool compiled;
	} cases[] = {
	    {SHEET("<p class='a'><xsl:attribute name='class'>b</xsl:attribute></p>"), "<p class=\"b\">", true},
	    {SHEET("<xsl:value-of select=\"format-number(-1, '0.0')\"/>"), "<body>-1.0</body>", true},
	    {SHEET("<xsl:value-of select=\"hw:t('none')\"/>"), "has no \"none\"", true},
	    {SHEET("<br><xsl:value-of select='@n'/></br>"), "void element", true},
	    {SHEET("<p>x<xsl:attribute name='class'>b</xsl:attribute></p>"), "[internal]", true},
	    {SHEET("<xsl:for-each select=\"/pages\"><xsl:element name=\"{concat('a', ' b')}\"/></xsl:for-each>"),
	     "[internal]", true},
	    {SHEET("<xsl:call-template name='main'/>"), "[", true},
	    {SHEET("<script><xsl:value-of select='@n'/></script>"), "<script>3</script>", false},
	    {SHEET("<xsl:for-each select='a'><xsl:sort select='@n' order='descending'/><xsl:value-of select='@n'/>"
		   "</xsl:for-each>"),
	     "<body>1-1</body>", false},
	    {SHEET("<xsl:value-of select='count(//t)'/>"), "<body>8</body>", false},
	    {SHEET("<xsl:value-of select='a[1][1]/@n'/>"), "<body>-1</body>", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct render *render = open_sheet(HEAD "</xsl:stylesheet>", cases[i].sheet);
		struct doc *doc = sample();
		const char *made = made_by(render, doc, false);
		bool good = CHECK_INT(render_engine(render, "x") == RENDER_COMPILED, cases[i].compiled);
		good = CHECK_INT(render_taken_over(render), cases[i].compiled) && good;
		good = CHECK_STR(made, made_by(render, doc, true)) && good;
		if (!CHECK(strstr(made, cases[i].says)) || !good)
			printf("# case %zu: %s\n", i, made);
		doc_free(doc);
		render_close(render);
	}
}

/* A batch is taken over behind the pages that are made: none comes twice. */
static void no_page_comes_twice(void)
{
	struct render *render = open_sheet(
	    HEAD "</xsl:stylesheet>", SHEET("<p class='a'><xsl:if test=\"@lang = 'en'\"><xsl:attribute name='class'>b"
					    "</xsl:attribute></xsl:if></p>"));
	struct doc *doc = sample();
	CHECK_STR(made_by(render, doc, false),
		  "/=<!DOCTYPE html>\n<html lang=\"zh-CN\"><body><p class=\"a\"></p></body></html>\n"
		  "/en/=<!DOCTYPE html>\n<html lang=\"en\"><body><p class=\"b\"></p></body></html>\n");
	CHECK_INT(render_taken_over(render), 1);
	doc_free(doc);
	render_close(render);
}

static void imports_give_way(void)
{
	struct render *render = open_sheet(
	    HEAD PAGES
	    "<xsl:template name='main'><p/><xsl:apply-templates select='a' mode='m'/></xsl:template>"
	    "<xsl:template match='a[1]' mode='n'/><xsl:template match='a' mode='m' priority='9'>no</xsl:template>"
	    "</xsl:stylesheet>",
	    HEAD
	    "<xsl:import href='../layout.xsl'/><xsl:template match='*' mode='m'>yes</xsl:template></xsl:stylesheet>");
	CHECK_INT(render_engine(render, "x"), RENDER_REFERENCE); /* a predicate in a match */
	render_close(render);
	render = open_sheet(
	    HEAD PAGES "<xsl:template name='main'><p/><xsl:apply-templates select='a' mode='m'/></xsl:template>"
		       "<xsl:template match='a' mode='m' priority='9'>no</xsl:template></xsl:stylesheet>",
	    HEAD
	    "<xsl:import href='../layout.xsl'/><xsl:template match='*' mode='m'>yes</xsl:template></xsl:stylesheet>");
	struct doc *doc = sample();
	CHECK_INT(render_engine(render, "x"), RENDER_COMPILED);
	CHECK_STR(made_by(render, doc, false), made_by(render, doc, true));
	CHECK(strstr(made_by(render, doc, false), "<p></p>yesyes"));
	CHECK_INT(render_taken_over(render), 0);
	doc_free(doc);
	render_close(render);
}

/* Every page kind of the portal is compiled. */
static void our_own(void)
{
	struct render_source *sources = NULL;
	struct render *render = NULL;
	const char *error = NULL;
	size_t count = 0, kinds = 0;
	CHECK_INT(render_sources("templates", arena, &sources, &count, &error), STATUS_OK);
	CHECK_INT(render_open(sources, count, arena, &render, &error), STATUS_OK);
	for (size_t i = 0; render && i < count; i++) {
		if (strncmp(sources[i].name, "page/", 5) != 0)
			continue;
		kinds++;
		const char *kind = arena_copy(arena, sources[i].name + 5, strcspn(sources[i].name + 5, "."));
		if (!CHECK_INT(render_engine(render, kind), RENDER_COMPILED))
			printf("# page/%s.xsl is beyond the subset\n", kind);
	}
	CHECK(kinds > 10);
	render_close(render);
}

/* ---- random documents and expressions, always the same ---- */

static uint64_t seed;

static unsigned below(unsigned limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % limit;
}

static const char *one_of(const char *const *words, size_t count)
{
	return words[below((unsigned)count)];
}

#define ONE_OF(...) \
	one_of((const char *const[]){__VA_ARGS__}, sizeof(const char *const[]){__VA_ARGS__} / sizeof(const char *))

static const char *random_text(void)
{
	return ONE_OF("", " ", "a", "青海", "7", " 7 ", "-0.5", "1e3", "a<b&\"c\"", "x\ty", "12345678901234567890");
}

static void random_children(struct node *parent, int depth)
{
	for (unsigned i = below(4); i > 0; i--) {
		if (below(3) == 0) {
			const char *text = random_text();
			node_content(parent, text, strlen(text));
			continue;
		}
		struct node *child = node_add(parent, ONE_OF("a", "b", "c"));
		if (below(2))
			node_attr(child, ONE_OF("n", "class"), random_text());
		if (below(3) == 0)
			node_attr_int(child, "n", below(12));
		if (depth)
			random_children(child, depth - 1);
	}
}

static struct doc *random_document(void)
{
	struct doc *doc = doc_new("x");
	for (int i = 0; i < 2; i++) {
		struct node *page = doc_page(doc, i ? LANG_EN : LANG_ZH, i ? "/en/" : "/");
		random_children(page, 3);
		random_children(page, 3);
	}
	return doc;
}

static const char *random_expression(int depth);

static const char *random_predicate(int depth)
{
	if (below(3))
		return "";
	return arena_printf(arena, "[%s]", random_expression(depth));
}

static const char *random_path(int depth)
{
	static const char *const steps[] = {
	    "a",       "b",      "c",      "*",       "@n",        "@*",           "..",
	    ".",       "text()", "node()", "self::a", "parent::*", "self::node()", "attribute::class",
	    "child::b"};
	const char *path = ONE_OF("", "", "", "", "/", "$nodes/", "$global/");
	for (unsigned i = 1 + below(3); i > 0; i--) {
		const char *step = one_of(steps, sizeof steps / sizeof steps[0]);
		bool bare = strcmp(step, ".") == 0 || strcmp(step, "..") == 0;
		path = arena_printf(arena, "%s%s%s%s", path, step, bare ? "" : random_predicate(depth - 1),
				    i > 1 ? "/" : "");
	}
	return path;
}

static const char *random_call(int depth)
{
	const char *a = random_expression(depth), *b = random_expression(depth), *c = random_expression(depth);
	switch (below(20)) {
	case 0:
		return arena_printf(arena, "concat(%s, %s)", a, b);
	case 1:
		return arena_printf(arena, "contains(%s, %s)", a, b);
	case 2:
		return arena_printf(arena, "starts-with(%s, %s)", a, b);
	case 3:
		return arena_printf(arena, "substring(%s, %u, %u)", a, below(4), below(4));
	case 4:
		return arena_printf(arena, "substring-before(%s, %s)", a, b);
	case 5:
		return arena_printf(arena, "substring-after(%s, %s)", a, b);
	case 6:
		return arena_printf(arena, "translate(%s, %s, %s)", a, b, c);
	case 7:
		return arena_printf(arena, "not(%s)", a);
	case 8:
		return arena_printf(arena, "count(%s)", random_path(depth));
	case 9:
		return arena_printf(arena, "normalize-space(%s)", a);
	case 10:
		return arena_printf(arena, "string-length(%s)", a);
	case 11:
		return arena_printf(arena, "name(%s)", random_path(depth));
	case 12:
		return arena_printf(arena, "number(%s)", a);
	case 13:
		return arena_printf(arena, "boolean(%s)", a);
	case 14:
		return arena_printf(arena, "string(%s)", a);
	case 15:
		return arena_printf(arena, "hw:t('a', %s, %s)", a, b);
	default:
		return ONE_OF("position()", "last()", "true()", "false()", "name()", "string()", "number()");
	}
}

static const char *random_expression(int depth)
{
	if (depth <= 0)
		return ONE_OF("1", "2", "0.5", "'a'", "'青'", "''", "$string", "$fragment", "$nodes", "$global", "@n",
			      ".", "a", "position()", "last()");
	switch (below(8)) {
	case 0:
	case 1:
	case 2:
		return random_path(depth);
	case 3:
		return arena_printf(arena, "%s(%s | %s)", ONE_OF("count", "boolean", "not"), random_path(depth),
				    random_path(depth));
	case 4:
	case 5:
		return random_call(depth - 1);
	case 6:
		return arena_printf(arena, "-%s", random_path(depth));
	default:
		return arena_printf(
		    arena, "(%s %s %s)", random_expression(depth - 1),
		    ONE_OF("=", "!=", "&lt;", "&lt;=", "&gt;", "&gt;=", "+", "-", "*", "div", "mod", "and", "or"),
		    random_expression(depth - 1));
	}
}

/* Eight expressions in as many places, each seen as text, as truth and as a set to walk. */
static const char *random_sheet(void)
{
	struct buf sheet;
	buf_init(&sheet, BUF_MAX_DEFAULT);
	buf_str(&sheet, HEAD);
	if (below(2))
		buf_str(&sheet, "<xsl:strip-space elements='*'/>");
	buf_printf(&sheet, "<xsl:variable name='global' select='/pages/page/%s'/>" PAGES "<xsl:template name='main'>",
		   ONE_OF("a", "*", "*/b", "@lang"));
	buf_printf(&sheet,
		   "<xsl:variable name='nodes' select='%s'/><xsl:variable name='string' select='string(%s)'/>"
		   "<xsl:variable name='fragment'>%s</xsl:variable>",
		   ONE_OF("*", "a | a/b", "*/@n | *", "a/*/.."), ONE_OF("a", "@n", "12"),
		   ONE_OF("a", "7", "<xsl:value-of select='a'/>"));
	for (int i = 0; i < 8; i++) {
		buf_printf(&sheet, "<xsl:for-each select='%s'>",
			   ONE_OF(".", "*", "a | b", "*/*", "*/@*", "a/node()", "$nodes"));
		const char *expression = random_expression(3);
		buf_printf(&sheet, "<i id='%d' title=\"{%s}\"><xsl:if test=\"%s\">T</xsl:if>", i, expression,
			   expression);
		buf_printf(&sheet,
			   "<xsl:for-each select=\"%s\"><b><xsl:value-of select='name()'/>:<xsl:value-of select='.'/>",
			   random_path(2));
		buf_str(&sheet,
			"<xsl:value-of select='position()'/>/<xsl:value-of select='last()'/></b></xsl:for-each></i>"
			"</xsl:for-each>");
	}
	buf_str(&sheet, "</xsl:template></xsl:stylesheet>");
	const char *copy = arena_copy(arena, sheet.bytes, sheet.len);
	buf_free(&sheet);
	return copy;
}

static void say_where(const char *a, const char *b, const char *sheet)
{
	size_t at = 0;
	while (a[at] && a[at] == b[at])
		at++;
	size_t from = at > 60 ? at - 60 : 0;
	printf("# compiled:  %.120s\n# reference: %.120s\n# of %s\n", a + from, b + from, sheet);
}

static void random_expressions(void)
{
	size_t compiled = 0, whole = 0;
	for (unsigned round = 0; round < 1000; round++) {
		seed = round * 7919 + 1;
		const char *sheet = random_sheet();
		struct render *render = open_sheet(HEAD "</xsl:stylesheet>", sheet);
		if (!CHECK(render))
			return;
		struct doc *doc = random_document();
		compiled += render_engine(render, "x") == RENDER_COMPILED;
		const char *made = made_by(render, doc, false);
		whole += render_engine(render, "x") == RENDER_COMPILED && render_taken_over(render) == 0;
		const char *reference = made_by(render, doc, true);
		if (!CHECK(strcmp(made, reference) == 0)) {
			say_where(made, reference, sheet);
			doc_free(doc);
			render_close(render);
			return;
		}
		doc_free(doc);
		render_close(render);
		arena_reset(arena);
	}
	CHECK(compiled > 900);
	CHECK(whole > 600);
	printf("# %zu of 1000 compiled, %zu made without help\n", compiled, whole);
}

static void in_arena(void (*run)(void))
{
	arena = arena_new();
	run();
	arena_free(arena);
}

#define CASE(noun)                    \
	static void noun##_case(void) \
	{                             \
		in_arena(noun);       \
	}
CASE(output)
CASE(variables_and_templates)
CASE(texts_and_functions)
CASE(taken_over)
CASE(no_page_comes_twice)
CASE(imports_give_way)
CASE(our_own)
CASE(random_expressions)

TAP_MAIN({"output", output_case}, {"variables and templates", variables_and_templates_case},
	 {"texts and functions", texts_and_functions_case}, {"what is taken over", taken_over_case},
	 {"no page comes twice", no_page_comes_twice_case}, {"imports give way", imports_give_way_case},
	 {"our own page kinds are compiled", our_own_case}, {"random expressions", random_expressions_case})
