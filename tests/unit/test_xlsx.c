/* XLSX: workbooks written here byte by byte (stored members), read back as tables. */
#include "reading_fixture.h"

#include <stdint.h>
#include <stdlib.h>

#include "read/xlsx.h"
#include "read/xlsx_number.h"

#define OPEN_SHEET "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
#define RELATIONS                                                              \
	"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/a.xml\"/>" \
	"<Relationship Id=\"r2\" Target=\"/xl/worksheets/b.xml\"/></Relationships>"
#define SHEETS "<sheets><sheet name=\"One\" r:id=\"r1\"/><sheet name=\"二\" r:id=\"r2\"/></sheets>"
#define WORKBOOK "<workbook xmlns:r=\"urn:r\">" SHEETS "</workbook>"

struct member {
	const char *name, *text;
};

static uint32_t crc32_of(const char *text, size_t len)
{
	uint32_t crc = 0xFFFFFFFFu;
	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)text[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

static void put(struct buf *out, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_byte(out, (char)(value >> (8 * i) & 0xFF));
}

/* The part that local and central headers share. */
static void put_facts(struct buf *out, const struct member *member)
{
	uint32_t len = (uint32_t)strlen(member->text);
	put(out, 20, 2);
	put(out, 0x0800, 2);
	put(out, 0, 2);
	put(out, 0x00210000, 4);
	put(out, crc32_of(member->text, len), 4);
	put(out, len, 4);
	put(out, len, 4);
	put(out, (uint32_t)strlen(member->name), 2);
	put(out, 0, 2);
}

static void zip(struct buf *out, const struct member *members, size_t count)
{
	struct buf central;
	buf_init(&central, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < count; i++) {
		uint32_t at = (uint32_t)out->len;
		put(out, 0x04034b50, 4);
		put_facts(out, &members[i]);
		buf_str(out, members[i].name);
		buf_str(out, members[i].text);
		put(&central, 0x02014b50, 4);
		put(&central, 20, 2);
		put_facts(&central, &members[i]);
		put(&central, 0, 2);
		put(&central, 0, 4);
		put(&central, 0, 4);
		put(&central, at, 4);
		buf_str(&central, members[i].name);
	}
	uint32_t start = (uint32_t)out->len;
	buf_add(out, central.bytes, central.len);
	put(out, 0x06054b50, 4);
	put(out, 0, 4);
	put(out, (uint32_t)count, 2);
	put(out, (uint32_t)count, 2);
	put(out, (uint32_t)central.len, 4);
	put(out, start, 4);
	put(out, 0, 2);
	buf_free(&central);
}

static void expect_book(const struct member *members, size_t count, const char *sheet, const char *table,
			const char *told)
{
	struct fixture fixture;
	struct buf bytes;
	struct resource resource = {.sheet = sheet};
	fixture_open(&fixture);
	buf_init(&bytes, BUF_MAX_DEFAULT);
	zip(&bytes, members, count);
	struct table *read = xlsx_parse(&fixture.reading, "t.xlsx", &resource, (struct text){bytes.bytes, bytes.len});
	CHECK_STR(fixture_table(&fixture, read), table);
	CHECK_STR(fixture_told(&fixture), told);
	buf_free(&bytes);
	fixture_close(&fixture);
}

/* One sheet, with the styles and shared strings that the tests use. */
static void expect(const char *sheet_xml, const char *table, const char *told)
{
	const struct member members[] = {
	    {"xl/workbook.xml", WORKBOOK},
	    {"xl/_rels/workbook.xml.rels", RELATIONS},
	    {"xl/sharedStrings.xml",
	     "<sst><si><t>代码</t></si><si><r><t>名</t></r><r><t xml:space=\"preserve\">称 </t></r>"
	     "<rPh><t>ming</t></rPh></si></sst>"},
	    {"xl/styles.xml",
	     "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
	     "</numFmts><cellStyleXfs><xf numFmtId=\"22\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
	     "<xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/><xf numFmtId=\"164\"/>"
	     "</cellXfs></styleSheet>"},
	    {"xl/worksheets/a.xml", sheet_xml},
	};
	expect_book(members, sizeof members / sizeof members[0], NULL, table, told);
}

static void cells(void)
{
	expect(OPEN_SHEET
	       "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
	       "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>01</t></is></c><c r=\"B2\"><v>1.5</v></c></row>"
	       "<row r=\"4\"><c r=\"B4\" t=\"b\"><v>1</v></c></row></sheetData></worksheet>",
	       "代码|名称 ;01|1.5;|;|true;", "");
	expect("<worksheet><sheetData><row><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c></row>"
	       "<row><c><v>1E+3</v></c><c><v>0.1</v></c></row></sheetData></worksheet>",
	       "a|b;1000|0.1;", "");
	expect("<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row><row><c s=\"1\"><v>45292</v></c></row>"
	       "<row><c s=\"2\"><v>45292.5</v></c></row><row><c s=\"3\"><v>0.75</v></c></row>"
	       "<row><c s=\"4\"><v>45292</v></c></row><row><c s=\"9\"><v>45292</v></c></row></sheetData></worksheet>",
	       "a;2024-01-01;2024-01-01T12:00:00;18:00:00;2024-01-01;45292;", "");
}

static void faults(void)
{
	expect("<worksheet><sheetData/></worksheet>", "(none)", "E137@0:0");
	expect("<worksheet><sheetData>", "(none)", "E150@0:0");
	expect(
	    "<!DOCTYPE x [<!ENTITY e \"x\">]><worksheet><sheetData><row><c t=\"str\"><v>&e;</v></c></row></sheetData>"
	    "</worksheet>",
	    "(none)", "E150@0:0");
	expect("<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row><row><c "
	       "t=\"e\"><v>#N/A</v></c></row></sheetData>"
	       "</worksheet>",
	       "a;", "E153@2:1");
	expect("<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row><row><c t=\"str\"><v>1</v></c>"
	       "<c t=\"str\"><v>2</v></c></row></sheetData></worksheet>",
	       "a;1;", "E131@2:2");
	expect("<worksheet><sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData></worksheet>", "(none)",
	       "E150@0:0");
	expect("<worksheet><sheetData><row><c r=\"ZZZZ1\"><v>7</v></c></row></sheetData></worksheet>", "(none)",
	       "E150@0:0");
	expect("<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row></sheetData><mergeCells><mergeCell "
	       "ref=\"B2:C3\"/>"
	       "</mergeCells></worksheet>",
	       "a;", "E154@2:2");
}

static void sheets(void)
{
	const struct member members[] = {
	    {"xl/workbook.xml", WORKBOOK},
	    {"xl/_rels/workbook.xml.rels", RELATIONS},
	    {"xl/worksheets/b.xml",
	     "<worksheet><sheetData><row><c t=\"str\"><v>b</v></c></row></sheetData></worksheet>"},
	};
	expect_book(members, 3, "二", "b;", "");
	expect_book(members, 3, "三", "(none)", "E151@0:0");
	expect_book(members, 3, "One", "(none)", "E150@0:0");
	expect_book(members + 2, 1, NULL, "(none)", "E155@0:0");
}

static void numbers(void)
{
	static const struct {
		const char *stored;
		enum number_kind kind;
		bool from_1904;
		const char *text;
	} rows[] = {
	    {"1", NUMBER_PLAIN, false, "1"},
	    {"0.30000000000000004", NUMBER_PLAIN, false, "0.3"},
	    {"-0", NUMBER_PLAIN, false, "0"},
	    {"630000", NUMBER_PLAIN, false, "630000"},
	    {"x", NUMBER_PLAIN, false, NULL},
	    {"1", NUMBER_DATE, false, "1900-01-01"},
	    {"59", NUMBER_DATE, false, "1900-02-28"},
	    {"60", NUMBER_DATE, false, NULL},
	    {"61", NUMBER_DATE, false, "1900-03-01"},
	    {"0", NUMBER_DATE, true, "1904-01-01"},
	    {"2958465", NUMBER_DATE, false, "9999-12-31"},
	    {"2958466", NUMBER_DATE, false, NULL},
	    {"-1", NUMBER_DATE, false, NULL},
	    {"45292.999999", NUMBER_DATE, false, "2024-01-02"},
	    {"0.5", NUMBER_TIME, false, "12:00:00"},
	    {"45350", NUMBER_DATE, false, "2024-02-28"},
	};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		CHECK_STR(number_text(rows[i].stored, rows[i].kind, rows[i].from_1904, arena), rows[i].text);
	CHECK(number_kind_code("0.00") == NUMBER_PLAIN);
	CHECK(number_kind_code("General") == NUMBER_PLAIN);
	CHECK(number_kind_code("[Red]0.0\"d\"") == NUMBER_PLAIN);
	CHECK(number_kind_code("[$-804]yyyy/m/d;@") == NUMBER_DATE);
	CHECK(number_kind_code("yyyy-mm-dd hh:mm") == NUMBER_DATETIME);
	CHECK(number_kind_code("[h]:mm") == NUMBER_TIME);
	arena_free(arena);
}

TAP_MAIN({"cells of every type", cells}, {"faults", faults}, {"sheets by name", sheets},
	 {"numbers, days and times", numbers})
