/* utf8.h -- the little of Unicode that both programs need without ICU. */
#ifndef HEADWATER_UTF8_H
#define HEADWATER_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/*
 * Decodes one code point at `text[*at]` and moves `*at` past it. Ill-formed bytes (RFC 3629: overlong, surrogates, past
 * U+10FFFF, cut off) give UTF8_BAD and move by one byte. `*at` must be below `len`.
 */
static inline uint32_t utf8_next(const char *text, size_t len, size_t *at);
/* Writes `code` to `out` (4 bytes of room) and returns how many bytes it took. */
size_t utf8_put(char *out, uint32_t code);
/* Offset of the first ill-formed byte, or `len` when all is well. */
size_t utf8_valid_prefix(const char *text, size_t len);
/* Code points in `text`. */
size_t utf8_length(const char *text, size_t len);
/* The longest prefix of at most `max_points` code points, in bytes. */
size_t utf8_prefix(const char *text, size_t len, size_t max_points);
/* Han ideographs of every plane, and the iteration mark. */
bool utf8_is_han(uint32_t code);

/* utf8_next of whatever is not settled at once. */
uint32_t utf8_next_any(const char *text, size_t len, size_t *at);

static inline uint32_t utf8_next(const char *text, size_t len, size_t *at)
{
	const unsigned char *p = (const unsigned char *)text + *at;
	if (p[0] < 0x80) {
		++*at;
		return p[0];
	}
	/* Most Han, and its punctuation: after these first bytes nothing is overlong or a surrogate. */
	if ((p[0] & 0xF0) == 0xE0 && p[0] != 0xE0 && p[0] != 0xED && len - *at >= 3 && (p[1] & 0xC0) == 0x80 &&
	    (p[2] & 0xC0) == 0x80) {
		*at += 3;
		return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	}
	return utf8_next_any(text, len, at);
}

#endif
