#include "tap.h"

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "manifest.h"
#include "model.h"
#include "pack/catalog_dcat.h"
#include "pack/catalog_files.h"
#include "pack/catalog_scope.h"
#include "pack/catalog_sitemap.h"
#include "page/jsonld.h"
#include "urls.h"

/*
 * A portal of three datasets: "closed-list", "open-list" (one table of two public fields and one closed one) and
 * "sampled" (a conditional one with a sample beside a file that is not public).
 */
static struct arena *arena;
static struct model model;
static struct sink sink; /* without an output: all stays in memory */

#define out sink.buf

#define LABEL(zh, en) ((struct label){{(zh), (en)}})
#define DATE(text_, y, m, d) ((struct date){.year = (y), .month = (m), .day = (d), .text = (text_)})

static struct strings strings(const char *first, const char *second)
{
	struct strings list = {.items = arena_array(arena, 2, sizeof(char *)), .count = second ? 2 : 1};
	list.items[0] = first;
	list.items[1] = second;
	return list;
}

static struct column_value *extra(const char *a, const char *av, const char *b, const char *bv)
{
	struct column_value *values = arena_array(arena, 2, sizeof *values);
	values[0] = (struct column_value){a, av};
	values[1] = (struct column_value){b, bv};
	return values;
}

#define TERM(code_, zh, en, ...)                                                                        \
	{                                                                                               \
		.code = (code_), .label = {{(zh), (en)}}, .extra = extra(__VA_ARGS__), .extra_count = 2 \
	}

#define EU "http://publications.europa.eu/resource/authority/"

static void add_vocabulary(const char *id, const struct term *terms, size_t count)
{
	struct vocabulary *vocabulary =
	    ARENA_PUSH(arena, model.vocabularies, model.vocabulary_count, model.vocabulary_capacity);
	*vocabulary = (struct vocabulary){.id = id, .terms = arena_array(arena, count, sizeof *terms), .count = count};
	memcpy(vocabulary->terms, terms, count * sizeof *terms);
}

/* In the order of their ids, as the model keeps them. */
static void add_vocabularies(void)
{
	const struct term formats[] = {
	    TERM("csv", "CSV", "CSV", "media_type", "text/csv", "file_type", EU "file-type/CSV"),
	    TERM("zip", "ZIP", "ZIP", "media_type", "application/zip", "file_type", EU "file-type/ZIP"),
	};
	const struct term licences[] = {TERM("cc-by-4.0", "署名 4.0", "Attribution 4.0", "url",
					     "https://example.org/by/", "uri", EU "licence/CC_BY_4_0"),
					TERM("own", "协议", "Agreement", "url", "/help/own/", "text", "按协议使用。")};
	const struct term open[] = {
	    TERM("1", "无条件开放", "Open", "access_right", EU "access-right/PUBLIC", "dcat_us", "public"),
	    TERM("2", "有条件开放", NULL, "access_right", EU "access-right/RESTRICTED", "dcat_us", "restricted public"),
	    TERM("3", "不予开放", NULL, "access_right", EU "access-right/NON_PUBLIC", "dcat_us", "non-public")};
	const struct term themes[] = {TERM("01", "信用服务", "Credit", "slug", "credit", "other", ""),
				      TERM("02", "医疗卫生", "Health", "slug", "health", "other", "")};

	add_vocabulary("formats", formats, 2);
	add_vocabulary("licences", licences, 2);
	add_vocabulary("open-types", open, 3);
	add_vocabulary("themes", themes, 2);
}

static struct field field(const char *name, const char *title, int column, enum open_type open)
{
	return (struct field){.name = name, .title = LABEL(title, NULL), .column = column, .open = open};
}

static struct resource resource(const char *dataset, const char *name, bool sample)
{
	struct resource resource = {.name = name, .format = "csv", .title = LABEL("表", "Table"), .tabular = true};
	static const char *const variants[] = {"bom", "no-bom"}, *const extensions[] = {"csv", "no-bom.csv"};

