#include <headwater/utf8.h>

uint32_t utf8_next_any(const char *text, size_t len, size_t *at)
{
	const unsigned char *p = (const unsigned char *)text + *at;
	size_t left = len - *at;
	uint32_t code;
	size_t need;
	if (p[0] < 0x80) {
		(*at)++;
		return p[0];
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		code = p[0] & 0x1Fu;
		need = 1;
	} else if ((p[0] & 0xF0) == 0xE0) {
		code = p[0] & 0x0Fu;
		need = 2;
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		code = p[0] & 0x07u;
		need = 3;
	} else {
		(*at)++;
		return UTF8_BAD;
	}
	for (size_t i = 1; i <= need; i++) {
		if (i >= left || (p[i] & 0xC0) != 0x80) {
			(*at)++;
			return UTF8_BAD;
		}
		code = code << 6 | (p[i] & 0x3Fu);
	}
	bool overlong = (need == 2 && code < 0x800) || (need == 3 && code < 0x10000);
	if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
		(*at)++;
		return UTF8_BAD;
	}
	*at += need + 1;
	return code;
}

size_t utf8_put(char *out, uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

size_t utf8_valid_prefix(const char *text, size_t len)
{
	size_t at = 0;
	while (at < len) {
		size_t here = at;
		if (utf8_next(text, len, &at) == UTF8_BAD)
			return here;
	}
	return len;
}

size_t utf8_length(const char *text, size_t len)
{
	size_t at = 0, points = 0;
	while (at < len) {
		utf8_next(text, len, &at);
		points++;
	}
	return points;
}

size_t utf8_prefix(const char *text, size_t len, size_t max_points)
{
	size_t at = 0;
	while (at < len && max_points-- > 0)
		utf8_next(text, len, &at);
	return at;
}

bool utf8_is_han(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} blocks[] = {
	    {0x3005, 0x3007}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF},
	};
	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		if (code >= blocks[i].first && code <= blocks[i].last)
			return true;
	return false;
}
