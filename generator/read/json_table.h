/* json_table.h -- the one door to jansson: an array of flat objects into a table. */
#ifndef READ_JSON_TABLE_H
#define READ_JSON_TABLE_H

#include "files.h"

/*
 * Columns are the keys in the order they are first met; a key that is absent and null are blank. Numbers are written in
 * their shortest form. NULL when the text is not such an array (told).
 */
struct table *json_table_parse(struct reading *reading, const char *file, struct text text);

#endif
