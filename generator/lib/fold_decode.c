/* fold_decode.c -- text of old encodings to UTF-8, by iconv: it stops at the very byte that is wrong. */
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

static const struct charset {
	const char *name, *iconv_name; /* NULL: UTF-8 itself, of which iconv takes forms that RFC 3629 forbids */
} charsets[] = {{"utf-8", NULL},   {"gb18030", "GB18030"},   {"gbk", "GBK"},
		{"gb2312", "GBK"}, {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"}};

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

static enum status decode(const struct charset *charset, const char *bytes, size_t len, struct buf *out, size_t *end)
{
	if (!charset->iconv_name) {
		*end = utf8_valid_prefix(bytes, len);
		buf_add(out, bytes, *end);
		return STATUS_OK;
	}
	iconv_t converter = iconv_open("UTF-8", charset->iconv_name);
	if (converter == (iconv_t)-1)
		return STATUS_NOT_FOUND;
	*end = convert(converter, bytes, len, out);
	iconv_close(converter);
	return STATUS_OK;
}

enum status fold_decode(const char *charset, const char *bytes, size_t len, struct arena *arena, char **text,
			size_t *text_len, size_t *bad_at)
{
	const struct charset *known = NULL;
	struct buf out;
	size_t end = 0;

	*text = NULL;
	*text_len = 0;
	*bad_at = (size_t)-1;
	for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
		if (strcasecmp(charset, charsets[i].name) == 0)
			known = &charsets[i];
	if (!known)
		return STATUS_NOT_FOUND;
	buf_init(&out, BUF_MAX_DEFAULT);
	enum status status = decode(known, bytes, len, &out, &end);
	if (status == STATUS_OK && buf_overflowed(&out))
		status = STATUS_TOO_LARGE;
	if (status == STATUS_OK) {
		*text = arena_copy(arena, out.bytes, out.len);
		*text_len = out.len;
	}
	buf_free(&out);
	if (status != STATUS_OK || end == len)
		return status;
	*bad_at = end;
	return STATUS_INVALID;
}
