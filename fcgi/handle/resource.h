/* resource.h -- what the handlers about tables of rows share. */
#ifndef FCGI_HANDLE_RESOURCE_H
#define FCGI_HANDLE_RESOURCE_H

#include "../context.h"
#include "../rows/table.h"

/* The table that the address names: by id, or by dataset and resource. Refuses when there is none. */
enum status resource_find(struct context *context, struct row_table **table);
/* Where a table is served: "/api/v1/resources/<id>". */
const char *resource_path(struct context *context, const struct row_table *table);
/* The explorer of it, in the language of the request. */
const char *resource_explorer(struct context *context, const struct row_table *table, enum lang lang);

#endif
