/* search_rank.c -- the hits of a page in their order, near-identical ones as one. */
#include <string.h>

#include <headwater/utf8.h>

#include "rank.h"
#include "search_inside.h"

/*
 * Relevance is a class and, within it, the share of the title that the text is (less than half of what lies between two
 * classes). Less comes first (rank.h).
 */
#define CLASS_EXACT (-5.0)
#define CLASS_BEGINS (-4.0)
#define CLASS_TITLE (-2.0)
#define CLASS_ALIKE (-1.5) /* other words for the same in the title */
#define CLASS_NAMED (-0.5)

#define SHARE_WORTH 0.45

#define BEGINNINGS_MAX 5000 /* titles that begin with the text: of more the first in their order */
#define CHECKED_MAX 2000    /* of so many titles with all words it is seen whether the phrases stand in them */
#define WINDOW_LEAST 64u    /* hits ranked beyond a page, for what near-identical ones leave free */

struct ranking {
	struct run *run;
	struct top top;
	uint64_t *seen;               /* documents that were placed */
	double length;                /* code points of the text */
	double shares[UINT8_MAX + 1]; /* of a title of such a length that the text is */
	bool check;                   /* whether the phrases stand in the titles of the class under way */
};

static bool first_time(struct ranking *ranking, uint32_t document)
{
	uint64_t bit = (uint64_t)1 << document % 64, *word = &ranking->seen[document / 64];
	bool first = (*word & bit) == 0;
	*word |= bit;
	return first;
}

/* What of the text's words, by their length, the title has. */
static double part_in_title(const struct ranking *ranking, uint32_t document)
{
	const struct words *words = &ranking->run->words;
	struct span title = index_title(ranking->run->search->index, document, 0);
	size_t all = 1, there = 1;
	for (size_t i = 0; i < words->count; i++) {
		struct span text = words->items[i].text;
		all += text.len;
		there += match_title(title, text) ? text.len : 0;
	}
	return (double)there / (double)all;
}

/* `part` is what of the words counts for the share of the title. */
static double key_of(const struct ranking *ranking, uint32_t document, double class, double part)
{
	double share = ranking->length / index_title_length(ranking->run->search->index, document) * part;
	return class - (share > 1 ? 1 : share) * SHARE_WORTH;
}

/* Whether it could still come among the best. */
static bool may_enter(const struct ranking *ranking, uint32_t document, double class)
{
	double share = ranking->shares[index_title_length(ranking->run->search->index, document)];
	return top_takes(&ranking->top, (struct ranked){class - share * SHARE_WORTH, document});
}

/* What does not enter here is left unseen: in the classes below nothing enters a full top. */
static void place(struct ranking *ranking, uint32_t document, double class)
{
	if (!may_enter(ranking, document, class) || !first_time(ranking, document))
		return;
	double part = class == CLASS_NAMED ? part_in_title(ranking, document) : 1;
	top_push(&ranking->top, (struct ranked){key_of(ranking, document, class, part), document});
}

/* ---- beginnings of titles ---- */

/* The title against the key, as far as the key goes: below 0, 0 or above. `*rest` is what the title has beyond it. */
static int compare_key(struct span title, const char *key, size_t *rest)
{
	size_t at = 0;
	for (; *key; key++) {
		while (at < title.len && title.ptr[at] == FOLD_GAP)
			at++;
		int byte = at < title.len ? (unsigned char)title.ptr[at++] : -1;
		if (byte != (unsigned char)*key)
			return byte - (unsigned char)*key;
	}
	while (at < title.len && title.ptr[at] == FOLD_GAP)
		at++;
	*rest = title.len - at;
	return 0;
}

static int compare_place(const struct index *index, size_t at, const char *key, size_t *rest, uint32_t *document)
{
	uint32_t reference = index_number(index, INDEX_TITLE_ORDER, at);
	*document = reference >> 1;
	if (*document < 1 || *document > index->count)
		return 1; /* a damaged file */
	return compare_key(index_title(index, *document, reference & 1), key, rest);
}

/* From `low` on, the first title that is not before the key; with `beginnings` the first after those that begin with it. */
static size_t bound(const struct index *index, size_t low, const char *key, bool beginnings)
{
	size_t high = index->sections[INDEX_TITLE_ORDER].size / 4, rest;
	uint32_t document;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare_place(index, middle, key, &rest, &document);
		if (order < 0 || (order == 0 && beginnings))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void place_beginnings(struct ranking *ranking)
{
	const struct index *index = ranking->run->search->index;
	const char *key = ranking->run->words.key;
	size_t from = bound(index, 0, key, false), end = bound(index, from, key, true), rest;
	bool exact = true; /* such titles stand before longer ones */
	if (end - from > BEGINNINGS_MAX)
		end = from + BEGINNINGS_MAX;
	for (size_t i = from; i < end; i++) {
		uint32_t document = index_number(index, INDEX_TITLE_ORDER, i) >> 1;
		exact = exact && compare_place(index, i, key, &rest, &document) == 0 && rest == 0;
		if (document >= 1 && document <= index->count && docset_has(&ranking->run->hits, document))
			place(ranking, document, exact ? CLASS_EXACT : CLASS_BEGINS);
	}
}

/* ---- classes below ---- */

static bool phrases_in_title(const struct index *index, const struct words *words, uint32_t document)
{
	struct span title = index_title(index, document, 0), other = index_title(index, document, 1);
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];
		bool found = !word_is_phrase(word) || word->script != FOLD_HAN || match_title(title, word->text) ||
			     match_title(other, word->text);
		if (!found)
			return false;
	}
	return true;
}

