/* rows.h -- one table of rows at a path of one's choice, for tests and benches; rows_run (stages.h) makes a release's. */
#ifndef GENERATOR_ROWS_ROWS_H
#define GENERATOR_ROWS_ROWS_H

#include <headwater/arena.h>
#include <headwater/fold.h>
#include <headwater/status.h>

#include "../model.h"

#define ROWS_FORMAT "1" /* raised with every change that a service of before could not read */

/*
 * Writes the public columns of a resource that has rows (resource_has_rows). `path` must not exist, or be empty; memory
 * beyond the table itself is bounded. `*error` in arena.
 */
enum status rows_write(const char *path, const struct dataset *dataset, const struct resource *resource,
		       struct folder *folder, struct arena *arena, const char **error);

#define INDEX_ROWS_MIN 1000 /* below, reading the whole table takes less than a millisecond: no index */

/* What column.c says of one public column. */
struct column {
	const struct field *field;
	bool key;     /* of the primary key */
	bool indexed; /* worth an index */
	bool listed;  /* so few values that they are listed */
};

/*
 * column.c: the public columns in order, in arena. An index is worth its room where a table is not small and the column is
 * a key, unique, coded or a time, or where its values tell rows apart; a column in which one value stands almost
 * everywhere gets none.
 */
struct column *columns_of(const struct dataset *dataset, const struct resource *resource, struct arena *arena,
			  size_t *count);

#endif
