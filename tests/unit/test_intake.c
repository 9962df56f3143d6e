/* Import: mappings, dates, value tables, encodings, arrays run together, and ids that stay. */
#include "reading_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake.h"
#include "read/dates_written.h"
#include "read/json_table.h"
#include "read/mapping.h"
#include "read/source.h"

/* A folder with a mapping, a source, and a content folder with code lists. */
struct place_of_work {
	struct fixture fixture;
	char dir[64];
	struct intake_result result;
	enum status status;
};

static const char *path_in(struct place_of_work *work, const char *name)
{
	return arena_printf(work->fixture.arena, "%s/%s", work->dir, name);
}

static void put(struct place_of_work *work, const char *name, const char *bytes, size_t len)
{
	FILE *file = fopen(path_in(work, name), "wb");
	CHECK(file && fwrite(bytes, 1, len, file) == len);
	if (file)
		fclose(file);
}

static void put_text(struct place_of_work *work, const char *name, const char *text)
{
	put(work, name, text, strlen(text));
}

static const char *get(struct place_of_work *work, const char *name)
{
	FILE *file = fopen(path_in(work, name), "rb");
	char *text = arena_alloc(work->fixture.arena, 1 << 16);
	if (!file)
		return "(none)";
	text[fread(text, 1, (1 << 16) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void start(struct place_of_work *work)
{
	static const char *const folders[] = {"content", "content/vocabularies"};
	memset(work, 0, sizeof *work);
	fixture_open(&work->fixture);
	work->fixture.reading.dir = AT_FDCWD;
	strcpy(work->dir, "/tmp/intake-XXXXXX");
	CHECK(mkdtemp(work->dir) != NULL);
	for (size_t i = 0; i < 2; i++)
		CHECK(mkdir(path_in(work, folders[i]), 0777) == 0);
	put_text(work, "content/vocabularies/open-types.csv",
		 "code,label,label_en,note,note_en,slug,access_right,dcat_us\n1,a,,,,a,,\n2,b,,,,b,,\n3,c,,,,c,,\n");
	put_text(work, "content/vocabularies/update-cycles.csv",
		 "code,label,label_en,note,note_en,iso8601,frequency,days\n2,a,,,,,,1\n7,b,,,,,,366\n");
	put_text(work, "content/vocabularies/formats.csv",
		 "code,label,label_en,note,note_en,media_type,file_type,class,machine_readable,open\n"
		 "csv,a,,,,,,,yes,yes\nxls,b,,,,,,,yes,no\n");
}

static void finish(struct place_of_work *work)
{
	const char *command = arena_printf(work->fixture.arena, "rm -rf '%s'", work->dir);
	CHECK(system(command) == 0);
	fixture_close(&work->fixture);
}

#define TABLES                                                                                                                \
	"values:\n  open_type:\n    take: {无条件开放: 1, 有条件开放: 2}\n    warn: {可开放: 1, 待定: \"\"}\n" \
	"  update_cycle:\n    take: {每年: 7, 每日: 2}\n  formats:\n    take: {csv: csv, xls: xls}\n"                     \
	"    warn: {库: \"\"}\n"
#define COLUMNS                                                                                                                 \
	"columns: {名称: title, 单位: provider, 开放: open_type, 周期: update_cycle, 日期: issued, 格式: formats, " \
	"编号: ~}\ndates: [YYYY-M-D]\nblank: [暂无]\n"                                                                      \
	"split: {formats: [\";\"]}\n" TABLES
#define KEYED "source: s\nkey: [编号]\n" COLUMNS
#define PLAIN "source: s\n" COLUMNS
#define HEADER "编号,名称,单位,开放,周期,日期,格式\n"

/* "taken+returned: R201/open_type=1 …" */
static const char *import(struct place_of_work *work, const char *mapping, const char *name, const char *source)
{
	struct intake_options options = {.mapping_path = path_in(work, "m.yaml"),
					 .source_path = path_in(work, name),
					 .content_dir = path_in(work, "content"),
					 .now = {2026, 11, 23, "2026-11-23"}};
	put_text(work, "m.yaml", mapping);
	if (source)
		put_text(work, name, source);
	diags_init(&work->fixture.diags, work->fixture.arena);
	work->status = intake_run(&options, work->fixture.arena, &work->fixture.diags, &work->result);
	if (work->status != STATUS_OK)
		return fixture_told(&work->fixture);
	struct arena *arena = work->fixture.arena;
	const char *said = arena_printf(arena, "%zu+%zu:", work->result.taken, work->result.returned);
	for (size_t i = 0; i < work->result.reason_count; i++) {
		const struct intake_reason *reason = &work->result.reasons[i];
		said = arena_printf(arena, "%s %s/%s=%zu", said, intake_rule(reason->rule)->code, reason->name,
				    reason->records);
	}
	CHECK_INT(work->result.taken + work->result.returned, work->result.read);
	return said;
}

/* The id of the record with this title in the ledger. */
static const char *id_of(struct place_of_work *work, const char *title)
{
	char *at = strstr(get(work, "content/ledgers/s.csv"), arena_printf(work->fixture.arena, ",%s,", title));
	if (!at)
		return "(none)";
	*at = '\0';
	while (at[-1] != '\n')
		at--;
	return at;
}

static void expect_date(const char *text, const char *pattern, const char *iso)
{
	struct arena *arena = arena_new();
	struct date date;
	CHECK_STR(date_written(text, pattern, arena, &date) ? date.text : NULL, iso);
	arena_free(arena);
}

static void dates(void)
{
	expect_date("2023-06-17", "YYYY-MM-DD", "2023-06-17");
	expect_date("2023-6-7", "YYYY-M-D", "2023-06-07");
	expect_date("2023-06-07", "YYYY-M-D", "2023-06-07");
	expect_date("2023-6-7", "YYYY-MM-DD", NULL);
	expect_date("2023年6月7日", "YYYY年M月D日", "2023-06-07");
	expect_date("2023-06-17\n08:30", "YYYY-M-D h:mm", "2023-06-17");
	expect_date("2023-06-17 25:30", "YYYY-M-D h:mm", NULL);
	expect_date("2023-02-29", "YYYY-MM-DD", NULL);
	expect_date("2024-02-29", "YYYY-MM-DD", "2024-02-29");
	expect_date("2023-13-01", "YYYY-MM-DD", NULL);
	expect_date("2023-06-17x", "YYYY-MM-DD", NULL);
	expect_date("2023-06", "YYYY-MM-DD", NULL);
	expect_date("", "YYYY-MM-DD", NULL);
	expect_date("1624612929000", "epoch-ms", "2021-06-25");
	/* 16:00 UTC is the next day in China */
	expect_date("1696003200", "epoch-s", "2023-09-30");
	expect_date("1696003199", "epoch-s", "2023-09-29");
	expect_date("99999999999999999999", "epoch-ms", NULL);
	expect_date("-1", "epoch-s", NULL);
	expect_date("0", "epoch-s", "1970-01-01");
	CHECK(date_pattern_ok("YYYY-MM-DD") && date_pattern_ok("epoch-ms"));
	CHECK(!date_pattern_ok("YYYY-MM") && !date_pattern_ok("") && !date_pattern_ok("YYYY"));
}

static void outcomes(void)
{
	struct place_of_work work;
	start(&work);
	CHECK_STR(import(&work, KEYED, "a.csv", HEADER "1,甲,局,无条件开放,每年,2023-6-7,csv;xls\n"), "1+0:");
	CHECK(strstr(get(&work, "content/ledgers/s.csv"), ",2023-06-07,"));
	CHECK_STR(import(&work, KEYED, "a.csv",
			 HEADER "1,甲,局,可开放,每年,,csv\n2,乙,局,看情况,每年,,csv\n3,丙,局,暂无,每年,2023-2-30,csv\n"
				"4,丁,局,待定,每年,,库\n5,,局,无条件开放,每周,2027-1-1,csv\n"),
		  "1+4: R101/open_type=2 R101/title=1 R201/open_type=1 R201/update_cycle=1 R202/issued=1 R203/issued=1 "
		  "N201/open_type=1 N202/formats=1 N202/open_type=1");
	size_t first = 0;
	for (size_t i = 0; i < work.result.reason_count; i++)
		first += work.result.reasons[i].first;
	CHECK_INT(first, work.result.returned);
	CHECK(strstr(get(&work, "content/ledgers/s.returns.csv"),
		     "“开放类型”写的是“看情况”，不在可用的取值之内。,改成以下之一：无条件开放、有条件开放。"));
	finish(&work);
}

static void mapping_faults(void)
{
	struct place_of_work work;
	start(&work);
	const char *row = HEADER "1,甲,局,无条件开放,每年,,csv\n";
	CHECK_STR(import(&work, "source: s\n", "a.csv", row), "E201@1:1");
	CHECK_STR(import(&work, "source: S x\ncolumns: {名称: title}\n", "a.csv", row), "E202@1:1");
	CHECK_STR(import(&work, "source: s\ncolumns: {名称: titel}\n", "a.csv", row), "E113@2:15");
	CHECK_STR(import(&work, "source: s\ncolums: {名称: title}\n", "a.csv", row), "E113@2:1");
	CHECK_STR(import(&work, "source: s\nformat: xml\ncolumns: {名称: title}\n", "a.csv", row), "E114@1:1");
	CHECK_STR(import(&work, "source: s\ncolumns: [a]\n", "a.csv", row), "E118@2:10");
	CHECK_STR(import(&work, "source: s\ncolumns: {名称: title, 单位: title}\n", "a.csv", row), "E219@2:22");
	CHECK_STR(import(&work, "source: s\ncolumns: {没有: title}\n", "a.csv", row), "E138@1:0");
	CHECK_STR(import(&work, "source: s\nkey: [没有]\ncolumns: {名称: title}\n", "a.csv", row), "E138@1:0");
	CHECK_STR(import(&work, "source: s\ncolumns: {名称: title}\ndates: [YYYY]\n", "a.csv", row), "E121@3:9");
	CHECK_STR(import(&work, "source: s\ncolumns: {名称: title}\nvalues:\n  open_type:\n    take: {无: 9}\n",
			 "a.csv", row),
		  "E210@5:15");
	CHECK_STR(import(&work, "base: none.yaml\nsource: s\ncolumns: {名称: title}\n", "a.csv", row), "E101@1:1");
	CHECK_STR(import(&work, "base: m.yaml\nsource: s\ncolumns: {名称: title}\n", "a.csv", row), "E125@1:1");
	CHECK_STR(get(&work, "content/ledgers/s.csv"), "(none)");
	finish(&work);
}

static void a_base_is_overridden(void)
{
	struct place_of_work work;
	start(&work);
	put_text(&work, "base.yaml", KEYED);
	CHECK_STR(import(&work, "base: base.yaml\nvalues:\n  open_type:\n    take: {可开放: 2}\n", "a.csv",
			 HEADER "1,甲,局,可开放,每年,,csv\n"),
		  "1+0:");
	CHECK(strstr(get(&work, "content/ledgers/s.csv"), ",,2,,7,"));
	finish(&work);
}

static void columns_are_accounted_for(void)
{
	struct place_of_work work;
	start(&work);
	import(&work, KEYED, "a.csv", "编号,名称,单位,开放,周期,日期,格式,新列\n1,甲,局,无条件开放,每年,,csv,x\n");
	CHECK_INT(work.result.columns_left.count, 1);
	CHECK_STR(work.result.columns_left.items[0], "新列");
	CHECK_STR(
	    import(&work, "source: s\ncolumns: {名称: title}\n", "a.csv", HEADER "1,甲,局,无条件开放,每年,,csv\n"),
	    "0+1: R102/open_type=1 R102/provider=1 R102/update_cycle=1");
	CHECK_STR(import(&work, "source: s\nrequired: [title]\ncolumns: {名称: title}\n", "a.csv",
			 HEADER "1,甲,局,无条件开放,每年,,csv\n"),
		  "1+0:");
	finish(&work);
}

static void keyed_ids_stay(void)
{
	struct place_of_work work;
	start(&work);
	import(&work, KEYED, "a.csv", HEADER "1,甲,局,无条件开放,每年,,csv\n2,乙,局,无条件开放,每年,,csv\n");
	const char *first = id_of(&work, "甲"), *second = id_of(&work, "乙");
	CHECK(strcmp(first, second) != 0 && strncmp(first, "s-", 2) == 0);
	const char *ledger = get(&work, "content/ledgers/s.csv"), *ids = get(&work, "content/ledgers/s.ids.csv");
	import(&work, KEYED, "a.csv", HEADER "2,乙,局,无条件开放,每年,,csv\n1,甲,局,无条件开放,每年,,csv\n");
	CHECK_STR(get(&work, "content/ledgers/s.csv"), ledger);
	CHECK_STR(get(&work, "content/ledgers/s.ids.csv"), ids);
	CHECK_INT(work.result.files_written, 0);
	import(&work, KEYED, "a.csv", HEADER "2,乙二,局,无条件开放,每年,,csv\n1,甲一,处,有条件开放,每年,,csv\n");
	CHECK_STR(id_of(&work, "甲一"), first);
	CHECK_STR(id_of(&work, "乙二"), second);
	import(&work, KEYED, "a.csv", HEADER "1,甲,局,无条件开放,每年,,csv\n");
	CHECK_INT(work.result.ids_gone, 1);
	import(&work, KEYED, "a.csv", HEADER "2,乙,局,无条件开放,每年,,csv\n1,甲,局,无条件开放,每年,,csv\n");
	CHECK_STR(id_of(&work, "乙"), second);
	CHECK_INT(work.result.ids_gone, 0);
	CHECK_STR(get(&work, "content/ledgers/s.ids.csv"), ids);
	finish(&work);
}

static void a_returned_record_keeps_its_id(void)
{
	struct place_of_work work;
	start(&work);
	import(&work, KEYED, "a.csv", HEADER "1,甲,局,看情况,每年,,csv\n");
	const char *returns = get(&work, "content/ledgers/s.returns.csv");
	import(&work, KEYED, "a.csv", HEADER "1,甲,局,无条件开放,每年,,csv\n");
	CHECK(strstr(returns, id_of(&work, "甲")) != NULL);
	CHECK_INT(work.result.ids_new, 0);
	finish(&work);
}

static void ids_without_key(void)
{
	struct place_of_work work;
	start(&work);
	import(&work, PLAIN, "a.csv",
	       HEADER ",甲,局,无条件开放,每年,,csv\n,乙,局,无条件开放,每年,,csv\n,乙,局,有条件开放,每日,,csv\n");
	const char *first = id_of(&work, "甲"), *ids = get(&work, "content/ledgers/s.ids.csv");
	import(&work, PLAIN, "a.csv",
	       HEADER ",乙,局,有条件开放,每日,,csv\n,乙,局,无条件开放,每年,,csv\n,甲,局,无条件开放,每年,,csv\n");
	CHECK_STR(get(&work, "content/ledgers/s.ids.csv"), ids);
	/* one of a pair changed: the other is still itself, so the changed one can only be the one left */
	import(&work, PLAIN, "a.csv",
	       HEADER
	       ",乙,局,有条件开放,每日,2020-1-1,csv\n,乙,局,无条件开放,每年,,csv\n,甲,局,有条件开放,每年,,csv\n");
	CHECK_STR(id_of(&work, "甲"), first);
	CHECK_INT(work.result.ids_new, 0);
	/* both changed: nobody can say which was which */
	import(
	    &work, PLAIN, "a.csv",
	    HEADER
	    ",乙,局,有条件开放,每日,2021-1-1,csv\n,乙,局,无条件开放,每年,2021-1-1,csv\n,甲,局,有条件开放,每年,,csv\n");
	CHECK_INT(work.result.ids_new, 2);
	CHECK_INT(work.result.ids_gone, 2);
	/* without a key a new title is a new record */
	import(&work, PLAIN, "a.csv", HEADER ",甲新,局,有条件开放,每年,,csv\n");
	CHECK(strcmp(id_of(&work, "甲新"), first) != 0);
	CHECK_INT(work.result.ids_new, 1);
	finish(&work);
}

static void repetitions(void)
{
	struct place_of_work work;
	start(&work);
	CHECK_STR(import(&work, PLAIN, "a.csv",
			 HEADER
			 ",甲,局,无条件开放,每年,,csv\n,甲,局,无条件开放,每年,,csv\n,甲,局,无条件开放,每日,,csv\n"),
		  "2+1: R301/record=1 N301/title=1");
	CHECK_STR(import(&work, KEYED, "a.csv",
			 HEADER
			 "1,甲,局,无条件开放,每年,,csv\n1,乙,局,无条件开放,每年,,csv\n,丙,局,无条件开放,每年,,csv\n"),
		  "1+2: R302/record=2 N307/record=1");
	finish(&work);
}

#define RECORD(title)                               \
	"{\"编号\":\"" title "\",\"名称\":\"" title \
	"\",\"单位\":\"局\",\"开放\":\"无条件开放\",\"周期\":\"每年\",\"日期\":null,\"格式\":[\"csv\",null,\"xls\"]}"

static void json_shapes(void)
{
	struct place_of_work work;
	start(&work);
	CHECK_STR(import(&work, KEYED, "a.json", "[" RECORD("甲") "," RECORD("乙") "]"), "2+0:");
	CHECK(strstr(get(&work, "content/ledgers/s.csv"), ",csv;xls,"));
	CHECK_STR(import(&work, KEYED, "a.json", "[" RECORD("甲") "][" RECORD("乙") "] \n[" RECORD("丙") "]\n"),
		  "3+0:");
	CHECK_STR(import(&work, KEYED, "a.json", RECORD("甲") "\n" RECORD("乙") "\n"), "2+0:");
	CHECK_STR(import(&work, KEYED, "a.json", "[" RECORD("甲") "][" RECORD("乙") ""), "E140@1:173");
	CHECK_STR(import(&work, KEYED, "a.json", "[" RECORD("甲") "]\n[1]"), "E141@2:1");
	CHECK_STR(import(&work, KEYED, "a.json", "[]"), "E137@1:1");
	CHECK_STR(import(&work, KEYED, "a.json", " "), "E137@1:1");
	CHECK_STR(import(&work, KEYED, "a.json", "[{\"编号\":{\"a\":1}}]"), "E142@1:1");
	finish(&work);
}

static void encodings(void)
{
	static const struct {
		const char *from, *bytes;
		size_t len;
	} samples[] = {
	    {"utf-8",
	     "\xEF\xBB\xBF"
	     "a,b\n",
	     7},
	    {"utf-8", "\xE7\x94\xB2\n", 4},
	    {"gb18030", "\xBC\xD7\n", 3},
	    {"utf-16le",
	     "\xFF\xFE"
	     "a\0",
	     4},
	    {"utf-16be", "\xFE\xFF\0a", 4},
	    {"utf-16le", "a\0,\0", 4},
	    {"utf-16be", "\0a\0,", 4},
	};
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
		CHECK_STR(source_encoding((struct text){samples[i].bytes, samples[i].len}), samples[i].from);
	struct place_of_work work;
	start(&work);
	const char *utf8 = HEADER "1,甲,局,无条件开放,每年,,csv\n";
	put_text(&work, "plain.csv", utf8);
	put_text(&work, "bom.csv", arena_printf(work.fixture.arena, "\xEF\xBB\xBF%s", utf8));
	static const char *const charsets[] = {"GB18030", "UTF-16LE", "UTF-16BE", "UTF-16"};
	for (size_t i = 0; i < 4; i++)
		CHECK(system(arena_printf(work.fixture.arena, "iconv -f UTF-8 -t %s '%s/plain.csv' >'%s/%s.csv'",
					  charsets[i], work.dir, work.dir, charsets[i])) == 0);
	static const char *const files[] = {"plain.csv",    "bom.csv",      "GB18030.csv",
					    "UTF-16LE.csv", "UTF-16BE.csv", "UTF-16.csv"};
	const char *ledger = NULL;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		CHECK_STR(import(&work, KEYED, files[i], NULL), "1+0:");
		ledger = ledger ? ledger : get(&work, "content/ledgers/s.csv");
		CHECK_STR(get(&work, "content/ledgers/s.csv"), ledger);
	}
	/* what is declared counts: these bytes are GB18030 */
	CHECK_STR(import(&work, "encoding: utf-8\n" KEYED, "GB18030.csv", NULL),
		  "E130@1:1 E130@1:2 E130@1:3 E130@1:4 E130@1:5 E130@1:6 E130@1:7 E130@2:2 E130@2:3 E130@2:4 "
		  "E130@2:5");
	put(&work, "bad.csv", "a,b\n\xBC\xD7,\xFF\n", 9);
	CHECK_STR(import(&work, KEYED, "bad.csv", NULL), "E130@2:2");
	/* every cell with bad bytes is told, quoted commas and line ends do not count */
	put(&work, "cells.csv", "a,b\n\"x,\ny\",\xFF\xFF\n1,2\n\xFF,3\n", 22);
	CHECK_STR(import(&work, "encoding: gbk\n" KEYED, "cells.csv", NULL), "E130@3:2 E130@5:1");
	CHECK_STR(import(&work, "encoding: gb2312\n" KEYED, "GB18030.csv", NULL), "1+0:");
	/* elsewhere the column is the character in the line */
	put(&work, "bad.json", "[\n{\"a\":\"\xBC\xD7\xFF\"}]", 14);
	CHECK_STR(import(&work, KEYED, "bad.json", NULL), "E130@2:8");
	/* half a character of UTF-16 at the end */
	put(&work, "half.csv",
	    "\xFF\xFE"
	    "a\0,\0b",
	    7);
	CHECK_STR(import(&work, KEYED, "half.csv", NULL), "E130@1:2");
	/* UTF-8 with one bad byte is not taken for another encoding */
	put_text(&work, "hurt.csv", HEADER "1,甲,局,无条件开放,每年,,csv\n2,\xE4\xB8,局\n");
	CHECK_STR(import(&work, KEYED, "hurt.csv", NULL), "E130@3:2");
	CHECK_STR(import(&work, "encoding: ebcdic\n" KEYED, "plain.csv", NULL), "E160@1:1");
	finish(&work);
}

static void rows_are_never_dropped(void)
{
	struct place_of_work work;
	start(&work);
	/* a ragged row cannot be made out: the source is refused as a whole, with the place */
	CHECK_STR(import(&work, KEYED, "a.csv", HEADER "1,甲,局,无条件开放,每年,,csv\n2,乙,局\n"), "E131@3:3");
	CHECK_STR(get(&work, "content/ledgers/s.ids.csv"), "(none)");
	finish(&work);
}

static void dirty_text(void)
{
	struct place_of_work work;
	start(&work);
	const char *mapping = "source: s\ncolumns: {t: title, p: provider, a: abstract, u: url, n: rows}\n"
			      "required: [title]\n";
	CHECK_STR(import(&work, mapping, "a.json",
			 "[{\"t\":\"\\u3000甲\\r\\n\\t乙 "
			 "\",\"p\":\"局\",\"a\":\"<p>x</p>\\u0001\",\"u\":\"http://a/b\",\"n\":\"1,299\"},"
			 "{\"t\":\"丙\",\"p\":\"局\",\"a\":\"丙\",\"u\":\"www.a.b\",\"n\":\"many\"}]"),
		  "1+1: R204/url=1 R205/rows=1 N302/abstract=1 N304/abstract=1 N306/abstract=1");
	CHECK(strstr(get(&work, "content/ledgers/s.csv"), ",甲 乙,<p>x</p>,"));
	CHECK(strstr(get(&work, "content/ledgers/s.csv"), ",1299,http://a/b,"));
	finish(&work);
}

TAP_MAIN({"dates", dates}, {"three outcomes of a value", outcomes}, {"faults of a mapping", mapping_faults},
	 {"a mapping goes before its base", a_base_is_overridden},
	 {"columns are accounted for", columns_are_accounted_for}, {"ids stay where there is a key", keyed_ids_stay},
	 {"a returned record keeps its id", a_returned_record_keeps_its_id},
	 {"ids where there is no key", ids_without_key}, {"repetitions", repetitions},
	 {"arrays run together, JSON lines", json_shapes}, {"encodings", encodings},
	 {"rows are never dropped", rows_are_never_dropped}, {"dirty text", dirty_text})
