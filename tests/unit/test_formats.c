/* Tables as CSV, JSON, XML and XLSX: what goes in comes out, and what is not open never does. */
#include <stdlib.h>
#include <unistd.h>

#include <headwater/archive.h>
#include <headwater/hash.h>

#include "pack/format.h"
#include "pack/metadata.h"
#include "stages.h"
#include "tap.h"

#define TIBETAN "མཚོ་སྔོན།"
#define CJK_B "\xF0\xA0\xAE\xB7" /* U+20BB7 */
#define EMOJI "\xF0\x9F\x8F\x94" /* U+1F3D4 */

enum { CODE, NAME, COUNT, SHARE, FLAG, SECRET, FIELDS };

static const char *const rows[][FIELDS] = {
    {"007", "甲,\"乙\"", "12", "0.50", "true", "s1"},
    {"010", "", "", "", "", "s2"},
    {"", "line\nbreak & <tag> 'x'", "-3", "1e5", "false", "s3"},
    {"000", TIBETAN CJK_B EMOJI, "007", "+1", "yes", "s4"},
    {"09", "a\rb\tc", "12345678901234567890", "1,234", "true", "s5"},
    {"=1+1", "bell\x07 nul-like \x01 end", "0", "-0.0", "false", "s6"},
};

#define ROWS (sizeof rows / sizeof rows[0])

/* A dataset with one table; `SECRET` is a closed field whose column is there all the same. */
struct fixture {
	struct arena *arena;
	struct model model;
	struct dataset dataset;
	struct resource resource;
	struct table table;
	struct field fields[FIELDS];
	struct format_input input;
	bool ready;
};

static void fill_table(struct fixture *f)
{
	f->table.column_count = FIELDS;
	f->table.row_count = ROWS;
	f->table.cells = arena_array(f->arena, ROWS * FIELDS, sizeof *f->table.cells);
	for (size_t row = 0; row < ROWS; row++) {
		for (size_t i = 0; i < FIELDS; i++)
			f->table.cells[row * FIELDS + i] = span_of(rows[row][i]);
	}
}

static void setup(struct fixture *f)
{
	static const char *const names[FIELDS] = {"code", "name", "count", "share", "flag", "secret"};
	static const char *const titles[FIELDS] = {"代码", "名称", "数量", "份额", "标志", "秘密"};
	static const enum field_type types[FIELDS] = {FIELD_STRING, FIELD_STRING,  FIELD_INTEGER,
						      FIELD_NUMBER, FIELD_BOOLEAN, FIELD_STRING};
	*f = (struct fixture){.arena = arena_new()};
	f->model.arena = f->arena;
	for (int i = 0; i < FIELDS; i++)
		f->fields[i] = (struct field){.name = names[i],
					      .title = {{titles[i], NULL}},
					      .type = types[i],
					      .open = i == SECRET ? OPEN_CLOSED : OPEN_UNCONDITIONAL,
					      .column = i};
	fill_table(f);
	f->resource = (struct resource){.file = "t.csv",
					.name = "t",
					.format = "csv",
					.title = {{"表", NULL}},
					.tabular = true,
					.fields = f->fields,
					.field_count = FIELDS,
					.table = &f->table};
	f->dataset = (struct dataset){.id = "sample",
				      .open = OPEN_UNCONDITIONAL,
				      .modified = {2026, 3, 1, "2026-03-01"},
				      .resources = &f->resource,
				      .resource_count = 1};
	f->model.folders = &f->dataset;
	f->model.folder_count = 1;
	model_lay_cards(&f->model);
	f->ready = format_prepare(&f->dataset, &f->resource, f->arena, &f->input);
}

static void teardown(struct fixture *f)
{
	arena_free(f->arena);
}

static const struct format *format_named(const char *extension)
{
	size_t count;
	const struct format *formats = format_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(formats[i].extension, extension) == 0)
			return &formats[i];
	}
	return NULL;
}

/* The whole file, in the fixture's arena. */
static const char *written(struct fixture *f, const char *extension)
{
	struct sink sink;
	const struct format *format = format_named(extension);
	sink_open(&sink, NULL, "t", true);
	CHECK(format && format->write(format, &f->input, &sink) == STATUS_OK);
	CHECK(sink_close(&sink, STATUS_OK) == STATUS_OK);
	const char *text = arena_copy(f->arena, sink.buf.bytes, sink.buf.len);
	buf_free(&sink.buf);
	return text;
}

