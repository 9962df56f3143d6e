/* Any bytes as a Markdown file with front matter: no crash, and nothing refused without a word. */
#include <stdint.h>
#include <stdlib.h>

#include "read/front_matter.h"
#include "libfyaml_leak.h"

static size_t depth_of(const struct yaml *node)
{
	size_t deepest = 0;
	for (size_t i = 0; i < node->count; i++) {
		size_t depth = depth_of(node->items[i]);
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct model model = {0};
	struct front_matter front;
	diags_init(&diags, arena);
	struct reading reading = {.model = &model, .arena = arena, .diags = &diags, .dir = -1};
	struct text text = {arena_copy(arena, (const char *)data, size), size};
	if (!files_take_text(&reading, "d.md", &text)) {
		arena_free(arena);
		return -1; /* keep to texts that get this far */
	}
	front_matter_parse(&reading, "d.md", text, &front);
	if (!front.items && diags.count == 0)
		abort();
	if (front.items && depth_of(front.items) > 32)
		abort();
	if (!front.body || front.body_len > size)
		abort();
	arena_free(arena);
	return 0;
}
