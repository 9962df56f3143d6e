#include "synonym.h"

#include <string.h>

/* Bytes of the separator at `at`; 0 when there is none. */
static size_t separator(const char *at)
{
	static const char *const separators[] = {"、", "；", ";"};
	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
		if (strncmp(at, separators[i], strlen(separators[i])) == 0)
			return strlen(separators[i]);
	return 0;
}

bool synonym_next(const char **at, struct span *word)
{
	while (*at && **at) {
		const char *start = *at;
		size_t skipped = 0;
		while (**at && (skipped = separator(*at)) == 0)
			++*at;
		*word = span_trim((struct span){start, (size_t)(*at - start)});
		*at += skipped;
		if (word->len > 0)
			return true;
	}
	return false;
}
