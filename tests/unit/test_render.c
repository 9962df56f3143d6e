/* test_render.c -- stylesheets from memory: HTML bytes as they must be, and nothing reached outside the set. */
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/render.h>

#define XSL(body)                                                                                                  \
	"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:hw='urn:headwater' " \
	"xmlns:exsl='http://exslt.org/common' xmlns:str='http://exslt.org/strings' "                               \
	"extension-element-prefixes='exsl' exclude-result-prefixes='hw str'>" body "</xsl:stylesheet>"

static const char layout[] = XSL("<xsl:template match='/pages'><pages><xsl:apply-templates select='page'/></pages>"
				 "</xsl:template>"
				 "<xsl:template match='page'><page path='{@path}'><html lang='{@lang}'>"
				 "<xsl:apply-templates select='.' mode='body'/></html></page></xsl:template>");
static const char zh[] = "<text><t id='found'>共 {0} 条,{1}</t><t id='home'>首页</t></text>";
static const char en[] = "<text><t id='found'>{0} found, {1}</t><t id='home'>Home</t></text>";

#define PAGE(body) \
	XSL("<xsl:import href='../layout.xsl'/><xsl:template match='page' mode='body'>" body "</xsl:template>")

static struct arena *arena;
static struct render *render;
static struct buf got;

static enum status collect(void *context, const char *path, const char *html, size_t len)
{
	(void)context;
	buf_printf(&got, "%s=", path);
	buf_add(&got, html, len);
	return STATUS_OK;
}

static enum status open_set(const char *page, const char *part, const char **error)
{
	struct render_source *sources = arena_array(arena, 5, sizeof *sources);
	sources[0] = (struct render_source){"layout.xsl", layout, strlen(layout)};
	sources[1] = (struct render_source){"page/x.xsl", page, strlen(page)};
	sources[2] = (struct render_source){"part/p.xsl", part, strlen(part)};
	sources[3] = (struct render_source){"text/en.xml", en, strlen(en)};
	sources[4] = (struct render_source){"text/zh.xml", zh, strlen(zh)};
	return render_open(sources, 5, arena, &render, error);
}

static void set_up(void)
{
	arena = arena_new();
	buf_init(&got, BUF_MAX_DEFAULT);
	render = NULL;
}

static void tear_down(void)
{
	render_close(render);
	buf_free(&got);
	arena_free(arena);
}

/* Renders one document; returns what came out, or the error in brackets. */
static const char *rendered_doc(const char *page, const char *part, struct doc *doc, enum status *status)
{
	const char *error = NULL;
	*status = open_set(page, part, &error);
	if (*status == STATUS_OK) {
		*status = render_pages(render, doc, collect, NULL);
		error = render_error(render);
	}
	const char *result = *status == STATUS_OK ? arena_copy(arena, got.bytes, got.len)
						  : arena_printf(arena, "[%s] %s", status_name(*status), error);
	doc_free(doc);
	return result;
}

static const char *rendered(const char *page)
{
	struct doc *doc = doc_new("x");
	node_text(doc_page(doc, LANG_ZH, "/a/"), "t", "x");
	enum status status;
	return rendered_doc(page, XSL(""), doc, &status);
}

#define CHECK_BODY(page, want)                                                                                  \
	do {                                                                                                    \
		set_up();                                                                                       \
		CHECK_STR(rendered(PAGE(page)), "/a/=<!DOCTYPE html>\n<html lang=\"zh-CN\">" want "</html>\n"); \
		tear_down();                                                                                    \
	} while (0)

