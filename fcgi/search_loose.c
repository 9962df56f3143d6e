/*
 * search_loose.c -- when no dataset has all words: what makes a question of them left out, other characters of the same
 * sound, titles that are nearly what was typed, any word.
 */
#include <math.h>
#include <string.h>

#include "likeness.h"
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
#define BEST_SHARE 0.5F /* of the best one's worth that a dataset must reach */

/*
 * The best of them are put in order by how near their titles come to what was typed (likeness.h). A word that is not in the
 * title but in tags, names and fields, or in other texts, counts as this much of it.
 */
#define NEAR_TITLES 400
#define NEAR_TAGGED 0.8F
#define NEAR_ANYWHERE 0.4F
#define NEAR_LENGTH 0.05F /* for a title that is no longer than what was typed */
#define NEAR_BEGINS 0.02F /* for one that begins with it */
#define NEAR_REST 0.3F    /* of the worth of a dataset, as far as it is not near */

#define ENOUGH 10       /* with so many that have all words, in some way, nothing else is looked for */
#define NEARLY_ALL 0.8F /* how near titles must come that are put beside those */

/* ---- the question left out ---- */

/* Takes the text in place of what was typed if it says anything. */
static bool take_text(struct run *run, const char *text)
{
	struct words words;
	if (!text)
		return false;
	words_read(search_folder(), text, run->arena, &words);
	synonyms_add(&run->search->synonyms, search_folder(), run->arena, &words);
	if (words.count == 0)
		return false;
	words.cut = words.cut || run->words.cut;
	run->words = words;
	return true;
}

static bool find_all_words(struct run *run)
{
	match_words(&run->matcher, &run->words, MATCH_ANY, &run->hits);
	return run->hits.count > 0;
}

/* With what is inside of the text left out too; the words stay what they were when that finds nothing. */
static bool find_without_question(struct run *run)
{
	struct words words = run->words;
	if (take_text(run, words_without_question(search_folder(), run->query->text, run->arena)) &&
	    find_all_words(run))
		return true;
	run->words = words;
	return false;
}

/* ---- sounds ---- */

/* Documents whose titles sound like every Han word, and have the others. */
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
	return sounded;
}

/* ---- any word ---- */

static float worth_of(const struct run *run, size_t count)
{
	return logf(1.0F + (float)run->search->index->count / (float)(count + 1));
}

static float title_share(unsigned length)
{
	return (1 + K1) / (1 + K1 * (1 - B + B * (float)length / LENGTH));
}

