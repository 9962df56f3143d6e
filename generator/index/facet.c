/* facet.c -- the values that a result can be narrowed by. */
#include <string.h>

#include "index_schema_sql.h"
#include "writer.h"

/* Facets whose values are the rows of a vocabulary, in its order. */
static const struct vocabulary_facet {
	const char *facet, *vocabulary;
} vocabulary_facets[] = {
    {"theme", "themes"}, {"open_type", "open-types"}, {"format", "formats"}, {"sector", "sectors"}};

struct value {
	const char *facet, *value;
	int64_t seq, parent; /* parent: -1 for none */
	struct label label;
};

static enum status write_value(struct writer *writer, const struct value *value)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_FACET_VALUE);
	if (!stmt)
		return STATUS_INTERNAL;
	writer_string(stmt, 1, value->facet);
	stmt_int(stmt, 2, value->seq);
	writer_string(stmt, 3, value->value);
	writer_string(stmt, 4, label_text(&value->label, LANG_ZH, NULL));
	writer_string(stmt, 5, value->label.text[LANG_EN]);
	if (value->parent >= 0)
		stmt_int(stmt, 6, value->parent);
	return writer_insert(stmt);
}

static enum status write_vocabulary(struct writer *writer, const struct vocabulary_facet *row)
{
	const struct vocabulary *vocabulary = model_vocabulary(writer->model, row->vocabulary);
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->terms[i];
		enum status status =
		    write_value(writer, &(struct value){row->facet, term->code, (int64_t)i, -1, term->label});
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status write_orgs(struct writer *writer)
{
	for (size_t i = 0; i < writer->model->org_count; i++) {
		const struct org *org = &writer->model->orgs[i];
		enum status status = write_value(writer, &(struct value){"org", org->id, (int64_t)i, -1, org->name});
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/* A region, then everything below it: parents come before their children, siblings by code. */
static enum status write_region(struct writer *writer, const struct region *region, int64_t *seq)
{
	int64_t parent = region->parent ? writer->region_seq[region->parent - writer->model->regions] : -1;
	writer->region_seq[region - writer->model->regions] = *seq;
	enum status status =
	    write_value(writer, &(struct value){"region", region->code, (*seq)++, parent, region->name});
	for (size_t i = 0; i < region->child_count && status == STATUS_OK; i++)
		status = write_region(writer, region->children[i], seq);
	return status;
}

enum status facet_write_values(struct writer *writer)
{
	const struct model *model = writer->model;
	enum status status = write_orgs(writer);
	int64_t seq = 0;
	for (size_t i = 0; i < sizeof vocabulary_facets / sizeof *vocabulary_facets && status == STATUS_OK; i++)
		status = write_vocabulary(writer, &vocabulary_facets[i]);
	writer->region_seq = arena_array(writer->arena, model->region_count, sizeof *writer->region_seq);
	for (size_t i = 0; i < model->region_count && status == STATUS_OK; i++)
		if (!model->regions[i].parent)
			status = write_region(writer, &model->regions[i], &seq);
	return status;
}

/* ---- of one dataset ---- */

static enum status write_choice(struct writer *writer, int64_t docid, const char *facet, int64_t seq)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_DATASET_FACET);
	if (!stmt)
		return STATUS_INTERNAL;
	stmt_int(stmt, 1, docid);
	writer_string(stmt, 2, facet);
	stmt_int(stmt, 3, seq);
	return writer_insert(stmt);
}

static enum status write_codes(struct writer *writer, int64_t docid, const struct vocabulary_facet *row,
			       const struct strings *codes)
{
	const struct vocabulary *vocabulary = model_vocabulary(writer->model, row->vocabulary);
	enum status status = STATUS_OK;
	for (size_t i = 0; vocabulary && i < vocabulary->count && status == STATUS_OK; i++)
		if (strings_has(codes, vocabulary->terms[i].code))
			status = write_choice(writer, docid, row->facet, (int64_t)i);
	return status;
}

enum status facet_write_dataset(struct writer *writer, const struct dataset *dataset, int64_t docid)
{
	const struct model *model = writer->model;
	const char *open_code = arena_printf(writer->scratch, "%d", (int)dataset->open);
	const struct strings open = {.items = &open_code, .count = 1};
	const struct strings *codes[] = {&dataset->themes, &open, &dataset->formats, &dataset->sectors};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sizeof vocabulary_facets / sizeof *vocabulary_facets && status == STATUS_OK; i++)
		status = write_codes(writer, docid, &vocabulary_facets[i], codes[i]);
	if (status == STATUS_OK && dataset->org)
		status = write_choice(writer, docid, "org", dataset->org - model->orgs);
	if (status == STATUS_OK && dataset->region)
		status = write_choice(writer, docid, "region", writer->region_seq[dataset->region - model->regions]);
	return status;
}
