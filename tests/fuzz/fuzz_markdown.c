/* fuzz_markdown.c -- any bytes as Markdown: what comes out is safe by the oracle, for any prefix and heading shift. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <headwater/markdown.h>

#include "markdown_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	if (!arena)
		arena = arena_new();
	arena_reset(arena);
	struct markdown_options options = {.heading_shift = size % 3 ? 1 : 0, .path_prefix = size % 2 ? "/en" : ""};
	struct markdown out;
	if (markdown_render((const char *)data, size, &options, arena, &out) != STATUS_OK)
		return 0;
	size_t where = 0;
	if (!markdown_is_safe(out.html, out.html_len, &where)) {
		fprintf(stderr, "unsafe at %zu:\n%s\n", where, out.html);
		abort();
	}
	return 0;
}