static void test_csv(void)
{
	struct fixture f;
	setup(&f);
	CHECK_STR(written(&f, "no-bom.csv"), "code,name,count,share,flag\r\n"
					     "007,\"甲,\"\"乙\"\"\",12,0.50,true\r\n"
					     "010,,,,\r\n"
					     ",\"line\nbreak & <tag> 'x'\",-3,1e5,false\r\n"
					     "000," TIBETAN CJK_B EMOJI ",007,+1,yes\r\n"
					     "09,\"a\rb\tc\",12345678901234567890,\"1,234\",true\r\n"
					     "=1+1,bell\x07 nul-like \x01 end,0,-0.0,false\r\n");
	const char *bom = written(&f, "csv");
	CHECK(strncmp(bom, "\xEF\xBB\xBF", 3) == 0);
	CHECK_STR(bom + 3, written(&f, "no-bom.csv"));
	teardown(&f);
}

/* A blank in the only column must not become an empty line, which readers skip. */
static void test_csv_lone_blank(void)
{
	struct fixture f;
	setup(&f);
	f.input.field_count = 1;
	f.table.row_count = 3;
	CHECK_STR(written(&f, "no-bom.csv"), "code\r\n007\r\n010\r\n\"\"\r\n");
	teardown(&f);
}

static void test_json(void)
{
	struct fixture f;
	setup(&f);
	CHECK_STR(
	    written(&f, "json"),
	    "[\n"
	    "{\"code\":\"007\",\"name\":\"甲,\\\"乙\\\"\",\"count\":12,\"share\":0.50,\"flag\":true},\n"
	    "{\"code\":\"010\",\"name\":null,\"count\":null,\"share\":null,\"flag\":null},\n"
	    "{\"code\":null,\"name\":\"line\\nbreak & \\u003ctag> 'x'\",\"count\":-3,\"share\":1e5,\"flag\":false},\n"
	    "{\"code\":\"000\",\"name\":\"" TIBETAN CJK_B EMOJI
	    "\",\"count\":\"007\",\"share\":\"+1\",\"flag\":\"yes\"},\n"
	    "{\"code\":\"09\",\"name\":\"a\\rb\\tc\",\"count\":12345678901234567890,\"share\":\"1,234\",\"flag\":true},"
	    "\n"
	    "{\"code\":\"=1+1\",\"name\":\"bell\\u0007 nul-like \\u0001 "
	    "end\",\"count\":0,\"share\":-0.0,\"flag\":false}\n"
	    "]\n");
	f.table.row_count = 0;
	CHECK_STR(written(&f, "json"), "[\n\n]\n");
	teardown(&f);
}

static void test_xml(void)
{
	struct fixture f;
	setup(&f);
	const char *xml = written(&f, "xml");
	CHECK(strstr(xml, "<row><code>007</code><name>甲,&quot;乙&quot;</name><count>12</count>"));
	CHECK(strstr(xml, "<row><code>010</code><name xsi:nil=\"true\"/><count xsi:nil=\"true\"/>"));
	CHECK(strstr(xml, "line\nbreak &amp; &lt;tag&gt; &#39;x&#39;"));
	CHECK(strstr(xml, TIBETAN CJK_B EMOJI));
	CHECK(strstr(xml, "<name>a&#13;b\tc</name>"));
	CHECK(strstr(xml, "<name lossy=\"true\">bell nul-like  end</name>"));
	CHECK_INT(format_xml_lost(&f.input), 2);
	f.table.cells[NAME] = span_of("x\xEF\xBF\xBEy\xEF\xBF\xBFz"); /* U+FFFE, U+FFFF */
	CHECK(strstr(written(&f, "xml"), "<name lossy=\"true\">xyz</name>"));
	CHECK_INT(format_xml_lost(&f.input), 4);
	teardown(&f);
}

static size_t occurrences(const char *text, const char *what)
{
	size_t count = 0;
	for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
		count++;
	return count;
}

/* ---- XLSX: written by the library, read back through our own door ---- */

static bool load(const char *path, struct buf *bytes)
{
	char block[4096];
	size_t got;
	FILE *file = fopen(path, "rb");
	buf_init(bytes, BUF_MAX_DEFAULT);
	if (!file)
		return false;
	while ((got = fread(block, 1, sizeof block, file)) > 0)
		buf_add(bytes, block, got);
	fclose(file);
	return true;
}

