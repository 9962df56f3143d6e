/*
 * clean.h -- text that both XML and HTML can hold. Private to the library.
 *
 * Clean text is well-formed UTF-8 without the control characters that XML 1.0 forbids, DEL, the C1 controls, which HTML
 * forbids, and noncharacters.
 */
#ifndef LIB_CLEAN_H
#define LIB_CLEAN_H

#include <stddef.h>

#include <headwater/buf.h>

/* Bytes at the start of `text` that are clean. */
size_t clean_prefix(const char *text, size_t len);
/* Appends `text` made clean: U+FFFD for each ill-formed byte, nothing for a forbidden character. */
void clean_add(struct buf *out, const char *text, size_t len);

#endif
