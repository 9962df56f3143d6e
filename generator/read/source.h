/* source.h -- the file a source hands over, of any encoding and table format, as one table of its records. */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "files.h"
#include "mapping.h"

/*
 * NULL when it cannot be read whole (told): a source of which some rows cannot be made out is not imported at all, so
 * that no row goes missing unseen. Format and encoding are those of the mapping, else found out: by extension, by byte
 * order mark, as UTF-8 where it is well-formed or begins so at length, else GB18030.
 */
struct table *source_read(struct reading *reading, const struct mapping *mapping, const char *path);
/* The same from bytes in memory. */
struct table *source_take(struct reading *reading, const struct mapping *mapping, const char *path, struct text text);

/* Whether a mapping may name the format; and all it may name, with commas between. */
bool source_format_known(const char *name);
const char *source_formats(struct arena *arena);
/* The name of the encoding the bytes are in, for fold_decode. */
const char *source_encoding(struct text text);

#endif
