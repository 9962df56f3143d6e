/* check_synonyms.c -- vocabularies/synonyms.csv: every row has words to choose between, and no word is in two rows. */
#include <string.h>

#include "../synonym.h"
#include "checking.h"
#include "seen.h"

/* Looks at the words of row `at`, and says how many there are. */
static size_t check_words(struct checking *checking, struct seen *seen, const struct vocabulary *vocabulary, size_t at,
			  const char *words)
{
	const struct term *term = &vocabulary->terms[at];
	struct span word;
	size_t count = 0;
	for (; synonym_next(&words, &word); count++) {
		size_t first = seen_put(seen, word, at);
		if (first == at)
			continue;
		const char *text = arena_copy(checking->scratch, word.ptr, word.len);
		diag_add(checking->diags, term->place, &RULE_E249, text, vocabulary->terms[first].code, (char *)NULL);
	}
	return count;
}

static size_t text_bytes(const struct vocabulary *vocabulary)
{
	size_t bytes = 0;
	for (size_t i = 0; i < vocabulary->count; i++)
		for (int lang = 0; lang < LANG__MAX; lang++)
			if (vocabulary->terms[i].label.text[lang])
				bytes += strlen(vocabulary->terms[i].label.text[lang]);
	return bytes;
}

void synonyms_check(struct checking *checking)
{
	const struct vocabulary *vocabulary = model_vocabulary(checking->model, SYNONYM_VOCABULARY);
	if (!vocabulary)
		return;
	struct seen *seen = seen_new(checking->scratch, text_bytes(vocabulary) + 1);
	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->terms[i];
		size_t count = 0;
		for (int lang = 0; lang < LANG__MAX; lang++)
			count += check_words(checking, seen, vocabulary, i, term->label.text[lang]);
		if (count < 2)
			diag_add(checking->diags, term->place, &RULE_E248, term->code, (char *)NULL);
	}
}
