#include "highlight.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/utf8.h>

#define HAN_BYTES 3     /* a Han character or kana has at least so many */
#define SNIPPET_LEAD 16 /* code points shown before the first mark of a snippet */

struct range {
	size_t start, end; /* bytes of the text */
};

struct marking {
	const char *text;
	size_t len;
	struct fold_term *terms;
	size_t term_count;
	struct range *marks; /* in order, apart from one another */
	size_t mark_count, mark_capacity;
	struct arena *arena;
};

/* Terms are never empty, and those that differ mostly do so in the last byte. */
static bool begins(const struct fold_term *term, const struct fold_term *with)
{
	return term->len >= with->len && term->text[with->len - 1] == with->text[with->len - 1] &&
	       memcmp(term->text, with->text, with->len) == 0;
}

static bool equal(const struct fold_term *a, const struct fold_term *b)
{
	return a->len == b->len && a->text[a->len - 1] == b->text[a->len - 1] && memcmp(a->text, b->text, a->len) == 0;
}

static void mark(struct marking *marking, size_t start, size_t end)
{
	*ARENA_PUSH(marking->arena, marking->marks, marking->mark_count, marking->mark_capacity) =
	    (struct range){start, end};
}

/* Marks a word of Han characters that follow one another from term `at` on, whatever marks and spaces are between. */
static void mark_han(struct marking *marking, const struct word *word, size_t at)
{
	const struct fold_term *terms = &marking->terms[at], *last = NULL;
	size_t left = marking->term_count - at, count = 0;
	if (terms[0].script != FOLD_HAN || memcmp(terms[0].text, word->text.ptr, HAN_BYTES) != 0)
		return;
	for (size_t from = 0, len; from < word->text.len; from += len, count++) {
		len = utf8_prefix(word->text.ptr + from, word->text.len - from, 1);
		last = &terms[count];
		if (count == left || last->script != FOLD_HAN || last->len < len ||
		    memcmp(last->text, word->text.ptr + from, len) != 0)
			return;
	}
	if (last)
		mark(marking, terms[0].source_start, last->tail ? last->source_end : last[1].source_start);
}

/* Marks Tibetan syllables in a row from term `at` on. */
static void mark_row(struct marking *marking, const struct word *word, size_t at)
{
	const struct fold_term *terms = &marking->terms[at];
	if (marking->term_count - at < word->term_count)
		return;
	for (size_t i = 0; i < word->term_count; i++)
		if (!equal(&terms[i], &word->terms[i]) || terms[i].position != terms[0].position + i ||
		    terms[i].script != word->script)
			return;
	mark(marking, terms[0].source_start, terms[word->term_count - 1].source_end);
}

/* A code is marked whole by its beginning, else each of its parts where it stands. */
static void mark_code(struct marking *marking, const struct word *word, size_t at)
{
	const struct fold_term *term = &marking->terms[at];
	if (term->script != FOLD_WORD)
		return;
	bool hit = word->prefix ? begins(term, &word->terms[0]) : equal(term, &word->terms[0]);
	for (size_t i = 1; i < word->term_count; i++)
		hit = hit || equal(term, &word->terms[i]);
	if (hit)
		mark(marking, term->source_start, term->source_end);
}

static int by_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* Sorts the marks and makes one of those that touch. */
static void join_marks(struct marking *marking)
{
	size_t kept = 0;
	if (marking->mark_count == 0)
		return;
	qsort(marking->marks, marking->mark_count, sizeof *marking->marks, by_start);
	for (size_t i = 1; i < marking->mark_count; i++) {
		struct range *last = &marking->marks[kept], *next = &marking->marks[i];
		if (next->start <= last->end)
			last->end = next->end > last->end ? next->end : last->end;
		else
			marking->marks[++kept] = *next;
	}
	marking->mark_count = kept + 1;
}

static void mark_word(struct marking *marking, const struct word *word)
{
	for (size_t at = 0; at < marking->term_count; at++)
		if (word->script == FOLD_WORD)
			mark_code(marking, word, at);
		else if (word->script == FOLD_HAN)
			mark_han(marking, word, at);
		else
			mark_row(marking, word, at);
	for (size_t i = 0; i < word->alternative_count; i++)
		mark_word(marking, &word->alternatives[i]);
}

static void cut_terms(struct folder *folder, struct span text, struct arena *arena, struct marking *marking)
{
	*marking = (struct marking){.text = text.ptr, .len = text.len, .arena = arena};
	marking->term_count = fold_terms(folder, text.ptr, text.len, 0, arena, &marking->terms);
}

static void find_marks(struct folder *folder, const struct words *words, const char *text, struct arena *arena,
		       struct marking *marking)
{
	cut_terms(folder, span_of(text), arena, marking);
	for (size_t i = 0; i < words->count; i++)
		mark_word(marking, &words->items[i]);
	join_marks(marking);
}

