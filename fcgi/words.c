#include "words.h"

#include <string.h>

#include <headwater/span.h>
#include <headwater/utf8.h>

#define MATCH_MAX_BYTES 16384
/* A shorter beginning would find too much to be of use. */
#define PREFIX_LETTERS 2
#define PREFIX_DIGITS 3

static void add_quoted(struct buf *out, const struct fold_term *term)
{
	for (size_t i = 0; i < term->len; i++) {
		if (term->text[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, term->text[i]);
	}
}

/* "a b c", with a star behind it when the last term may go on. */
static void add_phrase(struct buf *out, const struct fold_term *terms, size_t count, bool prefix)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(out, ' ');
		add_quoted(out, &terms[i]);
	}
	buf_str(out, prefix ? "\" *" : "\"");
}

/* A code: whole, or all its parts: ("gb2260" * OR ("gb" AND "2260")). */
static void add_code(struct buf *out, const struct word *word)
{
	buf_byte(out, '(');
	add_phrase(out, word->terms, 1, word->prefix);
	buf_str(out, " OR (");
	for (size_t i = 1; i < word->term_count; i++) {
		if (i > 1)
			buf_str(out, " AND ");
		add_phrase(out, &word->terms[i], 1, false);
	}
	buf_str(out, "))");
}

static const char *match_of(const struct word *word, struct arena *arena)
{
	struct buf out;
	buf_init(&out, MATCH_MAX_BYTES);
	if (word->script == FOLD_WORD && word->term_count > 1)
		add_code(&out, word);
	else
		add_phrase(&out, word->terms, word->term_count, word->prefix);
	const char *match = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return match;
}

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

static bool has_match(const struct words *words, const char *match)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->items[i].match, match) == 0)
			return true;
	return false;
}

static void add_word(struct words *words, struct word word, struct arena *arena)
{
	word.match = match_of(&word, arena);
	if (!has_match(words, word.match))
		words->items[words->count++] = word;
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
		add_word(words, word, arena);
	}
}

void words_split(const struct words *words, struct arena *arena, struct words *split)
{
	*split = (struct words){.cut = words->cut, .key = words->key};
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];
		bool apart = word->script == FOLD_HAN && word->term_count > 1;
		for (size_t k = 0; k < (apart ? word->term_count : 1) && split->count < SEARCH_TERMS_MAX; k++) {
			struct word piece = *word;
			if (apart) {
				piece.terms = &word->terms[k];
				piece.term_count = 1;
			}
			add_word(split, piece, arena);
		}
	}
}

const char *words_match(const struct words *words, const char *column, struct arena *arena)
{
	struct buf out;
	if (words->count == 0)
		return NULL;
	buf_init(&out, MATCH_MAX_BYTES);
	if (column)
		buf_printf(&out, "{%s} : (", column);
	for (size_t i = 0; i < words->count; i++) {
		if (i > 0)
			buf_str(&out, " AND ");
		buf_str(&out, words->items[i].match);
	}
	if (column)
		buf_byte(&out, ')');
	const char *match = arena_copy(arena, out.bytes, out.len);
	buf_free(&out);
	return match;
}
