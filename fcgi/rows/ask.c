#include "ask.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/fold.h>

#include "../search.h"

#define NUMBER_MAX_BYTES 64
#define WIDE_SHARE 0.1 /* of the way between the least and the greatest value */

void ask_begin(struct ask *ask, struct row_table *table, struct arena *arena)
{
	*ask = (struct ask){
	    .table = table, .arena = arena, .folder = search_folder(), .where = condition_all(arena), .limit = 100};
	ask->columns = arena_array(arena, table->column_count + 1, sizeof *ask->columns);
	for (size_t i = 0; i < table->column_count; i++)
		ask->columns[ask->column_count++] = (int)i;
}

/* ---- values ---- */

static bool read_number(struct span text, struct cell *cell)
{
	char digits[NUMBER_MAX_BYTES], *end;
	if (text.len == 0 || text.len >= sizeof digits || strspn(text.ptr, "0123456789+-.eE") < text.len)
		return false;
	memcpy(digits, text.ptr, text.len);
	digits[text.len] = '\0';
	errno = 0;
	cell->integer = strtoll(digits, &end, 10);
	cell->kind = COLUMN_INT;
	if (errno == 0 && *end == '\0')
		return true;
	cell->kind = COLUMN_DOUBLE;
	cell->number = strtod(digits, &end);
	return *end == '\0' && isfinite(cell->number);
}

static bool read_truth(struct span text, struct cell *cell)
{
	static const char *const words[][2] = {{"false", "true"}, {"0", "1"}, {"否", "是"}, {"no", "yes"}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (int truth = 0; truth < 2; truth++)
			if (span_is(text, words[i][truth])) {
				*cell = (struct cell){.kind = COLUMN_INT, .integer = truth};
				return true;
			}
	return false;
}

/* Times are compared as they are written: a beginning of one (2026, 2026-03) is a value too. */
static bool is_time(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("0123456789-:.+TZ ", text.ptr[i]))
			return false;
	return text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9';
}

bool ask_cell(const struct ask *ask, int column, struct span text, struct cell *cell)
{
	*cell = (struct cell){.kind = COLUMN_TEXT, .text = text};
	if (text.len > ASK_VALUE_BYTES_MAX)
		return false;
	if (column == TABLE_ROWID)
		return read_number(text, cell);
	switch (ask->table->columns[column].class) {
	case CLASS_NUMBER:
		return read_number(text, cell);
	case CLASS_TRUTH:
		return read_truth(text, cell);
	case CLASS_TIME:
		return is_time(text);
	case CLASS_TEXT:
		break;
	}
	return true;
}

static double number_of(const struct cell *cell)
{
	return cell->kind == COLUMN_INT ? (double)cell->integer : cell->number;
}

bool ask_bounds(const struct row_column *column, double *low, double *high)
{
	struct cell least, greatest;
	if (column->class != CLASS_NUMBER || !column->min || !column->max ||
	    !read_number(span_of(column->min), &least) || !read_number(span_of(column->max), &greatest))
		return false;
	*low = number_of(&least);
	*high = number_of(&greatest);
	return true;
}

/* An index pays when it leaves out most rows; SQLite takes every range for a narrow one. */
bool ask_wide(const struct ask *ask, int column, enum test test, const struct cell *value)
{
	double low, high;
	if (column < 0 || !ask_bounds(&ask->table->columns[column], &low, &high) || !(low < high))
		return false;
	double from = (number_of(value) - low) / (high - low);
	bool upper = test == TEST_ABOVE || test == TEST_FROM;
	return (upper || test == TEST_BELOW || test == TEST_UPTO) && (upper ? 1 - from : from) > WIDE_SHARE;
}

void ask_test(struct ask *ask, struct condition *to, enum test test, int column, struct cell value)
{
	struct cell *kept = arena_alloc(ask->arena, sizeof *kept);
	*kept = value;
	condition_add(to, condition_test(test, column, kept, 1, ask->arena), ask->arena);
}

/* ---- words ---- */

bool ask_words(struct ask *ask, const char *text)
{
	const char *folded = fold_text(ask->folder, text, strlen(text), ask->arena);
	size_t words = 0;
	for (const char *at = folded; *at;) {
		size_t len = strcspn(at, " \t\n");
		if (len > 0) {
			if (++words > ASK_WORDS_MAX)
				return false;
			struct cell *word = arena_alloc(ask->arena, sizeof *word);
			*word = (struct cell){.kind = COLUMN_TEXT, .text = {at, len}};
			struct condition *test = condition_test(TEST_ANY_HOLDS, 0, word, 1, ask->arena);
			test->columns = ask->table->searched;
			test->column_count = ask->table->searched_count;
			condition_add(ask->where, test, ask->arena);
		}
		at += len + (at[len] != '\0');
	}
	return true;
}

bool ask_words_in(struct ask *ask, int column, const char *text)
{
	size_t words = 0;
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, " \t\n");
		if (len > 0 && ++words > ASK_WORDS_MAX)
			return false;
		if (len > 0)
			ask_test(ask, ask->where, TEST_HOLDS, column,
				 (struct cell){.kind = COLUMN_TEXT, .text = {at, len}});
		at += len + (at[len] != '\0');
	}
	return true;
}
