/* JSON tables: columns, blanks, numbers, faults. */
#include "reading_fixture.h"

#include "read/json_table.h"

static void expect(const char *json, const char *table, const char *told)
{
	struct fixture fixture;
	fixture_open(&fixture);
	struct table *read = json_table_parse(&fixture.reading, "t.json", fixture_text(json));
	CHECK_STR(fixture_table(&fixture, read), table);
	CHECK_STR(fixture_told(&fixture), told);
	fixture_close(&fixture);
}

static void tables(void)
{
	expect("[{\"a\":\"01\",\"b\":2},{\"a\":\"x\",\"b\":null}]", "a|b;01|2;x|;", "");
	expect("[{\"a\":1},{\"b\":true,\"a\":false}]", "a|b;1|;false|true;", "");
	expect("\xEF\xBB\xBF[{\"名称\":\"青海\"}]", "名称;青海;", "");
	expect("[]", ";", "");
	expect("[{\"a\":0.1},{\"a\":1e3},{\"a\":-0.5},{\"a\":9007199254740993},{\"a\":0.30000000000000004}]",
	       "a;0.1;1000;-0.5;9007199254740993;0.30000000000000004;", "");
}

static void faults(void)
{
	expect("", "(none)", "E140@1:1");
	expect("[{\"a\":1,}]", "(none)", "E140@1:9");
	expect("[\n{\"a\":1},\n{\"a\":}]", "(none)", "E140@3:6");
	expect("[{\"a\":1,\"a\":2}]", "(none)", "E140@1:11");
	expect("{\"a\":1}", "(none)", "E141@1:1");
	expect("[1]", "(none)", "E141@1:1");
	expect("[{\"a\":[1]},{\"a\":{}}]", "a;;;", "E142@1:1 E142@2:1");
	expect("[{\"a\":\"x\\u0001\"}]", "a;x\x01;", "E139@1:1");
	expect("[{\"a\":\"\xFF\"}]", "(none)", "E140@1:7");
}

TAP_MAIN({"arrays of flat objects", tables}, {"faults with their place", faults})