	resource.sample = sample;
	resource.primary_key = strings("code", NULL);
	resource.fields = arena_array(arena, 3, sizeof(struct field));
	resource.fields[0] = field("code", "代码", 0, OPEN_UNCONDITIONAL);
	resource.fields[0].required = resource.fields[0].unique = true;
	resource.fields[0].length = 6;
	resource.fields[0].codes = "themes";
	resource.fields[1] = field("name", "名称", 1, OPEN_UNCONDITIONAL);
	resource.fields[2] = field("secret", "秘密", -1, OPEN_CLOSED);
	resource.field_count = 3;
	resource.table = arena_alloc(arena, sizeof *resource.table);
	resource.table->row_count = 7;
	resource.downloads = arena_array(arena, 2, sizeof(struct download));
	for (size_t i = 0; i < 2; i++)
		resource.downloads[i] = (struct download){
		    .format = "csv",
		    .variant = variants[i],
		    .path = arena_printf(arena, "datasets/%s/files/%s.%s", dataset, name, extensions[i]),
		    .title = LABEL("CSV 文件", "CSV file"),
		};
	resource.download_count = 2;
	return resource;
}

static struct dataset dataset(const char *id, enum open_type open, const char *modified)
{
	struct dataset dataset = {.id = id, .code = "101001/0001", .open = open, .licence = "cc-by-4.0", .grade = 1};

	dataset.title = LABEL("目录 <一> & \"二\"", "List <one>");
	dataset.abstract = LABEL("第一行\n第二行，含\\反斜线", NULL);
	dataset.issued = DATE("2026-01-15", 2026, 1, 15);
	dataset.modified = DATE(modified, 2026, 3, 1);
	dataset.period_start = DATE("2013-05", 2013, 5, 0);
	dataset.source_title = LABEL("来源", NULL);
	dataset.contact_phone = "0971-123 4567（转1）";
	dataset.region_code = "630000";
	dataset.provider_id = "org";
	dataset.themes = strings("01", "02");
	dataset.keywords = strings("代码", "区划");
	dataset.formats = strings("csv", NULL);
	dataset.org = &model.orgs[0];
	dataset.region = &model.regions[0];
	return dataset;
}

static void add_datasets(void)
{
	struct dataset *all = model.folders = arena_array(arena, 3, sizeof *all);

	model.folder_count = 3;
	all[0] = dataset("closed-list", OPEN_CLOSED, "2026-03-09");
	all[1] = dataset("open-list", OPEN_UNCONDITIONAL, "2026-03-01");
	all[2] = dataset("sampled", OPEN_CONDITIONAL, "2026-03-01");
	all[2].licence = "own";
	all[2].open_condition = "签署协议";
	all[1].resources = arena_array(arena, 1, sizeof(struct resource));
	all[1].resources[0] = resource("open-list", "table", false);
	all[1].resource_count = 1;
	all[1].archive = (struct download){.format = "zip", .path = "datasets/open-list/open-list.zip"};
	all[2].resources = arena_array(arena, 2, sizeof(struct resource));
	all[2].resources[0] = resource("sampled", "whole", false);
	all[2].resources[1] = resource("sampled", "few", true);
	all[2].resource_count = 2;
	all[2].archive = (struct download){.format = "zip", .path = "datasets/sampled/sampled.zip"};
	model_lay_cards(&model);
	model_date(&model);
}

