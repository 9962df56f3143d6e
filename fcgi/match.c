#include "match.h"

#include <stdlib.h>
#include <time.h>

#include "sound.h"

#define WORK_STRIDE ((size_t)1 << 16) /* postings between two looks at the clock: 0.1 ms or so */
#define WORK_OF_TERM 64u              /* finding a list takes as long as reading so many of its postings */

bool match_late(struct matcher *matcher)
{
	struct timespec now;
	if (matcher->deadline_us == 0 || matcher->late)
		return matcher->late;
	clock_gettime(CLOCK_MONOTONIC, &now);
	matcher->late = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 >= matcher->deadline_us;
	return matcher->late;
}

bool match_worked(struct matcher *matcher, size_t postings)
{
	matcher->work += postings + WORK_OF_TERM;
	if (matcher->work < WORK_STRIDE)
		return matcher->late;
	matcher->work = 0;
	return match_late(matcher);
}

/* Whether the title goes on with the text from `at` on, marks aside. */
static bool goes_on(struct span title, size_t at, struct span text)
{
	for (size_t i = 0; i < text.len; at++) {
		if (at == title.len)
			return false;
		if (title.ptr[at] != FOLD_GAP && title.ptr[at] != text.ptr[i++])
			return false;
	}
	return true;
}

/* For many short texts, where memmem spends its time on preparing. */
static bool stands_in(struct span title, struct span text)
{
	uint32_t first, here;
	if (text.len < sizeof first)
		return memmem(title.ptr, title.len, text.ptr, text.len) != NULL;
	memcpy(&first, text.ptr, sizeof first);
	for (size_t at = 0; at + text.len <= title.len; at++) {
		memcpy(&here, title.ptr + at, sizeof here);
		if (here == first && memcmp(title.ptr + at, text.ptr, text.len) == 0)
			return true;
	}
	return false;
}

bool match_title(struct span title, struct span text)
{
	if (stands_in(title, text))
		return true;
	if (!memchr(title.ptr, FOLD_GAP, title.len))
		return false;
	for (size_t at = 0; at + text.len <= title.len; at++)
		if (title.ptr[at] == text.ptr[0] && goes_on(title, at, text))
			return true;
	return false;
}

static struct span text_of(const struct fold_term *term)
{
	return (struct span){term->text, term->len};
}

static uint64_t *new_bits(struct matcher *matcher)
{
	return arena_array(matcher->arena, docset_words(matcher->index), sizeof(uint64_t));
}

static void mark_term(struct matcher *matcher, const struct index_term *term, enum match_place place, uint64_t *bits)
{
	static const struct {
		enum index_field fields[2];
		size_t count;
	} places[] = {[MATCH_ANY] = {{INDEX_ANY, INDEX_ANY}, 1},
		      [MATCH_TITLE] = {{INDEX_TITLE, INDEX_TITLE}, 1},
		      [MATCH_TAG] = {{INDEX_TAG, INDEX_TAG}, 1},
		      [MATCH_NAMED] = {{INDEX_TITLE, INDEX_TAG}, 2}};
	for (size_t i = 0; i < places[place].count; i++)
		docset_mark_list(matcher->index, &term->lists[places[place].fields[i]], bits);
}

/* The list of a term at a place; both fields of MATCH_NAMED have no one list. */
static const struct index_list *list_of(const struct index_term *term, enum match_place place)
{
	return &term->lists[place == MATCH_TITLE ? INDEX_TITLE : place == MATCH_TAG ? INDEX_TAG : INDEX_ANY];
}

/* Every term that begins with the text. */
static void mark_beginnings(struct matcher *matcher, struct span text, enum match_place place, uint64_t *bits)
{
	struct index_walk walk;
	index_walk_start(&walk, matcher->index, index_lower_bound(matcher->index, text));
	while (index_walk_next(&walk)) {
		if (walk.term.len < text.len || memcmp(walk.term.text, text.ptr, text.len) != 0)
			return;
		mark_term(matcher, &walk.term, place, bits);
		if (match_worked(matcher, list_of(&walk.term, place)->count))
			return;
	}
}

static int by_count(const void *a, const void *b)
{
	const struct index_list *x = a, *y = b;
	return x->count < y->count ? -1 : x->count > y->count;
}