/* A release in a folder of its own, so that writers that need a file have one. */
struct place_out {
	char dir[64];
	struct release *release;
};

static bool begin_release(struct fixture *f, struct place_out *out)
{
	const char *error = "";
	snprintf(out->dir, sizeof out->dir, "/tmp/headwater-formats-XXXXXX");
	return mkdtemp(out->dir) && release_begin(out->dir, &f->model, false, &out->release, &error) == STATUS_OK;
}

static void end_release(struct place_out *out)
{
	char command[128];
	release_abandon(out->release);
	snprintf(command, sizeof command, "rm -rf '%s'", out->dir);
	CHECK(system(command) == 0);
}

static const char *sheet_of(struct fixture *f, struct output *output, char sha256[65])
{
	static const struct archive_limits limits = {.member_bytes = 1 << 24, .ratio = 1000, .members = 100};
	struct buf zip, sheet;
	struct sink sink;
	const struct format *format = format_named("xlsx");
	sink_open(&sink, output, "x/t.xlsx", true);
	CHECK(sink_close(&sink, format->write(format, &f->input, &sink)) == STATUS_OK);
	CHECK(load(output_locate(output, "x/t.xlsx"), &zip));
	sha256_hex(zip.bytes, zip.len, sha256);
	buf_init(&sheet, BUF_MAX_DEFAULT);
	CHECK(archive_read_member(zip.bytes, zip.len, "xl/worksheets/sheet1.xml", &limits, &sheet) == STATUS_OK);
	const char *text = arena_copy(f->arena, sheet.bytes, sheet.len);
	buf_free(&sheet);
	buf_free(&zip);
	return text;
}

static void check_sheet(const char *sheet)
{
	CHECK_INT(occurrences(sheet, "<row "), ROWS + 1);
	CHECK(strstr(sheet, "<t>代码</t>"));
	CHECK(strstr(sheet, "<c r=\"A2\" t=\"inlineStr\"><is><t>007</t>"));
	CHECK(strstr(sheet, "<c r=\"C2\" s=\"2\"><v>12</v>"));
	CHECK(strstr(sheet, "<c r=\"D2\"><v>0.5</v>"));
	CHECK(!strstr(sheet, "r=\"B3\"")); /* a blank is no cell */
	CHECK(strstr(sheet, TIBETAN CJK_B EMOJI));
	CHECK(strstr(sheet, "<c r=\"C5\" t=\"inlineStr\"><is><t>007</t>"));
	CHECK(strstr(sheet, "<t>12345678901234567890</t>"));
	CHECK(strstr(sheet, "<t>=1+1</t>"));
	CHECK(!strstr(sheet, "<f>"));
	CHECK(!strstr(sheet, ">s1<") && !strstr(sheet, "秘密"));
	CHECK(strstr(sheet, "state=\"frozen\""));
}

static void test_xlsx(void)
{
	struct fixture f;
	struct place_out out;
	char first[65], second[65];
	setup(&f);
	if (CHECK(begin_release(&f, &out))) {
		setenv("TZ", "Asia/Shanghai", 1);
		check_sheet(sheet_of(&f, release_output(out.release), first));
		end_release(&out);
	}
	if (CHECK(begin_release(&f, &out))) {
		setenv("TZ", "America/New_York", 1);
		sheet_of(&f, release_output(out.release), second);
		CHECK_STR(first, second);
		end_release(&out);
	}
	teardown(&f);
}

/* What XML has no form for is escaped as _xHHHH_, and what only looks so is kept apart from it. */
static void test_xlsx_escapes(void)
{
	struct fixture f;
	struct place_out out;
	char sum[65];
	setup(&f);
	f.table.row_count = 3;
	f.table.cells[NAME] = span_of("a\rb\x07 _x0041_ _x12_");
	f.table.cells[FIELDS + NAME] = span_of("x\xEF\xBF\xBE\xEF\xBF\xBFy");
	if (CHECK(begin_release(&f, &out))) {
		const char *sheet = sheet_of(&f, release_output(out.release), sum);
		CHECK(strstr(sheet, "<t>a_x000D_b_x0007_ _x005F_x0041_ _x12_</t>"));
		CHECK(strstr(sheet, "<t>x_xFFFE__xFFFF_y</t>"));
		end_release(&out);
	}
	teardown(&f);
}

