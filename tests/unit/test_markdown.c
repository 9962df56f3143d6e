/* test_markdown.c -- Markdown to safe HTML: tables, links, headings, and what must not pass. */
#include "tap.h"

#include <stdlib.h>

#include <headwater/markdown.h>

#include "../fuzz/markdown_oracle.h"

static struct arena *arena;
static struct markdown out;

static const char *html_of(const char *text, size_t len, const char *prefix)
{
	struct markdown_options options = {.heading_shift = 1, .path_prefix = prefix};
	arena_reset(arena);
	CHECK_INT(markdown_render(text, len, &options, arena, &out), STATUS_OK);
	size_t where = 0;
	if (!CHECK(markdown_is_safe(out.html, out.html_len, &where)))
		printf("# at %zu of: %s\n", where, out.html);
	return out.html;
}

struct pair {
	const char *text, *html;
};

static void check_pairs(const struct pair *pairs, size_t count, const char *prefix)
{
	arena = arena_new();
	for (size_t i = 0; i < count; i++)
		CHECK_STR(html_of(pairs[i].text, strlen(pairs[i].text), prefix), pairs[i].html);
	arena_free(arena);
}

#define CHECK_PAIRS(prefix, ...)                                            \
	do {                                                                \
		static const struct pair pairs[] = {__VA_ARGS__};           \
		check_pairs(pairs, sizeof pairs / sizeof pairs[0], prefix); \
	} while (0)

