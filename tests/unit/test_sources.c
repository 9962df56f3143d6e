/* Catalogues in the forms of other portals: DCAT-US, CKAN, DCAT as JSON-LD and RDF/XML, in their several shapes. */
#include "reading_fixture.h"

#include "read/ckan.h"
#include "read/dcat.h"
#include "read/dcat_us.h"
#include "read/names.h"
#include "read/records.h"
#include "read/triples.h"

typedef struct table *parse_fn(struct reading *reading, const char *file, struct text text);

/* "column=value column=value;" for each record, columns without value left out; values of one cell are parted by '+'. */
static const char *records_of(struct fixture *fixture, const struct table *table)
{
	struct buf out;
	buf_init(&out, BUF_MAX_DEFAULT);
	for (size_t row = 0; table && row < table->row_count; row++) {
		for (size_t c = 0; c < table->column_count; c++) {
			struct span cell = table->cells[row * table->column_count + c];
			if (cell.len == 0)
				continue;
			buf_printf(&out, "%.*s=", SPAN_FMT(table->header[c]));
			for (size_t i = 0; i < cell.len; i++)
				buf_byte(&out, cell.ptr[i] == JSON_LIST_SEPARATOR[0] ? '+' : cell.ptr[i]);
			buf_byte(&out, ' ');
		}
		buf_byte(&out, ';');
	}
	const char *text = arena_string(fixture->arena, table ? out.bytes : "(none)");
	buf_free(&out);
	return text;
}

static void expect(parse_fn *parse, const char *source, const char *records, const char *told)
{
	struct fixture fixture;
	fixture_open(&fixture);
	struct table *table = parse(&fixture.reading, "t", fixture_text(source));
	CHECK_STR(records_of(&fixture, table), records);
	CHECK_STR(fixture_told(&fixture), told);
	fixture_close(&fixture);
}

static void dcat_us(void)
{
	expect(
	    dcat_us_parse,
	    "{\"@type\":\"dcat:Catalog\",\"dataset\":[{\"@type\":\"dcat:Dataset\",\"title\":\"A\",\"keyword\":[\"x\","
	    "\"y\"],\"publisher\":{\"@type\":\"org:Organization\",\"name\":\"P\"},\"contactPoint\":{\"hasEmail\":"
	    "\"mailto:a@b.c\"},\"distribution\":[{\"mediaType\":\"text/csv\",\"downloadURL\":\"http://a/1\"},"
	    "{\"mediaType\":\"text/html\"}],\"odd\":{\"deep\":{\"n\":1}},\"none\":null},{\"title\":\"B\"}]}",
	    "title=A keyword=x+y publisher.name=P contactPoint.hasEmail=a@b.c "
	    "distribution.mediaType=text/csv+text/html "
	    "distribution.downloadURL=http://a/1 odd.deep.n=1 ;title=B ;",
	    "");
	expect(dcat_us_parse, "[{\"title\":\"A\"}]", "title=A ;", "");
	expect(dcat_us_parse, "{\"datasets\":[]}", "(none)", "S101@1:1");
	expect(dcat_us_parse, "{\"dataset\":[]}", "(none)", "E137@1:1");
	expect(dcat_us_parse, "{\"dataset\":[{},7]}", ";;", "S102@2:1");
	expect(dcat_us_parse, "{\"dataset\":[{}]}", ";", "");
	expect(dcat_us_parse, "{\"dataset\":[", "(none)", "E140@1:12");
}

