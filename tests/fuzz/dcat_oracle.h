/* dcat_oracle.h -- what holds of any catalogue that was read: a table of UTF-8, or a word why not; never both lost. */
#ifndef TESTS_DCAT_ORACLE_H
#define TESTS_DCAT_ORACLE_H

#include <stdint.h>
#include <stdlib.h>

#include <headwater/utf8.h>

#include "read/dcat.h"

static inline void dcat_oracle(struct table *(*parse)(struct reading *, const char *, struct text), const uint8_t *data,
			       size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct model model = {.arena = arena};
	diags_init(&diags, arena);
	struct reading reading = {.model = &model, .arena = arena, .diags = &diags, .dir = -1};
	/* readers are handed UTF-8 */
	struct text text = {arena_copy(arena, (const char *)data, size), utf8_valid_prefix((const char *)data, size)};
	struct table *table = parse(&reading, "t", text);
	if (!table && diags.error_count == 0)
		abort(); /* refused without a word */
	if (table && table->row_count == 0)
		abort();
	for (size_t i = 0; table && i < table->row_count * table->column_count; i++)
		if (utf8_valid_prefix(table->cells[i].ptr, table->cells[i].len) != table->cells[i].len)
			abort();
	arena_free(arena);
}

#endif
