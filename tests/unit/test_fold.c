/* test_fold.c -- folding, cutting, offsets, pinyin and decoding. */
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

#include "tap.h"

static struct folder *folder;
static struct arena *arena;

static void start(void)
{
	if (!folder) {
		folder = folder_new();
		arena = arena_new();
	}
}

static const char *fold(const char *text)
{
	start();
	return fold_text(folder, text, strlen(text), arena);
}

/* The terms as "text/text/...": a tail is marked by '$', a part by '+'. */
static const char *cut(const char *text)
{
	struct fold_term *terms;
	struct buf out;
	start();
	size_t count = fold_terms(folder, text, strlen(text), 0, arena, &terms);
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < count; i++) {
		buf_str(&out, i ? "/" : "");
		buf_add(&out, terms[i].text, terms[i].len);
		buf_str(&out, terms[i].tail ? "$" : terms[i].part ? "+" : "");
	}
	const char *result = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return result;
}

/* The bytes of the original behind each term. */
static const char *sources(const char *text)
{
	struct fold_term *terms;
	struct buf out;
	start();
	size_t count = fold_terms(folder, text, strlen(text), 0, arena, &terms);
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < count; i++) {
		buf_str(&out, i ? "/" : "");
		buf_add(&out, text + terms[i].source_start, terms[i].source_end - terms[i].source_start);
	}
	const char *result = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return result;
}

static void folding(void)
{
	CHECK_STR(fold("ＧＢ／Ｔ　２２６０"), "gb/t 2260");
	CHECK_STR(fold("Straße ÉCOLE"), "strasse école");
	CHECK_STR(fold("e\xCC\x81"), "é"); /* composed across code points */
	CHECK_STR(fold("醫療衛生"), "医疗卫生");
	CHECK_STR(fold("靑海省 開放數據"), "靑海省 开放数据");
	CHECK_STR(fold("ｶﾞ"), "ガ"); /* half-width kana and its mark */
	CHECK_STR(fold("㎡ № ①"), "m2 no 1");
	CHECK_STR(fold("a\xC2\xAD"
		       "b"),
		  "ab"); /* a soft hyphen vanishes */
	CHECK_STR(fold(""), "");
	CHECK_STR(fold("\xEF\xBB\xBF青海"), "青海");
	CHECK_STR(fold("ﷺ"), "صلى الله عليه وسلم"); /* the longest expansion */
	CHECK_STR(fold("𠮷野家"), "𠮷野家");        /* beyond the BMP */
}

