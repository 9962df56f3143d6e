/* clean.c -- text that both XML and HTML can hold. */
#include "clean.h"

#include <stdbool.h>
#include <stdint.h>

#include <headwater/utf8.h>

/* What XML 1.0 forbids, and DEL with the C1 controls, which HTML forbids. */
static bool is_forbidden(uint32_t code)
{
	if (code < 0x20)
		return code != '\t' && code != '\n' && code != '\r';
	return (code >= 0x7f && code < 0xa0) || (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
}

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

size_t clean_prefix(const char *text, size_t len)
{
	size_t at = 0;
	while (at < len) {
		unsigned char byte = (unsigned char)text[at];
		if (byte >= 0x20 && byte < 0x7f) {
			at++;
			continue;
		}
		/* Most Han text: three bytes whose lead alone says that they are well-formed. */
		if (((byte >= 0xe1 && byte <= 0xec) || byte == 0xee) && len - at >= 3 &&
		    is_continuation(text[at + 1]) && is_continuation(text[at + 2])) {
			at += 3;
			continue;
		}
		size_t next = at;
		uint32_t code = utf8_next(text, len, &next);
		if (code == UTF8_BAD || is_forbidden(code))
			return at;
		at = next;
	}
	return at;
}

void clean_add(struct buf *out, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t run = clean_prefix(text + at, len - at);
		buf_add(out, text + at, run);
		at += run;
		if (at < len && utf8_next(text, len, &at) == UTF8_BAD)
			buf_str(out, "\xef\xbf\xbd");
	}
}
