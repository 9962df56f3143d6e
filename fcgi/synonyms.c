#include "synonyms.h"

#include <string.h>

#include "fcgi_catalogue_sql.h"

enum status synonyms_load(struct db *catalogue, struct arena *arena, struct synonyms *synonyms)
{
	struct stmt *stmt = db_prepare(catalogue, &SQL_LIST_SYNONYMS);
	enum status status;
	*synonyms = (struct synonyms){0};
	if (!stmt)
		return STATUS_CORRUPT;
	while ((status = stmt_step(stmt)) == STATUS_OK) {
		struct span text = stmt_column_text(stmt, 1);
		*ARENA_PUSH(arena, synonyms->items, synonyms->count, synonyms->capacity) =
		    (struct synonym){{arena_copy(arena, text.ptr, text.len), text.len}, stmt_column_int(stmt, 0)};
	}
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* The word with the bytes from `at` to `at + len` replaced, as one more alternative if it is one word. */
static void add_alternative(struct folder *folder, struct arena *arena, struct word *word, struct span cut,
			    struct span with)
{
	size_t before = (size_t)(cut.ptr - word->text.ptr), after = word->text.len - before - cut.len;
	const char *text = arena_printf(arena, "%.*s%.*s%.*s", (int)before, word->text.ptr, SPAN_FMT(with), (int)after,
					cut.ptr + cut.len);
	struct words *words = arena_alloc(arena, sizeof *words);
	words_read(folder, text, arena, words);
	if (words->count != 1 || words->cut || word->alternative_count == SYNONYM_ALTERNATIVES_MAX)
		return;
	if (!word->alternatives)
		word->alternatives = arena_array(arena, SYNONYM_ALTERNATIVES_MAX, sizeof *word->alternatives);
	word->alternatives[word->alternative_count++] = words->items[0];
}

void synonyms_add(const struct synonyms *synonyms, struct folder *folder, struct arena *arena, struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		for (size_t k = 0; k < synonyms->count; k++) {
			struct word *word = &words->items[i];
			const struct synonym *known = &synonyms->items[k];
			const char *at = memmem(word->text.ptr, word->text.len, known->text.ptr, known->text.len);
			bool whole = word->text.len == known->text.len;
			if (!at || (!whole && word->script != FOLD_HAN))
				continue;
			for (size_t n = 0; n < synonyms->count; n++)
				if (n != k && synonyms->items[n].set == known->set)
					add_alternative(folder, arena, word, (struct span){at, known->text.len},
							synonyms->items[n].text);
		}
}
