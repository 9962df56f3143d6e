/* cursor.c -- where a page ended: the row, the order it was in, and the table as it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"

#define ROW_HEX_MAX 15

/* Names the order; FNV-1a. */
static uint32_t order_of(const struct ask *ask)
{
	uint32_t hash = 0x811C9DC5u;
	for (size_t i = 0; i < ask->sort_count; i++) {
		const struct sort_key *key = &ask->sort[i];
		unsigned parts[] = {(unsigned)key->column, key->descending, (unsigned)key->nulls};
		for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
			hash = (hash ^ (parts[k] + 1)) * 0x01000193u;
	}
	return hash;
}

/* What stands before the row: the table and the order. */
static const char *head_of(const struct ask *ask)
{
	return arena_printf(ask->arena, "%s-%08x-", ask->table->stamp, (unsigned)order_of(ask));
}

const char *cursor_write(const struct ask *ask, int64_t row)
{
	return arena_printf(ask->arena, "%s%llx", head_of(ask), (unsigned long long)row);
}

enum status cursor_read(const struct ask *ask, const char *text, int64_t *row)
{
	static const char hex[] = "0123456789abcdef";
	const char *head = head_of(ask), *last = strrchr(text, '-');
	size_t head_len = strlen(head), digits = last ? strlen(last + 1) : 0;
	if (digits == 0 || digits > ROW_HEX_MAX || strspn(last + 1, hex) != digits ||
	    (size_t)(last + 1 - text) != head_len || strspn(text, "0123456789abcdef-") != strlen(text))
		return STATUS_INVALID;
	*row = (int64_t)strtoull(last + 1, NULL, 16);
	if (strncmp(text, head, head_len) != 0 || *row < 1 || *row > ask->table->rows)
		return STATUS_NOT_FOUND;
	return STATUS_OK;
}