static void set_up(void)
{
	static const char sum[] = "00000000000000000000000000000000000000000000000000000000000000ab";

	arena = arena_new();
	buf_init(&out, BUF_MAX_DEFAULT);
	model = (struct model){.arena = arena, .now = DATE("2026-11-20", 2026, 11, 20)};
	model.portal.name = LABEL("门户", "Portal");
	model.portal.base_url = "https://data.example";
	model.portal.languages[1] = LANG_EN;
	model.portal.language_count = 2;
	model.portal.region = "630000";
	model.portal.licence = "cc-by-4.0";
	model.portal.host = LABEL("办公厅", "Office");
	model.portal.email = "open@data.example";
	model.regions = arena_array(arena, 1, sizeof *model.regions);
	model.regions[0] = (struct region){.code = "630000", .name = LABEL("青海省", "Qinghai")};
	model.orgs = arena_array(arena, 1, sizeof *model.orgs);
	model.orgs[0] = (struct org){.id = "org", .code = "11630000", .name = LABEL("民政厅", NULL), .synthetic = true};
	model.orgs[0].region = &model.regions[0];
	model.region_count = model.org_count = 1;
	add_vocabularies();
	add_datasets();
	model.manifest = manifest_new(".");
	struct file_facts table = {.path = "datasets/open-list/files/table.no-bom.csv", .size_bytes = 1234};
	struct file_facts archive = {.path = "datasets/open-list/open-list.zip", .size_bytes = 99};
	table.sha256 = archive.sha256 = digest_parse(sum);
	manifest_add(model.manifest, &table);
	manifest_add(model.manifest, &archive);
}

static void tear_down(void)
{
	buf_free(&out);
	manifest_free(model.manifest);
	arena_free(arena);
}

static size_t times(const char *needle)
{
	size_t count = 0;
	for (const char *p = strstr(out.bytes, needle); p; p = strstr(p + strlen(needle), needle))
		count++;
	return count;
}

static bool has(const char *needle)
{
	return strstr(out.bytes, needle) != NULL;
}

static const struct catalog_scope *portal_scope(void)
{
	size_t count;
	return catalog_scopes(&model, arena, &count);
}

/* A form of a scope's catalogue, into `out`. */
static void write_form(const struct catalog_form *form, const struct catalog_scope *scope)
{
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	struct catalog_pass pass = {
	    .model = &model, .facts = &facts, .scope = scope, .arena = arena_new(), .sink = &sink};
	struct catalog_pass making = {.model = &model, .facts = &facts, .arena = pass.arena};
	struct buf record;
	buf_init(&record, BUF_MAX_DEFAULT);
	CHECK_INT(form->begin(&pass), STATUS_OK);
	for (size_t i = 0; i < scope->shelf.count; i++) {
		buf_reset(&record);
		form->record(&making, scope->shelf.cards[i]->folder, &record);
		form->put(&pass, (struct span){record.bytes, record.len});
		arena_reset(pass.arena);
	}
	CHECK_INT(form->end(&pass), STATUS_OK);
	buf_free(&record);
	arena_free(pass.arena);
}

static void addresses(void)
{
	set_up();
	CHECK_STR(url_file(&model, arena, "datasets/x/files/表 1.csv"),
		  "https://data.example/datasets/x/files/%E8%A1%A8%201.csv");
	CHECK_STR(url_page(&model, arena, "/help/", LANG_ZH), "https://data.example/help/");
	CHECK_STR(url_page(&model, arena, "/help/", LANG_EN), "https://data.example/en/help/");
	CHECK_STR(url_term(&model, arena, "themes", model_term(&model, "themes", "02")),
		  "https://data.example/themes/health/");
	CHECK_STR(url_term(&model, arena, "formats", model_term(&model, "formats", "csv")),
		  "https://data.example/formats/csv/");
	tear_down();
}

/* What is said to one form alone is not heard by the other; each is the same as if it were written on its own. */
static void syntaxes_at_once(void)
{
	set_up();
	struct buf turtle, rdf;
	struct graph graph;
	buf_init(&turtle, BUF_MAX_DEFAULT);
	buf_init(&rdf, BUF_MAX_DEFAULT);
	graph_begin(&graph, arena);
	graph_write(&graph, &graph_turtle, &turtle);
	graph_write(&graph, &graph_rdfxml, &rdf);
	graph_only(&graph, 1);
	graph_subject(&graph, "https://x.example/rdf", "dcat:Dataset");
	graph_rest(&graph);
	graph_all(&graph);
	graph_subject(&graph, "https://x.example/both", "dcat:Dataset");
	graph_end(&graph);
	CHECK(!strstr(turtle.bytes, "x.example/rdf"));
	CHECK(strstr(rdf.bytes, "x.example/rdf"));
	CHECK(strstr(turtle.bytes, "<https://x.example/both>\n  a dcat:Dataset ."));
	CHECK(strstr(rdf.bytes, "rdf:about=\"https://x.example/both\""));
	buf_free(&turtle);
	buf_free(&rdf);
	tear_down();
}

