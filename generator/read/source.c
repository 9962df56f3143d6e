/* source.c -- bytes to text, text to a table. */
#include "source.h"

#include <string.h>
#include <strings.h>

#include <headwater/utf8.h>

#include "ckan.h"
#include "csv.h"
#include "dcat.h"
#include "dcat_us.h"
#include "decode.h"
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

static bool take_text(struct reading *reading, const struct mapping *mapping, const char *path, bool cells,
		      struct text *text)
{
	const char *encoding = mapping->encoding ? mapping->encoding : source_encoding(*text);
	return decode_text(reading, &(struct decoding){path, encoding, cells}, text);
}

static struct table *take_xlsx(struct reading *reading, const struct mapping *mapping, const char *path,
			       struct text text)
{
	struct resource resource = {.sheet = mapping->sheet};
	return xlsx_parse(reading, path, &resource, text);
}

/* What a mapping may name, and an extension may be. */
static const struct {
	const char *name;
	/* NULL: a workbook, which is no text */
	struct table *(*parse)(struct reading *reading, const char *file, struct text text);
} formats[] = {{"csv", csv_parse},         {"json", json_records_parse},       {"xlsx", NULL},
	       {"dcat-us", dcat_us_parse}, {"dcat-jsonld", dcat_jsonld_parse}, {"dcat-rdf", dcat_rdf_parse},
	       {"ckan", ckan_parse}};

#define FORMAT_COUNT (sizeof formats / sizeof formats[0])

static size_t format_named(const char *name)
{
	size_t format = 0;
	while (format < FORMAT_COUNT && strcasecmp(name, formats[format].name) != 0)
		format++;
	return format;
}

bool source_format_known(const char *name)
{
	return format_named(name) < FORMAT_COUNT;
}

const char *source_formats(struct arena *arena)
{
	const char *all = formats[0].name;
	for (size_t i = 1; i < FORMAT_COUNT; i++)
		all = arena_printf(arena, "%s, %s", all, formats[i].name);
	return all;
}

/* By extension, where the mapping does not say: jsonld and rdf go by another name, all else is taken for JSON. */
static size_t format_of(const struct mapping *mapping, const char *path)
{
	const char *extension = files_extension(path);
	const char *name = mapping->format                        ? mapping->format
			   : strcasecmp(extension, "jsonld") == 0 ? "dcat-jsonld"
			   : strcasecmp(extension, "rdf") == 0    ? "dcat-rdf"
								  : extension;
	size_t format = format_named(name);
	return format < FORMAT_COUNT ? format : format_named("json");
}

struct table *source_take(struct reading *reading, const struct mapping *mapping, const char *path, struct text text)
{
	size_t errors = reading->diags->error_count, format = format_of(mapping, path);
	struct table *table = NULL;
	if (!formats[format].parse)
		table = take_xlsx(reading, mapping, path, text);
	else if (take_text(reading, mapping, path, formats[format].parse == csv_parse, &text))
		table = formats[format].parse(reading, path, text);
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
