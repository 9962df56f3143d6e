#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "catalog_form.h"
#include "urls.h"

#define BOM "\xEF\xBB\xBF"

/* What a cell is made from; `text` gathers the cell before it is quoted. */
struct row {
	const struct model *model;
	const struct dataset *dataset;
	const struct catalog_facts *facts;
	struct arena *arena;
	struct buf *text;
};

struct column {
	const char *name;
	void (*write)(struct row *row, const struct column *column);
	size_t offset;          /* of the member of struct dataset that the cell shows */
	const char *vocabulary; /* whose labels the codes have */
	enum lang lang;
};

static const void *member(const struct row *row, const struct column *column)
{
	return (const char *)row->dataset + column->offset;
}

static void add(struct row *row, const char *text)
{
	if (text)
		buf_str(row->text, text);
}

static void write_string(struct row *row, const struct column *column)
{
	add(row, *(const char *const *)member(row, column));
}

static void write_label(struct row *row, const struct column *column)
{
	add(row, ((const struct label *)member(row, column))->text[column->lang]);
}

static void write_date(struct row *row, const struct column *column)
{
	add(row, ((const struct date *)member(row, column))->text);
}

static void write_count(struct row *row, const struct column *column)
{
	buf_printf(row->text, "%zu", *(const size_t *)member(row, column));
}

static void write_term(struct row *row, const struct column *column)
{
	add(row,
	    catalog_term_label(row->model, column->vocabulary, *(const char *const *)member(row, column), LANG_ZH));
}

static void write_strings(struct row *row, const struct column *column)
{
	const struct strings *strings = member(row, column);
	for (size_t i = 0; i < strings->count; i++) {
		add(row, i > 0 ? ";" : NULL);
		add(row, strings->items[i]);
	}
}

static void write_terms(struct row *row, const struct column *column)
{
	const struct strings *strings = member(row, column);
	for (size_t i = 0; i < strings->count; i++) {
		add(row, i > 0 ? ";" : NULL);
		add(row, catalog_term_label(row->model, column->vocabulary, strings->items[i], LANG_ZH));
	}
}

static void write_url(struct row *row, const struct column *column)
{
	(void)column;
	add(row, url_dataset(row->model, row->arena, row->dataset->id));
}

static void write_provider(struct row *row, const struct column *column)
{
	(void)column;
	add(row, row->dataset->org ? row->dataset->org->name.text[LANG_ZH] : NULL);
}

static void write_provider_code(struct row *row, const struct column *column)
{
	(void)column;
	add(row, row->dataset->org ? row->dataset->org->code : NULL);
}

static void write_provider_code_kind(struct row *row, const struct column *column)
{
	(void)column;
	if (row->dataset->org)
		add(row, row->dataset->org->synthetic ? "sample" : "registered");
}

static void write_region(struct row *row, const struct column *column)
{
	(void)column;
	add(row, row->dataset->region ? row->dataset->region->name.text[LANG_ZH] : NULL);
}

static void write_open_type(struct row *row, const struct column *column)
{
	(void)column;
	buf_printf(row->text, "%d", (int)row->dataset->open);
}

static void write_open_label(struct row *row, const struct column *column)
{
	char code[] = {(char)('0' + row->dataset->open), '\0'};
	add(row, catalog_term_label(row->model, column->vocabulary, code, LANG_ZH));
}

static void write_grade(struct row *row, const struct column *column)
{
	(void)column;
	if (row->dataset->grade)
		buf_printf(row->text, "%d", row->dataset->grade);
}

static void write_grade_label(struct row *row, const struct column *column)
{
	char code[] = {(char)('0' + row->dataset->grade), '\0'};
	add(row, catalog_term_label(row->model, column->vocabulary, code, LANG_ZH));
}

static void write_licence_url(struct row *row, const struct column *column)
{
	(void)column;
	add(row, catalog_licence_url(row->model, row->arena, row->dataset->licence));
}

