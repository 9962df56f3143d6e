/*
 * fuzz_tokenizer.c -- any bytes as a text to fold, cut, mark and ask for. What must hold: terms lie in the text, in
 * order, and are UTF-8; so are the words of a query; runs make up the text again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

#include "highlight.h"
#include "words.h"

#define TEXT_MAX 4096

static void must(int holds)
{
	if (!holds)
		abort();
}

static void check_terms(struct folder *folder, const char *text, size_t len, struct arena *arena)
{
	struct fold_term *terms;
	size_t count = fold_terms(folder, text, len, 0, arena, &terms), last = 0;
	for (size_t i = 0; i < count; i++) {
		must(terms[i].len > 0 && terms[i].source_start < terms[i].source_end && terms[i].source_end <= len);
		must(terms[i].part || terms[i].source_start >= last);
		must(utf8_valid_prefix(terms[i].text, terms[i].len) == terms[i].len);
		if (!terms[i].part)
			last = terms[i].source_start;
	}
	const char *once = fold_text(folder, text, len, arena);
	must(utf8_valid_prefix(once, strlen(once)) == strlen(once));
	fold_pinyin(folder, text, len, arena);
}

static void check_words(struct folder *folder, const char *text, struct arena *arena)
{
	struct words words, split;
	struct search_runs runs;
	size_t len = 0;
	words_read(folder, text, arena, &words);
	words_split(&words, &split);
	must(words.count <= SEARCH_WORDS_MAX && split.count <= SEARCH_TERMS_MAX);
	for (size_t i = 0; i < words.count; i++)
		must(utf8_valid_prefix(words.items[i].text.ptr, words.items[i].text.len) == words.items[i].text.len);
	words_without_frame(folder, text, arena);
	words_without_question(folder, text, arena);
	highlight_text(folder, &words, text, arena, &runs);
	for (size_t i = 0; i < runs.count; i++) {
		must(memcmp(runs.items[i].text, text + len, runs.items[i].len) == 0);
		len += runs.items[i].len;
	}
	must(len == strlen(text));
	highlight_snippet(folder, &words, text, arena, &runs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const charsets[] = {"utf-8", "gb18030", "gbk", "utf-16le", "utf-16be"};
	static struct folder *folder;
	static struct arena *arena;
	char *decoded;
	size_t len, bad_at;
	if (!folder) {
		folder = folder_new();
		arena = arena_new();
	}
	if (size > TEXT_MAX)
		return 0;
	const char *text = arena_copy(arena, (const char *)data, size);
	check_terms(folder, text, size, arena);
	check_words(folder, text, arena);
	for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
		fold_decode(charsets[i], text, size, arena, &decoded, &len, &bad_at);
		must(bad_at == (size_t)-1 || bad_at < size);
		must(utf8_valid_prefix(decoded, len) == len);
	}
	arena_reset(arena);
	return 0;
}
