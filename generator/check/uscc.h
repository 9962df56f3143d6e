/* uscc.h -- unified social credit codes (GB 32100-2015) and the organisation code within them (GB 11714-1997). */
#ifndef CHECK_USCC_H
#define CHECK_USCC_H

#include <stdbool.h>

enum uscc {
	USCC_GOOD,
	USCC_MALFORMED,   /* length, alphabet, or no digits where the region stands */
	USCC_OUTER_WRONG, /* the 18th character; `*expected` is what it must be */
	USCC_INNER_WRONG  /* the 17th */
};

/* `expected` is only set for the two wrong ones. A miscopied code mostly fails both: then the outer one is told. */
enum uscc uscc_check(const char *code, char *expected);

#endif
