/* intern.h -- one copy of texts and lists that many records have: for a catalogue of a million, most of its memory. */
#ifndef READ_INTERN_H
#define READ_INTERN_H

#include "../model.h"

struct intern;

/* What is interned lives in `arena`; the table itself until intern_free. */
struct intern *intern_new(struct arena *arena);
void intern_free(struct intern *intern);
const char *intern_text(struct intern *intern, const char *text);
/* The list whose items stand in `joined`, parted by ';' (NULL: the empty list). Its places are NULL. */
const struct strings *intern_list(struct intern *intern, const char *joined);

#endif