/* One subject that needs every escape, in each syntax. */
static void say_small_graph(const struct graph_syntax *syntax)
{
	static const struct label label = {{"一\t\"二\"\\\r\n<三>\x01&", NULL}};
	struct graph graph;

	graph_begin(&graph, arena);
	graph_write(&graph, syntax, &out);
	graph_subject(&graph, "https://x.example/a b", "dcat:Dataset");
	graph_label(&graph, "dct:title", &label);
	graph_text(&graph, "dct:identifier", NULL);
	graph_iri(&graph, "dct:relation", "https://x.example/\"c\"?d=1&e=2");
	graph_typed(&graph, "dct:issued", "2026", "xsd:gYear");
	graph_type(&graph, "skos:Concept");
	graph_mention(&graph, "dct:license", &(struct graph_mention){EU "licence/CC0", "dct:LicenseDocument", NULL});
	graph_mention(&graph, "dct:license", &(struct graph_mention){EU "licence/CC0", "dct:LicenseDocument", NULL});
	graph_end(&graph);
}

static void turtle(void)
{
	set_up();
	say_small_graph(&graph_turtle);
	CHECK_STR(strstr(out.bytes, "\n\n") + 2,
		  "<https://x.example/a%20b>\n  a dcat:Dataset, skos:Concept ;\n  dct:issued \"2026\"^^xsd:gYear ;\n"
		  "  dct:license <" EU "licence/CC0>, <" EU "licence/CC0> ;\n"
		  "  dct:relation <https://x.example/%22c%22?d=1&e=2> ;\n"
		  "  dct:title \"一\\t\\\"二\\\"\\\\\\n<三>&\"@zh .\n"
		  "\n<" EU "licence/CC0>\n  a dct:LicenseDocument, skos:Concept ;\n  skos:inScheme <" EU
		  "licence> .\n");
	tear_down();
}

static void jsonld(void)
{
	set_up();
	say_small_graph(&graph_jsonld);
	CHECK(has("{\"@id\":\"https://x.example/a%20b\",\"@type\":[\"dcat:Dataset\",\"skos:Concept\"],"));
	CHECK(has("\"dct:issued\":[{\"@value\":\"2026\",\"@type\":\"xsd:gYear\"}]"));
	CHECK(has("\"dct:title\":[{\"@value\":\"一\\t\\\"二\\\"\\\\\\n\\u003c三>&\",\"@language\":\"zh\"}]}"));
	CHECK(has("\"skos:inScheme\":[{\"@id\":\"" EU "licence\"}]"));
	tear_down();
}

static void rdfxml(void)
{
	set_up();
	say_small_graph(&graph_rdfxml);
	CHECK(has("<rdf:Description rdf:about=\"https://x.example/a%20b\">"));
	CHECK(has("<dct:issued rdf:datatype=\"http://www.w3.org/2001/XMLSchema#gYear\">2026</dct:issued>"));
	CHECK(has("<dct:relation rdf:resource=\"https://x.example/%22c%22?d=1&amp;e=2\"/>"));
	CHECK(has("<dct:title xml:lang=\"zh\">一\t&quot;二&quot;\\\n&lt;三&gt;&amp;</dct:title>"));
	tear_down();
}

