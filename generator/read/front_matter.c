/* front_matter.c -- finding the two lines "---". */
#include "front_matter.h"

#include <string.h>

/* The length of the line at `from`, with its line break. */
static size_t line_length(const char *from, const char *end)
{
	const char *feed = memchr(from, '\n', (size_t)(end - from));
	return feed ? (size_t)(feed - from) + 1 : (size_t)(end - from);
}

static bool is_fence(const char *line, size_t len)
{
	while (len > 0 && strchr("\r\n \t", line[len - 1]))
		len--;
	return len == 3 && memcmp(line, "---", 3) == 0;
}

void front_matter_parse(struct reading *reading, const char *file, struct text text, struct front_matter *out)
{
	const char *end = text.bytes + text.len;
	size_t first = line_length(text.bytes, end);
	*out = (struct front_matter){.body = "", .body_line = 1};
	if (!is_fence(text.bytes, first)) {
		diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_E110, (char *)NULL);
		return;
	}
	const char *items = text.bytes + first, *at = items;
	int line = 2;
	while (at < end && !is_fence(at, line_length(at, end))) {
		at += line_length(at, end);
		line++;
	}
	if (at >= end) {
		diag_add(reading->diags, (struct place){file, line - 1, 1}, &RULE_E111, (char *)NULL);
		return;
	}
	out->body = at + line_length(at, end);
	out->body_len = (size_t)(end - out->body);
	out->body_line = line + 1;
	out->items = yaml_parse(reading, items, (size_t)(at - items), file, 2);
	if (out->items && out->items->kind != YAML_MAP) {
		diag_add(reading->diags, out->items->place, &RULE_E118, "---", (char *)NULL);
		out->items = NULL;
	}
}