static void ill_formed(void)
{
	CHECK_STR(fold("a\xFF"
		       "b"),
		  "a\xEF\xBF\xBD"
		  "b");
	CHECK_STR(fold("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); /* a surrogate */
	CHECK_STR(cut("医\xE9院"), "医$/院$");
	CHECK_STR(cut("\xC0\xAF"), "");
	CHECK_STR(cut("ab\xF0\x9F"), "ab");
}

static void han(void)
{
	CHECK_STR(cut("青海省"), "青海/海省/省$");
	CHECK_STR(cut("医"), "医$");
	CHECK_STR(cut("醫院、學校"), "医院/院$/学校/校$");
	CHECK_STR(cut("二〇二三"), "二〇/〇二/二三/三$");
	CHECK_STR(cut("人人々"), "人人/人々/々$");
	CHECK_STR(cut("データ分析"), "デー/ータ/タ分/分析/析$");
	CHECK_STR(cut("，。"), "");
}

static void words(void)
{
	CHECK_STR(cut("GB2260"), "gb2260/gb+/2260+");
	CHECK_STR(cut("GB/T 2260-2007"), "gb/t/2260/2007");
	CHECK_STR(cut("PM2.5"), "pm2/pm+/2+/5");
	CHECK_STR(cut("region_code"), "region/code");
	CHECK_STR(cut("45848a48c3d1445c"), "45848a48c3d1445c"); /* opaque: no parts */
	CHECK_STR(cut("COVID19疫情2020年"), "covid19/covid+/19+/疫情/情$/2020/年$");
	CHECK_STR(cut("naïve e\xCC\x81t"), "naïve/ét");
	CHECK_STR(cut("Привет МИР"), "привет/мир");
	CHECK_STR(cut("데이터 개방"), "데이터/개방");
}

static void tibetan(void)
{
	CHECK_STR(cut("བོད་ཡིག་གི་གཞི་གྲངས།"), "བོད/ཡིག/གི/གཞི/གྲངས");
	CHECK_STR(cut("མཚོ་སྔོན་"), "མཚོ/སྔོན");
	CHECK_STR(cut("བོད༌ཡིག"), "བོད/ཡིག"); /* the tsheg that does not break */
	CHECK_STR(cut("མཚོ་སྔོན青海"), "མཚོ/སྔོན/青海/海$");
	CHECK_STR(fold("\xE0\xBD\xB3"), fold("\xE0\xBD\xB1\xE0\xBD\xB2")); /* one sign or two: the same vowel */
}

static void offsets(void)
{
	CHECK_STR(sources("醫療GB2260"), "醫療/療/GB2260/GB/2260");
	CHECK_STR(sources("ＧＢ　青海"), "ＧＢ/青海/海");
	CHECK_STR(sources("x ﷺ y"), "x/ﷺ/ﷺ/ﷺ/ﷺ/y");
	CHECK_STR(sources("e\xCC\x81t\xC2\xAD"), "e\xCC\x81t\xC2\xAD");
	CHECK_STR(sources("བོད་ཡིག"), "བོད/ཡིག");
	CHECK_STR(sources("a\xFF医院"), "a/医院/院");
}

static void positions(void)
{
	struct fold_term *terms;
	start();
	const char *text = "青海省，GB22 院";
	size_t count = fold_terms(folder, text, strlen(text), 0, arena, &terms);
	if (!CHECK_INT(count, 7))
		return;
	CHECK_INT(terms[1].position, terms[0].position + 1);
	CHECK_INT(terms[2].position, terms[1].position + 1);
	CHECK(terms[3].position > terms[2].position + 1);
	CHECK_INT(terms[4].position, terms[3].position);
	CHECK_INT(terms[5].position, terms[3].position);
	CHECK(terms[6].position > terms[5].position + 1);
	CHECK_INT(terms[6].script, FOLD_HAN);
	CHECK_INT(terms[3].script, FOLD_WORD);
	CHECK_INT(fold_terms(folder, text, strlen(text), 2, arena, &terms), 2);
	CHECK_INT(fold_terms(folder, "", 0, 0, arena, &terms), 0);
	CHECK_INT(fold_terms(folder, "a\0b", 3, 0, arena, &terms), 2); /* a NUL is a gap */
}

static void keys(void)
{
	start();
#define KEY(text) fold_key(folder, text, strlen(text), arena)
	CHECK_STR(KEY("青海省（2024年）行政區劃 代碼"), "青海省2024年行政区划代码");
	CHECK_STR(KEY("Open  Data-Set GB/T 2260"), "open data set gb t 2260");
	CHECK_STR(KEY("  "), "");
	CHECK_STR(KEY("མཚོ་སྔོན།"), "མཚོསྔོན");
#undef KEY
}

static void pinyin(void)
{
	start();
	CHECK_STR(fold_pinyin(folder, "青海", 6, arena), "qing hai");
	CHECK_STR(fold_pinyin(folder, "青海GB 2260（省）", strlen("青海GB 2260（省）"), arena),
		  "qing hai gb 2260 sheng");
	CHECK_STR(fold_pinyin(folder, "重慶", 6, arena), "chong qing");
	CHECK_STR(fold_pinyin(folder, "人民银行", 12, arena), "ren min yin hang");
	CHECK_STR(fold_pinyin(folder, "绿", 3, arena), "lu");
	CHECK_STR(fold_pinyin(folder, "", 0, arena), "");
	CHECK_STR(fold_pinyin(folder, "École", 6, arena), "ecole");
}

struct decoding {
	const char *charset, *bytes;
	size_t len;
	enum status status;
	const char *text;
	size_t bad_at;
};

static void decoding(void)
{
	static const struct decoding cases[] = {
	    {"gb18030", "\xC7\xE0\xBA\xA3", 4, STATUS_OK, "青海", (size_t)-1},
	    {"GBK",
	     "\xC7\xE0\xBA\xA3"
	     "a",
	     5, STATUS_OK, "青海a", (size_t)-1},
	    {"gb18030", "\x95\x32\x82\x36", 4, STATUS_OK, "𠀀", (size_t)-1},
	    {"gb18030",
	     "a,\xC7\xE0\xFF"
	     "b",
	     6, STATUS_INVALID, "a,青", 4},
	    {"gb18030", "ab\xC7", 3, STATUS_INVALID, "ab", 2},         /* cut off */
	    {"gb18030", "ab\x81\x30\x81", 5, STATUS_INVALID, "ab", 2}, /* cut off within four bytes */
	    {"gb18030", "ab\xC7\n", 4, STATUS_INVALID, "ab", 2},
	    {"utf-16le", "\x52\x97\x77\x6D", 4, STATUS_OK, "青海", (size_t)-1},
	    {"utf-16be", "\x97\x52\x6D\x77", 4, STATUS_OK, "青海", (size_t)-1},
	    {"utf-16le", "\x40\xD8\x00\xDC", 4, STATUS_OK, "𠀀", (size_t)-1},
	    {"utf-16le",
	     "a\0\x40\xD8"
	     "b\0",
	     6, STATUS_INVALID, "a", 2}, /* a lone surrogate */
	    {"utf-16le", "a\0b", 3, STATUS_INVALID, "a", 2},
	    {"utf-8", "\xE9\x9D\x92\xFF", 4, STATUS_INVALID, "青", 3},
	    {"utf-8", "a\xFC\xBF\xBF\xBF\xBF\xBF", 7, STATUS_INVALID, "a", 1},
	    {"utf-8", "a\xED\xA0\x80", 4, STATUS_INVALID, "a", 1},
	    {"utf-8", "", 0, STATUS_OK, "", (size_t)-1},
	    {"latin-9", "a", 1, STATUS_NOT_FOUND, NULL, (size_t)-1},
	};
	start();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct decoding *c = &cases[i];
		char *text;
		size_t len, bad_at;
		printf("# case %zu: %s\n", i, c->charset);
		CHECK_INT(fold_decode(c->charset, c->bytes, c->len, arena, &text, &len, &bad_at), c->status);
		CHECK_STR(text, c->text);
		CHECK_INT(bad_at, c->bad_at);
	}
}

/* A bad byte is found where it was put, also past the converter's inner buffers. */
static void decoding_far(void)
{
	size_t len = 100000;
	char *bytes = memory_alloc(len);
	start();
	for (size_t at = 0; at < len; at += 7919) {
		char *text;
		size_t text_len, bad_at;
		for (size_t i = 0; i + 1 < len; i += 2)
			memcpy(bytes + i, "\xC7\xE0", 2);
		size_t even = at & ~(size_t)1;
		bytes[even] = '\xFF';
		CHECK_INT(fold_decode("gb18030", bytes, len, arena, &text, &text_len, &bad_at), STATUS_INVALID);
		CHECK_INT(bad_at, even);
		CHECK_INT(text_len, even / 2 * 3);
	}
	free(bytes);
}

static double seconds_for(const char *unit, size_t count)
{
	struct buf text;
	struct fold_term *terms;
	struct timespec from, to;
	struct arena *own = arena_new();
	buf_init(&text, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < count; i++)
		buf_str(&text, unit);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	fold_terms(folder, text.bytes, text.len, 0, own, &terms);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	buf_free(&text);
	arena_free(own);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Sixteen times the text may not take a hundred times as long. */
static void linear(void)
{
	static const char *const units[] = {"a", "a1", "\xCC\x81", "医", "བོ", "\xEF\xB7\xBA", "\xFF", "ᄀ\xE1\x85\xA1"};
	start();
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		double few = seconds_for(units[i], 10000), many = seconds_for(units[i], 160000);
		printf("# unit %zu: %.5f s, %.5f s\n", i, few, many);
		CHECK(many < few * 100 + 0.2);
	}
}

/* Random bytes: every term lies in the text, in order, and folding again changes nothing in it. */
static void random_bytes(void)
{
	static const char *const bits[] = {"青", "海",   "a",  "1", "\xCC\x81",     "་", "བོ", " ",
					   "Ｇ", "\xFF", "𠮷", "ﷺ", "\xE1\x85\xA1", "／"};
	unsigned seed = 20260301;
	printf("# seed %u\n", seed);
	start();
	for (int round = 0; round < 2000; round++) {
		char text[256];
		size_t len = 0, last = 0;
		struct fold_term *terms;
		while (len < 200) {
			const char *bit = bits[(size_t)rand_r(&seed) % (sizeof bits / sizeof *bits)];
			memcpy(text + len, bit, strlen(bit));
			len += strlen(bit);
		}
		size_t count = fold_terms(folder, text, len, 0, arena, &terms);
		for (size_t i = 0; i < count; i++) {
			const struct fold_term *term = &terms[i];
			bool sane = term->source_start < term->source_end && term->source_end <= len && term->len > 0 &&
				    term->source_start >= last && utf8_valid_prefix(term->text, term->len) == term->len;
			if (!term->part)
				last = term->source_start;
			const char *again = fold_text(folder, term->text, term->len, arena);
			sane = sane && strlen(again) == term->len && memcmp(again, term->text, term->len) == 0;
			if (!CHECK(sane)) {
				printf("# round %d, term [%.*s]\n", round, (int)term->len, term->text);
				return;
			}
		}
		arena_reset(arena);
	}
}

TAP_MAIN({"folding", folding}, {"ill-formed bytes", ill_formed}, {"Han runs", han}, {"words and codes", words},
	 {"Tibetan syllables", tibetan}, {"offsets into the original", offsets}, {"positions and limits", positions},
	 {"keys of titles", keys}, {"pinyin", pinyin}, {"decoding", decoding}, {"decoding of long input", decoding_far},
	 {"work is linear", linear}, {"random text", random_bytes})
