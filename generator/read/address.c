/* address.c -- takes a scheme off. */
#include "address.h"

#include <strings.h>

struct span address_of(struct span text)
{
	size_t scheme = text.len >= 7 && strncasecmp(text.ptr, "mailto:", 7) == 0 ? 7
			: text.len >= 4 && strncasecmp(text.ptr, "tel:", 4) == 0  ? 4
										  : 0;
	return (struct span){text.ptr + scheme, text.len - scheme};
}
