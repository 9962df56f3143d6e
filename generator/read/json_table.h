/* json_table.h -- an array of flat objects into a table. */
#ifndef READ_JSON_TABLE_H
#define READ_JSON_TABLE_H

#include "files.h"

/*
 * Columns are the keys in the order they are first met; a key that is absent and null are blank. Numbers are written in
 * their shortest form. NULL when the text is not such an array (told).
 */
struct table *json_table_parse(struct reading *reading, const char *file, struct text text);

/* Stands between the values of a list that shares a cell. */
#define JSON_LIST_SEPARATOR "\x1f"

/*
 * The records of a catalogue: an array of objects, several arrays run together, or objects one after another (JSON
 * lines), in any mixture. A list of single values shares a cell; control characters are let through. NULL: told.
 */
struct table *json_records_parse(struct reading *reading, const char *file, struct text text);

#endif