static void serialisation(void)
{
	CHECK_BODY("<body/>", "<body></body>");
	CHECK_BODY("<br/><hr class='a'/><img src='/青海.png' alt=''/><input disabled=''/><wbr/>",
		   "<br><hr class=\"a\"><img src=\"/青海.png\" alt=\"\"><input disabled=\"\"><wbr>");
	CHECK_BODY("<p>1 &lt; 2 &amp; 3 &gt; 2 \"q\" 'a'</p>", "<p>1 &lt; 2 &amp; 3 &gt; 2 \"q\" 'a'</p>");
	CHECK_BODY("<p title='&lt;\"&amp;&#39;&gt;'/>", "<p title=\"&lt;&quot;&amp;'&gt;\"></p>");
	CHECK_BODY("<a href='/主题/?q=医院&amp;p=1#x'>y</a>", "<a href=\"/主题/?q=医院&amp;p=1#x\">y</a>");
	CHECK_BODY("<script src='/a.js'/><style>a&gt;b{c:\"d\"}</style>",
		   "<script src=\"/a.js\"></script><style>a>b{c:\"d\"}</style>");
	CHECK_BODY("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0 0'/></svg>",
		   "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"></path></svg>");
	CHECK_BODY("<p>a <b>b</b> c\n<xsl:text> \n</xsl:text><i/> <i/></p>", "<p>a <b>b</b> c\n \n<i></i><i></i></p>");
	CHECK_BODY("<p xml:lang='bo'>བོད</p>", "<p xml:lang=\"bo\">བོད</p>");
	CHECK_BODY("<xsl:comment>no</xsl:comment><p/>", "<p></p>");
	CHECK_BODY("<p><xsl:text disable-output-escaping='yes'>&lt;script&gt;</xsl:text></p>", "<p>&lt;script&gt;</p>");
}

static void splices_take_their_place(void)
{
	set_up();
	struct doc *doc = doc_new("x");
	struct node *page = doc_page(doc, LANG_EN, "/en/");
	node_splice(page, "body", "<p>&lt;b</p>", 12);
	node_splice(page, "json", "{\"a\":\"\\u003c/script>\"}", 22);
	enum status status;
	CHECK_STR(rendered_doc(PAGE("<main><xsl:copy-of select='body'/>!</main>"
				    "<script type='application/ld+json'><xsl:copy-of select='json'/></script>"),
			       XSL(""), doc, &status),
		  "/en/=<!DOCTYPE html>\n<html lang=\"en\"><main><p>&lt;b</p>!</main>"
		  "<script type=\"application/ld+json\">{\"a\":\"\\u003c/script>\"}</script></html>\n");
	tear_down();
}

static void batches_keep_their_order(void)
{
	set_up();
	struct doc *doc = doc_new("x");
	for (int i = 0; i < 3; i++) {
		const char *path = arena_printf(arena, "/%d/", i);
		node_text(doc_page(doc, i == 1 ? LANG_EN : LANG_ZH, path), "t", path);
	}
	enum status status;
	CHECK_STR(rendered_doc(PAGE("<p><xsl:value-of select='t'/> <xsl:value-of select=\"hw:t('home')\"/></p>"),
			       XSL(""), doc, &status),
		  "/0/=<!DOCTYPE html>\n<html lang=\"zh-CN\"><p>/0/首页</p></html>\n"
		  "/1/=<!DOCTYPE html>\n<html lang=\"en\"><p>/1/Home</p></html>\n"
		  "/2/=<!DOCTYPE html>\n<html lang=\"zh-CN\"><p>/2/首页</p></html>\n");
	tear_down();
}

static void texts(void)
{
	CHECK_BODY("<xsl:value-of select=\"hw:t('found', 3, '&lt;x&gt;')\"/>", "共 3 条,&lt;x&gt;");
	CHECK_BODY("<xsl:value-of select=\"hw:t('found', 3)\"/>", "共 3 条,{1}");
	CHECK_BODY("<xsl:value-of select=\"document('text/en.xml')/text/t[@id='home']\"/>", "Home");
	CHECK_BODY("<xsl:value-of select=\"document(concat('/text/', 'zh', '.xml'))/text/t[@id='home']\"/>", "首页");
	CHECK_BODY("<xsl:variable name='r'><b/></xsl:variable>"
		   "<xsl:for-each select='exsl:node-set($r)/b'><xsl:value-of select=\"hw:t('home')\"/></xsl:for-each>",
		   "首页");
	set_up();
	const char *error = rendered(PAGE("<xsl:value-of select=\"hw:t('nothing')\"/>"));
	CHECK(strstr(error, "[internal]") && strstr(error, "text/zh.xml has no \"nothing\""));
	tear_down();
}

static void parts_are_included(void)
{
	set_up();
	struct doc *doc = doc_new("x");
	doc_page(doc, LANG_ZH, "/a/");
	enum status status;
	CHECK_STR(
	    rendered_doc(XSL("<xsl:import href='../layout.xsl'/><xsl:include href='../part/p.xsl'/>"
			     "<xsl:template match='page' mode='body'><xsl:call-template name='p'/></xsl:template>"),
			 XSL("<xsl:template name='p'><p>part</p></xsl:template>"), doc, &status),
	    "/a/=<!DOCTYPE html>\n<html lang=\"zh-CN\"><p>part</p></html>\n");
	tear_down();
}

/* Pages that must not come out; each with what its error must say. */
static void faults_are_refused(void)
{
	static const struct {
		const char *page, *says;
	} cases[] = {
	    {PAGE("<xsl:value-of select=\"document('/etc/hostname')\"/>"), "[internal]"},
	    {PAGE("<xsl:value-of select=\"document('file:///etc/passwd')\"/>"), "[internal]"},
	    {PAGE("<xsl:value-of select=\"document('http://127.0.0.1:1/')\"/>"), "[internal]"},
	    {PAGE("<xsl:value-of select=\"document('headwater://set/../../etc/passwd')\"/>"), "[internal]"},
	    {PAGE("<xsl:value-of select=\"document('../text/fr.xml')\"/>"), "[internal]"},
	    {PAGE("<exsl:document href='/tmp/headwater-test-render-escaped'>x</exsl:document>"), "[internal]"},
	    {XSL("<xsl:import href='/etc/passwd'/>"), "[corrupt]"},
	    {XSL("<xsl:import href='../part/none.xsl'/>"), "[corrupt]"},
	    {XSL("<xsl:include href='file:///usr/share/xml/x.xsl'/>"), "[corrupt]"},
	    {"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" PAGE("<p>&e;</p>"), "[corrupt]"},
	    {"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" PAGE("<p/>"), "document type"},
	    {"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" PAGE("<p>&b;</p>"), "document type"},
	    {"<xsl:stylesheet", "[corrupt]"},
	    {"<nothing/>", "[corrupt]"},
	    {PAGE("<xsl:unknown/>"), "[corrupt]"},
	    {PAGE("<xsl:value-of select='((('/>"), "[corrupt]"},
	    {PAGE("<xsl:value-of select='nothing()'/>"), "[internal]"},
	    {PAGE("<xsl:message terminate='yes'>stop here</xsl:message>"), "stop here"},
	    {PAGE("<p splice='0'/>"), "splice"},
	    {PAGE("<p splice='-1'/>"), "splice"},
	    {PAGE("<script>a&lt;/SCRIPT&gt;</script>"), "script"},
	    {PAGE("<br>x</br>"), "void element"},
	    {XSL("<xsl:template match='/'><pages/></xsl:template>"), "did not make this page"},
	    {XSL("<xsl:template match='/'><pages><page><html/></page><page><html/></page></pages></xsl:template>"),
	     "more pages"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		set_up();
		const char *said = rendered(cases[i].page);
		if (!CHECK(strstr(said, cases[i].says)) || !CHECK(said[0] == '['))
			printf("# case %zu said: %s\n", i, said);
		CHECK(!strstr(said, "root:"));
		tear_down();
	}
	CHECK(access("/tmp/headwater-test-render-escaped", F_OK) != 0);
}

static void loops_are_stopped(void)
{
	static const char *const pages[] = {
	    PAGE("<xsl:for-each select='//node()'><xsl:for-each select='//node()'><xsl:for-each select='//node()'>"
		 "<xsl:for-each select='//node()'><xsl:for-each select='//node()'>x</xsl:for-each></xsl:for-each>"
		 "</xsl:for-each></xsl:for-each></xsl:for-each>"),
	    PAGE("<xsl:value-of select='count(//node()[count(//node()[count(//node()[count(//node()) &gt; 1]) &gt; 1]) "
		 "&gt; 1])'/>"),
	    PAGE("<xsl:call-template name='loop'/></xsl:template><xsl:template name='loop'>"
		 "<xsl:call-template name='loop'/>"),
	};
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		set_up();
		struct doc *doc = doc_new("x");
		struct node *page = doc_page(doc, LANG_ZH, "/a/");
		for (int n = 0; n < 300; n++)
			node_text(page, "n", "1");
		enum status status;
		const char *said = rendered_doc(pages[i], XSL(""), doc, &status);
		if (!CHECK(status == STATUS_BUDGET || (i == 2 && status == STATUS_INTERNAL)))
			printf("# case %zu said: %.200s\n", i, said);
		CHECK_INT(got.len, 0);
		tear_down();
	}
}

static void unknown_kinds(void)
{
	set_up();
	const char *error = NULL;
	CHECK_INT(open_set(PAGE(""), XSL(""), &error), STATUS_OK);
	struct doc *doc = doc_new("y");
	CHECK_INT(render_pages(render, doc, collect, NULL), STATUS_NOT_FOUND);
	CHECK_STR(render_error(render), "no stylesheet page/y.xsl");
	doc_free(doc);
	tear_down();
}

static enum status refuse(void *context, const char *path, const char *html, size_t len)
{
	(void)path, (void)html, (void)len;
	++*(int *)context;
	return STATUS_IO;
}

static void a_failing_sink_stops(void)
{
	set_up();
	const char *error = NULL;
	CHECK_INT(open_set(PAGE("<p/>"), XSL(""), &error), STATUS_OK);
	struct doc *doc = doc_new("x");
	doc_page(doc, LANG_ZH, "/1/");
	doc_page(doc, LANG_ZH, "/2/");
	int calls = 0;
	CHECK_INT(render_pages(render, doc, refuse, &calls), STATUS_IO);
	CHECK_INT(calls, 1);
	doc_free(doc);
	tear_down();
}

/* ---- contracts ---- */

static char contract_dir[] = "/tmp/headwater-test-render-XXXXXX";

static void put(const char *name, const char *bytes)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", contract_dir, name);
	FILE *file = fopen(path, "w");
	if (!CHECK(file))
		return;
	fputs(bytes, file);
	fclose(file);
}

