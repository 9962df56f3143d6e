/* synonym.c -- words that mean the same, as the search index folds them. */
#include "../synonym.h"

#include "index_schema_sql.h"
#include "writer.h"

static enum status write_words(struct writer *writer, const char *words, int64_t set)
{
	struct span word;
	enum status status = STATUS_OK;
	while (status == STATUS_OK && synonym_next(&words, &word)) {
		struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_SYNONYM);
		if (!stmt)
			return STATUS_INTERNAL;
		stmt_int(stmt, 1, set);
		writer_string(stmt, 2, fold_key(writer->folder, word.ptr, word.len, writer->scratch));
		status = writer_insert(stmt);
	}
	return status;
}

enum status synonym_write_all(struct writer *writer)
{
	const struct vocabulary *vocabulary = model_vocabulary(writer->model, SYNONYM_VOCABULARY);
	enum status status = STATUS_OK;
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++)
		for (int lang = 0; lang < LANG__MAX && status == STATUS_OK; lang++)
			status = write_words(writer, vocabulary->terms[i].label.text[lang], (int64_t)i);
	arena_reset(writer->scratch);
	return status;
}