static void write_related(struct row *row, const struct column *column)
{
	(void)column;
	for (size_t i = 0; i < row->dataset->card->related_count; i++) {
		add(row, i > 0 ? ";" : NULL);
		add(row, row->dataset->card->related[i]->id);
	}
}

static void write_capacity(struct row *row, const struct column *column)
{
	(void)column;
	buf_printf(row->text, "%" PRIu64, row->dataset->capacity);
}

static void write_archive_url(struct row *row, const struct column *column)
{
	(void)column;
	if (row->dataset->archive.path)
		add(row, url_file(row->model, row->arena, row->dataset->archive.path));
}

static bool archive_facts(const struct row *row, struct file_facts *facts)
{
	return row->dataset->archive.path && catalog_find(row->facts, row->dataset->archive.path, facts);
}

static void write_archive_bytes(struct row *row, const struct column *column)
{
	struct file_facts facts;
	(void)column;
	if (archive_facts(row, &facts))
		buf_printf(row->text, "%" PRIu64, facts.size_bytes);
}

static void write_archive_sha256(struct row *row, const struct column *column)
{
	struct file_facts facts;
	(void)column;
	if (archive_facts(row, &facts))
		add(row, file_facts_sha256(&facts, row->arena));
}

#define OF(name) offsetof(struct dataset, name)

/* The columns in order. Names are stable: programs read by them. */
static const struct column columns[] = {
    {"id", write_string, OF(id), NULL, LANG_ZH},
    {"url", write_url, 0, NULL, LANG_ZH},
    {"title", write_label, OF(title), NULL, LANG_ZH},
    {"title_en", write_label, OF(title), NULL, LANG_EN},
    {"abstract", write_label, OF(abstract), NULL, LANG_ZH},
    {"abstract_en", write_label, OF(abstract), NULL, LANG_EN},
    {"code", write_string, OF(code), NULL, LANG_ZH},
    {"class_code", write_string, OF(class_code), NULL, LANG_ZH},
    {"class", write_term, OF(class_code), "classes", LANG_ZH},
    {"category", write_string, OF(category), NULL, LANG_ZH},
    {"provider_id", write_string, OF(provider_id), NULL, LANG_ZH},
    {"provider", write_provider, 0, NULL, LANG_ZH},
    {"provider_code", write_provider_code, 0, NULL, LANG_ZH},
    {"provider_code_kind", write_provider_code_kind, 0, NULL, LANG_ZH},
    {"formats", write_strings, OF(formats), NULL, LANG_ZH},
    {"share_type", write_string, OF(share_type), NULL, LANG_ZH},
    {"share_type_label", write_term, OF(share_type), "share-types", LANG_ZH},
    {"share_condition", write_string, OF(share_condition), NULL, LANG_ZH},
    {"share_method", write_string, OF(share_method), NULL, LANG_ZH},
    {"open_type", write_open_type, 0, NULL, LANG_ZH},
    {"open_type_label", write_open_label, 0, "open-types", LANG_ZH},
    {"open_condition", write_string, OF(open_condition), NULL, LANG_ZH},
    {"open_reason", write_string, OF(open_reason), NULL, LANG_ZH},
    {"update_cycle", write_string, OF(update_cycle), NULL, LANG_ZH},
    {"update_cycle_label", write_term, OF(update_cycle), "update-cycles", LANG_ZH},
    {"issued", write_date, OF(issued), NULL, LANG_ZH},
    {"modified", write_date, OF(modified), NULL, LANG_ZH},
    {"related", write_related, 0, NULL, LANG_ZH},
    {"region_code", write_string, OF(region_code), NULL, LANG_ZH},
    {"region", write_region, 0, NULL, LANG_ZH},
    {"theme_codes", write_strings, OF(themes), NULL, LANG_ZH},
    {"themes", write_terms, OF(themes), "themes", LANG_ZH},
    {"sector_codes", write_strings, OF(sectors), NULL, LANG_ZH},
    {"sectors", write_terms, OF(sectors), "sectors", LANG_ZH},
    {"industry_codes", write_strings, OF(industries), NULL, LANG_ZH},
    {"industries", write_terms, OF(industries), "industries", LANG_ZH},
    {"keywords", write_strings, OF(keywords), NULL, LANG_ZH},
    {"licence", write_string, OF(licence), NULL, LANG_ZH},
    {"licence_label", write_term, OF(licence), "licences", LANG_ZH},
    {"licence_url", write_licence_url, 0, NULL, LANG_ZH},
    {"grade", write_grade, 0, NULL, LANG_ZH},
    {"grade_label", write_grade_label, 0, "grades", LANG_ZH},
    {"contact_name", write_string, OF(contact_name), NULL, LANG_ZH},
    {"contact_phone", write_string, OF(contact_phone), NULL, LANG_ZH},
    {"contact_email", write_string, OF(contact_email), NULL, LANG_ZH},
    {"period_start", write_date, OF(period_start), NULL, LANG_ZH},
    {"period_end", write_date, OF(period_end), NULL, LANG_ZH},
    {"source_title", write_label, OF(source_title), NULL, LANG_ZH},
    {"source_url", write_string, OF(source_url), NULL, LANG_ZH},
    {"source_publisher", write_string, OF(source_publisher), NULL, LANG_ZH},
    {"resource_count", write_count, OF(resource_count), NULL, LANG_ZH},
    {"field_count", write_count, OF(field_total), NULL, LANG_ZH},
    {"row_count", write_count, OF(row_total), NULL, LANG_ZH},
    {"capacity", write_capacity, 0, NULL, LANG_ZH},
    {"archive_url", write_archive_url, 0, NULL, LANG_ZH},
    {"archive_bytes", write_archive_bytes, 0, NULL, LANG_ZH},
    {"archive_sha256", write_archive_sha256, 0, NULL, LANG_ZH},
};