#define GRAMMAR(body) "<grammar xmlns='http://relaxng.org/ns/structure/1.0'>" body "</grammar>"

static void contracts(void)
{
	set_up();
	CHECK(mkdtemp(contract_dir));
	char folder[256];
	snprintf(folder, sizeof folder, "%s/contract", contract_dir);
	CHECK_INT(mkdir(folder, 0755), 0);
	put("contract/common.rng", GRAMMAR("<define name='page'><element name='page'><attribute name='lang'/>"
					   "<attribute name='path'/><ref name='content'/></element></define>"));
	put("contract/x.rng",
	    GRAMMAR("<include href='common.rng'/><start><element name='pages'><attribute name='kind'/>"
		    "<zeroOrMore><ref name='page'/></zeroOrMore></element></start>"
		    "<define name='content'><element name='title'><text/></element></define>"));
	put("contract/y.rng",
	    GRAMMAR("<include href='/etc/passwd'/><start><element name='pages'><text/></element></start>"));
	put("outside.rng", GRAMMAR("<define name='content'><text/></define>"));
	put("contract/z.rng", GRAMMAR("<include href='../outside.rng'/><start><ref name='content'/></start>"));
	const char *error = NULL;
	struct doc *doc = doc_new("x");
	node_text(doc_page(doc, LANG_ZH, "/a/"), "title", "t");
	CHECK_INT(render_check(contract_dir, doc, arena, &error), STATUS_OK);
	CHECK_STR(error, NULL);
	struct node *bad = doc_page(doc, LANG_ZH, "/b/");
	node_text(bad, "heading", "t");
	CHECK_INT(render_check(contract_dir, doc, arena, &error), STATUS_INVALID);
	CHECK(error && strstr(error, "/b/") && strstr(error, "heading"));
	doc_free(doc);
	static const char *const unreadable[] = {"y", "z", "none"};
	for (size_t i = 0; i < sizeof unreadable / sizeof unreadable[0]; i++) {
		doc = doc_new(unreadable[i]);
		CHECK_INT(render_check(contract_dir, doc, arena, &error), STATUS_CORRUPT);
		CHECK(error && !strstr(error, "root:"));
		doc_free(doc);
	}
	static const char *const made[] = {
	    "contract/common.rng", "contract/x.rng", "contract/y.rng", "contract/z.rng", "outside.rng", "contract", ""};
	for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
		char path[256];
		snprintf(path, sizeof path, "%s/%s", contract_dir, made[i]);
		CHECK_INT(remove(path), 0);
	}
	tear_down();
}

TAP_MAIN({"serialisation", serialisation}, {"splices take their place", splices_take_their_place},
	 {"batches keep their order", batches_keep_their_order}, {"texts", texts},
	 {"parts are included", parts_are_included}, {"faults are refused", faults_are_refused},
	 {"loops are stopped", loops_are_stopped}, {"unknown kinds", unknown_kinds},
	 {"a failing sink stops", a_failing_sink_stops}, {"contracts", contracts})
