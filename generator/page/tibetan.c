/* tibetan.c -- Tibetan is U+0F00 to U+0FFF: three bytes, E0 and then BC to BF; no other letter begins so. */
#include "tibetan.h"

#include <string.h>

static bool starts(const char *text, const char *end)
{
	return end - text >= 3 && (unsigned char)text[0] == 0xE0 && (unsigned char)text[1] >= 0xBC;
}

/* The first Tibetan letter from `text` on, or `end`. */
static const char *find(const char *text, const char *end)
{
	while (text < end && (text = memchr(text, 0xE0, (size_t)(end - text))) != NULL) {
		if (starts(text, end))
			return text;
		text++;
	}
	return end;
}

bool tibetan_in(const char *text, size_t len)
{
	return len > 0 && find(text, text + len) < text + len;
}

/* Where a run ends; spaces between two letters belong to it. */
static const char *run_end(const char *text, const char *end)
{
	const char *last = text;
	for (;;) {
		while (starts(text, end))
			last = text += 3;
		while (text < end && *text == ' ')
			text++;
		if (!starts(text, end))
			return last;
	}
}

void tibetan_mark(const char *html, size_t len, struct buf *out)
{
	const char *at = html, *end = html + len;
	while (at < end) {
		const char *tag = memchr(at, '<', (size_t)(end - at)), *text_end = tag ? tag : end;
		while (at < text_end) {
			const char *run = find(at, text_end);
			buf_add(out, at, (size_t)(run - at));
			at = run_end(run, text_end);
			if (at == run)
				continue;
			buf_str(out, "<span lang=\"bo\">");
			buf_add(out, run, (size_t)(at - run));
			buf_str(out, "</span>");
		}
		if (!tag)
			return;
		const char *close = memchr(tag, '>', (size_t)(end - tag));
		at = close ? close + 1 : end;
		buf_add(out, tag, (size_t)(at - tag));
	}
}
