/* search_loose.c -- when no dataset has all words: the question left out, other characters of the same sound, any word. */
#include <math.h>
#include <string.h>

#include <headwater/utf8.h>

#include "rank.h"
#include "search_inside.h"

/*
 * Where any word will do, a word is worth the more the rarer it is; in a title as much as BM25 gives it (k1 1.2, b 0.75,
 * titles of LENGTH characters on the whole), a part of that elsewhere.
 */
#define K1 1.2F
#define B 0.75F
#define LENGTH 16.0F
#define TAG_SHARE 0.3F
#define ANY_SHARE 0.2F
#define SOUND_SHARE 0.6F
#define LIKE_WORTH 1.0F /* of the best one's worth, for a title with the whole text in its order */
#define LIKE_TITLES 200 /* so many of the best are compared */
#define LIKE_POINTS 64
#define BEST_SHARE 0.5F /* of the best one's worth that a dataset must reach */

/* ---- the question left out ---- */

static bool find_without_question(struct run *run)
{
	struct search *search = run->search;
	struct words words;
	struct docset hits;
	const char *text = words_without_question(search_folder(), run->query->text, run->arena);
	if (!text)
		return false;
	words_read(search_folder(), text, run->arena, &words);
	synonyms_add(&search->synonyms, search_folder(), run->arena, &words);
	if (words.count == 0)
		return false;
	words.cut = words.cut || run->words.cut;
	run->words = words;
	match_words(&run->matcher, &words, MATCH_ANY, &hits);
	run->hits = hits;
	return hits.count > 0;
}

/* ---- sounds ---- */

static bool find_by_sound(struct run *run)
{
	const struct index *index = run->search->index;
	struct docset hits = {0}, one;
	bool sounded = false;
	for (size_t i = 0; i < run->words.count; i++) {
		const struct word *word = &run->words.items[i];
		if (word->script == FOLD_HAN && !word->prefix) {
			uint64_t *bits = arena_array(run->arena, docset_words(index), sizeof *bits);
			sound_mark_han(&run->matcher, word->text, bits);
			docset_of_bits(index, bits, run->arena, &one);
			sounded = true;
		} else {
			match_word(&run->matcher, word, MATCH_ANY, &one);
		}
		if (i == 0)
			hits = one;
		else
			docset_intersect(index, &hits, &one);
		if (hits.count == 0)
			return false;
	}
	if (sounded)
		run->hits = hits;
	return sounded && hits.count > 0;
}

/* ---- any word ---- */

static float worth_of(const struct run *run, size_t count)
{
	return logf(1.0F + (float)run->search->index->count / (float)(count + 1));
}

static float title_share(const struct index *index, uint32_t document)
{
	float length = (float)index_title_length(index, document) / LENGTH;
	return (1 + K1) / (1 + K1 * (1 - B + B * length));
}

static void add_title(struct run *run, const struct docset *set, float worth)
{
	struct docset_walk walk = {0};
	uint32_t document;
	while (docset_next(run->search->index, set, &walk, &document))
		run->scores[document] += worth * title_share(run->search->index, document);
}

static void add_elsewhere(struct run *run, const struct docset *set, float worth)
{
	struct docset_walk walk = {0};
	uint32_t document;
	while (docset_next(run->search->index, set, &walk, &document))
		run->scores[document] += worth;
}

static void add_piece(struct run *run, const struct word *piece)
{
	const struct index *index = run->search->index;
	struct docset any, title, tag, sound;
	match_word(&run->matcher, piece, MATCH_ANY, &any);
	match_word(&run->matcher, piece, MATCH_TITLE, &title);
	match_word(&run->matcher, piece, MATCH_TAG, &tag);
	float worth = worth_of(run, any.count);
	add_elsewhere(run, &any, worth * ANY_SHARE);
	add_elsewhere(run, &tag, worth * TAG_SHARE);
	add_title(run, &title, worth);
	if (title.count > 0 || piece->script != FOLD_HAN || piece->prefix)
		return;
	uint64_t *bits = arena_array(run->arena, docset_words(index), sizeof *bits);
	sound_mark_han(&run->matcher, piece->text, bits);
	docset_of_bits(index, bits, run->arena, &sound);
	add_title(run, &sound, worth_of(run, sound.count) * SOUND_SHARE);
}

/* ---- likeness ---- */

/* The code points of a folded title or key, without spaces; at most LIKE_POINTS. */
static size_t points_of(struct span text, uint32_t points[LIKE_POINTS])
{
	size_t count = 0;
	for (size_t at = 0; at < text.len && count < LIKE_POINTS;) {
		uint32_t code = utf8_next(text.ptr, text.len, &at);
		if (code > ' ')
			points[count++] = code;
	}
	return count;
}

/* How many characters the two have in the same order (the longest common subsequence). */
static size_t common(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
	uint8_t row[LIKE_POINTS + 1] = {0};
	for (size_t i = 0; i < a_count; i++) {
		uint8_t corner = 0;
		for (size_t k = 1; k <= b_count; k++) {
			uint8_t above = row[k];
			if (a[i] == b[k - 1])
				row[k] = (uint8_t)(corner + 1);
			else if (row[k - 1] > above)
				row[k] = row[k - 1];
			corner = above;
		}
	}
	return row[b_count];
}

/* The best ones again, by how much of the text their titles have in its order: slips leave most of it. */
static void compare_titles(struct run *run, float best)
{
	const struct index *index = run->search->index;
	uint32_t typed[LIKE_POINTS], points[LIKE_POINTS], document;
	struct ranked items[LIKE_TITLES];
	struct top top = {.items = items, .max = LIKE_TITLES};
	struct docset_walk walk = {0};
	size_t length = points_of(span_of(run->words.key), typed);
	while (docset_next(index, &run->hits, &walk, &document))
		top_push(&top, (struct ranked){-(double)run->scores[document], document});
	for (size_t i = 0; i < top.count && length > 0; i++) {
		size_t count = points_of(index_title(index, items[i].docid, 0), points);
		float share = (float)common(typed, length, points, count) / (float)length;
		run->scores[items[i].docid] += best * LIKE_WORTH * share;
	}
}

static void find_any_word(struct run *run)
{
	const struct index *index = run->search->index;
	struct words pieces;
	float best = 0;
	words_split(&run->words, &pieces);
	if (pieces.count < 2)
		return;
	run->scores = arena_array(run->arena, (size_t)index->count + 1, sizeof *run->scores);
	for (size_t i = 0; i < pieces.count && !match_late(&run->matcher); i++)
		add_piece(run, &pieces.items[i]);
	for (size_t document = 1; document <= index->count; document++)
		best = run->scores[document] > best ? run->scores[document] : best;
	uint64_t *bits = arena_array(run->arena, docset_words(index), sizeof *bits);
	for (size_t document = 1; document <= index->count && best > 0; document++)
		if (run->scores[document] >= best * BEST_SHARE)
			bits[document / 64] |= (uint64_t)1 << document % 64;
	docset_of_bits(index, bits, run->arena, &run->hits);
	run->result->any_word = run->hits.count > 0;
	if (run->hits.count == 0) {
		run->scores = NULL;
		return;
	}
	compare_titles(run, best);
	run->words = pieces;
}

void loose_find(struct run *run)
{
	if (find_without_question(run))
		return;
	run->result->by_sound = find_by_sound(run);
	if (!run->result->by_sound)
		find_any_word(run);
}
