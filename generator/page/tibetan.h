/* tibetan.h -- finds Tibetan in text, and marks it in HTML so that it is read and set as Tibetan. */
#ifndef GENERATOR_PAGE_TIBETAN_H
#define GENERATOR_PAGE_TIBETAN_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/buf.h>

/* Whether well-formed UTF-8 has a character of U+0F00 to U+0FFF. */
bool tibetan_in(const char *text, size_t len);
/* Adds `html` with every run of Tibetan outside of tags in <span lang="bo">. Tags have no '>' in their attributes. */
void tibetan_mark(const char *html, size_t len, struct buf *out);

#endif
