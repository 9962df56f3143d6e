/* tibetan.c -- Tibetan is U+0F00 to U+0FFF: three bytes, E0 and then BC to BF; no other letter begins so. */
#include "tibetan.h"

#include <string.h>

bool tibetan_in(const char *text, size_t len)
{
	if (len == 0)
		return false;
	const char *end = text + len;
	while (text < end && (text = memchr(text, 0xE0, (size_t)(end - text))) != NULL) {
		if (end - text >= 3 && (unsigned char)text[1] >= 0xBC)
			return true;
		text++;
	}
	return false;
}
