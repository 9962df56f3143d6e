/*
 * fold.h -- text as search sees it: the one door to ICU.
 *
 * Folding is NFKC, case folding, full width to half width, Traditional to Simplified Han. Cutting gives the terms that
 * both the index and a query use: overlapping bigrams of Han runs (and the last character of a run by itself, so that
 * one character can be found as a prefix), whole words of Latin letters and digits (cut where letters meet digits? no:
 * "GB2260" is one word, and also "gb" and "2260"), whole Tibetan syllables.
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

/* A term: its folded text and the bytes of the original it stands for. */
struct fold_term {
	const char *text;
	size_t len;
	enum fold_script script;
	size_t source_start, source_end; /* byte offsets in the original text */
	uint32_t position;               /* consecutive terms of one run have consecutive positions */
	bool tail;                       /* the lone last character of a Han run */
};

struct folder; /* holds the ICU objects; one per process */

struct folder *folder_new(void);
void folder_free(struct folder *folder);
/* The folded text in `arena`. Ill-formed bytes become U+FFFD. */
const char *fold_text(struct folder *folder, const char *text, size_t len, struct arena *arena);
/* The terms of `text`, in order, in `arena`; at most `max_terms` (0 = no limit). Returns how many. */
size_t fold_terms(struct folder *folder, const char *text, size_t len, size_t max_terms, struct arena *arena,
                  struct fold_term **terms);
/* Pinyin without tones, for sorting and slugs: "青海" -> "qing hai". In arena. */
const char *fold_pinyin(struct folder *folder, const char *text, size_t len, struct arena *arena);
/* Decodes `bytes` from a named charset ("gb18030", "utf-16le", ...) to UTF-8 in arena; `*bad_at` is the offset of the
   first undecodable byte, or (size_t)-1. */
enum status fold_decode(const char *charset, const char *bytes, size_t len, struct arena *arena, char **text,
                        size_t *text_len, size_t *bad_at);

#endif