static void place_match(struct ranking *ranking, const struct words *words, uint32_t document, double class)
{
	if (!may_enter(ranking, document, class))
		return;
	bool apart = ranking->check && !phrases_in_title(ranking->run->search->index, words, document);
	place(ranking, document, apart ? CLASS_NAMED : class);
}

/*
 * Of a large set the best first, so that it ends where no title is short enough to come among them. Titles no longer than
 * the text are all equal: of those a later one may stand before an earlier one by its number.
 */
static void place_by_length(struct ranking *ranking, const struct docset *set, double class)
{
	const struct index *index = ranking->run->search->index;
	size_t left = set->count;
	for (size_t i = 0; i < index->count && left > 0; i++) {
		uint32_t document = index_number(index, INDEX_TITLE_RANK, i);
		if (document < 1 || document > index->count)
			return; /* a damaged file */
		if (!docset_has(set, document))
			continue;
		if (may_enter(ranking, document, class))
			place(ranking, document, class);
		else if (index_title_length(index, document) > ranking->length)
			return;
		left--;
	}
}

/* Looking for the best in a set by length takes some top.max * documents / set.count steps. */
static bool is_large(const struct ranking *ranking, const struct docset *set)
{
	return set->count > CHECKED_MAX &&
	       (double)set->count * (double)set->count > (double)ranking->top.max * ranking->run->search->index->count;
}

static void place_matches(struct ranking *ranking, const struct words *words, enum match_place where, double class)
{
	struct run *run = ranking->run;
	const struct index *index = run->search->index;
	struct docset set;
	struct docset_walk walk = {0};
	uint32_t document;
	match_words(&run->matcher, words, where, &set);
	docset_intersect(index, &set, &run->hits);
	if (is_large(ranking, &set)) {
		docset_as_bits(index, &set, run->arena);
		place_by_length(ranking, &set, class);
		return;
	}
	ranking->check = class == CLASS_TITLE && set.count <= CHECKED_MAX;
	while (docset_next(index, &set, &walk, &document))
		place_match(ranking, words, document, class);
}

static bool is_full(const struct ranking *ranking)
{
	return ranking->top.count == ranking->top.max;
}

static void place_rest(struct ranking *ranking)
{
	struct run *run = ranking->run;
	struct docset_walk walk = {0};
	uint32_t document;
	while (!is_full(ranking) && docset_next(run->search->index, &run->hits, &walk, &document))
		if (first_time(ranking, document))
			top_push(&ranking->top, (struct ranked){0, document});
}

static void rank_relevance(struct ranking *ranking)
{
	const struct words *words = &ranking->run->words;
	struct words typed = *words;
	bool alike = false;
	for (size_t i = 0; i < typed.count; i++) {
		alike = alike || typed.items[i].alternative_count > 0;
		typed.items[i].alternative_count = 0;
	}
	place_beginnings(ranking);
	place_matches(ranking, &typed, MATCH_TITLE, CLASS_TITLE);
	if (alike && !is_full(ranking))
		place_matches(ranking, words, MATCH_TITLE, CLASS_ALIKE);
	if (!is_full(ranking))
		place_matches(ranking, words, MATCH_NAMED, CLASS_NAMED);
	place_rest(ranking);
}

/* ---- other orders ---- */

static double sort_key(const struct run *run, uint32_t document)
{
	const struct index *index = run->search->index;
	switch (run->query->sort) {
	case SORT_ISSUED:
		return -(double)index_sort_key(index, document, INDEX_SORT_ISSUED);
	case SORT_TITLE:
		return index_sort_key(index, document,
				      run->query->lang == LANG_EN ? INDEX_SORT_TITLE_EN : INDEX_SORT_TITLE_ZH);
	case SORT_FIELDS:
		return -(double)index_sort_key(index, document, INDEX_SORT_FIELDS);
	case SORT_ROWS:
		return -(double)index_sort_key(index, document, INDEX_SORT_ROWS);
	default:
		return run->scores ? -(double)run->scores[document] : 0;
	}
}

static void rank_keys(struct ranking *ranking)
{
	struct run *run = ranking->run;
	struct docset_walk walk = {0};
	uint32_t document;
	while (docset_next(run->search->index, &run->hits, &walk, &document))
		top_push(&ranking->top, (struct ranked){sort_key(run, document), document});
}

