#include "words.h"

#include <string.h>

#include <headwater/span.h>
#include <headwater/utf8.h>

/* A shorter beginning would find too much to be of use. */
#define PREFIX_LETTERS 2
#define PREFIX_DIGITS 3

static bool word_is_prefix(const struct fold_term *term)
{
	bool digits = true;
	for (size_t i = 0; i < term->len; i++)
		digits = digits && term->text[i] >= '0' && term->text[i] <= '9';
	return utf8_length(term->text, term->len) >= (digits ? PREFIX_DIGITS : PREFIX_LETTERS);
}

/* How many of `terms` make up the run that begins there. */
static size_t run_length(const struct fold_term *terms, size_t count)
{
	size_t len = 1;
	if (terms[0].script == FOLD_WORD)
		while (len < count && terms[len].part)
			len++;
	else
		while (len < count && terms[len].script == terms[0].script && !terms[len - 1].tail &&
		       terms[len].position == terms[len - 1].position + 1)
			len++;
	return len;
}

/* The word of a run: the lone last character of a longer Han run says nothing that the bigram before it does not. */
static struct word word_of(const struct fold_term *terms, size_t run)
{
	struct word word = {.script = terms[0].script, .terms = terms, .term_count = run};
	if (word.script == FOLD_HAN && run > 1)
		word.term_count--;
	if (word.script == FOLD_HAN && run == 1)
		word.prefix = true;
	if (word.script == FOLD_WORD)
		word.prefix = word_is_prefix(&terms[0]);
	return word;
}

static bool has_word(const struct words *words, const struct word *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (words->items[i].script == word->script && span_equal(words->items[i].text, word->text))
			return true;
	return false;
}

/* Terms of one run point into one folded text, in order. */
static struct span text_of(const struct word *word)
{
	const struct fold_term *last = &word->terms[word->script == FOLD_WORD ? 0 : word->term_count - 1];
	return (struct span){word->terms[0].text, (size_t)(last->text + last->len - word->terms[0].text)};
}

static void add_word(struct words *words, struct word word)
{
	word.text = text_of(&word);
	if (!has_word(words, &word))
		words->items[words->count++] = word;
}

bool word_is_phrase(const struct word *word)
{
	return word->script != FOLD_WORD && word->term_count > 1;
}

void words_read(struct folder *folder, const char *text, struct arena *arena, struct words *words)
{
	struct fold_term *terms;
	size_t whole = text ? strlen(text) : 0, len = text ? utf8_prefix(text, whole, SEARCH_TEXT_MAX) : 0;
	size_t count = fold_terms(folder, text, len, 0, arena, &terms), used = 0;

	*words = (struct words){.cut = len < whole, .key = fold_key(folder, text, len, arena)};
	words->blank = text == NULL || span_trim((struct span){text, whole}).len == 0;
	for (size_t i = 0, run; i < count; i += run) {
		run = run_length(&terms[i], count - i);
		struct word word = word_of(&terms[i], run);
		if (words->count == SEARCH_WORDS_MAX || used == SEARCH_TERMS_MAX) {
			words->cut = true;
			break;
		}
		if (used + word.term_count > SEARCH_TERMS_MAX) {
			word.term_count = word.script == FOLD_WORD ? 1 : SEARCH_TERMS_MAX - used;
			words->cut = true;
		}
		used += word.term_count;
		add_word(words, word);
	}
}

void words_split(const struct words *words, struct words *split)
{
	*split = (struct words){.cut = words->cut, .key = words->key};
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];
		bool apart = word->script == FOLD_HAN && word->term_count > 1;
		for (size_t k = 0; k < (apart ? word->term_count : 1) && split->count < SEARCH_TERMS_MAX; k++) {
			struct word piece = *word;
			piece.alternative_count = 0;
			if (apart) {
				piece.terms = &word->terms[k];
				piece.term_count = 1;
			}
			add_word(split, piece);
		}
	}
}

/* ---- questions ---- */

/* Longer ones first, so that none leaves a rest of another. */
static const char *const question_words[] = {
#define QUESTION(word) word,
#include "words_question.def"
#undef QUESTION
};

/* Bytes of the question word that the text begins with, or ends with; 0 when there is none. */
static size_t question_length(struct span text, bool at_end)
{
	for (size_t i = 0; i < sizeof question_words / sizeof *question_words; i++) {
		size_t len = strlen(question_words[i]);
		if (len <= text.len && memcmp(text.ptr + (at_end ? text.len - len : 0), question_words[i], len) == 0)
			return len;
	}
	return 0;
}

const char *words_without_frame(struct folder *folder, const char *text, struct arena *arena)
{
	const char *folded = fold_text(folder, text, strlen(text), arena);
	struct span whole = span_trim(span_of(folded)), rest = whole;
	for (size_t len; (len = question_length(rest, false)) > 0;)
		rest = span_trim((struct span){rest.ptr + len, rest.len - len});
	for (size_t len; (len = question_length(rest, true)) > 0;)
		rest = span_trim((struct span){rest.ptr, rest.len - len});
	return rest.len < whole.len ? arena_copy(arena, rest.ptr, rest.len) : NULL;
}

const char *words_without_question(struct folder *folder, const char *text, struct arena *arena)
{
	const char *folded = fold_text(folder, text, strlen(text), arena);
	struct span rest = span_of(folded);
	char *kept = arena_array(arena, rest.len + 1, 1), *to = kept;
	bool found = false;
	while (rest.len > 0) {
		size_t len = question_length(rest, false), step = len > 0 ? len : 1;
		found = found || len > 0;
		*to++ = len > 0 ? ' ' : *rest.ptr;
		rest = (struct span){rest.ptr + step, rest.len - step};
	}
	return found ? kept : NULL;
}
