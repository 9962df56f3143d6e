/* test_doc.c -- page documents: text comes out clean whatever went in, splices stay apart. */
#include "tap.h"

#include <headwater/doc.h>

static struct buf out;

static const char *written(struct doc *doc)
{
	buf_free(&out);
	buf_init(&out, BUF_MAX_DEFAULT);
	doc_write(doc, &out, false);
	doc_free(doc);
	const char *body = strchr(out.bytes, '\n');
	if (!body)
		return out.bytes;
	if (out.len && out.bytes[out.len - 1] == '\n')
		out.bytes[out.len - 1] = '\0';
	return body + 1;
}

static void pages_and_elements(void)
{
	struct doc *doc = doc_new("home");
	CHECK_STR(doc_kind(doc), "home");
	struct node *page = doc_page(doc, LANG_ZH, "/");
	node_attr(page, "prefix", "");
	node_attr(page, "absent", NULL);
	node_text(page, "title", "青海 <&> \"x\"");
	struct node *item = node_add(page, "item");
	node_attr_int(item, "rows", -42);
	node_attr_printf(item, "href", "/datasets/%s/", "a&b");
	node_content(item, "one ", 4);
	node_text(item, "m", "two");
	node_content(item, " three", 6);
	doc_page(doc, LANG_EN, "/en/");
	CHECK_INT(doc_page_count(doc), 2);
	CHECK_STR(written(doc), "<pages kind=\"home\"><page lang=\"zh-CN\" path=\"/\" prefix=\"\">"
				"<title>青海 &lt;&amp;&gt; \"x\"</title>"
				"<item rows=\"-42\" href=\"/datasets/a&amp;b/\">one <m>two</m> three</item></page>"
				"<page lang=\"en\" path=\"/en/\"/></pages>");
}

static void attributes_are_set_not_repeated(void)
{
	struct doc *doc = doc_new("x");
	node_attr(doc_root(doc), "a", "1");
	node_attr(doc_root(doc), "a", "2");
	CHECK_STR(written(doc), "<pages kind=\"x\" a=\"2\"/>");
}

static void long_formatted_attributes(void)
{
	char text[1001];
	memset(text, 'y', 1000);
	text[1000] = '\0';
	struct doc *doc = doc_new("x");
	node_attr_printf(doc_root(doc), "a", "%s!", text);
	CHECK_INT(strlen(written(doc)), strlen("<pages kind=\"x\" a=\"!\"/>") + 1000);
}

static void text_is_cleaned(void)
{
	static const struct {
		const char *in;
		size_t len;
		const char *want;
	} cases[] = {
	    {"plain", 5, "plain"},
	    {"a\xff"
	     "b",
	     3,
	     "a\xef\xbf\xbd"
	     "b"},
	    {"\xe9\x9d", 2, "\xef\xbf\xbd\xef\xbf\xbd"},                 /* cut off */
	    {"\xc0\xaf", 2, "\xef\xbf\xbd\xef\xbf\xbd"},                 /* overlong */
	    {"\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* surrogate */
	    {"a\0b", 3, "ab"},
	    {"a\x01\x08\x0b\x1f\x7f"
	     "b",
	     7, "ab"},
	    {"\xef\xbf\xbe"
	     "a\xef\xbf\xbf",
	     7, "a"}, /* U+FFFE, U+FFFF */
	    {"\xc2\x85"
	     "a",
	     3, "a"}, /* C1 */
	    {"\xf0\xa0\x80\x80", 4, "\xf0\xa0\x80\x80"},
	    {"བོད་ སྐད", sizeof "བོད་ སྐད" - 1, "བོད་ སྐད"},
	    {"a\tb\nc", 5, "a\tb\nc"},
	    {"]]>", 3, "]]&gt;"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct doc *doc = doc_new("x");
		node_content(doc_root(doc), cases[i].in, cases[i].len);
		char want[128];
		snprintf(want, sizeof want, "<pages kind=\"x\">%s</pages>", cases[i].want);
		CHECK_STR(written(doc), want);
	}
	struct doc *doc = doc_new("x");
	node_attr(doc_root(doc), "a", "q\x02\xfe\"<");
	CHECK_STR(written(doc), "<pages kind=\"x\" a=\"q\xef\xbf\xbd&quot;&lt;\"/>");
}

static void labels_say_their_language(void)
{
	struct doc *doc = doc_new("x");
	struct label both = {{"中", "en"}}, one = {{"中", NULL}}, none = {{NULL, NULL}};
	node_label(doc_root(doc), "a", &both, LANG_EN);
	node_label(doc_root(doc), "b", &one, LANG_EN);
	node_label(doc_root(doc), "c", &one, LANG_ZH);
	node_label(doc_root(doc), "d", &none, LANG_EN);
	CHECK_STR(written(doc), "<pages kind=\"x\"><a>en</a><b lang=\"zh-CN\">中</b><c>中</c><d/></pages>");
}

static void splices_are_numbered(void)
{
	struct doc *doc = doc_new("x");
	node_splice(doc_root(doc), "body", "<p>", 3);
	node_splice(doc_root(doc), "body", "<b>", 3);
	CHECK_STR(written(doc), "<pages kind=\"x\"><body splice=\"0\"/><body splice=\"1\"/></pages>");
}

static void fragments(void)
{
	static const char good[] = "<chrome><a href=\"/\">首页 &amp; x</a></chrome><b/>";
	struct doc *doc = doc_new("x");
	CHECK_INT(node_fragment(doc_root(doc), good, sizeof good - 1), STATUS_OK);
	CHECK_STR(written(doc), "<pages kind=\"x\"><chrome><a href=\"/\">首页 &amp; x</a></chrome><b/></pages>");

	static const char *const bad[] = {
	    "<a>",      "<a></b>",
	    "</pages>", "<a>&undeclared;</a>",
	    "<a b=1/>", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		doc = doc_new("x");
		if (!CHECK_INT(node_fragment(doc_root(doc), bad[i], strlen(bad[i])), STATUS_CORRUPT))
			printf("# fragment %s\n", bad[i]);
		CHECK_STR(written(doc), "<pages kind=\"x\"/>");
	}
	buf_free(&out);
}

TAP_MAIN({"pages and elements", pages_and_elements},
	 {"attributes are set, not repeated", attributes_are_set_not_repeated},
	 {"long formatted attributes", long_formatted_attributes}, {"text is cleaned", text_is_cleaned},
	 {"labels say their language", labels_say_their_language}, {"splices are numbered", splices_are_numbered},
	 {"fragments", fragments})