static void add_title(struct run *run, const struct docset *set, float worth)
{
	struct docset_walk walk = {0};
	uint32_t document;
	while (docset_next(run->search->index, set, &walk, &document))
		run->scores[document] += worth * title_share(index_title_length(run->search->index, document));
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

/* The worth of every document by the pieces of the words that it has; returns that of the best. */
static float add_pieces(struct run *run, const struct words *pieces)
{
	const struct index *index = run->search->index;
	float best = 0;
	for (size_t i = 0; i < pieces->count && !match_late(&run->matcher); i++)
		add_piece(run, &pieces->items[i]);
	for (size_t document = 1; document <= index->count; document++)
		best = run->scores[document] > best ? run->scores[document] : best;
	return best;
}

/* ---- nearness ---- */

struct typed {
	struct typed_word {
		struct likeness_text forms[1 + SYNONYM_ALTERNATIVES_MAX]; /* itself, then others for the same */
		size_t form_count;
		struct docset tagged, anywhere; /* documents that have it so */
	} words[SEARCH_WORDS_MAX];
	size_t count, points;
};

static void read_form(const struct run *run, struct typed_word *word, struct span text)
{
	likeness_read(run->search->sounds, search_folder(), text, &word->forms[word->form_count++]);
}

static struct typed *read_typed(struct run *run)
{
	struct typed *typed = arena_alloc(run->arena, sizeof *typed);
	while (typed->count < run->words.count && typed->count < SEARCH_WORDS_MAX) {
		const struct word *from = &run->words.items[typed->count];
		struct typed_word *word = &typed->words[typed->count++];
		read_form(run, word, from->text);
		for (size_t k = 0; k < from->alternative_count; k++)
			read_form(run, word, from->alternatives[k].text);
		match_word(&run->matcher, from, MATCH_TAG, &word->tagged);
		match_word(&run->matcher, from, MATCH_ANY, &word->anywhere);
		typed->points += word->forms[0].count;
	}
	return typed;
}

/* How much of a word a document has. */
static float word_share(const struct typed_word *word, const struct likeness_text *title, uint32_t document,
			bool *begins)
{
	float share = 0;
	for (size_t k = 0; k < word->form_count; k++) {
		size_t from;
		float one = likeness_share(&word->forms[k], title, &from);
		*begins = one > share ? from == 0 : *begins;
		share = one > share ? one : share;
	}
	if (share < NEAR_TAGGED && docset_has(&word->tagged, document))
		return NEAR_TAGGED;
	return share < NEAR_ANYWHERE && docset_has(&word->anywhere, document) ? NEAR_ANYWHERE : share;
}

static float nearness(const struct run *run, const struct typed *typed, uint32_t document)
{
	struct likeness_text title;
	float sum = 0, points = (float)typed->points;
	bool begins = false, goes_on = false;
	likeness_read(run->search->sounds, search_folder(), index_title(run->search->index, document, 0), &title);
	for (size_t i = 0; i < typed->count; i++) {
		const struct typed_word *word = &typed->words[i];
		sum += word_share(word, &title, document, i == 0 ? &begins : &goes_on) * (float)word->forms[0].count;
	}
	float length = (float)(title.count > 0 ? title.count : 1);
	return sum / points + (points < length ? points / length : 1) * NEAR_LENGTH + (begins ? NEAR_BEGINS : 0);
}

/* Puts the best ones in the order of their nearness, before all others; `nearly` gets those that have nearly all. */
static void compare_titles(struct run *run, const struct docset *hits, float best, uint64_t *nearly)
{
	const struct typed *typed = read_typed(run);
	struct ranked items[NEAR_TITLES];
	struct top top = {.items = items, .max = NEAR_TITLES};
	struct docset_walk walk = {0};
	uint32_t document;
	while (docset_next(run->search->index, hits, &walk, &document))
		top_push(&top, (struct ranked){-(double)run->scores[document], document});
	for (size_t i = 0; i < top.count && typed->points > 0 && !match_late(&run->matcher); i++) {
		float near = nearness(run, typed, items[i].docid);
		float *score = &run->scores[items[i].docid];
		*score = best * (1 + near) + *score * NEAR_REST * (near < 1 ? 1 - near : 0);
		if (near >= NEARLY_ALL)
			nearly[items[i].docid / 64] |= (uint64_t)1 << items[i].docid % 64;
	}
}

/* ---- plans ---- */

static uint64_t *new_bits(struct run *run)
{
	return arena_array(run->arena, docset_words(run->search->index), sizeof(uint64_t));
}

static void new_scores(struct run *run)
{
	run->scores = arena_array(run->arena, (size_t)run->search->index->count + 1, sizeof *run->scores);
}

static void find_worthy(struct run *run, float best, struct docset *worthy)
{
	const struct index *index = run->search->index;
	uint64_t *bits = new_bits(run);
	docset_mark(&run->hits, bits, index);
	for (size_t document = 1; document <= index->count && best > 0; document++)
		if (run->scores[document] >= best * BEST_SHARE)
			bits[document / 64] |= (uint64_t)1 << document % 64;
	docset_of_bits(index, bits, run->arena, worthy);
}

/* All that is worth enough; where there are hits already, what comes near beside them. */
static void find_near(struct run *run)
{
	const struct index *index = run->search->index;
	const size_t before = run->hits.count;
	uint64_t *nearly = new_bits(run);
	struct words pieces;
	struct docset worthy;
	words_split(&run->words, &pieces);
	new_scores(run);
	float best = pieces.count > 1 ? add_pieces(run, &pieces) : 1;
	find_worthy(run, best, &worthy);
	compare_titles(run, &worthy, best, nearly);
	if (before == 0) {
		run->hits = worthy;
	} else {
		docset_mark(&run->hits, nearly, index);
		docset_of_bits(index, nearly, run->arena, &run->hits);
	}
	run->result->any_word = run->hits.count > before;
	if (run->result->any_word)
		run->words = pieces;
}

void loose_find(struct run *run)
{
	struct search_result *result = run->result;
	if (take_text(run, words_without_frame(search_folder(), run->query->text, run->arena)) && find_all_words(run))
		return;
	result->by_sound = find_by_sound(run);
	if (!result->by_sound && find_without_question(run))
		return;
	if (run->hits.count < ENOUGH) {
		find_near(run);
		return;
	}
	new_scores(run);
	add_title(run, &run->hits, 1); /* of very many the short ones are compared */
	compare_titles(run, &run->hits, title_share(0), new_bits(run));
}
