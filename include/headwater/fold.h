/*
 * fold.h -- text as search sees it: the one door to ICU.
 *
 * Folding is NFKC with case folding (which also settles full and half width), then Traditional to Simplified Han, each
 * character by itself, so that every folded character still knows the bytes it came from. Cutting gives the terms that
 * both the index and a query use:
 *
 *   Han (and kana)   overlapping bigrams of a run, then its last character alone, so that any single character can be
 *                    found as a prefix: 青海省 -> 青海 海省 省
 *   Latin, digits    whole words; where letters meet digits the parts follow as extra terms at the word's position:
 *                    GB2260 -> gb2260 gb 2260. A hyphen, slash or dot inside a code separates.
 *   Tibetan          whole syllables between tshegs, vowel signs and subjoined letters kept with their stack
 *   other scripts    words between what is neither letter, mark nor digit
 *
 * Work and memory are linear in the text.
 */
#ifndef HEADWATER_FOLD_H
#define HEADWATER_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/status.h>

enum fold_script { FOLD_HAN, FOLD_WORD, FOLD_TIBETAN };

/* Words longer than this many code points are known by their beginning; both the index and queries do so. */
#define FOLD_WORD_MAX 64

/* A term: its folded text and the bytes of the original it stands for. */
struct fold_term {
	const char *text; /* `len` bytes, no NUL after them */
	size_t len;
	enum fold_script script;
	size_t source_start, source_end; /* byte offsets in the original text */
	uint32_t position;               /* consecutive terms of one run have consecutive positions; a gap of one and
	                                    more lies between runs; parts of a word have the word's own */
	bool tail;                       /* the lone last character of a Han run */
	bool part;                       /* a part of the word before it: "gb" of "gb2260" */
};

struct folder; /* holds the ICU objects; one per process */

struct folder *folder_new(void);
void folder_free(struct folder *folder);
/* The folded text in `arena`. Ill-formed bytes become U+FFFD. */
const char *fold_text(struct folder *folder, const char *text, size_t len, struct arena *arena);
/*
 * What is left of the folded text without white space and punctuation, one space where two words would run together:
 * equal for titles that a reader takes for the same. In arena.
 */
const char *fold_key(struct folder *folder, const char *text, size_t len, struct arena *arena);
/*
 * The same with FOLD_GAP where fold_key leaves something out between two characters, so that what runs on in it runs on
 * in the text. In arena.
 */
#define FOLD_GAP '\x01'
const char *fold_title(struct folder *folder, const char *text, size_t len, struct arena *arena);
/* The terms of `text`, in order, in `arena`; at most `max_terms` (0 = no limit). Returns how many. */
size_t fold_terms(struct folder *folder, const char *text, size_t len, size_t max_terms, struct arena *arena,
		  struct fold_term **terms);
/*
 * Pinyin without tones, for sorting, slugs and search: "青海 GB" -> "qing hai gb". One space between syllables and
 * words, nothing for punctuation; scripts without a romanisation here stay as they are. In arena.
 */
const char *fold_pinyin(struct folder *folder, const char *text, size_t len, struct arena *arena);
/*
 * Decodes `bytes` from "utf-8", "gb18030", "gbk", "gb2312" (read as gbk, which goes under its name), "utf-16le" or
 * "utf-16be" (any case) to UTF-8 in arena; a byte order mark is kept. STATUS_INVALID: undecodable bytes: `*bad_at` is the
 * offset of the first, and `*text` what stood before it; otherwise `*bad_at` is (size_t)-1. STATUS_NOT_FOUND: no such
 * charset.
 */
enum status fold_decode(const char *charset, const char *bytes, size_t len, struct arena *arena, char **text,
			size_t *text_len, size_t *bad_at);

#endif
