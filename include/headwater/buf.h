/*
 * buf.h -- a growing run of bytes with a maximum and a sticky overflow flag.
 *
 * Writers append without checking; the one who uses the result asks buf_overflowed() once. A buffer past its maximum
 * drops what is appended and keeps what it has. The bytes are always followed by a NUL that `len` does not count.
 */
#ifndef HEADWATER_BUF_H
#define HEADWATER_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *bytes; /* never NULL after buf_init */
	size_t len;
	size_t capacity;
	size_t max; /* most bytes it may hold */
	bool overflow;
};

#define BUF_MAX_DEFAULT ((size_t)1 << 30)

void buf_init(struct buf *buf, size_t max_bytes);
void buf_free(struct buf *buf);
void buf_reset(struct buf *buf);
bool buf_overflowed(const struct buf *buf);

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_str(struct buf *buf, const char *string);
void buf_byte(struct buf *buf, char byte);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Escapes by the medium. Bytes that are not UTF-8 become U+FFFD; control characters that XML forbids are dropped. */
void buf_xml(struct buf *buf, const char *text, size_t len);  /* & < > and both quotes: text and attributes */
void buf_json(struct buf *buf, const char *text, size_t len); /* with the quotes around it; < is \u003c */
void buf_csv(struct buf *buf, const char *text, size_t len);  /* one RFC 4180 cell, quoted when it must be */
void buf_url(struct buf *buf, const char *text, size_t len);  /* RFC 3986 percent-encoding of one component */
void buf_url_path(struct buf *buf, const char *path);         /* the same, keeping '/' */

#endif