static void ckan(void)
{
	expect(ckan_parse,
	       "{\"id\":\"1\",\"name\":\"a\",\"tags\":[{\"name\":\"x\"},{\"name\":\"y\"}],\"organization\":{\"title\":"
	       "\"O\"},"
	       "\"extras\":[{\"key\":\"k\",\"value\":\"v\"}],\"resources\":[{\"url\":\"u\"},{\"url\":\"w\"}]}\n"
	       "{\"id\":\"2\",\"groups\":[]}\n",
	       "id=1 name=a organization.title=O tags.name=x+y resources.url=u+w extras.k=v ;id=2 ;", "");
	expect(ckan_parse, "{\"success\":true,\"result\":{\"count\":2,\"results\":[{\"id\":\"1\"},{\"id\":\"2\"}]}}",
	       "id=1 ;id=2 ;", "");
	expect(ckan_parse,
	       "{\"success\":true,\"result\":{\"count\":2,\"results\":[{\"id\":\"1\"}]}}\n"
	       "{\"success\":true,\"result\":{\"count\":2,\"results\":[{\"id\":\"2\"}]}}",
	       "id=1 ;id=2 ;", "");
	expect(ckan_parse, "{\"success\":true,\"result\":[{\"id\":\"1\"}]}", "id=1 ;", "");
	expect(ckan_parse, "{\"success\":true,\"result\":{\"id\":\"1\",\"name\":\"a\"}}", "id=1 name=a ;", "");
	expect(ckan_parse, "{\"success\":true,\"result\":{\"count\":3,\"results\":[{\"id\":\"1\"}]}}", "(none)",
	       "S104@1:1");
	expect(ckan_parse, "{\"success\":false,\"error\":{\"message\":\"m\"}}", "(none)", "S103@1:1");
	expect(ckan_parse, "{\"success\":true,\"result\":\"x\"}", "(none)", "S101@1:1");
	expect(ckan_parse, "[3]", ";", "S102@2:1");
	expect(ckan_parse, "", "(none)", "E137@1:1");
	expect(ckan_parse, "{\"id\":\"1\"}\n{\"id\":", "(none)", "E140@2:6");
}

#define CONTEXT                                                                                        \
	"\"@context\":{\"dcat\":\"http://www.w3.org/ns/dcat#\",\"dct\":\"http://purl.org/dc/terms/\"," \
	"\"foaf\":\"http://xmlns.com/foaf/0.1/\""
#define A_SHAPE "@id=http://a/1 dct:title=T dct:publisher=http://a/p dct:publisher/foaf:name=P dct:title@en=E ;"

/* The same dataset in the shapes a JSON-LD document may have. */
static void json_ld_shapes(void)
{
	static const char *const shapes[] = {
	    /* by reference, in a graph */
	    "{" CONTEXT
	    "},\"@graph\":[{\"@id\":\"http://a/1\",\"@type\":[\"dcat:Dataset\"],\"dct:title\":[{\"@value\":\"T\","
	    "\"@language\":\"zh\"},{\"@value\":\"E\",\"@language\":\"en\"}],\"dct:publisher\":{\"@id\":\"http://a/"
	    "p\"}},"
	    "{\"@id\":\"http://a/p\",\"foaf:name\":\"P\"}]}",
	    /* nested below a catalogue, with words and coercions */
	    "{" CONTEXT ",\"id\":\"@id\",\"type\":\"@type\",\"title\":{\"@id\":\"dct:title\",\"@container\":\"@"
	    "language\"},\"dataset\":"
	    "{\"@id\":\"dcat:dataset\"},\"@base\":\"http://a/x\"},\"type\":\"dcat:Catalog\",\"dataset\":[{\"id\":\"1\","
	    "\"type\":\"dcat:Dataset\",\"title\":{\"zh\":\"T\",\"en\":[\"E\"]},\"dct:publisher\":{\"id\":\"/"
	    "p\",\"foaf:name\":"
	    "\"P\"}}]}",
	    /* expanded, no context at all */
	    "[{\"@id\":\"http://a/1\",\"@type\":[\"http://www.w3.org/ns/dcat#Dataset\"],\"http://purl.org/dc/terms/"
	    "title\":"
	    "[{\"@value\":\"T\",\"@language\":\"zh\"},{\"@value\":\"E\",\"@language\":\"EN\"}],"
	    "\"http://purl.org/dc/terms/publisher\":[{\"@id\":\"http://a/p\",\"http://xmlns.com/foaf/0.1/name\":"
	    "[{\"@value\":\"P\"}]}]}]",
	    /* a vocabulary, a default language, a term of type @id, a reverse term, a list of contexts */
	    "{\"@context\":[{\"@vocab\":\"http://purl.org/dc/terms/\",\"@language\":\"zh\"},{\"of\":{\"@reverse\":"
	    "\"publisher\",\"@type\":\"@id\"},\"name\":{\"@id\":\"http://xmlns.com/foaf/0.1/name\",\"@language\":null},"
	    "\"en\":{\"@id\":\"title\",\"@language\":\"en\"}}],\"@graph\":[{\"@id\":\"http://a/1\",\"@type\":"
	    "\"http://www.w3.org/ns/dcat#Dataset\",\"title\":\"T\",\"en\":\"E\"},{\"@id\":\"http://a/"
	    "p\",\"name\":\"P\","
	    "\"of\":\"http://a/1\"}]}",
	    /* said twice, and @reverse, @set */
	    "{" CONTEXT
	    "},\"@graph\":[{\"@id\":\"http://a/1\",\"@type\":\"dcat:Dataset\",\"dct:title\":{\"@set\":[{\"@value\":"
	    "\"T\",\"@language\":\"zh\"},{\"@value\":\"T\",\"@language\":\"zh\"}]}},{\"@id\":\"http://a/"
	    "1\",\"dct:title\":"
	    "{\"@value\":\"E\",\"@language\":\"en\"}},{\"@id\":\"http://a/p\",\"foaf:name\":\"P\",\"@reverse\":"
	    "{\"dct:publisher\":{\"@id\":\"http://a/1\"}}}]}"};
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		expect(dcat_jsonld_parse, shapes[i], A_SHAPE, "");
}

