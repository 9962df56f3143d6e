/*
 * deflate.h -- compression ahead of time: the one door to libdeflate.
 *
 * One fixed level, so that the same bytes always give the same result (for one version of the library).
 */
#ifndef HEADWATER_DEFLATE_H
#define HEADWATER_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/buf.h>

#define DEFLATE_LEVEL 6

/* Appends the raw DEFLATE stream (RFC 1951) of `bytes`. */
void deflate_raw(const void *bytes, size_t len, struct buf *out);
/* Appends a gzip file (RFC 1952) without name or time. */
void deflate_gzip(const void *bytes, size_t len, struct buf *out);
/* Whether `file`, a gzip file of one member, unpacks to these very bytes. */
bool deflate_gzip_holds(const void *file, size_t file_len, const void *bytes, size_t len);
/* Appends what a gzip file of one member holds. False: it is none, is damaged, or holds more than `max` bytes. */
bool deflate_gunzip(const void *file, size_t file_len, size_t max, struct buf *out);
/* What names this compressor: two with the same recipe give the same results. */
const char *deflate_recipe(void);
/* CRC-32 as used by ZIP and gzip; start with 0. */
uint32_t deflate_crc32(uint32_t crc, const void *bytes, size_t len);

#endif