static bool by_relevance(const struct run *run)
{
	return run->query->sort == SORT_RELEVANCE && run->words.count > 0;
}

/* Documents are numbered by their last change: the first ones are the best. */
static bool by_number(const struct run *run)
{
	return run->query->sort == SORT_UPDATED || (run->query->sort == SORT_RELEVANCE && run->words.count == 0);
}

static void rank(struct ranking *ranking)
{
	struct run *run = ranking->run;
	ranking->seen = arena_array(run->arena, docset_words(run->search->index), sizeof *ranking->seen);
	if (by_number(run)) {
		place_rest(ranking);
	} else if (by_relevance(run) && !run->scores) {
		ranking->length = (double)utf8_length(run->words.key, strlen(run->words.key));
		for (size_t i = 1; i <= UINT8_MAX; i++)
			ranking->shares[i] = ranking->length > (double)i ? 1 : ranking->length / (double)i;
		rank_relevance(ranking);
	} else {
		rank_keys(ranking);
	}
	top_sort(&ranking->top);
}

/* ---- near-identical ones as one ---- */

static uint32_t twins_of(const struct index *index, uint32_t document)
{
	uint32_t set = index_number(index, INDEX_TWINS, (size_t)document - 1);
	return set <= index->twin_count ? set : 0;
}

static bool is_taken(uint64_t *taken, uint32_t set)
{
	uint64_t bit = (uint64_t)1 << set % 64;
	bool before = set > 0 && (taken[set / 64] & bit) != 0;
	taken[set / 64] |= bit;
	return before;
}

/* Further hits of the document's set. */
static size_t count_twins(const struct run *run, uint32_t document)
{
	const struct index *index = run->search->index;
	uint32_t set = twins_of(index, document);
	size_t count = 0;
	if (set == 0)
		return 0;
	uint32_t end = index_number(index, INDEX_TWIN_STARTS, (size_t)set + 1);
	for (uint32_t i = index_number(index, INDEX_TWIN_STARTS, set); i < end; i++) {
		uint32_t member = index_number(index, INDEX_TWIN_MEMBERS, i);
		count += member >= 1 && member <= index->count && member != document && docset_has(&run->hits, member);
	}
	return count;
}

/* How many hits there are when near-identical ones are one; no more than `enough` are counted. */
static size_t count_joined(const struct run *run, size_t enough)
{
	const struct index *index = run->search->index;
	uint64_t *taken = arena_array(run->arena, (size_t)index->twin_count / 64 + 1, sizeof *taken);
	struct docset_walk walk = {0};
	uint32_t document;
	size_t count = 0, twins = index->sections[INDEX_TWIN_MEMBERS].size / 4;
	if (twins == 0)
		return run->hits.count < enough ? run->hits.count : enough;
	if (run->hits.count >= enough + twins) /* were all of them hits, and of one set, there would still be enough */
		return enough;
	while (count < enough && docset_next(index, &run->hits, &walk, &document))
		count += !is_taken(taken, twins_of(index, document));
	return count;
}

/* Takes the page out of the ranked ones. False when near-identical ones used up the window before it was full. */
static bool take_page(struct ranking *ranking, bool joined, struct placed *page, size_t *count)
{
	const struct run *run = ranking->run;
	const struct index *index = run->search->index;
	uint64_t *taken = arena_array(run->arena, (size_t)index->twin_count / 64 + 1, sizeof *taken);
	size_t first = (run->query->page - 1) * run->query->rows, place_number = 0;
	*count = 0;
	for (size_t i = 0; i < ranking->top.count && *count < run->query->rows; i++) {
		uint32_t document = ranking->top.items[i].docid;
		if (joined && is_taken(taken, twins_of(index, document)))
			continue;
		if (place_number++ >= first)
			page[(*count)++] = (struct placed){document, joined ? count_twins(run, document) : 0};
	}
	return *count == run->query->rows || ranking->top.count == run->hits.count;
}

enum status rank_page(struct run *run, struct placed **page, size_t *count)
{
	const size_t rows = run->query->rows, last = run->query->page * rows, hits = run->hits.count;
	bool joined = by_relevance(run) && !run->query->twin && !run->query->apart;
	size_t shown = joined ? count_joined(run, rows * SEARCH_PAGE_MAX) : hits;
	struct ranking ranking = {.run = run};
	run->result->pages = (shown + rows - 1) / rows;
	*page = arena_array(run->arena, rows, sizeof **page);
	*count = 0;
	if (last - rows >= shown)
		return STATUS_OK;
	for (size_t window = joined ? last * 2 + WINDOW_LEAST : last;; window *= 8) {
		window = window < hits ? window : hits;
		ranking.top =
		    (struct top){.items = arena_array(run->arena, window, sizeof(struct ranked)), .max = window};
		rank(&ranking);
		if (take_page(&ranking, joined, *page, count) || window == hits)
			return STATUS_OK;
	}
}