static void json_ld_nodes(void)
{
	/* a blank node by its label; a dataset that is only named; one dataset does not lead into another */
	expect(dcat_jsonld_parse,
	       "{" CONTEXT "},\"@graph\":[{\"@type\":\"dcat:Catalog\",\"dcat:dataset\":[{\"@id\":\"_:d\"},{\"@id\":"
	       "\"http://a/2\"}]},{\"@id\":\"_:d\",\"dct:title\":\"T\",\"dct:relation\":{\"@id\":\"http://a/2\"}}]}",
	       "dct:title=T dct:relation=http://a/2 ;@id=http://a/2 ;", "");
	/* languages: none before English, English before others; what is not taken keeps its tag */
	expect(
	    dcat_jsonld_parse,
	    "{" CONTEXT "},\"@type\":\"dcat:Dataset\",\"dct:title\":[{\"@value\":\"E\",\"@language\":\"en\"},\"U\"],"
	    "\"dct:description\":[{\"@value\":\"F\",\"@language\":\"fr\"},{\"@value\":\"E\",\"@language\":\"en-GB\"}]}",
	    "dct:title=U dct:description=E dct:title@en=E dct:description@fr=F ;", "");
	/* a circle ends */
	expect(dcat_jsonld_parse,
	       "{" CONTEXT "},\"@type\":\"dcat:Dataset\",\"dct:x\":{\"@id\":\"_:a\",\"dct:x\":{\"@id\":\"_:a\"},"
	       "\"dct:y\":1}}",
	       "dct:x/dct:y=1 dct:x/dct:x/dct:y=1 ;", "");
}

static void json_ld_faults(void)
{
	expect(dcat_jsonld_parse, "{\"@context\":\"https://a/context.jsonld\",\"@type\":\"Dataset\"}", "(none)",
	       "S106@1:1");
	expect(dcat_jsonld_parse, "{\"@context\":[{},\"https://a/c\"],\"@type\":\"Dataset\"}", "(none)", "S106@1:1");
	expect(dcat_jsonld_parse, "{\"@context\":{\"a\":{\"@id\":\"http://a\",\"@context\":{}}}}", "(none)",
	       "S107@1:1");
	expect(dcat_jsonld_parse, "{\"@nest\":{}}", "(none)", "S107@1:1");
	expect(dcat_jsonld_parse, "{\"@id\":\"http://a\",\"@reverse\":[{}]}", "(none)", "S107@1:1");
	expect(dcat_jsonld_parse, "{\"@id\":\"http://a\"}", "(none)", "S109@1:1");
	expect(dcat_jsonld_parse, "{" CONTEXT "},\"@type\":\"dcat:Dataset\",\"colour\":1,\"dct:title\":\"T\"}",
	       "dct:title=T ;", "S190@1:1");
	/* words that stand for one another end too */
	expect(dcat_jsonld_parse, "{\"@context\":{\"a\":\"b\",\"b\":\"a\"},\"a\":1}", "(none)", "S190@1:1 S109@1:1");
}

#define RDF                                                                                                         \
	"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dcat='http://www.w3.org/ns/dcat#' " \
	"xmlns:dct='http://purl.org/dc/terms/' xmlns:foaf='http://xmlns.com/foaf/0.1/'>"
