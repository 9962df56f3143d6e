/* The base of the library: arena, buf, span, utf8, lang, json, hash, deflate, diag, status. */
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/deflate.h>
#include <headwater/diag.h>
#include <headwater/hash.h>
#include <headwater/json.h>
#include <headwater/lang.h>
#include <headwater/span.h>
#include <headwater/status.h>
#include <headwater/utf8.h>

static void test_arena(void)
{
	struct arena *arena = arena_new();
	char *small = arena_string(arena, "源头");
	unsigned char *large = arena_alloc(arena, 300000);
	char *after = arena_printf(arena, "%s-%d", "n", 7);
	CHECK_STR(small, "源头");
	CHECK_STR(after, "n-7");
	CHECK(((uintptr_t)large & 15) == 0);
	bool zero = true;
	for (size_t i = 0; i < 300000; i++)
		zero = zero && large[i] == 0;
	CHECK(zero);
	CHECK(arena_used(arena) >= 300000);
	memset(large, 0xff, 300000);
	arena_reset(arena);
	CHECK_INT(arena_used(arena), 0);
	unsigned char *again = arena_alloc(arena, 1000);
	for (size_t i = 0; i < 1000; i++)
		zero = zero && again[i] == 0;
	CHECK(zero);
	arena_free(arena);
}

static void test_arena_push(void)
{
	struct arena *arena = arena_new();
	int *items = NULL;
	size_t count = 0, capacity = 0;
	for (int i = 0; i < 1000; i++)
		*ARENA_PUSH(arena, items, count, capacity) = i;
	CHECK_INT(count, 1000);
	int sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += items[i];
	CHECK_INT(sum, 499500);
	arena_free(arena);
}

static void test_buf_maximum(void)
{
	struct buf buf;
	buf_init(&buf, 8);
	buf_str(&buf, "12345678");
	CHECK(!buf_overflowed(&buf));
	buf_byte(&buf, '9');
	CHECK(buf_overflowed(&buf));
	buf_str(&buf, "");
	CHECK_STR(buf.bytes, "12345678");
	buf_reset(&buf);
	buf_printf(&buf, "%d", 12345);
	CHECK_STR(buf.bytes, "12345");
	buf_printf(&buf, "%d", 6789);
	CHECK(buf_overflowed(&buf));
	CHECK_STR(buf.bytes, "12345");
	buf_free(&buf);
}

typedef void escape_fn(struct buf *buf, const char *text, size_t len);

static void check_escape(escape_fn *escape, const char *text, const char *want)
{
	struct buf buf;
	buf_init(&buf, BUF_MAX_DEFAULT);
	escape(&buf, text, strlen(text));
	CHECK_STR(buf.bytes, want);
	buf_free(&buf);
}

static void test_escapes(void)
{
	check_escape(buf_xml, "a<b>&\"'\x01源", "a&lt;b&gt;&amp;&quot;&#39;源");
	check_escape(buf_xml, "bad \xff\xe6\xba end", "bad \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD end");
	check_escape(buf_xml, "\tline\nnext\r", "\tline\nnext&#13;");
	check_escape(buf_xml, "non\xEF\xBF\xBE-char", "non\xEF\xBF\xBD-char");
	check_escape(buf_json, "\xEF\xBF\xBE", "\"\xEF\xBF\xBE\"");
	check_escape(buf_json, "a\"b\\c\n</script>\x02", "\"a\\\"b\\\\c\\n\\u003c/script>\\u0002\"");
	check_escape(buf_csv, "plain 文本", "plain 文本");
	check_escape(buf_csv, "a,b", "\"a,b\"");
	check_escape(buf_csv, "say \"hi\"\n", "\"say \"\"hi\"\"\n\"");
	check_escape(buf_csv, " 007", "\" 007\"");
	check_escape(buf_csv, "", "");
	check_escape(buf_url, "医院 a/b?&=+%", "%E5%8C%BB%E9%99%A2%20a%2Fb%3F%26%3D%2B%25");
}