#define COLUMN_COUNT (sizeof columns / sizeof columns[0])

size_t catalog_column_count(void)
{
	return COLUMN_COUNT;
}

const char *catalog_column_name(size_t column)
{
	return columns[column].name;
}

bool catalog_column_is_count(size_t column)
{
	return columns[column].write == write_count || columns[column].write == write_capacity ||
	       columns[column].write == write_archive_bytes;
}

struct span catalog_cell(const struct catalog_pass *pass, const struct dataset *dataset, size_t column,
			 struct buf *text)
{
	struct row row = {
	    .model = pass->model, .facts = pass->facts, .dataset = dataset, .arena = pass->arena, .text = text};

	buf_reset(text);
	columns[column].write(&row, &columns[column]);
	return (struct span){text->bytes, text->len};
}

static enum status begin(struct catalog_pass *pass)
{
	struct buf *out = &pass->sink->buf;

	buf_str(out, BOM);
	for (size_t c = 0; c < COLUMN_COUNT; c++)
		buf_printf(out, "%s%s", c > 0 ? "," : "", columns[c].name);
	buf_byte(out, '\n');
	return STATUS_OK;
}

static void make_record(struct catalog_pass *pass, const struct dataset *dataset, struct buf *out)
{
	struct buf text;

	buf_init(&text, BUF_MAX_DEFAULT);
	for (size_t c = 0; c < COLUMN_COUNT; c++) {
		struct span cell = catalog_cell(pass, dataset, c, &text);
		if (c > 0)
			buf_byte(out, ',');
		buf_csv(out, cell.ptr, cell.len);
	}
	buf_byte(out, '\n');
	buf_free(&text);
}

void catalog_put_text(struct catalog_pass *pass, struct span record)
{
	buf_add(&pass->sink->buf, record.ptr, record.len);
}

static enum status end(struct catalog_pass *pass)
{
	(void)pass;
	return STATUS_OK;
}

const struct catalog_form catalog_csv = {"csv", true, NULL, begin, make_record, catalog_put_text, end};