/* Documents in all lists, the shortest first. */
static void match_lists(struct matcher *matcher, struct index_list *lists, size_t count, struct docset *set)
{
	qsort(lists, count, sizeof *lists, by_count);
	docset_of_list(matcher->index, &lists[0], matcher->arena, set);
	for (size_t i = 1; i < count && set->count > 0; i++)
		docset_narrow(matcher->index, set, &lists[i]);
}

/* Terms that must all be there, each in the title or the tags. */
static void match_named(struct matcher *matcher, const struct fold_term *terms, size_t count, struct docset *set)
{
	struct index_term term;
	for (size_t i = 0; i < count; i++) {
		struct docset one;
		uint64_t *bits = new_bits(matcher);
		if (index_find(matcher->index, text_of(&terms[i]), &term))
			mark_term(matcher, &term, MATCH_NAMED, bits);
		docset_of_bits(matcher->index, bits, matcher->arena, i == 0 ? set : &one);
		if (i > 0)
			docset_intersect(matcher->index, set, &one);
	}
}

static void match_terms(struct matcher *matcher, const struct fold_term *terms, size_t count, enum match_place place,
			struct docset *set)
{
	struct index_list lists[SEARCH_TERMS_MAX];
	struct index_term term;
	*set = (struct docset){0};
	if (place == MATCH_NAMED && count > 0) {
		match_named(matcher, terms, count, set);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (!index_find(matcher->index, text_of(&terms[i]), &term))
			return;
		lists[i] = *list_of(&term, place);
		if (lists[i].count == 0)
			return;
	}
	if (count > 0)
		match_lists(matcher, lists, count, set);
}

/* A word of letters and digits: itself, what begins with it, all its parts, or what sounds so. */
static void match_code(struct matcher *matcher, const struct word *word, enum match_place place, struct docset *set)
{
	struct index_term term;
	struct docset parts;
	uint64_t *bits = new_bits(matcher);
	if (word->prefix)
		mark_beginnings(matcher, word->text, place, bits);
	else if (index_find(matcher->index, word->text, &term))
		mark_term(matcher, &term, place, bits);
	if (word->term_count > 1) {
		match_terms(matcher, word->terms + 1, word->term_count - 1, place, &parts);
		docset_mark(&parts, bits, matcher->index);
	}
	if (place != MATCH_TAG && matcher->sounds)
		sound_mark_letters(matcher, word->text, bits);
	docset_of_bits(matcher->index, bits, matcher->arena, set);
}

static void match_one(struct matcher *matcher, const struct word *word, enum match_place place, struct docset *set)
{
	if (word->script == FOLD_WORD) {
		match_code(matcher, word, place, set);
	} else if (word->prefix) {
		uint64_t *bits = new_bits(matcher);
		mark_beginnings(matcher, word->text, place, bits);
		docset_of_bits(matcher->index, bits, matcher->arena, set);
	} else {
		match_terms(matcher, word->terms, word->term_count, place, set);
	}
}

void match_word(struct matcher *matcher, const struct word *word, enum match_place place, struct docset *set)
{
	match_one(matcher, word, place, set);
	if (word->alternative_count == 0)
		return;
	uint64_t *bits = new_bits(matcher);
	docset_mark(set, bits, matcher->index);
	for (size_t i = 0; i < word->alternative_count; i++) {
		struct docset other;
		match_one(matcher, &word->alternatives[i], place, &other);
		docset_mark(&other, bits, matcher->index);
	}
	docset_of_bits(matcher->index, bits, matcher->arena, set);
}

/* Words that are nothing but terms that must all be there. */
static bool is_plain(const struct word *word)
{
	return word->script != FOLD_WORD && !word->prefix && word->alternative_count == 0;
}

void match_words(struct matcher *matcher, const struct words *words, enum match_place place, struct docset *set)
{
	struct fold_term plain[SEARCH_TERMS_MAX];
	size_t plain_count = 0;
	bool begun = false;
	*set = (struct docset){0};
	for (size_t i = 0; i < words->count; i++)
		for (size_t k = 0; is_plain(&words->items[i]) && k < words->items[i].term_count; k++)
			plain[plain_count++] = words->items[i].terms[k];
	if (plain_count > 0) {
		match_terms(matcher, plain, plain_count, place, set);
		begun = true;
	}
	for (size_t i = 0; i < words->count && !(begun && set->count == 0); i++) {
		struct docset one;
		if (is_plain(&words->items[i]))
			continue;
		match_word(matcher, &words->items[i], place, begun ? &one : set);
		if (begun)
			docset_intersect(matcher->index, set, &one);
		begun = true;
	}
}
