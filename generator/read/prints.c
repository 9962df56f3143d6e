/* prints.c -- changes.prints.csv: what `headwater changes --record` kept. One row for each dataset, however many. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../history.h"
#include "../stages.h"
#include "csv.h"

enum { PRINTS_ID, PRINTS_TEXT, PRINTS_COLUMNS };

static bool is_row(const struct span *cells, const char *before)
{
	size_t len = history_item_count() * HISTORY_PRINT_CHARS;
	for (size_t i = 0; i < cells[PRINTS_TEXT].len; i++)
		if (!memchr("0123456789abcdef", cells[PRINTS_TEXT].ptr[i], 16))
			return false;
	size_t id_len = cells[PRINTS_ID].len, before_len = strlen(before);
	int order = memcmp(before, cells[PRINTS_ID].ptr, id_len < before_len ? id_len : before_len);
	return cells[PRINTS_TEXT].len == len && id_len > 0 && (order < 0 || (order == 0 && before_len < id_len));
}

static void take_rows(const struct table *table, struct arena *arena, struct diags *diags, struct kept_prints *items,
		      size_t *count)
{
	const char *before = "";
	for (size_t row = 0; row < table->row_count; row++) {
		const struct span *cells = &table->cells[row * table->column_count];
		struct kept_prints *item = &items[*count];
		*item = (struct kept_prints){.place = {HISTORY_PRINTS, table->row_lines[row], 0}};
		if (!is_row(cells, before)) {
			diag_add(diags, item->place, &RULE_E244,
				 arena_printf(arena, "%zu", history_item_count() * HISTORY_PRINT_CHARS), (char *)NULL);
			return; /* one is enough: it must be put back whole */
		}
		item->id = before = arena_copy(arena, cells[PRINTS_ID].ptr, cells[PRINTS_ID].len);
		item->prints = arena_copy(arena, cells[PRINTS_TEXT].ptr, cells[PRINTS_TEXT].len);
		++*count;
	}
}

bool prints_read(struct model *model, struct arena *arena, struct diags *diags, struct kept_prints **items,
		 size_t *count)
{
	struct reading reading = {.model = model, .arena = arena, .diags = diags, .dir = model->content_fd};
	struct place place = {HISTORY_PRINTS, 0, 0};
	struct text text;
	*items = NULL;
	*count = 0;
	if (faccessat(model->content_fd, HISTORY_PRINTS, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (!files_read(&reading, HISTORY_PRINTS, FILES_DATA_MAX, place, &text) ||
	    !csv_decode(&reading, HISTORY_PRINTS, "utf-8", &text))
		return true;
	struct table *table = csv_parse(&reading, HISTORY_PRINTS, text);
	if (!table)
		return true;
	if (table->column_count != PRINTS_COLUMNS || !span_is(table->header[PRINTS_ID], "id") ||
	    !span_is(table->header[PRINTS_TEXT], "prints")) {
		diag_add(diags, (struct place){HISTORY_PRINTS, 1, 0}, &RULE_E138, "id, prints", (char *)NULL);
		return true;
	}
	*items = arena_array(arena, table->row_count + 1, sizeof **items);
	take_rows(table, arena, diags, *items, count);
	return true;
}
