/* tibetan.h -- finds Tibetan in text; stylesheets then mark it, so that it is read and set as Tibetan. */
#ifndef GENERATOR_PAGE_TIBETAN_H
#define GENERATOR_PAGE_TIBETAN_H

#include <stdbool.h>
#include <stddef.h>

/* Whether well-formed UTF-8 has a character of U+0F00 to U+0FFF. `text` may be NULL when `len` is 0. */
bool tibetan_in(const char *text, size_t len);

#endif
