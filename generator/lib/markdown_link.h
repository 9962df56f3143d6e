/* markdown_link.h -- where a link of a text may lead, for markdown.c only. */
#ifndef LIB_MARKDOWN_LINK_H
#define LIB_MARKDOWN_LINK_H

#include <headwater/buf.h>

enum link_kind {
	LINK_REFUSED,
	LINK_LOCAL, /* #..., ?..., relative or site-absolute path */
	LINK_MAIL,
	LINK_EXTERNAL, /* https, http */
};

/*
 * Judges a target as cmark decoded it. Refused: any other scheme, a "//" start, backslashes and control characters
 * (browsers read "/\x" as "//x" and skip tabs inside "java	script:"), nothing at all.
 */
enum link_kind link_judge(const char *target);
/* Appends the target as the value of href or src: `prefix` before a site-absolute page, unsafe bytes escaped. */
void link_write(struct buf *out, const char *target, const char *prefix);

#endif