static void test_utf8(void)
{
	static const struct {
		const char *bytes;
		size_t len, valid;
	} cases[] = {
	    {"源头", 6, 6},
	    {"a\x80", 2, 1},
	    {"\xC0\xAF", 2, 0},
	    {"\xED\xA0\x80", 3, 0},
	    {"\xF4\x90\x80\x80", 4, 0},
	    {"\xF0\x9F\x98\x80", 4, 4},
	    {"ok\xE6\xBA", 4, 2},
	    {"\xE0\x80\xAF", 3, 0},
	    {"", 0, 0},
	    {"\xF0\xA0\x80\x80", 4, 4},
	    {"\xF5\x80\x80\x80", 4, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CHECK_INT(utf8_valid_prefix(cases[i].bytes, cases[i].len), cases[i].valid);
	CHECK_INT(utf8_length("三江源ab", 11), 5);
	CHECK_INT(utf8_prefix("三江源ab", 11, 2), 6);
	for (uint32_t code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 257) {
		char bytes[4];
		size_t at = 0, len = utf8_put(bytes, code);
		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		if (utf8_next(bytes, len, &at) != code || at != len)
			CHECK_INT(code, -1);
	}
	CHECK(utf8_is_han(0x9752) && utf8_is_han(0x20000) && !utf8_is_han('a') && !utf8_is_han(0x0F40));
}

static void test_span(void)
{
	CHECK(span_is(span_trim(span_of(" \t　青海　\n")), "青海"));
	CHECK_INT(span_trim(span_of(" 　 ")).len, 0);
	CHECK(!span_is(span_of("a"), "ab"));
}

static void test_lang(void)
{
	enum lang lang, actual;
	CHECK(lang_parse("zh_CN.UTF-8", &lang) && lang == LANG_ZH);
	CHECK(lang_parse("EN", &lang) && lang == LANG_EN);
	CHECK(!lang_parse("enx", &lang) && !lang_parse("C", &lang));
	struct label label = {{"青海", NULL}};
	CHECK_STR(label_text(&label, LANG_EN, &actual), "青海");
	CHECK_INT(actual, LANG_ZH);
	label = (struct label){{NULL, NULL}};
	CHECK_STR(label_text(&label, LANG_EN, &actual), "");
}

static void test_json(void)
{
	struct buf buf;
	struct json json;
	buf_init(&buf, BUF_MAX_DEFAULT);
	json_init(&json, &buf, false);
	json_object(&json);
	json_put(&json, "a", "b");
	json_put_if(&json, "none", "");
	json_put(&json, "null", NULL);
	json_key(&json, "list");
	json_array(&json);
	json_int(&json, INT64_MIN);
	json_double(&json, 0.1);
	json_double(&json, 1e300);
	json_double(&json, 0.0 / 0.0 + 0);
	json_bool(&json, true);
	json_number_text(&json, "1.50", 4);
	json_object(&json);
	json_object_end(&json);
	json_array_end(&json);
	json_object_end(&json);
	CHECK_STR(buf.bytes,
		  "{\"a\":\"b\",\"null\":null,\"list\":[-9223372036854775808,0.1,1e+300,null,true,1.50,{}]}");
	buf_reset(&buf);
	json_init(&json, &buf, true);
	json_object(&json);
	json_put_int(&json, "n", 1);
	json_object_end(&json);
	CHECK_STR(buf.bytes, "{\n  \"n\": 1\n}\n");
	buf_free(&buf);
}

static void test_hash(void)
{
	char hex[SHA256_HEX_LEN + 1];
	char uuid[UUID_LEN + 1];
	uuid_of_name("urn:headwater:630000:package:data-laws", uuid); /* as python's uuid5 has it */
	CHECK_STR(uuid, "cb72591d-255c-522d-aef4-95c51fa433ce");
	sha256_hex("abc", 3, hex); /* FIPS 180-4 example */
	CHECK_STR(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	struct sha256 *hash = sha256_new();
	sha256_add(hash, "a", 1);
	sha256_add(hash, "bc", 2);
	char pieces[SHA256_HEX_LEN + 1];
	sha256_end(hash, pieces);
	CHECK_STR(pieces, hex);
	uint64_t size_bytes;
	CHECK_INT(sha256_file("/nonexistent/file", hex, &size_bytes), STATUS_IO);
}

static void test_deflate(void)
{
	struct buf once, twice;
	buf_init(&once, BUF_MAX_DEFAULT);
	buf_init(&twice, BUF_MAX_DEFAULT);
	char text[5000];
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + i % 7);
	deflate_gzip(text, sizeof text, &once);
	deflate_gzip(text, sizeof text, &twice);
	CHECK(once.len == twice.len && memcmp(once.bytes, twice.bytes, once.len) == 0);
	CHECK(once.len < 200 && (unsigned char)once.bytes[0] == 0x1f && (unsigned char)once.bytes[1] == 0x8b);
	CHECK(memcmp(once.bytes + 4, "\0\0\0\0", 4) == 0); /* no time inside */
	CHECK_INT(deflate_crc32(0, "123456789", 9), 0xCBF43926);
	buf_free(&once);
	buf_free(&twice);
}

static void test_diag(void)
{
	static const struct rule late = {
	    "E2", SEVERITY_ERROR, {{"“{0}”应为 {1}", "\"{0}\" must be {1}"}}, {{"改正。", "Correct it."}}};
	static const struct rule early = {"W1", SEVERITY_WARNING, {{"{0}", "{0}"}}, {{0}}};
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	diag_add(&diags, (struct place){"b.md", 2, 5}, &late, "甲", "乙", NULL);
	diag_add(&diags, (struct place){"b.md", 10, 1}, &early, "x", NULL);
	diag_add(&diags, (struct place){"a.md", 0, 0}, &early, "y", NULL);
	diags_sort(&diags);
	CHECK_INT(diags.error_count, 1);
	CHECK_INT(diags.warning_count, 2);
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	diags_print(&diags, LANG_EN, out);
	diags_print(&diags, LANG_ZH, out);
	fclose(out);
	CHECK_STR(text, "a.md: warning W1: y\nb.md:2:5: error E2: \"甲\" must be 乙\n    To do: Correct "
			"it.\nb.md:10:1: warning W1: x\n"
			"a.md: 警告 W1: y\nb.md:2:5: 错误 E2: “甲”应为 乙\n    改法：改正。\nb.md:10:1: 警告 W1: x\n");
	free(text);
	arena_free(arena);
}

/* A file name that rings the bell or colours the screen is shown, not obeyed. */
static void test_diag_controls(void)
{
	static const struct rule rule = {"E3", SEVERITY_ERROR, {{"“{0}”", "\"{0}\""}}, {{0}}};
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	diag_add(&diags, (struct place){"a\nb\x1b[31m\xFF", 0, 0}, &rule, "青\x07\xC2\x9B", NULL);
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	diags_print(&diags, LANG_EN, out);
	fclose(out);
	CHECK_STR(text, "a?b?[31m?: error E3: \"青??\"\n");
	free(text);
	arena_free(arena);
}

static void test_status(void)
{
	for (enum status status = 0; status < STATUS__MAX; status++)
		CHECK(status_name(status) && status_http(status) >= 200);
	CHECK_INT(status_http(STATUS_NOT_FOUND), 404);
	CHECK_INT(status_exit_code(STATUS_OK), 0);
}

TAP_MAIN({"arena", test_arena}, {"arena push", test_arena_push}, {"buf keeps to its maximum", test_buf_maximum},
	 {"escapes by the medium", test_escapes}, {"utf8", test_utf8}, {"span", test_span}, {"lang", test_lang},
	 {"json writer", test_json}, {"sha256", test_hash}, {"deflate", test_deflate}, {"diagnostics", test_diag},
	 {"diagnostics obey no terminal", test_diag_controls}, {"status tables", test_status})