static void commonmark(void)
{
	CHECK_PAIRS(
	    "", {"", ""}, {"a *b* **c** `d<`", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;</code></p>\n"},
	    {"- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"}, {"3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"},
	    {"> q", "<blockquote>\n<p>q</p>\n</blockquote>\n"},
	    {"```sh\n<x> | y\n|---|\n```", "<pre><code class=\"language-sh\">&lt;x&gt; | y\n|---|\n</code></pre>\n"},
	    {"a\\\nb", "<p>a<br />\nb</p>\n"}, {"***", "<hr />\n"}, {"1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>\n"});
}

#define TABLE(head, body)                                                                                          \
	"<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead><tr>" head "</tr></thead>" body "\n</table></" \
	"div>\n"
#define TH(text) "<th scope=\"col\">" text "</th>"

static void tables(void)
{
	CHECK_PAIRS(
	    "",
	    {"| a | b |\n|---|---|\n| 1 | 2 |", TABLE(TH("a") TH("b"), "<tbody><tr><td>1</td><td>2</td></tr></tbody>")},
	    {"a | b\n- | -\n", "<p>a | b</p>\n<ul>\n<li>| -</li>\n</ul>\n"},
	    {"a | b\n--|:-:\n", TABLE(TH("a") "<th scope=\"col\" class=\"align-center\">b</th>", "")},
	    {"|a|\n|-:|\n|1|\n", TABLE("<th scope=\"col\" class=\"align-right\">a</th>",
				       "<tbody><tr><td class=\"align-right\">1</td></tr></tbody>")},
	    /* short and long rows */
	    {"|a|b|\n|-|-|\n|1|\n|1|2|3|",
	     TABLE(TH("a") TH("b"), "<tbody><tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr></tbody>")},
	    /* inline marks, pipes, references, cells that look like blocks */
	    {"|a|b|\n|-|-|\n|`x\\|y`|*e* [r]|\n|# no|- no|\n|```|> q|\n\n[r]: /x.csv",
	     TABLE(TH("a") TH("b"),
		   "<tbody><tr><td><code>x|y</code></td><td><em>e</em> <a href=\"/x.csv\">r</a></td></tr>"
		   "<tr><td># no</td><td>- no</td></tr><tr><td>```</td><td>&gt; q</td></tr></tbody>")},
	    /* text before in the same paragraph, after, two tables, CR LF */
	    {"t\n|a|\n|-|\n|1|\n\nafter\n\n|b|\n|-|",
	     "<p>t</p>\n" TABLE(TH("a"), "<tbody><tr><td>1</td></tr></tbody>") "<p>after</p>\n" TABLE(TH("b"), "")},
	    {"|a|\r\n|-|\r\n|1|\r\n", TABLE(TH("a"), "<tbody><tr><td>1</td></tr></tbody>")},
	    {"|区划 | 名称|\n|:--|--|\n|630000|青海|",
	     TABLE(TH("区划") TH("名称"), "<tbody><tr><td>630000</td><td>青海</td></tr></tbody>")},
	    /* no tables */
	    {"|a|b|\n|-|", "<p>|a|b|\n|-|</p>\n"}, {"|a|\n\n|-|", "<p>|a|</p>\n<p>|-|</p>\n"},
	    {"    |a|\n    |-|", "<pre><code>|a|\n|-|\n</code></pre>\n"}, {"a\n---", "<h3 id=\"a\">\na\n</h3>\n"},
	    {"|a|\n|x|", "<p>|a|\n|x|</p>\n"});
}

static void links(void)
{
	CHECK_PAIRS(
	    "/en", {"[a](/datasets/x/)", "<p><a href=\"/en/datasets/x/\">a</a></p>\n"},
	    {"[a](/datasets/x/#f)", "<p><a href=\"/en/datasets/x/#f\">a</a></p>\n"},
	    {"[a](/)", "<p><a href=\"/en/\">a</a></p>\n"}, {"[a](/en/x/)", "<p><a href=\"/en/x/\">a</a></p>\n"},
	    {"[a](/catalog.csv)", "<p><a href=\"/catalog.csv\">a</a></p>\n"},
	    {"[a](#说明)", "<p><a href=\"#说明\">a</a></p>\n"}, {"[a](../b/)", "<p><a href=\"../b/\">a</a></p>\n"},
	    {"[a](<b c> \"t\\\"&\")", "<p><a href=\"b%20c\" title=\"t&quot;&amp;\">a</a></p>\n"},
	    {"<https://x.cn/?a=1&b=医>", "<p><a href=\"https://x.cn/?a=1&amp;b=医\" rel=\"noopener noreferrer\" "
					 "class=\"external\">https://x.cn/?a=1&amp;b=医</a></p>\n"},
	    {"<a@b.cn>", "<p><a href=\"mailto:a@b.cn\">a@b.cn</a></p>\n"},
	    {"![p](/a.png)", "<p><img src=\"/a.png\" alt=\"p\" /></p>\n"},
	    {"![p](https://x.cn/a.png)", "<p><a href=\"https://x.cn/a.png\" rel=\"noopener noreferrer\" "
					 "class=\"external\">p</a></p>\n"},
	    {"[![p](https://x.cn/a.png)](/b/)", "<p><a href=\"/en/b/\">p</a></p>\n"});
	CHECK_PAIRS("", {"[a](/datasets/x/)", "<p><a href=\"/datasets/x/\">a</a></p>\n"});
}

static void refused_links(void)
{
	static const char *const targets[] = {
	    "javascript:alert(1)",
	    "JaVaScRiPt:alert(1)",
	    "javascript&colon;alert(1)",
	    "&#106;avascript:alert(1)",
	    "vbscript:x",
	    "data:text/html,x",
	    "data:image/png;base64,AA",
	    "file:///etc/passwd",
	    "//evil.example/",
	    "/\\\\evil.example/",
	    "\\\\\\\\evil.example",
	    "ftp://x/",
	    "https:evil.example",
	    "java&Tab;script:x",
	    "java&NewLine;script:x",
	    "&#1;javascript:x",
	    "tel:123",
	    "blob:x",
	    "http://",
	    "x:y",
	};
	arena = arena_new();
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		char text[128];
		snprintf(text, sizeof text, "[a](%s) ![b](%s)", targets[i], targets[i]);
		CHECK_STR(html_of(text, strlen(text), ""), "<p>a b</p>\n");
		CHECK_INT(out.link_count, 2);
		CHECK(out.links[0].refused && out.links[1].refused);
	}
	arena_free(arena);
}

static void places(void)
{
	static const char text[] = "# A\n\nx\n[a](/x/)\n\n|h|\n|-|\n|1|\n|[b](/y/)|\n\n[c](/z/) <b>\n\n<div>\n</div>\n";
	arena = arena_new();
	html_of(text, sizeof text - 1, "");
	CHECK_INT(out.link_count, 3);
	CHECK_STR(out.links[0].target, "/x/");
	CHECK_INT(out.links[0].line, 4);
	CHECK_INT(out.links[1].line, 9);
	CHECK_INT(out.links[2].line, 11);
	CHECK(!out.links[0].refused && out.raw_html);
	CHECK_INT(out.raw_html_line, 11);
	html_of("plain", 5, "");
	CHECK(!out.raw_html && out.link_count == 0);
	arena_free(arena);
}

