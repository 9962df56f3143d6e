/* facet.c -- the values that a result can be narrowed by. */
#include <stdlib.h>
#include <string.h>

#include "index_schema_sql.h"
#include "writer.h"

#define FACET_VALUES_MAX 256 /* of one dataset in one group */
#define YEARS_MAX 200        /* a portal of older data shows the newest so many */

/* Facets whose values are the rows of a vocabulary, in its order. */
static const struct vocabulary_facet {
	const char *facet, *vocabulary;
	enum index_facet number;
	enum index_group group;
} vocabulary_facets[] = {{"theme", "themes", INDEX_FACET_THEME, INDEX_GROUP_SUBJECT},
			 {"open_type", "open-types", INDEX_FACET_OPEN_TYPE, INDEX_GROUP_PROVIDER},
			 {"format", "formats", INDEX_FACET_FORMAT, INDEX_GROUP_FORM},
			 {"sector", "sectors", INDEX_FACET_SECTOR, INDEX_GROUP_SUBJECT},
			 {"industry", "industries", INDEX_FACET_INDUSTRY, INDEX_GROUP_SUBJECT}};

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

/* The year of the last change, 0 when it is not known. */
static int year_of(const struct date *modified)
{
	int year = modified->text ? atoi(modified->text) : 0;
	return year > 0 && year <= 9999 ? year : 0;
}

/* Every year from the newest to the oldest change. */
static enum status write_years(struct writer *writer)
{
	int oldest = 9999;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < writer->model->dataset_count; i++) {
		int year = year_of(&writer->model->cards[i].modified);
		if (year > writer->newest_year)
			writer->newest_year = year;
		if (year > 0 && year < oldest)
			oldest = year;
	}
	for (int year = writer->newest_year;
	     year >= oldest && writer->newest_year - year < YEARS_MAX && status == STATUS_OK; year--) {
		const char *text = arena_printf(writer->scratch, "%04d", year);
		struct label label = {.text = {[LANG_ZH] = text}};
		status = write_value(writer, &(struct value){"year", text, writer->newest_year - year, -1, label});
	}
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
	return status == STATUS_OK ? write_years(writer) : status;
}

/* ---- of one dataset ---- */

static void add_choice(struct search_facts *facts, enum index_group group, enum index_facet facet, int64_t seq)
{
	if (facts->value_counts[group] < FACET_VALUES_MAX)
		facts->values[group][facts->value_counts[group]++] =
		    (uint32_t)facet << INDEX_FACET_SHIFT | (uint32_t)seq;
}

static void add_codes(struct writer *writer, const struct vocabulary_facet *row, const struct strings *codes,
		      struct search_facts *facts)
{
	const struct vocabulary *vocabulary = model_vocabulary(writer->model, row->vocabulary);
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++)
		if (strings_has(codes, vocabulary->terms[i].code))
			add_choice(facts, row->group, row->number, (int64_t)i);
}

void facet_collect(struct writer *writer, const struct dataset *dataset, struct search_facts *facts)
{
	const struct model *model = writer->model;
	const char *open_code = arena_printf(writer->scratch, "%d", (int)dataset->open);
	const struct strings open = {.items = &open_code, .count = 1};
	const struct strings *codes[] = {&dataset->themes, &open, &dataset->formats, &dataset->sectors,
					 &dataset->industries};
	int year = year_of(&dataset->modified);
	for (int group = 0; group < INDEX_GROUP__MAX; group++)
		facts->values[group] = arena_array(writer->scratch, FACET_VALUES_MAX, sizeof(uint32_t));
	for (size_t i = 0; i < sizeof vocabulary_facets / sizeof *vocabulary_facets; i++)
		add_codes(writer, &vocabulary_facets[i], codes[i], facts);
	if (dataset->org)
		add_choice(facts, INDEX_GROUP_PROVIDER, INDEX_FACET_ORG, dataset->org - model->orgs);
	for (const struct region *region = dataset->region; region; region = region->parent)
		add_choice(facts, INDEX_GROUP_PROVIDER, INDEX_FACET_REGION,
			   writer->region_seq[region - model->regions]);
	if (year > 0 && writer->newest_year - year < YEARS_MAX)
		add_choice(facts, INDEX_GROUP_FORM, INDEX_FACET_YEAR, writer->newest_year - year);
}
