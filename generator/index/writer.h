/* writer.h -- what the files of this stage share while catalogue.db is written. */
#ifndef GENERATOR_INDEX_WRITER_H
#define GENERATOR_INDEX_WRITER_H

#include <headwater/db.h>
#include <headwater/fold.h>

#include "../model.h"

struct writer {
	const struct model *model;
	struct db *db;
	struct folder *folder;
	struct arena *arena;   /* of the stage */
	struct arena *scratch; /* of one dataset */
	int64_t *region_seq;   /* by place in model->regions: facet_value.seq */
};

/* Binds a string, or NULL; it must outlive the step. */
void writer_string(struct stmt *stmt, int index, const char *string);
/* Runs an INSERT to its end. */
enum status writer_insert(struct stmt *stmt);

/* facet.c: the values of every facet. */
enum status facet_write_values(struct writer *writer);
/* facet.c: which of them `dataset` has. */
enum status facet_write_dataset(struct writer *writer, const struct dataset *dataset, int64_t docid);

/* dataset.c: every dataset: texts, standing, titles, fields, words and the index. */
enum status dataset_write_all(struct writer *writer);

/* terms.c: appends the terms of `text`, each with a space after it. NULL adds nothing. */
void terms_add(struct writer *writer, struct buf *out, const char *text, size_t len);
/*
 * Appends how `text` sounds: for every syllable the pinyin of it and of those after it in one piece, and their
 * initials, so that "qinghai", "haisheng" and "qhs" are beginnings of terms.
 */
void terms_add_sound(struct writer *writer, struct buf *out, const char *text);

#endif