#define TITLES "<dct:title xml:lang='zh'>T</dct:title><dct:title xml:lang='en'>E</dct:title>"

static void rdf_xml_shapes(void)
{
	static const char *const shapes[] = {
	    /* by reference */
	    RDF "<rdf:Description rdf:about='http://a/1'><rdf:type "
		"rdf:resource='http://www.w3.org/ns/dcat#Dataset'/>" TITLES
		"<dct:publisher rdf:resource='http://a/p'/></rdf:Description>"
		"<foaf:Agent rdf:about='http://a/p'><foaf:name>P</foaf:name></foaf:Agent></rdf:RDF>",
	    /* nested below a catalogue, relative to a base */
	    RDF
	    "<dcat:Catalog xml:base='http://a/b/'><dcat:dataset><dcat:Dataset rdf:about='../1' xml:base='http://a/b'>"
	    "</dcat:Dataset></dcat:dataset></dcat:Catalog></rdf:RDF>",
	    /* property attributes, a typed literal, a language from outside */
	    RDF
	    "<dcat:Dataset rdf:about='http://a/1' xml:lang='zh'><dct:title rdf:datatype='x'><![CDATA[T]]></dct:title>"
	    "<dct:title xml:lang='en'>E</dct:title><dct:publisher><foaf:Agent rdf:about='http://a/p' xml:lang='' "
	    "foaf:name='P'/></dct:publisher></dcat:Dataset></rdf:RDF>"};
	expect(dcat_rdf_parse, shapes[0], A_SHAPE, "");
	expect(dcat_rdf_parse, shapes[1], "@id=http://a/1 ;", "");
	expect(dcat_rdf_parse, shapes[2], A_SHAPE, "");
}

static void rdf_xml_nodes(void)
{
	expect(
	    dcat_rdf_parse,
	    RDF
	    "<dcat:Dataset><dct:publisher rdf:nodeID='p'/><dct:x rdf:parseType='Resource'><dct:y>1</dct:y></dct:x>"
	    "<dct:z rdf:parseType='Literal'>a<b>c</b></dct:z><dct:l rdf:parseType='Collection'><rdf:Description "
	    "rdf:about='http://a/1'/><rdf:Description rdf:about='http://a/2'/></dct:l><dct:w dct:v='2'/></dcat:Dataset>"
	    "<foaf:Agent rdf:nodeID='p'><foaf:name>P</foaf:name></foaf:Agent></rdf:RDF>",
	    "dct:publisher/foaf:name=P dct:z=ac dct:l=http://a/1+http://a/2 dct:x/dct:y=1 dct:w/dct:v=2 ;", "");
	/* a declaration that the decoded text outlived */
	expect(dcat_rdf_parse,
	       "<?xml version='1.0' encoding='GB2312'?>" RDF "<dcat:Dataset><dct:title>名称</dct:title></dcat:Dataset>"
	       "</rdf:RDF>",
	       "dct:title=名称 ;", "");
	/* what stands for its node */
	expect(dcat_rdf_parse,
	       RDF
	       "<dcat:Dataset xmlns:v='http://www.w3.org/2006/vcard/ns#'><dcat:contactPoint rdf:parseType='Resource'>"
	       "<v:hasEmail rdf:parseType='Resource'><v:hasValue rdf:resource='mailto:a@b.c'/></v:hasEmail>"
	       "</dcat:contactPoint><dct:format rdf:parseType='Resource'><rdf:value>CSV</rdf:value></dct:format>"
	       "</dcat:Dataset></rdf:RDF>",
	       "dcat:contactPoint/vcard:hasEmail=a@b.c dct:format=CSV ;", "");
}

static void rdf_xml_faults(void)
{
	expect(dcat_rdf_parse, RDF "<dcat:Dataset>", "(none)", "S108@1:198");
	expect(dcat_rdf_parse, "<!DOCTYPE x [<!ENTITY e 'boo'>]>\n<x>&e;</x>", "(none)", "S108@2:11");
	expect(dcat_rdf_parse, RDF "</rdf:RDF>", "(none)", "S109@1:1");
	expect(dcat_rdf_parse, "", "(none)", "S108@1:1");
	expect(dcat_rdf_parse, "text", "(none)", "S108@1:1");
}