static void headings(void)
{
	static const char text[] = "# 说明\n## Open Data, *v2.0*\n# 说明\n# 说明-2\n# 说明\n#\n###### `x` &lt;y&gt;\n";
	static const struct markdown_heading want[] = {{"说明", "说明", 2},   {"open-data-v20", "Open Data, v2.0", 3},
						       {"说明-2", "说明", 2}, {"说明-2-2", "说明-2", 2},
						       {"说明-3", "说明", 2}, {"section", "", 2},
						       {"x-y", "x <y>", 6}};
	arena = arena_new();
	html_of(text, sizeof text - 1, "");
	CHECK_INT(out.heading_count, 7);
	for (size_t i = 0; i < out.heading_count && i < 7; i++) {
		CHECK_STR(out.headings[i].id, want[i].id);
		CHECK_STR(out.headings[i].text, want[i].text);
		CHECK_INT(out.headings[i].level, want[i].level);
	}
	CHECK(strstr(out.html, "<h2 id=\"说明\">\n说明\n</h2>"));
	arena_free(arena);
}

static void hostile(void)
{
	static const struct {
		const char *text;
		size_t len;
	} texts[] = {
#define T(s) {s, sizeof s - 1}
	    T("<script>alert(1)</script>"),
	    T("a <img src=x onerror=alert(1)> b"),
	    T("<svg/onload=alert(1)>"),
	    T("<!-- x --><![CDATA[<script>]]>"),
	    T("<?php x ?>"),
	    T("[a](/x \"\" onclick=alert(1) \")"),
	    T("[a](</x\" onclick=\"y>)"),
	    T("![a\" onerror=\"x](/b.png)"),
	    T("```\"><script>\nx\n```"),
	    T("# \"><script>alert(1)</script>"),
	    T("|<script>|a\" b|\n|-|-|\n|</td><script>|x|"),
	    T("|a|\n|-|\n|[x](javascript:y)|"),
	    T("a\0b\x01\x02\x7f&#1;&#x7f;&#0;"),
	    T("\xff\xfe\xc0\xaf\xed\xa0\x80"),
	    T("![a ![b](https://x.cn) [c](https://x.cn)](https://x.cn)"),
	    T("[a [b](https://x.cn)](https://x.cn)"),
	    T("&lt;script&gt;"),
	    T("|a|\n|-|\n<div>\n|b|"),
	    T("| a |\n| --- |\n| x\\"),
	    T("|\\|\n|-|\n|\\\\|"),
	    T("|\n|-|\n|"),
	    T("x a\n|h|\n|-|\n|x|\n|x x|\n||"),
	    T("[a]: /x\n|[a]|\n|-|\n|[a]: b|"),
	    T("|a|\r|-|\r|1|\r"),
#undef T
	};
	arena = arena_new();
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *html = html_of(texts[i].text, texts[i].len, "/en");
		if (!CHECK(!strstr(html, "<script") && !strstr(html, "<svg") && !strstr(html, "<img src=\"x\"")))
			printf("# case %zu: %s\n", i, html);
	}
	arena_free(arena);
}

static void repeat(struct buf *text, const char *piece)
{
	buf_reset(text);
	while (text->len + strlen(piece) <= MARKDOWN_MAX_BYTES)
		buf_str(text, piece);
}

/* Patterns that some Markdown programs take minutes for. */
static void costly(void)
{
	static const char *const pieces[] = {"[",        "![[]()",    "> ",      "*a _b ", "`a``b```", "# \n",
					     "|\n|-|\n", "|a",        "a|b\n",   "[a](",   "&",        "<",
					     "- - ",     "[a]: /b\n", "|-|-|\n", "# a\n"};
	struct buf text;
	buf_init(&text, MARKDOWN_MAX_BYTES + 1);
	arena = arena_new();
	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		repeat(&text, pieces[i]);
		html_of(text.bytes, text.len, "");
	}
	/* One wide header and rows of one cell: filled up it would be a gigabyte. */
	buf_reset(&text);
	for (int i = 0; i < 2; i++) {
		for (int n = 0; n < 60; n++)
			buf_str(&text, "|-");
		buf_str(&text, "|\n");
	}
	while (text.len < MARKDOWN_MAX_BYTES - 4)
		buf_str(&text, "|\n");
	html_of(text.bytes, text.len, "");
	CHECK(out.html_len < 2 * 1024 * 1024);
	while (text.len <= MARKDOWN_MAX_BYTES)
		buf_byte(&text, 'x');
	struct markdown_options options = {0};
	CHECK_INT(markdown_render(text.bytes, text.len, &options, arena, &out), STATUS_TOO_LARGE);
	buf_free(&text);
	arena_free(arena);
}

TAP_MAIN({"commonmark", commonmark}, {"tables", tables}, {"links", links}, {"refused links", refused_links},
	 {"places", places}, {"headings", headings}, {"hostile", hostile}, {"costly", costly})
