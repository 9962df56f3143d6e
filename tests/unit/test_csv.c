/* CSV: RFC 4180, encodings, and what is told of a table that is not well-formed. */
#include "reading_fixture.h"

#include <stdlib.h>

#include "read/csv.h"

static void expect(const char *csv, const char *table, const char *told)
{
	struct fixture fixture;
	fixture_open(&fixture);
	struct table *read = csv_parse(&fixture.reading, "t.csv", fixture_text(csv));
	if (read)
		csv_check_header(&fixture.reading, "t.csv", read);
	CHECK_STR(fixture_table(&fixture, read), table);
	CHECK_STR(fixture_told(&fixture), told);
	fixture_close(&fixture);
}

static void plain(void)
{
	expect("a,b\n1,2\n", "a|b;1|2;", "");
	expect("a,b\n1,2", "a|b;1|2;", "");
	expect("a,b\r\n1,2\r\n", "a|b;1|2;", "");
	expect("a,b\r1,2\r", "a|b;1|2;", "");
	expect("a,b\n,\n", "a|b;|;", "");
	expect("a\n\n1\n", "a;;1;", "");
	expect("a,b\n 1 , 2\n", "a|b; 1 | 2;", "");
	expect("代码,名称\n630000,青海省\n", "代码|名称;630000|青海省;", "");
}

static void quotes(void)
{
	expect("a,b\n\"1,2\",3\n", "a|b;1,2|3;", "");
	expect("a,b\n\"say \"\"hi\"\"\",3\n", "a|b;say \"hi\"|3;", "");
	expect("a,b\n\"line 1\nline 2\",3\n", "a|b;line 1\nline 2|3;", "");
	expect("a,b\n\"\",\"\"\n", "a|b;|;", "");
	expect("\"a\",\"b\"\r\n\"\"\"\",x\r\n", "a|b;\"|x;", "");
	expect("a\n\"\"\"\"\"\"", "a;\"\";", "");
}

static void faults(void)
{
	expect("", "(none)", "E137@1:1");
	expect("a,b\n1\n2,3\n4,5,6\n", "a|b;2|3;", "E131@2:1 E131@4:3");
	expect("a,b\n1,\"2\n3,4\n", "a|b;", "E132@2:2");
	expect("a,b\n\"1\"x,2\n", "a|b;1|2;", "E133@2:1");
	expect("a,b\n1,2\"\n", "a|b;1|2\";", "E134@2:2");
	expect("a,b\n1\x01,2\n", "a|b;1\x01|2;", "E139@2:1");
	expect("a,,a\n", "a||a;", "E135@1:2 E136@1:3");
	expect("\"", "(none)", "E132@1:1");
}

static void lines_after_a_quoted_break(void)
{
	struct fixture fixture;
	fixture_open(&fixture);
	struct table *table = csv_parse(&fixture.reading, "t.csv", fixture_text("a,b\n\"x\n\ny\",1\nz,2\nw\n"));
	CHECK_INT(table->row_count, 2);
	CHECK_INT(table->row_lines[0], 2);
	CHECK_INT(table->row_lines[1], 5);
	CHECK_STR(fixture_told(&fixture), "E131@6:1");
	fixture_close(&fixture);
}

static void the_rest_is_counted(void)
{
	struct fixture fixture;
	struct buf csv;
	fixture_open(&fixture);
	buf_init(&csv, BUF_MAX_DEFAULT);
	buf_str(&csv, "a,b\n");
	for (int i = 0; i < 1000; i++)
		buf_str(&csv, "1\n");
	csv_parse(&fixture.reading, "t.csv", (struct text){csv.bytes, csv.len});
	CHECK_INT(fixture.diags.count, CAP_SHOWN + 1);
	CHECK_STR(fixture.diags.items[CAP_SHOWN].rule->code, "E199");
	CHECK_STR(fixture.diags.items[CAP_SHOWN].values[1], "980");
	buf_free(&csv);
	fixture_close(&fixture);
}

static void decode(const char *encoding, const char *bytes, const char *text, const char *told)
{
	struct fixture fixture;
	fixture_open(&fixture);
	struct text got = fixture_text(bytes);
	bool good = csv_decode(&fixture.reading, "t.csv", encoding, &got);
	CHECK_INT(good, text != NULL);
	if (text)
		CHECK_STR(arena_copy(fixture.arena, got.bytes, got.len), text);
	CHECK_STR(fixture_told(&fixture), told);
	fixture_close(&fixture);
}

static void encodings(void)
{
	decode("utf-8",
	       "\xEF\xBB\xBF"
	       "a,b\n",
	       "a,b\n", "");
	decode("utf-8", "a,b\n青,\xC7\xE0\n", NULL, "E130@2:2");
	decode("utf-8", "a,b\n\"x\ny\",\xFF\n\xFF,\xFE\xFE\n", NULL, "E130@3:2 E130@4:1 E130@4:2");
	/* one cell is one fault, and its bytes are walked once, however many are bad */
	char *bytes = memset(memory_alloc(1000001), 0xFF, 1000000);
	memcpy(bytes, "a,b\n1,", 6);
	bytes[1000000] = '\0';
	decode("utf-8", bytes, NULL, "E130@2:2");
	free(bytes);
	decode("gb18030", "a,b\n\xC7\xE0\xBA\xA3,1\n", "a,b\n青海,1\n", "");
	/* 㐂 is four bytes in GB 18030 */
	decode("gb18030", "\x81\x39\xEE\x39,1\n", "㐀,1\n", "");
	decode("gb18030", "a,b\n1,\xC7\xE0\n2,\x81\x20\n", NULL, "E130@3:2");
}

static void separator(const char *bytes, const char *told)
{
	struct fixture fixture;
	fixture_open(&fixture);
	bool wrong = csv_tell_separator(&fixture.reading, "t.csv", fixture_text(bytes));
	CHECK_INT(wrong, told[0] != '\0');
	CHECK_STR(fixture_told(&fixture), told);
	fixture_close(&fixture);
}

static void separators(void)
{
	separator("a\tb\n1\t2\n", "E405@1:1");
	separator("a;b\r\n1;2\r\n", "E405@1:1");
	separator("a，b", "E405@1:1");
	separator("a,b;c\n", "");
	separator("a\n1\t2\n", "");
	separator("", "");
}

TAP_MAIN({"plain cells and every line end", plain}, {"quoted cells", quotes}, {"faults with row and column", faults},
	 {"line numbers behind a quoted line break", lines_after_a_quoted_break},
	 {"twenty faults are told, the rest is counted", the_rest_is_counted}, {"encodings", encodings},
	 {"columns parted by something else than commas", separators})