/* A page of DCAT, or the whole (0): the Turtle of it in `out`. */
static void write_dcat(size_t page)
{
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	struct sink sinks[DCAT_FILES];
	for (size_t f = 0; f < DCAT_FILES; f++)
		sink_open(&sinks[f], NULL, "x", false);
	catalog_dcat(&model, &facts, page, sinks);
	buf_reset(&out);
	buf_add(&out, sinks[2].buf.bytes, sinks[2].buf.len);
	for (size_t f = 0; f < DCAT_FILES; f++)
		buf_free(&sinks[f].buf);
}

static void dcat(void)
{
	set_up();
	write_dcat(0);
	CHECK_INT(times(" a dcat:Dataset"), 3);
	/* two files and an archive of the open dataset, the same of the sample; none of the closed one */
	CHECK_INT(times(" a dcat:Distribution"), 6);
	CHECK(!has("sampled/files/whole"));
	CHECK(!has("closed-list/#file"));
	CHECK(has("dcat:byteSize \"1234\"^^xsd:nonNegativeInteger"));
	CHECK_INT(times(" a spdx:Checksum ;"), 2);
	CHECK_INT(times(" a spdx:ChecksumAlgorithm"), 1);
	CHECK(has("dcat:startDate \"2013-05\"^^xsd:gYearMonth"));
	CHECK(has("<tel:0971-12345671>"));
	CHECK(has("dct:license <https://data.example/help/own/>"));
	CHECK(has("\"按协议使用。\"@zh"));
	CHECK(!has("11630000")); /* a sample code is not an identifier */
	tear_down();
}

static void csv(void)
{
	set_up();
	write_form(&catalog_csv, portal_scope());
	CHECK(strncmp(out.bytes, "\xEF\xBB\xBFid,url,title,", 16) == 0);
	CHECK(has("\nopen-list,https://data.example/datasets/open-list/,\"目录 <一> & \"\"二\"\"\",List <one>,"));
	CHECK(has("\nsampled,"));
	CHECK(has(",01;02,信用服务;医疗卫生,"));
	CHECK(has("/datasets/open-list/open-list.zip,99,0000"));
	tear_down();
}

static void json(void)
{
	set_up();
	write_form(&catalog_json, portal_scope());
	CHECK(has("\"generated\": \"2026-11-20\",\n  \"dataset_count\": 3,"));
	CHECK(has("\"bytes\": 1234,"));
	CHECK(has("\"code_is_sample\": true"));
	CHECK(!has("sampled/files/whole"));
	CHECK_INT(times("\"datapackage\":"), 2);
	tear_down();
}

static void json_lines(void)
{
	set_up();
	write_form(&catalog_jsonl, portal_scope());
	CHECK_INT(times("\n"), 3);
	CHECK(strncmp(out.bytes, "{\"id\":\"closed-list\",", 20) == 0);
	CHECK(has("\n{\"id\":\"open-list\",") && has("\"bytes\":1234,"));
	CHECK_INT(out.bytes[out.len - 1], '\n');
	tear_down();
}

