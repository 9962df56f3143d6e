/* Front matter: the split, the tree and its places. */
#include "reading_fixture.h"

#include "read/front_matter.h"

static const struct yaml *item(const struct yaml *map, const char *key)
{
	for (size_t i = 0; map && i < map->count; i++)
		if (strcmp(map->keys[i], key) == 0)
			return map->items[i];
	return NULL;
}

static void told(const char *text, const char *want)
{
	struct fixture fixture;
	struct front_matter front;
	fixture_open(&fixture);
	front_matter_parse(&fixture.reading, "d.md", fixture_text(text), &front);
	CHECK_STR(fixture_told(&fixture), want);
	fixture_close(&fixture);
}

static void split(void)
{
	struct fixture fixture;
	struct front_matter front;
	fixture_open(&fixture);
	front_matter_parse(&fixture.reading, "d.md", fixture_text("---\r\na: 1\r\n---\r\n\r\n正文\n---\n"), &front);
	CHECK_STR(item(front.items, "a")->text, "1");
	CHECK_INT(front.body_line, 4);
	CHECK_STR(front.body, "\r\n正文\n---\n");
	CHECK_STR(fixture_told(&fixture), "");
	fixture_close(&fixture);
}

static void places(void)
{
	static const char text[] =
	    "---\n标题: 青海，代码\nshare: {type: 1, 条件: 无}\nlist:\n  - 甲\n  - {a: b}\n---\n";
	struct fixture fixture;
	struct front_matter front;
	fixture_open(&fixture);
	front_matter_parse(&fixture.reading, "d.md", fixture_text(text), &front);
	const struct yaml *title = item(front.items, "标题"), *share = item(front.items, "share");
	const struct yaml *list = item(front.items, "list");
	CHECK_INT(title->place.line, 2);
	CHECK_INT(title->place.column, 5);
	CHECK_INT(item(share, "type")->place.column, 15);
	CHECK_INT(item(share, "条件")->place.line, 3);
	CHECK_INT(item(share, "条件")->place.column, 22);
	CHECK_INT(list->items[0]->place.line, 5);
	CHECK_INT(list->items[0]->place.column, 5);
	CHECK_INT(item(list->items[1], "a")->place.column, 9);
	fixture_close(&fixture);
}

static void texts_are_never_guessed(void)
{
	static const char text[] =
	    "---\na: 0123\nb: 1.10\nc: yes\nd: 2026-01-01\ne: \"\"\nf: ~\ng:\nh: null\ni: 'null'\n---\n";
	struct fixture fixture;
	struct front_matter front;
	fixture_open(&fixture);
	front_matter_parse(&fixture.reading, "d.md", fixture_text(text), &front);
	CHECK_STR(item(front.items, "a")->text, "0123");
	CHECK_STR(item(front.items, "b")->text, "1.10");
	CHECK_STR(item(front.items, "c")->text, "yes");
	CHECK_STR(item(front.items, "d")->text, "2026-01-01");
	CHECK_STR(item(front.items, "e")->text, "");
	CHECK_STR(item(front.items, "f")->text, NULL);
	CHECK_STR(item(front.items, "g")->text, NULL);
	CHECK_STR(item(front.items, "h")->text, NULL);
	CHECK_STR(item(front.items, "i")->text, "null");
	fixture_close(&fixture);
}

static void faults(void)
{
	told("# 标题\n", "E110@1:1");
	told("", "E110@1:1");
	told("---\na: 1\n", "E111@2:1");
	told("---\na: 1\nb: 2\na: 3\n---\n", "E115@4:1");
	told("---\na: &x 1\n---\n", "E122@2:7");
	told("---\na: 1\nb: *x\n---\n", "E122@3:4");
	told("---\na: !!str 1\n---\n", "E122@2:10");
	told("---\na: 1\n%YAML 1.2\n---\n", "E122@3:1");
	told("---\n- 1\n---\n", "E118@2:1");
	told("---\n---\n正文\n", "");
	told("---\na: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]\n---\n", "E125@2:15");
}

static void a_syntax_fault_has_its_line(void)
{
	struct fixture fixture;
	struct front_matter front;
	fixture_open(&fixture);
	front_matter_parse(&fixture.reading, "d.md", fixture_text("---\na: 1\nb: [1, 2\nc: 3\n---\n"), &front);
	CHECK(!front.items);
	CHECK_INT(fixture.diags.count, 1);
	CHECK_STR(fixture.diags.items[0].rule->code, "E112");
	CHECK(fixture.diags.items[0].place.line >= 3 && fixture.diags.items[0].place.line <= 5);
	fixture_close(&fixture);
}

TAP_MAIN({"items and text are split", split}, {"each value has its line and column, in code points", places},
	 {"texts are never guessed to be something else", texts_are_never_guessed}, {"faults", faults},
	 {"a syntax fault has its line", a_syntax_fault_has_its_line})
