#include "suggest.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/utf8.h>

#include "fcgi_search_sql.h"

#define SOUND_MAX 64 /* bytes of pinyin that are compared */

struct suggestion {
	const char *word;
	size_t distance;
	int64_t datasets;
};

struct sound {
	char bytes[SOUND_MAX];
	size_t len;
};

/* Pinyin without its spaces. False when it is empty or too long to be a slip of the keyboard. */
static bool sound_of(struct span pinyin, struct sound *sound)
{
	sound->len = 0;
	for (size_t i = 0; i < pinyin.len; i++) {
		if (pinyin.ptr[i] == ' ')
			continue;
		if (sound->len == SOUND_MAX)
			return false;
		sound->bytes[sound->len++] = pinyin.ptr[i];
	}
	return sound->len > 0;
}

/* The rows of a distance being filled: this one and the two before it. */
struct rows {
	size_t *row, *last, *before;
};

/* Row `i`, as far from the diagonal as `limit` allows; returns the least of it. */
static size_t fill_row(const struct rows *rows, const struct sound *a, const struct sound *b, size_t i, size_t limit)
{
	size_t from = i > limit ? i - limit : 1, to = i + limit < b->len ? i + limit : b->len, least;
	least = rows->row[from - 1] = from == 1 ? i : limit + 1;
	for (size_t k = from; k <= to; k++) {
		size_t best = rows->last[k - 1] + (a->bytes[i - 1] != b->bytes[k - 1]);
		size_t other = (rows->last[k] < rows->row[k - 1] ? rows->last[k] : rows->row[k - 1]) + 1;
		bool swapped =
		    i > 1 && k > 1 && a->bytes[i - 1] == b->bytes[k - 2] && a->bytes[i - 2] == b->bytes[k - 1];
		best = other < best ? other : best;
		if (swapped && rows->before[k - 2] + 1 < best)
			best = rows->before[k - 2] + 1;
		rows->row[k] = best;
		least = best < least ? best : least;
	}
	if (to < b->len)
		rows->row[to + 1] = limit + 1;
	return least;
}

/* Edits between the two (two neighbours swapped are one edit), or anything above `limit` when there are more. */
static size_t distance(const struct sound *a, const struct sound *b, size_t limit)
{
	size_t cells[3][SOUND_MAX + 1];
	if ((a->len > b->len ? a->len - b->len : b->len - a->len) > limit)
		return limit + 1;
	for (size_t k = 0; k <= b->len; k++)
		cells[0][k] = k;
	for (size_t i = 1; i <= a->len; i++) {
		const struct rows rows = {cells[i % 3], cells[(i - 1) % 3], cells[(i + 1) % 3]};
		if (fill_row(&rows, a, b, i, limit) > limit)
			return limit + 1;
	}
	return cells[a->len % 3][b->len];
}

static int by_nearness(const void *a, const void *b)
{
	const struct suggestion *x = a, *y = b;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	if (x->datasets != y->datasets)
		return x->datasets > y->datasets ? -1 : 1;
	return strcmp(x->word, y->word);
}

size_t suggest_words(struct db *catalogue, struct folder *folder, const char *text, struct arena *arena,
		     const char ***words)
{
	struct suggestion *found = NULL;
	size_t count = 0, capacity = 0, len = strlen(text);
	struct sound wanted, sound;
	const char *key = fold_key(folder, text, len, arena);
	struct stmt *stmt = db_prepare(catalogue, &SQL_LIST_WORDS);

	*words = NULL;
	if (!stmt || !sound_of(span_of(fold_pinyin(folder, text, len, arena)), &wanted))
		return 0;
	size_t limit = wanted.len < 8 ? 1 : wanted.len / 4;
	while (stmt_step(stmt) == STATUS_OK) {
		if (span_is(stmt_column_text(stmt, 1), key) || !sound_of(stmt_column_text(stmt, 2), &sound))
			continue;
		size_t far = distance(&wanted, &sound, limit);
		if (far > limit)
			continue;
		struct span word = stmt_column_text(stmt, 0);
		*ARENA_PUSH(arena, found, count, capacity) =
		    (struct suggestion){arena_copy(arena, word.ptr, word.len), far, stmt_column_int(stmt, 3)};
	}
	if (count > 0)
		qsort(found, count, sizeof *found, by_nearness);
	count = count < SUGGEST_MAX ? count : SUGGEST_MAX;
	*words = arena_array(arena, count, sizeof **words);
	for (size_t i = 0; i < count; i++)
		(*words)[i] = found[i].word;
	return count;
}