static void xml(void)
{
	set_up();
	write_form(&catalog_xml, portal_scope());
	CHECK(strncmp(out.bytes, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<catalogue>", 50) == 0);
	CHECK(has("<dataset_count>3</dataset_count>"));
	CHECK_INT(times("<metadata>"), 3);
	CHECK(has("<zh>目录 &lt;一&gt; &amp; &quot;二&quot;</zh>"));
	CHECK(has("<size_bytes>1234</size_bytes>"));
	CHECK(!has("<fields>") && !has("secret") && !has("files/whole"));
	tear_down();
}

static void scopes(void)
{
	size_t count, found = 0;
	set_up();
	model.folders[0].themes = strings("01", NULL);
	model_lay_cards(&model);
	struct catalog_scope *list = catalog_scopes(&model, arena, &count);
	CHECK_STR(list[0].folder, "");
	CHECK_INT(list[0].shelf.count, 3);
	for (size_t i = 1; i < count; i++) {
		CHECK(list[i].shelf.count > 0 && list[i].shelf.count < 3);
		if (strcmp(list[i].folder, "themes/health/") != 0)
			continue;
		found++;
		CHECK_STR(list[i].kind, "theme");
		CHECK_STR(list[i].code, "02");
		write_form(&catalog_json, &list[i]);
		CHECK(has("\"kind\": \"theme\",\n    \"code\": \"02\""));
		CHECK(!has("\"archives\"") && !has("\"withdrawn\""));
	}
	CHECK_INT(found, 1);
	tear_down();
}

/* Three pages of a thousand, the last not full: each names its neighbours, and together they hold every dataset once. */
static void dcat_in_pages(void)
{
	enum { MANY = 2100 };
	size_t datasets = 0;
	set_up();
	model.folders = arena_array(arena, MANY, sizeof *model.folders);
	model.folder_count = MANY;
	for (size_t i = 0; i < MANY; i++)
		model.folders[i] = dataset(arena_printf(arena, "d%04zu", i), OPEN_CLOSED, "2026-03-01");
	model_lay_cards(&model);
	CHECK_INT(dcat_pages(&model), 3);
	for (size_t page = 1; page <= 3; page++) {
		write_dcat(page);
		datasets += times("\n  a dcat:Dataset ;");
		CHECK(has("hydra:totalItems \"2100\"^^xsd:integer"));
		CHECK(has("hydra:lastPage <https://data.example/dcat/pages/3.ttl>"));
		CHECK_INT(has("hydra:previousPage"), page > 1);
		CHECK_INT(has("hydra:nextPage"), page < 3);
		CHECK_INT(times("/datasets/d1000/#dataset>\n  a "), page == 2);
	}
	CHECK_INT(datasets, MANY);
	tear_down();
}

static void feed_of_a_dataset(void)
{
	set_up();
	struct change changes[] = {{.date = DATE("2026-03-01", 2026, 3, 1), .note = LABEL("第二次", NULL)},
				   {.date = DATE("2026-02-01", 2026, 2, 1), .note = LABEL("第一次 <b>", NULL)}};
	model.folders[1].changes = changes;
	model.folders[1].change_count = 2;
	catalog_dataset_feed(&model, &model.folders[1], &out);
	CHECK_INT(times("<entry>"), 3);
	const char *newer = strstr(out.bytes, "#change-2"), *older = strstr(out.bytes, "#change-1");
	CHECK(newer && older && newer < older && older < strstr(out.bytes, "#issued"));
	CHECK(has("<summary>第一次 &lt;b&gt;</summary>"));
	CHECK(has("href=\"https://data.example/datasets/open-list/feed.atom\""));
	tear_down();
}

static void us(void)
{
	set_up();
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	catalog_us(&model, &facts, &sink);
	CHECK_INT(times("\"@type\": \"dcat:Dataset\""), 2);
	CHECK(!has("closed-list"));
	CHECK(has("\"accessLevel\": \"restricted public\",\n      \"rights\": \"签署协议\""));
	CHECK(has("\"hasEmail\": \"mailto:open@data.example\""));
	CHECK(!has("sampled/files/whole"));
	tear_down();
}

/* Both ends to the day; an end that is a month or a year is its last day. */
static void us_period(void)
{
	const struct {
		struct date end;
		const char *want;
	} cases[] = {
	    {DATE("2016-02", 2016, 2, 0), "\"temporal\": \"2013-05-01/2016-02-29\""},
	    {DATE("1900-02", 1900, 2, 0), "\"temporal\": \"2013-05-01/1900-02-28\""},
	    {DATE("2015", 2015, 0, 0), "\"temporal\": \"2013-05-01/2015-12-31\""},
	    {DATE("2015-06-03", 2015, 6, 3), "\"temporal\": \"2013-05-01/2015-06-03\""},
	};
	set_up();
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	catalog_us(&model, &facts, &sink);
	CHECK(!has("temporal")); /* an open end is no interval */
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		model.folders[1].period_end = cases[i].end;
		buf_reset(&out);
		catalog_us(&model, &facts, &sink);
		CHECK(has(cases[i].want));
	}
	tear_down();
}

static void feed(void)
{
	set_up();
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	catalog_feed(&model, &facts, portal_scope(), &sink);
	CHECK_INT(times("<entry>"), 3);
	const char *closed = strstr(out.bytes, "/closed-list/"), *open = strstr(out.bytes, "/open-list/");
	CHECK(closed && open && closed < open && open < strstr(out.bytes, "/sampled/"));
	CHECK(has("<updated>2026-03-01T00:00:00+08:00</updated>"));
	CHECK(has("<title>目录 &lt;一&gt; &amp; &quot;二&quot;</title>"));
	CHECK(has("length=\"99\""));
	tear_down();
}

static void feed_is_capped(void)
{
	set_up();
	struct catalog_facts facts = catalog_facts_of_manifest(NULL);
	struct dataset *many = arena_array(arena, 150, sizeof *many);
	for (size_t i = 0; i < 150; i++)
		many[i] = dataset(arena_printf(arena, "d%03zu", i), OPEN_CLOSED, "2026-03-01");
	model.folders = many;
	model.folder_count = 150;
	model_lay_cards(&model);
	catalog_feed(&model, &facts, portal_scope(), &sink);
	CHECK_INT(times("<entry>"), CATALOG_FEED_ENTRIES);
	CHECK(has("/d099/") && !has("/d100/"));
	tear_down();
}

static void sitemap(void)
{
	struct sitemap map;

	set_up();
	sitemap_gather(&model, arena, SITEMAP_MAX_URLS, &map);
	CHECK_INT(sitemap_parts(&map), 1);
	for (size_t i = 1; i < map.count; i++)
		CHECK(strcmp(map.pages[i - 1].path, map.pages[i].path) < 0);
	sitemap_write(&map, 0, &out);
	CHECK_INT(times("<url>"), 2 * map.count);
	CHECK(has("<loc>https://data.example/en/datasets/sampled/</loc>\n<lastmod>2026-03-01</lastmod>"));
	CHECK(has("hreflang=\"en\" href=\"https://data.example/en/\""));
	CHECK(has("<loc>https://data.example/themes/credit/</loc>\n<lastmod>2026-03-09</lastmod>"));
	tear_down();
}

static void sitemap_in_parts(void)
{
	struct sitemap map;
	size_t urls = 0;

	set_up();
	sitemap_gather(&model, arena, 10, &map);
	CHECK_INT(sitemap_parts(&map), (map.count + 4) / 5);
	for (size_t part = 0; part < sitemap_parts(&map); part++) {
		buf_reset(&out);
		sitemap_write(&map, part, &out);
		CHECK(times("<url>") <= 10);
		urls += times("<url>");
	}
	CHECK_INT(urls, 2 * map.count);
	buf_reset(&out);
	sitemap_write_index(&map, &out);
	CHECK_INT(times("<sitemap>"), sitemap_parts(&map));
	CHECK(has("https://data.example/sitemap-1.xml") && !has("sitemap-0.xml"));
	tear_down();
}

static void package(void)
{
	set_up();
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	CHECK(catalog_package(&model, &model.folders[1], &facts, &out));
	CHECK(has("\"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\""));
	CHECK(has("\"path\": \"files/table.no-bom.csv\""));
	CHECK(has("\"bytes\": 1234,"));
	CHECK(has("\"hash\": \"sha256:0000"));
	CHECK(has("\"maxLength\": 6"));
	CHECK(has("\"value\": \"01\",") && has("\"label\": \"信用服务\""));
	CHECK(has("\"primaryKey\": ["));
	CHECK(!has("secret"));
	buf_reset(&out);
	model.folders[1].resources[0].primary_key = strings("code", "secret");
	CHECK(catalog_package(&model, &model.folders[1], &facts, &out));
	CHECK(!has("primaryKey") && !has("secret"));
	tear_down();
}

static void package_of_a_sample(void)
{
	set_up();
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	CHECK(catalog_package(&model, &model.folders[2], &facts, &out));
	CHECK(has("files/few.no-bom.csv") && !has("whole"));
	CHECK(has("\"path\": \"https://data.example/help/own/\""));
	tear_down();
}

static void no_package_of_a_closed_dataset(void)
{
	set_up();
	struct catalog_facts facts = catalog_facts_of_manifest(model.manifest);
	CHECK(!catalog_package(&model, &model.folders[0], &facts, &out));
	CHECK_INT(out.len, 0);
	tear_down();
}

static void robots(void)
{
	set_up();
	catalog_robots(&model, NULL, &sink);
	CHECK_STR(out.bytes,
		  "User-agent: *\nDisallow: /search\nDisallow: /datasets/*/explore/*?\nDisallow: /en/search\n"
		  "Disallow: /en/datasets/*/explore/*?\nDisallow: /api/\nDisallow: /datastore/\n\n"
		  "Sitemap: https://data.example/sitemap.xml\n");
	tear_down();
}

static void schema_org(void)
{
	set_up();
	jsonld_dataset(&model, &model.folders[1], LANG_EN, &out);
	CHECK(!has("<"));
	CHECK(has("\"name\":\"List \\u003cone>\",\"alternateName\":\"目录 \\u003c一>"));
	CHECK(has("\"url\":\"https://data.example/en/datasets/open-list/\""));
	CHECK(has("\"contentSize\":\"1234 B\""));
	CHECK_INT(times("\"DataDownload\""), 3);
	CHECK(has("\"temporalCoverage\":\"2013-05/..\""));
	CHECK(!has("秘密"));
	tear_down();
}

static void schema_org_is_capped(void)
{
	set_up();
	struct resource *many = arena_array(arena, 40, sizeof *many);
	for (size_t i = 0; i < 40; i++)
		many[i] = resource("open-list", arena_printf(arena, "t%zu", i), false);
	model.folders[1].resources = many;
	model.folders[1].resource_count = 40;
	jsonld_dataset(&model, &model.folders[1], LANG_ZH, &out);
	CHECK_INT(times("\"DataDownload\""), JSONLD_MAX_DOWNLOADS);
	CHECK(has("open-list.zip"));
	tear_down();
}

static void schema_org_home(void)
{
	set_up();
	jsonld_home(&model, LANG_EN, &out);
	CHECK(has("\"@type\":\"DataCatalog\""));
	CHECK(has("\"target\":\"https://data.example/en/search?q={search_term_string}\""));
	tear_down();
}

TAP_MAIN({"addresses are absolute and percent-encoded", addresses}, {"Turtle escapes and groups", turtle},
	 {"JSON-LD escapes and groups", jsonld}, {"RDF/XML escapes and expands", rdfxml},
	 {"one graph is written in several syntaxes at once", syntaxes_at_once},
	 {"DCAT lists every dataset and only public files", dcat}, {"catalog.csv has a row for each dataset", csv},
	 {"catalog.jsonl is a line for each dataset", json_lines}, {"catalog.xml is the records in brief", xml},
	 {"scopes hold some of the portal", scopes}, {"DCAT in pages", dcat_in_pages},
	 {"the feed of a dataset is its changes", feed_of_a_dataset},
	 {"catalog.json has sizes, checksums and no closed file", json}, {"DCAT-US leaves closed datasets out", us},
	 {"DCAT-US periods are whole days", us_period}, {"the feed is newest first", feed},
	 {"the feed is capped", feed_is_capped}, {"the sitemap has every page in every language", sitemap},
	 {"a large sitemap comes in parts", sitemap_in_parts},
	 {"a data package describes the table without BOM", package},
	 {"of a conditional dataset only the sample", package_of_a_sample},
	 {"a closed dataset has no data package", no_package_of_a_closed_dataset},
	 {"robots.txt keeps crawlers from searches", robots}, {"schema.org is safe inside a script", schema_org},
	 {"schema.org lists at most 30 downloads", schema_org_is_capped},
	 {"schema.org knows the home page", schema_org_home})
