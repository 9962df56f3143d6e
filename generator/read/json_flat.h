/*
 * json_flat.h -- nested JSON as one record: a column for each path of keys, with dots between ("publisher.name").
 *
 * The members of a list share the column of the list, so a list of maps gives a column for each key of the maps
 * ("resources.url"). null and what is empty leave nothing; so do keys that begin with '@', which say what a thing is in
 * JSON-LD, but for "@id". "mailto:" and "tel:" in front of a value under hasEmail and hasTelephone are taken off.
 */
#ifndef READ_JSON_FLAT_H
#define READ_JSON_FLAT_H

#include "json_tree.h"
#include "records.h"

/* Puts all below `value` into the record begun last; `path` is NULL for the record itself. */
void json_flat_put(struct records *records, struct arena *arena, const char *path, const struct tree *value);

#endif
