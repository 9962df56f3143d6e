/* fold_decode.c -- text of old encodings to UTF-8, by iconv: it stops at the very byte that is wrong. */
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include <headwater/fold.h>

static const struct charset {
	const char *name, *iconv_name;
} charsets[] = {
    {"utf-8", "UTF-8"}, {"gb18030", "GB18030"}, {"gbk", "GBK"}, {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"}};

/* Decodes as far as possible; returns the offset of the first bad byte, or `len`. */
static size_t convert(iconv_t converter, const char *bytes, size_t len, struct buf *out)
{
	char chunk[8192];
	char *from = (char *)bytes; /* iconv does not write there */
	size_t left = len, result;
	do {
		char *to = chunk;
		size_t room = sizeof chunk;
		result = iconv(converter, &from, &left, &to, &room);
		buf_add(out, chunk, (size_t)(to - chunk));
	} while (result == (size_t)-1 && errno == E2BIG);
	return len - left;
}

enum status fold_decode(const char *charset, const char *bytes, size_t len, struct arena *arena, char **text,
			size_t *text_len, size_t *bad_at)
{
	const char *name = NULL;
	struct buf out;

	*text = NULL;
	*text_len = 0;
	*bad_at = (size_t)-1;
	for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
		if (strcasecmp(charset, charsets[i].name) == 0)
			name = charsets[i].iconv_name;
	iconv_t converter = name ? iconv_open("UTF-8", name) : (iconv_t)-1;
	if (converter == (iconv_t)-1)
		return STATUS_NOT_FOUND;
	buf_init(&out, BUF_MAX_DEFAULT);
	size_t end = convert(converter, bytes, len, &out);
	iconv_close(converter);
	*text = arena_copy(arena, out.bytes, out.len);
	*text_len = out.len;
	bool too_large = buf_overflowed(&out);
	buf_free(&out);
	if (too_large)
		return STATUS_TOO_LARGE;
	if (end == len)
		return STATUS_OK;
	*bad_at = end;
	return STATUS_INVALID;
}
