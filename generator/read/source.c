/* source.c -- bytes to text, text to a table. */
#include "source.h"

#include <string.h>
#include <strings.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

#include "csv.h"
#include "json_table.h"
#include "xlsx.h"

#define LOOK_BYTES ((size_t)64 << 10)
#define HAN_ENOUGH 8 /* characters that say: this is UTF-8, and what is not is a fault in it */

/*
 * UTF-16 without a mark: ASCII such as commas and line ends leaves a zero byte in every second place, which no other of
 * the encodings has. Above 0 for little-endian, below 0 for big-endian.
 */
static int zero_balance(struct text text)
{
	int balance = 0;
	for (size_t i = 0; i < text.len && i < LOOK_BYTES; i++)
		if (text.bytes[i] == '\0')
			balance += i % 2 ? 1 : -1;
	return balance;
}

/* Bytes of GB18030 that are a character of three bytes in UTF-8 too are rare, and several in a row do not happen. */
static size_t han_count(const char *bytes, size_t len)
{
	size_t count = 0, at = 0;
	while (at < len && count < HAN_ENOUGH)
		count += utf8_next(bytes, len, &at) >= 0x800;
	return count;
}

const char *source_encoding(struct text text)
{
	if (text.len >= 2 && memcmp(text.bytes, "\xFF\xFE", 2) == 0)
		return "utf-16le";
	if (text.len >= 2 && memcmp(text.bytes, "\xFE\xFF", 2) == 0)
		return "utf-16be";
	int balance = zero_balance(text);
	if (balance != 0)
		return balance > 0 ? "utf-16le" : "utf-16be";
	size_t good = utf8_valid_prefix(text.bytes, text.len);
	bool marked = text.len >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0;
	return marked || good == text.len || han_count(text.bytes, good) >= HAN_ENOUGH ? "utf-8" : "gb18030";
}

/* Line and column, in code points, right behind `decoded`. */
static struct place place_behind(const char *file, const char *decoded, size_t len)
{
	struct place place = {file, 1, 1};
	size_t line_start = 0;
	for (size_t i = 0; i < len; i++) {
		if (decoded[i] == '\n') {
			place.line++;
			line_start = i + 1;
		}
	}
	place.column = (int)utf8_length(decoded + line_start, len - line_start) + 1;
	return place;
}

static bool decode(struct reading *reading, const char *path, const char *encoding, struct text *text)
{
	char *decoded = NULL;
	size_t len = 0, bad;
	enum status status = fold_decode(encoding, text->bytes, text->len, reading->arena, &decoded, &len, &bad);
	if (status == STATUS_INVALID) {
		struct place place = place_behind(path, decoded, len);
		const char *row = arena_printf(reading->arena, "%d", place.line);
		const char *column = arena_printf(reading->arena, "%d", place.column);
		diag_add(reading->diags, place, &RULE_E130, row, column, encoding, (char *)NULL);
	} else if (status != STATUS_OK) {
		diag_add(reading->diags, (struct place){path, 1, 1}, &RULE_E160, encoding, (char *)NULL);
	}
	if (status != STATUS_OK)
		return false;
	bool mark = len >= 3 && memcmp(decoded, "\xEF\xBB\xBF", 3) == 0;
	*text = (struct text){decoded + (mark ? 3 : 0), len - (mark ? 3 : 0)};
	return true;
}

static bool take_text(struct reading *reading, const struct mapping *mapping, const char *path, struct text *text)
{
	const char *encoding = mapping->encoding ? mapping->encoding : source_encoding(*text);
	return decode(reading, path, encoding, text);
}

struct table *source_take(struct reading *reading, const struct mapping *mapping, const char *path, struct text text)
{
	size_t errors = reading->diags->error_count;
	struct table *table = NULL;
	const char *format = mapping->format ? mapping->format : files_extension(path);
	if (strcasecmp(format, "xlsx") == 0) {
		struct resource resource = {.sheet = mapping->sheet};
		table = xlsx_parse(reading, path, &resource, text);
	} else if (!take_text(reading, mapping, path, &text)) {
		return NULL;
	} else if (strcasecmp(format, "csv") == 0) {
		table = csv_parse(reading, path, text);
	} else {
		table = json_records_parse(reading, path, text);
	}
	if (table)
		csv_check_header(reading, path, table);
	return reading->diags->error_count == errors ? table : NULL;
}

struct table *source_read(struct reading *reading, const struct mapping *mapping, const char *path)
{
	struct text text;
	if (!files_read(reading, path, FILES_DATA_MAX, (struct place){path, 1, 1}, &text))
		return NULL;
	return source_take(reading, mapping, path, text);
}
