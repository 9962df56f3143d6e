#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/utf8.h>

#define FIRST_CAPACITY 256
#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

void buf_init(struct buf *buf, size_t max_bytes)
{
	*buf = (struct buf){.bytes = memory_alloc(FIRST_CAPACITY), .capacity = FIRST_CAPACITY, .max = max_bytes};
	buf->bytes[0] = '\0';
}

void buf_free(struct buf *buf)
{
	free(buf->bytes);
	*buf = (struct buf){0};
}

void buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->overflow = false;
	buf->bytes[0] = '\0';
}

bool buf_overflowed(const struct buf *buf)
{
	return buf->overflow;
}

static bool reserve(struct buf *buf, size_t more)
{
	if (buf->overflow || more > buf->max || buf->len > buf->max - more) {
		buf->overflow = true;
		return false;
	}
	size_t need = buf->len + more + 1;
	if (need > buf->capacity) {
		size_t grown = buf->capacity * 2;
		buf->capacity = grown > need ? grown : need;
		buf->bytes = memory_resize(buf->bytes, buf->capacity);
	}
	return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t len)
{
	if (len == 0 || !reserve(buf, len))
		return;
	memcpy(buf->bytes + buf->len, bytes, len);
	buf->len += len;
	buf->bytes[buf->len] = '\0';
}

void buf_str(struct buf *buf, const char *string)
{
	buf_add(buf, string, strlen(string));
}

void buf_byte(struct buf *buf, char byte)
{
	if (!reserve(buf, 1))
		return;
	buf->bytes[buf->len++] = byte;
	buf->bytes[buf->len] = '\0';
}

/* Most texts fit behind what is there: they are printed once. */
void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	size_t room = buf->capacity - buf->len;
	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(room ? buf->bytes + buf->len : NULL, room, format, args);
	va_end(args);
	assert(len >= 0);
	bool reserved = reserve(buf, (size_t)len);
	if (!reserved && room)
		buf->bytes[buf->len] = '\0';
	else if (reserved && (size_t)len >= room)
		vsnprintf(buf->bytes + buf->len, (size_t)len + 1, format, again);
	if (reserved)
		buf->len += (size_t)len;
	va_end(again);
}

/*
 * The common walk of the escapers: runs of plain bytes are copied as they stand; `special` tells which ASCII bytes are
 * not plain and `write` writes them. What the medium cannot hold, ill-formed UTF-8 always, becomes U+FFFD.
 */
struct medium {
	const bool *special;
	void (*write)(struct buf *buf, unsigned char byte);
	bool xml; /* XML 1.0 has no form for U+FFFE and U+FFFF */
};

static bool holds(const struct medium *medium, uint32_t code)
{
	return code != UTF8_BAD && !(medium->xml && (code == 0xFFFE || code == 0xFFFF));
}

static void escape(struct buf *buf, const char *text, size_t len, const struct medium *medium)
{
	size_t start = 0, at = 0;
	while (at < len) {
		unsigned char byte = (unsigned char)text[at];
		if (byte < 0x80 && !medium->special[byte]) {
			at++;
			continue;
		}
		size_t here = at;
		if (byte < 0x80)
			at++;
		else if (holds(medium, utf8_next(text, len, &at)))
			continue;
		buf_add(buf, text + start, here - start);
		if (byte < 0x80)
			medium->write(buf, byte);
		else
			buf_str(buf, REPLACEMENT);
		start = at;
	}
	buf_add(buf, text + start, len - start);
}

#define CONTROLS_BUT_TAB_LF                                                                                         \
	[0] = true, [1] = true, [2] = true, [3] = true, [4] = true, [5] = true, [6] = true, [7] = true, [8] = true, \
	[11] = true, [12] = true, [13] = true, [14] = true, [15] = true, [16] = true, [17] = true, [18] = true,     \
	[19] = true, [20] = true, [21] = true, [22] = true, [23] = true, [24] = true, [25] = true, [26] = true,     \
	[27] = true, [28] = true, [29] = true, [30] = true, [31] = true

static void write_xml(struct buf *buf, unsigned char byte)
{
	switch (byte) {
	case '&':
		buf_str(buf, "&amp;");
		break;
	case '<':
		buf_str(buf, "&lt;");
		break;
	case '>':
		buf_str(buf, "&gt;");
		break;
	case '"':
		buf_str(buf, "&quot;");
		break;
	case '\'':
		buf_str(buf, "&#39;");
		break;
	case '\r':
		buf_str(buf, "&#13;"); /* a bare CR would be read back as LF */
		break;
	default: /* XML 1.0 has no form for the other controls */
		break;
	}
}

void buf_xml(struct buf *buf, const char *text, size_t len)
{
	static const bool special[128] = {
	    CONTROLS_BUT_TAB_LF, ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};
	static const struct medium xml = {special, write_xml, true};
	escape(buf, text, len, &xml);
}

static void write_json(struct buf *buf, unsigned char byte)
{
	switch (byte) {
	case '"':
		buf_str(buf, "\\\"");
		break;
	case '\\':
		buf_str(buf, "\\\\");
		break;
	case '\n':
		buf_str(buf, "\\n");
		break;
	case '\r':
		buf_str(buf, "\\r");
		break;
	case '\t':
		buf_str(buf, "\\t");
		break;
	default:
		buf_printf(buf, "\\u%04x", byte);
		break;
	}
}

void buf_json(struct buf *buf, const char *text, size_t len)
{
	static const bool special[128] = {
	    CONTROLS_BUT_TAB_LF, ['\t'] = true, ['\n'] = true, ['"'] = true, ['\\'] = true, ['<'] = true, [127] = true};
	static const struct medium json = {special, write_json, false};
	buf_byte(buf, '"');
	escape(buf, text, len, &json);
	buf_byte(buf, '"');
}

static void write_csv(struct buf *buf, unsigned char byte)
{
	buf_byte(buf, (char)byte);
	buf_byte(buf, (char)byte);
}

void buf_csv(struct buf *buf, const char *text, size_t len)
{
	static const bool special[128] = {['"'] = true};
	static const bool none[128] = {false};
	static const struct medium plain = {none, write_csv, false}, quoted_cell = {special, write_csv, false};
	bool quoted = len > 0 && (text[0] == ' ' || text[len - 1] == ' ');
	for (size_t i = 0; i < len && !quoted; i++)
		quoted = text[i] == '"' || text[i] == ',' || text[i] == '\n' || text[i] == '\r';
	if (!quoted) {
		escape(buf, text, len, &plain);
		return;
	}
	buf_byte(buf, '"');
	escape(buf, text, len, &quoted_cell);
	buf_byte(buf, '"');
}

static void percent(struct buf *buf, const char *text, size_t len, bool keep_slash)
{
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)text[i];
		if ((byte && strchr(unreserved, byte)) || (keep_slash && byte == '/'))
			buf_byte(buf, (char)byte);
		else
			buf_printf(buf, "%%%02X", byte);
	}
}

void buf_url(struct buf *buf, const char *text, size_t len)
{
	percent(buf, text, len, false);
}

void buf_url_path(struct buf *buf, const char *path)
{
	percent(buf, path, strlen(path), true);
}