void highlight_find(struct folder *folder, const struct words *words, struct span text, struct arena *arena,
		    bool found[SEARCH_TERMS_MAX])
{
	struct marking marking;
	cut_terms(folder, text, arena, &marking);
	for (size_t i = 0; i < words->count; i++) {
		size_t before = marking.mark_count;
		if (!found[i])
			mark_word(&marking, &words->items[i]);
		found[i] = found[i] || marking.mark_count > before;
	}
}

/* ---- runs ---- */

static void add_run(struct marking *marking, struct search_runs *runs, size_t *capacity, struct range range,
		    bool marked)
{
	if (range.start < range.end)
		*ARENA_PUSH(marking->arena, runs->items, runs->count, *capacity) =
		    (struct search_run){marking->text + range.start, range.end - range.start, marked};
}

static void cut_runs(struct marking *marking, struct range window, struct search_runs *runs)
{
	size_t capacity = 0, at = window.start;
	*runs = (struct search_runs){.cut_before = window.start > 0, .cut_after = window.end < marking->len};
	for (size_t i = 0; i < marking->mark_count; i++) {
		struct range range = marking->marks[i];
		if (range.start < at || range.end > window.end)
			continue;
		add_run(marking, runs, &capacity, (struct range){at, range.start}, false);
		add_run(marking, runs, &capacity, range, true);
		at = range.end;
	}
	add_run(marking, runs, &capacity, (struct range){at, window.end}, false);
}

bool highlight_text(struct folder *folder, const struct words *words, const char *text, struct arena *arena,
		    struct search_runs *runs)
{
	struct marking marking;
	find_marks(folder, words, text, arena, &marking);
	cut_runs(&marking, (struct range){0, marking.len}, runs);
	return marking.mark_count > 0;
}

/* ---- snippets ---- */

/* The mark from which on a window of a snippet's length holds most marks; -1 when there is none. */
static int densest_mark(const struct marking *marking)
{
	int best = -1;
	size_t best_count = 0, end = 0;
	for (size_t i = 0; i < marking->mark_count; i++) {
		size_t start = marking->marks[i].start;
		while (end < marking->mark_count &&
		       utf8_length(marking->text + start, marking->marks[end].end - start) <=
			   SNIPPET_POINTS - SNIPPET_LEAD)
			end++;
		if (end > i && end - i > best_count) {
			best_count = end - i;
			best = (int)i;
		}
		if (end <= i)
			end = i + 1; /* a mark longer than the window */
	}
	if (best < 0 && marking->mark_count > 0)
		best = 0;
	return best;
}

/* Byte offset `points` code points before `at`. */
static size_t step_back(const char *text, size_t at, size_t points)
{
	while (at > 0 && points > 0) {
		at--;
		if (((unsigned char)text[at] & 0xC0) != 0x80)
			points--;
	}
	return at;
}

/* The first beginning of a term at or after `at`: a place where a text may be cut. */
static size_t cut_after(const struct marking *marking, size_t at)
{
	for (size_t i = 0; i < marking->term_count; i++)
		if (!marking->terms[i].part && marking->terms[i].source_start >= at)
			return marking->terms[i].source_start;
	return at;
}

/* The last end of a term at or before `at`, if that is past `least`. */
static size_t cut_before(const struct marking *marking, size_t at, size_t least)
{
	size_t best = 0;
	for (size_t i = 0; i < marking->term_count && marking->terms[i].source_start < at; i++)
		if (!marking->terms[i].part && marking->terms[i].source_end <= at &&
		    marking->terms[i].source_end > best)
			best = marking->terms[i].source_end;
	return best > least ? best : at;
}

bool highlight_snippet(struct folder *folder, const struct words *words, const char *text, struct arena *arena,
		       struct search_runs *runs)
{
	struct marking marking;
	struct range window;
	find_marks(folder, words, text, arena, &marking);
	window = (struct range){0, marking.len};
	if (utf8_prefix(text, marking.len, SNIPPET_POINTS + SNIPPET_LEAD) < marking.len) {
		int first = densest_mark(&marking);
		size_t least = 0;
		if (first >= 0) {
			least = marking.marks[first].end;
			window.start = step_back(text, marking.marks[first].start, SNIPPET_LEAD);
			if (window.start > 0)
				window.start = cut_after(&marking, window.start);
			if (window.start > marking.marks[first].start)
				window.start = marking.marks[first].start;
		}
		size_t rest = marking.len - window.start;
		window.end = window.start + utf8_prefix(text + window.start, rest, SNIPPET_POINTS);
		if (window.end < least)
			window.end = least; /* one word longer than a snippet */
		if (window.end < marking.len)
			window.end = cut_before(&marking, window.end, least);
	}
	cut_runs(&marking, window, runs);
	return marking.mark_count > 0;
}
