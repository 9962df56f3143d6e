/* decode.c -- from one bad byte to the next. */
#include "decode.h"

#include <string.h>
#include <strings.h>

#include <headwater/fold.h>

struct eye {
	struct place place; /* of what comes next */
	bool cells, quoted;
};

/* Moves over decoded text. */
static void pass(struct eye *eye, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n') {
			eye->place.line++;
			if (!eye->quoted)
				eye->place.column = 1;
		} else if (!eye->cells) {
			eye->place.column += ((unsigned char)text[i] & 0xC0) != 0x80;
		} else if (text[i] == '"') {
			eye->quoted = !eye->quoted;
		} else if (text[i] == ',' && !eye->quoted) {
			eye->place.column++;
		}
	}
}

static void tell(struct reading *reading, struct place place, const char *encoding)
{
	const char *row = arena_printf(reading->arena, "%d", place.line);
	const char *column = arena_printf(reading->arena, "%d", place.column);
	diag_add(reading->diags, place, &RULE_E130, row, column, encoding, (char *)NULL);
}

bool decode_text(struct reading *reading, const struct decoding *decoding, struct text *text)
{
	struct eye eye = {{decoding->path, 1, 1}, decoding->cells, false};
	struct place told = {decoding->path, 0, 0};
	struct cap cap = {&RULE_E130, 0};
	size_t step = strncasecmp(decoding->encoding, "utf-16", 6) == 0 ? 2 : 1, len = 0, bad;
	char *decoded = NULL;
	for (size_t at = 0; at <= text->len; at += bad + step) {
		enum status status = fold_decode(decoding->encoding, text->bytes + at, text->len - at, reading->arena,
						 &decoded, &len, &bad);
		if (status != STATUS_OK && status != STATUS_INVALID) {
			diag_add(reading->diags, (struct place){decoding->path, 1, 1}, &RULE_E160, decoding->encoding,
				 (char *)NULL);
			return false;
		}
		if (status == STATUS_OK)
			break;
		pass(&eye, decoded, len);
		/* one fault for each cell or character, not for each byte */
		bool again = eye.place.line == told.line && eye.place.column == told.column;
		if (!again && cap_take(&cap))
			tell(reading, eye.place, decoding->encoding);
		told = eye.place;
	}
	cap_end(&cap, (struct place){decoding->path, 1, 1}, reading->diags);
	if (cap.count > 0)
		return false;
	bool mark = len >= 3 && memcmp(decoded, "\xEF\xBB\xBF", 3) == 0;
	*text = (struct text){decoded + (mark ? 3 : 0), len - (mark ? 3 : 0)};
	return true;
}
