#include "zip.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>
#include <headwater/buf.h>

#define LIMIT32 0xFFFFFFFFu /* this value itself sends the reader to zip64 */
#define LIMIT16 0xFFFFu
#define FLAG_UTF8 0x0800
#define VERSION_PLAIN 20
#define VERSION_ZIP64 45
#define MADE_BY_UNIX (3 << 8)
#define MODE_0644 (0100644u << 16)

struct zip {
	FILE *stream;
	uint64_t offset, count;
	uint32_t dos_time; /* date in the upper half */
	struct buf directory;
	char *last_name;
	bool failed;
};

static void put(struct buf *buf, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_byte(buf, (char)(value >> (8 * i) & 0xFF));
}

static uint32_t clip32(uint64_t value)
{
	return value < LIMIT32 ? (uint32_t)value : LIMIT32;
}

static uint32_t dos_time(time_t mtime)
{
	struct tm utc = {0};
	gmtime_r(&mtime, &utc);
	if (utc.tm_year < 80)
		return 1u << 21 | 1u << 16; /* 1980-01-01 00:00 */
	if (utc.tm_year > 207)
		return 127u << 25 | 12u << 21 | 31u << 16;
	uint32_t date = (uint32_t)(utc.tm_year - 80) << 9 | (uint32_t)(utc.tm_mon + 1) << 5 | (uint32_t)utc.tm_mday;
	uint32_t clock = (uint32_t)utc.tm_hour << 11 | (uint32_t)utc.tm_min << 5 | (uint32_t)utc.tm_sec / 2;
	return date << 16 | clock;
}

struct zip *zip_begin(FILE *stream, time_t mtime)
{
	struct zip *zip = memory_alloc(sizeof *zip);
	*zip = (struct zip){.stream = stream, .dos_time = dos_time(mtime)};
	buf_init(&zip->directory, SIZE_MAX / 2);
	return zip;
}

static void write_bytes(struct zip *zip, const void *bytes, uint64_t len)
{
	if (!zip->failed && len > 0 && fwrite(bytes, 1, len, zip->stream) != len)
		zip->failed = true;
	zip->offset += len;
}

/* The fields that local and central headers share, from "version needed" to the length of the extra field. */
static void put_common(struct buf *buf, const struct zip *zip, const struct zip_entry *entry, size_t extra_bytes)
{
	bool wide = entry->size_bytes >= LIMIT32 || entry->packed_bytes >= LIMIT32;
	put(buf, extra_bytes > 0 ? VERSION_ZIP64 : VERSION_PLAIN, 2);
	put(buf, FLAG_UTF8, 2);
	put(buf, (uint64_t)entry->method, 2);
	put(buf, zip->dos_time, 4);
	put(buf, entry->crc32, 4);
	put(buf, wide ? LIMIT32 : entry->packed_bytes, 4);
	put(buf, wide ? LIMIT32 : entry->size_bytes, 4);
	put(buf, strlen(entry->name), 2);
	put(buf, extra_bytes, 2);
}

/* The zip64 extra field: both sizes or none, and the offset in the directory when it is past 4 GiB. */
static void put_extra(struct buf *extra, const struct zip_entry *entry, uint64_t offset)
{
	bool wide = entry->size_bytes >= LIMIT32 || entry->packed_bytes >= LIMIT32;
	bool far = offset >= LIMIT32;
	if (!wide && !far)
		return;
	put(extra, 1, 2);
	put(extra, (wide ? 16 : 0) + (far ? 8 : 0), 2);
	if (wide) {
		put(extra, entry->size_bytes, 8);
		put(extra, entry->packed_bytes, 8);
	}
	if (far)
		put(extra, offset, 8);
}

static void add_to_directory(struct zip *zip, const struct zip_entry *entry)
{
	struct buf extra;
	buf_init(&extra, BUF_MAX_DEFAULT);
	put_extra(&extra, entry, zip->offset);
	put(&zip->directory, 0x02014b50, 4);
	put(&zip->directory, MADE_BY_UNIX | (extra.len > 0 ? VERSION_ZIP64 : VERSION_PLAIN), 2);
	put_common(&zip->directory, zip, entry, extra.len);
	put(&zip->directory, 0, 2); /* comment */
	put(&zip->directory, 0, 2); /* disk */
	put(&zip->directory, 0, 2); /* internal attributes */
	put(&zip->directory, MODE_0644, 4);
	put(&zip->directory, clip32(zip->offset), 4);
	buf_str(&zip->directory, entry->name);
	buf_add(&zip->directory, extra.bytes, extra.len);
	buf_free(&extra);
}

void zip_add(struct zip *zip, const struct zip_entry *entry, const void *packed)
{
	struct buf header, extra;
	assert(entry->name[0] && entry->name[0] != '/' && strlen(entry->name) < LIMIT16);
	assert(!zip->last_name || strcmp(zip->last_name, entry->name) < 0);
	free(zip->last_name);
	zip->last_name = memory_alloc(strlen(entry->name) + 1);
	memcpy(zip->last_name, entry->name, strlen(entry->name) + 1);
	add_to_directory(zip, entry);
	buf_init(&header, BUF_MAX_DEFAULT);
	buf_init(&extra, BUF_MAX_DEFAULT);
	put_extra(&extra, entry, 0);
	put(&header, 0x04034b50, 4);
	put_common(&header, zip, entry, extra.len);
	buf_str(&header, entry->name);
	buf_add(&header, extra.bytes, extra.len);
	write_bytes(zip, header.bytes, header.len);
	write_bytes(zip, packed, entry->packed_bytes);
	buf_free(&header);
	buf_free(&extra);
	zip->count++;
}

static void put_end64(struct buf *end, const struct zip *zip, uint64_t start)
{
	put(end, 0x06064b50, 4);
	put(end, 44, 8); /* bytes that follow */
	put(end, MADE_BY_UNIX | VERSION_ZIP64, 2);
	put(end, VERSION_ZIP64, 2);
	put(end, 0, 8); /* disks */
	put(end, zip->count, 8);
	put(end, zip->count, 8);
	put(end, zip->directory.len, 8);
	put(end, start, 8);
	put(end, 0x07064b50, 4); /* where that stands */
	put(end, 0, 4);
	put(end, start + zip->directory.len, 8);
	put(end, 1, 4);
}

enum status zip_finish(struct zip *zip)
{
	struct buf end;
	uint64_t start = zip->offset;
	uint64_t count = zip->count < LIMIT16 ? zip->count : LIMIT16;
	buf_init(&end, BUF_MAX_DEFAULT);
	if (zip->count >= LIMIT16 || start >= LIMIT32 || zip->directory.len >= LIMIT32)
		put_end64(&end, zip, start);
	put(&end, 0x06054b50, 4);
	put(&end, 0, 4); /* disks */
	put(&end, count, 2);
	put(&end, count, 2);
	put(&end, clip32(zip->directory.len), 4);
	put(&end, clip32(start), 4);
	put(&end, 0, 2); /* comment */
	write_bytes(zip, zip->directory.bytes, zip->directory.len);
	write_bytes(zip, end.bytes, end.len);
	enum status status = zip->failed || fflush(zip->stream) != 0 ? STATUS_IO : STATUS_OK;
	buf_free(&end);
	buf_free(&zip->directory);
	free(zip->last_name);
	free(zip);
	return status;
}
