#include <string.h>

#include <headwater/span.h>

struct span span_of(const char *string)
{
	return (struct span){string, string ? strlen(string) : 0};
}

bool span_is(struct span span, const char *string)
{
	return span_equal(span, span_of(string));
}

bool span_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Length of the white space at the start (or end) of a span, 0 when there is none. */
static size_t space_at(const char *ptr, size_t len, bool end)
{
	static const char wide[] = "\xE3\x80\x80"; /* U+3000, the space of Chinese typing */
	if (len == 0)
		return 0;
	if (strchr(" \t\r\n", end ? ptr[len - 1] : ptr[0]) && (end ? ptr[len - 1] : ptr[0]))
		return 1;
	return len >= 3 && memcmp(end ? ptr + len - 3 : ptr, wide, 3) == 0 ? 3 : 0;
}

struct span span_trim(struct span span)
{
	size_t n;
	while ((n = space_at(span.ptr, span.len, false)) > 0) {
		span.ptr += n;
		span.len -= n;
	}
	while ((n = space_at(span.ptr, span.len, true)) > 0)
		span.len -= n;
	return span;
}

/* FNV-1a over eight bytes at a time, with a final mix. */
uint64_t span_hash(struct span text)
{
	uint64_t hash = 0xcbf29ce484222325u ^ text.len;
	size_t at = 0;
	for (; at + 8 <= text.len; at += 8) {
		uint64_t word;
		memcpy(&word, text.ptr + at, sizeof word);
		hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
		hash ^= hash >> 29;
	}
	for (; at < text.len; at++)
		hash = (hash ^ (unsigned char)text.ptr[at]) * 0x100000001b3u;
	hash ^= hash >> 32;
	return hash * 0x9E3779B97F4A7C15u;
}