static void test_xlsx_limits(void)
{
	struct fixture f;
	setup(&f);
	CHECK(format_xlsx_fits(&f.input));
	f.table.cell_units_max = 32767;
	CHECK(format_xlsx_fits(&f.input));
	f.table.cell_units_max = 32768;
	CHECK(!format_xlsx_fits(&f.input));
	pack_plan(&f.model);
	CHECK_INT(f.resource.download_count, 4);
	f.table.cell_units_max = 9;
	f.table.row_count = 1048575;
	CHECK(format_xlsx_fits(&f.input));
	f.table.row_count = 1048576;
	CHECK(!format_xlsx_fits(&f.input));
	teardown(&f);
}

/* What a format could not hold is said in the metadata, in both languages and both notations. */
static void test_notes(void)
{
	struct fixture f;
	struct place_out out;
	struct buf text;
	setup(&f);
	f.model.portal.base_url = "https://data.example";
	f.dataset.resources = &f.resource;
	char *cell = arena_alloc(f.arena, 40000);
	memset(cell, 'a', 40000);
	buf_init(&text, BUF_MAX_DEFAULT);
	if (CHECK(begin_release(&f, &out))) {
		struct catalog_facts facts = catalog_facts_of_output(release_output(out.release));
		f.table.cells[5 * FIELDS + NAME] = span_of("plain");
		metadata_write(&f.model, &f.dataset, &facts, NOTATION_JSON, &text);
		CHECK(!strstr(text.bytes, "\"notes\""));
		f.table.cells[5 * FIELDS + NAME] = (struct span){cell, 40000};
		f.table.cell_units_max = 40000;
		f.table.cells[NAME] = span_of("bell\x07");
		buf_reset(&text);
		metadata_write(&f.model, &f.dataset, &facts, NOTATION_JSON, &text);
		CHECK(strstr(text.bytes, "\"notes\": [") && strstr(text.bytes, "No XLSX file"));
		CHECK(strstr(text.bytes, "缺 1 个") && strstr(text.bytes, "lacks 1 control"));
		buf_reset(&text);
		metadata_write(&f.model, &f.dataset, &facts, NOTATION_XML, &text);
		CHECK(strstr(text.bytes, "<notes>") && strstr(text.bytes, "<en>No XLSX file"));
		end_release(&out);
	}
	buf_free(&text);
	teardown(&f);
}

/* ---- what may be written at all ---- */

static void test_row_counts(void)
{
	struct fixture f;
	setup(&f);
	CHECK_INT(occurrences(written(&f, "no-bom.csv"), "\r\n"), ROWS + 1);
	CHECK_INT(occurrences(written(&f, "json"), "{\"code\":"), ROWS);
	CHECK_INT(occurrences(written(&f, "xml"), "<row>"), ROWS);
	teardown(&f);
}

static void test_closed_never_leaves(void)
{
	static const char *const extensions[] = {"csv", "no-bom.csv", "json", "xml"};
	struct fixture f;
	setup(&f);
	CHECK(f.ready);
	CHECK_INT(f.input.field_count, FIELDS - 1);
	for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
		CHECK(!strstr(written(&f, extensions[i]), "secret"));
		CHECK(!strstr(written(&f, extensions[i]), "s3"));
	}
	f.fields[SECRET].open = OPEN_UNCONDITIONAL; /* the check can fail: now it is written */
	CHECK(format_prepare(&f.dataset, &f.resource, f.arena, &f.input));
	CHECK(strstr(written(&f, "json"), "secret"));
	teardown(&f);
}

