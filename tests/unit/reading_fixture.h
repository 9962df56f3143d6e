/* reading_fixture.h -- a reading without a content folder, for parsers that are handed their text. */
#ifndef TESTS_READING_FIXTURE_H
#define TESTS_READING_FIXTURE_H

#include "tap.h"

#include <headwater/buf.h>

#include "read/files.h"

struct fixture {
	struct arena *arena;
	struct model model;
	struct diags diags;
	struct reading reading;
};

static inline void fixture_open(struct fixture *fixture)
{
	memset(fixture, 0, sizeof *fixture);
	fixture->arena = arena_new();
	diags_init(&fixture->diags, fixture->arena);
	fixture->reading =
	    (struct reading){.model = &fixture->model, .arena = fixture->arena, .diags = &fixture->diags, .dir = -1};
}

static inline void fixture_close(struct fixture *fixture)
{
	arena_free(fixture->arena);
}

/* "E131@3:2 E132@4:1": what was told and where, in the order it was told. */
static inline const char *fixture_told(struct fixture *fixture)
{
	const char *all = "";
	for (size_t i = 0; i < fixture->diags.count; i++) {
		const struct diagnostic *item = &fixture->diags.items[i];
		all = arena_printf(fixture->arena, "%s%s%s@%d:%d", all, i ? " " : "", item->rule->code,
				   item->place.line, item->place.column);
	}
	return all;
}

static inline struct text fixture_text(const char *string)
{
	return (struct text){string, strlen(string)};
}

/* The table as "a|b;1|2;" with the header first. */
static inline const char *fixture_table(struct fixture *fixture, const struct table *table)
{
	struct buf out;
	buf_init(&out, BUF_MAX_DEFAULT);
	for (size_t row = 0; table && row <= table->row_count; row++) {
		const struct span *cells = row ? table->cells + (row - 1) * table->column_count : table->header;
		for (size_t column = 0; column < table->column_count; column++) {
			buf_str(&out, column ? "|" : "");
			buf_add(&out, cells[column].ptr, cells[column].len);
		}
		buf_byte(&out, ';');
	}
	const char *text = arena_string(fixture->arena, table ? out.bytes : "(none)");
	buf_free(&out);
	return text;
}

#endif
