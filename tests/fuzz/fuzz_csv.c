/* Any bytes as a CSV table, in either encoding: no crash, and a table whose cells are all there. */
#include <stdint.h>
#include <stdlib.h>

#include <headwater/utf8.h>

#include "read/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct model model = {0};
	diags_init(&diags, arena);
	struct reading reading = {.model = &model, .arena = arena, .diags = &diags, .dir = -1};
	/* the first byte chooses the encoding */
	const char *encoding = size > 0 && data[0] & 1 ? "gb18030" : "utf-8";
	struct text text = {arena_copy(arena, (const char *)data + (size > 0), size - (size > 0)), size - (size > 0)};
	if (csv_decode(&reading, "t.csv", encoding, &text)) {
		struct table *table = csv_parse(&reading, "t.csv", text);
		if (table)
			csv_check_header(&reading, "t.csv", table);
		for (size_t i = 0; table && i < table->row_count * table->column_count; i++)
			if (utf8_valid_prefix(table->cells[i].ptr, table->cells[i].len) != table->cells[i].len)
				abort();
		if (!table && diags.count == 0)
			abort(); /* a table refused without a word */
	} else if (diags.count == 0) {
		abort();
	}
	arena_free(arena);
	return 0;
}
