/*
 * Any bytes as a mapping, or as a source in any encoding read through a fixed mapping: no crash, and either a table or a
 * word why not; every cell is UTF-8.
 */
#include <stdint.h>
#include <stdlib.h>

#include <headwater/utf8.h>

#include "read/mapping.h"
#include "read/source.h"

#include "libfyaml_leak.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the first byte chooses the format; NULL: a mapping */
	static const char *const formats[] = {"json", "csv", NULL, "dcat-us", "ckan", NULL};
	struct arena *arena = arena_new();
	struct diags diags;
	struct model model = {.arena = arena};
	diags_init(&diags, arena);
	struct reading reading = {.model = &model, .arena = arena, .diags = &diags, .dir = -1};
	const char *format = formats[size > 0 ? data[0] % (sizeof formats / sizeof formats[0]) : 0];
	const uint8_t *rest = data + (size > 0);
	size_t rest_size = size - (size > 0);
	if (!format) {
		struct text text = {arena_copy(arena, (const char *)rest, rest_size), rest_size};
		struct mapping *mapping = mapping_parse(&reading, "t", text, &model);
		if (!mapping && diags.error_count == 0)
			abort();
	} else {
		struct mapping mapping = {.format = format};
		struct table *table =
		    source_take(&reading, &mapping, "t",
				(struct text){arena_copy(arena, (const char *)rest, rest_size), rest_size});
		if (!table && diags.error_count == 0)
			abort(); /* a source refused without a word */
		for (size_t i = 0; table && i < table->row_count * table->column_count; i++)
			if (utf8_valid_prefix(table->cells[i].ptr, table->cells[i].len) != table->cells[i].len)
				abort();
	}
	arena_free(arena);
	return 0;
}