static void test_deny_by_default(void)
{
	static const struct {
		enum open_type dataset, field;
		int column;
		bool open;
	} cases[] = {
	    {OPEN_UNCONDITIONAL, OPEN_UNCONDITIONAL, 0, true},   {OPEN_UNCONDITIONAL, OPEN_CONDITIONAL, 0, false},
	    {OPEN_UNCONDITIONAL, OPEN_NONE, 0, false},           {OPEN_UNCONDITIONAL, OPEN_CLOSED, 0, false},
	    {OPEN_CONDITIONAL, OPEN_CONDITIONAL, 0, true},       {OPEN_CONDITIONAL, OPEN_UNCONDITIONAL, 0, true},
	    {OPEN_CONDITIONAL, OPEN_CLOSED, 0, false},           {OPEN_CLOSED, OPEN_CLOSED, 0, false},
	    {OPEN_CLOSED, OPEN_UNCONDITIONAL, 0, false},         {OPEN_NONE, OPEN_UNCONDITIONAL, 0, false},
	    {OPEN_UNCONDITIONAL, OPEN_UNCONDITIONAL, -1, false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct dataset dataset = {.open = cases[i].dataset};
		struct field field = {.open = cases[i].field, .column = cases[i].column};
		if (!CHECK(field_is_public(&dataset, &field) == cases[i].open))
			printf("# case %zu\n", i);
	}
}

static void test_plan(void)
{
	struct fixture f;
	setup(&f);
	pack_plan(&f.model);
	if (CHECK_INT(f.resource.download_count, 5)) {
		CHECK_STR(f.resource.downloads[0].path, "datasets/sample/files/t.csv");
		CHECK_STR(f.resource.downloads[1].path, "datasets/sample/files/t.no-bom.csv");
		CHECK_STR(f.resource.downloads[1].variant, "no-bom");
		CHECK_STR(f.resource.downloads[4].path, "datasets/sample/files/t.xlsx");
	}
	CHECK_STR(f.dataset.archive.path, "datasets/sample/sample.zip");
	if (CHECK_INT(f.model.bulk_count, 2)) {
		CHECK_STR(f.model.bulk[0].path, "archives/portal.zip");
		CHECK_STR(f.model.bulk[1].path, "archives/portal.tar.zst");
	}
	teardown(&f);
}

static void test_plan_closed(void)
{
	static const enum open_type closed[] = {OPEN_CLOSED, OPEN_CONDITIONAL, OPEN_NONE};
	for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
		struct fixture f;
		setup(&f);
		f.dataset.open = closed[i]; /* the conditional one has no sample */
		pack_plan(&f.model);
		CHECK_INT(f.resource.download_count, 0);
		CHECK(!f.dataset.archive.path);
		CHECK_INT(f.model.bulk_count, 0);
		teardown(&f);
	}
}

static void test_json_number(void)
{
	static const char *const good[] = {"0", "-0", "12", "-3.50", "1e5", "1E+05", "0.0e-0", "12345678901234567890"};
	static const char *const bad[] = {"",    "-",  "+1", "01",  "-01", ".5",  "5.",    "1e",  "1e+",
					  "0x1", "1 ", " 1", "1,2", "NaN", "Inf", "1.2.3", "１２"};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		CHECK(format_is_json_number(span_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(!format_is_json_number(span_of(bad[i])));
}

/* What does not fit in memory flows through a file, byte for byte the same. */
static void test_spill(void)
{
	struct fixture f;
	struct place_out out;
	struct sink sink;
	struct buf bytes;
	setup(&f);
	const char *whole = written(&f, "json");
	if (CHECK(begin_release(&f, &out))) {
		struct output *output = release_output(out.release);
		sink_open(&sink, output, "x/t.json", true);
		sink.memory_bytes = 50;
		CHECK(format_write_json(format_named("json"), &f.input, &sink) == STATUS_OK);
		CHECK(sink.file != NULL);
		CHECK(sink_close(&sink, STATUS_OK) == STATUS_OK);
		CHECK(load(output_locate(output, "x/t.json"), &bytes));
		CHECK_STR(bytes.bytes, whole);
		buf_free(&bytes);
		end_release(&out);
	}
	teardown(&f);
}

/* A buffer that is too small must be told, never cut. */
static void test_too_large(void)
{
	struct fixture f;
	struct sink sink;
	setup(&f);
	sink_open(&sink, NULL, "t", true);
	sink.buf.max = 100;
	CHECK(format_write_json(format_named("json"), &f.input, &sink) == STATUS_OK);
	CHECK(sink_close(&sink, STATUS_OK) == STATUS_TOO_LARGE);
	buf_free(&sink.buf);
	teardown(&f);
}

TAP_MAIN({"CSV", test_csv}, {"CSV: a lone blank keeps its row", test_csv_lone_blank}, {"JSON", test_json},
	 {"XML", test_xml}, {"XLSX, the same in two time zones", test_xlsx}, {"XLSX escapes", test_xlsx_escapes},
	 {"XLSX limits", test_xlsx_limits}, {"notes on what a format could not hold", test_notes},
	 {"equal row counts", test_row_counts}, {"a closed field never leaves", test_closed_never_leaves},
	 {"openness: deny by default", test_deny_by_default}, {"plan", test_plan},
	 {"plan of what is not open", test_plan_closed}, {"JSON numbers", test_json_number},
	 {"large tables flow through a file", test_spill}, {"too large is said", test_too_large})
