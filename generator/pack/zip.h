/*
 * zip.h -- a small ZIP container writer (APPNOTE 6.3): takes members already packed and writes what stands around them.
 *
 * Byte-identical for the same members: sorted by name, one time for all, mode 0644, names UTF-8 (bit 11), no extra
 * fields but zip64, and that only where a size, an offset or the count asks for it. Sizes are known beforehand, so the
 * stream is never sought and has no data descriptors.
 */
#ifndef GENERATOR_PACK_ZIP_H
#define GENERATOR_PACK_ZIP_H

#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <headwater/status.h>

enum zip_method { ZIP_STORED = 0, ZIP_DEFLATED = 8 };

struct zip_entry {
	const char *name; /* relative, '/' between parts */
	enum zip_method method;
	uint32_t crc32;      /* of the unpacked bytes */
	uint64_t size_bytes; /* unpacked */
	uint64_t packed_bytes;
};

struct zip;

/* Writes to `stream`, which stays the caller's; `mtime` is shown as UTC, in steps of two seconds from 1980 on. */
struct zip *zip_begin(FILE *stream, time_t mtime);
/* Adds a member; names must come sorted by bytes, each once. A failure is kept and reported by zip_finish. */
void zip_add(struct zip *zip, const struct zip_entry *entry, const void *packed);
/* Writes the directory and frees. STATUS_IO when any write failed. */
enum status zip_finish(struct zip *zip);

#endif