static const char *resolved(const char *base, const char *reference)
{
	static char kept[256];
	struct arena *arena = arena_new();
	snprintf(kept, sizeof kept, "%s", iri_resolve(arena, base, reference));
	arena_free(arena);
	return kept;
}

/* What is said twice counts once, of nodes that say little and of those that say much. */
static void repetitions(void)
{
	struct fixture fixture;
	struct triples triples;
	fixture_open(&fixture);
	triples_open(&triples, &fixture.reading, "t");
	size_t node = triples_node(&triples, span_of("http://a"));
	for (int turn = 0; turn < 2; turn++) {
		for (int i = 0; i < 100; i++) {
			triples_link(&triples, node, "p", triples_node(&triples, span_of(i % 2 ? "_:a" : "_:b")));
			triples_literal(&triples, node, "p", span_of(arena_printf(fixture.arena, "%d", i)),
					i % 2 ? "en" : NULL);
		}
		CHECK_INT(triples.statement_count, 102);
		CHECK_INT(triples.nodes[node].count, 102);
	}
	triples_literal(&triples, node, "p", span_of("0"), "en");
	CHECK_INT(triples.statement_count, 103);
	triples_close(&triples);
	fixture_close(&fixture);
}

static void references(void)
{
	CHECK_STR(resolved("http://h/a/b?q#f", "c"), "http://h/a/c");
	CHECK_STR(resolved("http://h/a/b?q#f", "/c"), "http://h/c");
	CHECK_STR(resolved("http://h/a/b?q#f", "#c"), "http://h/a/b?q#c");
	CHECK_STR(resolved("http://h/a/b?q#f", ""), "http://h/a/b?q");
	CHECK_STR(resolved("http://h/a/b?q#f", "?c"), "http://h/a/b?c");
	CHECK_STR(resolved("http://h/a/b?q#f", "//i/c"), "http://i/c");
	CHECK_STR(resolved("http://h", "c"), "http://h/c");
	CHECK_STR(resolved("http://h/a/b/c", "../x/./y?../z"), "http://h/a/x/y?../z");
	CHECK_STR(resolved("http://h/a", "../../x/.."), "http://h/");
	CHECK_STR(resolved("http://h/a", "urn:x"), "urn:x");
	CHECK_STR(resolved(NULL, "c"), "c");
}

static void names(void)
{
	struct names names;
	struct arena *arena = arena_new();
	names_open(&names, arena);
	CHECK_INT(names_take(&names, span_of("b")), 0);
	CHECK_INT(names_take(&names, span_of("a")), 1);
	CHECK_INT(names_take(&names, span_of("b")), 0);
	for (int i = 0; i < 1000; i++)
		CHECK_INT(names_take(&names, span_of(arena_printf(arena, "n%d", i))), 2 + i);
	CHECK_STR(names.items[1001], "n999");
	names_close(&names);
	arena_free(arena);
}

static void limits(void)
{
	struct fixture fixture;
	fixture_open(&fixture);
	struct records *records = records_open(&fixture.reading, "t");
	records_begin(records);
	for (int i = 0; i < 20000; i++)
		records_put(records, arena_printf(fixture.arena, "c%d", i), span_of("x"));
	CHECK(records_full(records));
	CHECK(records_table(records) == NULL);
	CHECK_STR(fixture_told(&fixture), "S105@1:1");
	records_close(records);
	fixture_close(&fixture);
	const char *deep = "{\"@type\":\"x\",\"http://a\":";
	struct buf text;
	buf_init(&text, BUF_MAX_DEFAULT);
	for (int i = 0; i < 100; i++)
		buf_str(&text, deep);
	buf_str(&text, "1");
	for (int i = 0; i < 100; i++)
		buf_str(&text, "}");
	expect(dcat_jsonld_parse, text.bytes, "(none)", "S105@1:1");
	buf_free(&text);
}

TAP_MAIN({"DCAT-US", dcat_us}, {"CKAN", ckan}, {"JSON-LD in several shapes", json_ld_shapes},
	 {"nodes and languages", json_ld_nodes}, {"JSON-LD that is not read", json_ld_faults},
	 {"RDF/XML in several shapes", rdf_xml_shapes}, {"RDF/XML nodes", rdf_xml_nodes},
	 {"RDF/XML that is not read", rdf_xml_faults}, {"repetitions", repetitions}, {"references", references},
	 {"names", names}, {"limits", limits})
