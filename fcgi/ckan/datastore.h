/*
 * datastore.h -- CKAN's datastore over tables of rows: reads what datastore_search and a dump are asked with.
 *
 * filters is an object {field: value}, {field: [values]}, {field: {gt|gte|lt|lte|eq: value}}; a list that mixes values and
 * ranges is any of them; a list of objects, or {"$or": [objects]}, is any of the objects; $$name is the field $name.
 */
#ifndef FCGI_CKAN_DATASTORE_H
#define FCGI_CKAN_DATASTORE_H

#include "../rows/run.h"
#include "../rows/write.h"
#include "action.h"

#define DATASTORE_LIMIT 100
#define DATASTORE_LIMIT_MAX 32000

/* The table of `id`: of a resource, or dataset/resource. Faults as CKAN names them. */
enum status datastore_find(struct action *action, const char *id, struct row_table **table);
/*
 * Everything but the resource: fields, filters, q, full_text, distinct, sort, limit, offset. _id is shown first when no
 * fields are named. `limit` is what holds when none is given.
 */
enum status datastore_read(struct action *action, struct ask *ask, int64_t limit);
/* The type that CKAN would give a column of a dictionary's type. */
const char *datastore_type(const char *type);

/* datastore_filters.c: adds what `filters` says to ask->where. */
enum status datastore_filters(struct action *action, struct ask *ask, const struct input *filters);
/* A field by name, TABLE_ROWID for _id. False: there is none. */
bool datastore_column(const struct ask *ask, const char *name, int *column);

#endif
