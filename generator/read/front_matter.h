/* front_matter.h -- splits a Markdown file into the items between two lines "---" and the text behind them. */
#ifndef READ_FRONT_MATTER_H
#define READ_FRONT_MATTER_H

#include "files.h"
#include "yaml.h"

struct front_matter {
	struct yaml *items; /* NULL when they cannot be read (told) */
	const char *body;
	size_t body_len;
	int body_line;
};

/* Splits and parses. Always sets `body`, "" when there is none. */
void front_matter_parse(struct reading *reading, const char *file, struct text text, struct front_matter *out);

#endif
