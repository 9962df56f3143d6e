/* dataset.c -- the rows of each dataset, in the order of static rank. */
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>

#include "../sorting.h"
#include "../stages.h"
#include "index_schema_sql.h"
#include "writer.h"

#define SORTING_BYTES ((size_t)16 << 20) /* of titles sorted at a time */

/* One dataset under way, with its places in the lists. */
struct entry {
	const struct card *card;
	const struct dataset *dataset; /* while its rows are written */
	int64_t docid, title_order[LANG__MAX];
};

/* ---- orders ---- */

/* Cards by their numbers in the model. */
struct orders {
	uint32_t *by_rank;             /* the cards, first docid first */
	uint32_t *by_title[LANG__MAX]; /* the place of each card among the titles */
};

static const struct card *compared; /* qsort has no context; one index is written at a time */

static int by_rank(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	const char *one = compared[*x].modified.text, *other = compared[*y].modified.text;
	int order = strcmp(other ? other : "", one ? one : "");
	return order ? order : (*x > *y) - (*x < *y); /* cards are sorted by id */
}

/* By sound, then as it is written, then by id. */
static void add_titles(struct writer *writer, enum lang lang, struct sorting *sorting)
{
	for (uint32_t i = 0; i < writer->model->dataset_count; i++) {
		const char *title = label_text(&writer->model->cards[i].title, lang, NULL);
		const char *sound = fold_pinyin(writer->folder, title, strlen(title), writer->scratch);
		struct buf key;
		buf_init(&key, BUF_MAX_DEFAULT);
		buf_add(&key, sound, strlen(sound) + 1);
		buf_add(&key, title, strlen(title) + 1);
		sorting_add(sorting, (struct span){key.bytes, key.len}, &i, sizeof i);
		buf_free(&key);
		arena_reset(writer->scratch);
	}
}

static enum status order_titles(struct writer *writer, enum lang lang, uint32_t *places)
{
	struct sorting *sorting = sorting_new(writer->work_dir, SORTING_BYTES);
	struct span key, value;
	enum status status;
	uint32_t card, place = 0;
	add_titles(writer, lang, sorting);
	while ((status = sorting_next(sorting, &key, &value)) == STATUS_OK) {
		memcpy(&card, value.ptr, sizeof card);
		places[card] = place++;
	}
	sorting_free(sorting);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status make_orders(struct writer *writer, struct orders *orders)
{
	size_t count = writer->model->dataset_count;
	enum status status = STATUS_OK;
	orders->by_rank = arena_array(writer->arena, count + 1, sizeof *orders->by_rank);
	for (uint32_t i = 0; i < count; i++)
		orders->by_rank[i] = i;
	compared = writer->model->cards;
	qsort(orders->by_rank, count, sizeof *orders->by_rank, by_rank);
	for (int lang = 0; lang < LANG__MAX && status == STATUS_OK; lang++) {
		orders->by_title[lang] = arena_array(writer->arena, count + 1, sizeof *orders->by_title[lang]);
		status = order_titles(writer, (enum lang)lang, orders->by_title[lang]);
	}
	return status;
}

/* ---- rows ---- */

static enum status write_texts(struct writer *writer, const struct entry *entry)
{
	const struct dataset *dataset = entry->dataset;
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_DATASET);
	if (!stmt)
		return STATUS_INTERNAL;
	stmt_int(stmt, 1, entry->docid);
	writer_string(stmt, 2, dataset->id);
	writer_string(stmt, 3, arena_printf(writer->scratch, "/datasets/%s/", dataset->id));
	writer_string(stmt, 4, label_text(&dataset->title, LANG_ZH, NULL));
	writer_string(stmt, 5, dataset->title.text[LANG_EN]);
	writer_string(stmt, 6, label_text(&dataset->abstract, LANG_ZH, NULL));
	writer_string(stmt, 7, dataset->abstract.text[LANG_EN]);
	writer_string(stmt, 8, dataset->issued.text ? dataset->issued.text : "");
	writer_string(stmt, 9, dataset->modified.text ? dataset->modified.text : "");
	stmt_int(stmt, 10, (int64_t)dataset->capacity);
	return writer_insert(stmt);
}

static enum status write_field(struct writer *writer, const struct field *field, int64_t docid, int64_t seq)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_FIELD);
	if (!stmt)
		return STATUS_INTERNAL;
	stmt_int(stmt, 1, docid);
	stmt_int(stmt, 2, seq);
	writer_string(stmt, 3, field->name);
	writer_string(stmt, 4, label_text(&field->title, LANG_ZH, NULL));
	writer_string(stmt, 5, field->title.text[LANG_EN]);
	return writer_insert(stmt);
}

static enum status write_fields(struct writer *writer, const struct entry *entry)
{
	const struct dataset *dataset = entry->dataset;
	enum status status = STATUS_OK;
	int64_t seq = 0;
	for (size_t i = 0; i < dataset->resource_count; i++)
		for (size_t k = 0; k < dataset->resources[i].field_count && status == STATUS_OK; k++)
			status = write_field(writer, &dataset->resources[i].fields[k], entry->docid, seq++);
	return status;
}

static enum status write_word(struct writer *writer, const char *word)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_WORD);
	if (!stmt)
		return STATUS_INTERNAL;
	if (!word || !*word)
		return STATUS_OK;
	size_t len = strlen(word);
	char *pinyin = arena_string(writer->scratch, fold_pinyin(writer->folder, word, len, writer->scratch)),
	     *to = pinyin;
	for (const char *from = pinyin; *from; from++)
		if (*from != ' ')
			*to++ = *from;
	*to = '\0';
	writer_string(stmt, 1, word);
	writer_string(stmt, 2, fold_key(writer->folder, word, len, writer->scratch));
	writer_string(stmt, 3, pinyin);
	return writer_insert(stmt);
}

static enum status write_words(struct writer *writer, const struct dataset *dataset)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < dataset->keywords.count && status == STATUS_OK; i++)
		status = write_word(writer, dataset->keywords.items[i]);
	for (size_t i = 0; i < dataset->themes.count && status == STATUS_OK; i++) {
		const struct term *term = model_term(writer->model, "themes", dataset->themes.items[i]);
		status = write_word(writer, term ? term->label.text[LANG_ZH] : NULL);
	}
	const char *const names[] = {
	    dataset->org ? dataset->org->name.text[LANG_ZH] : NULL,
	    dataset->org ? dataset->org->short_name : NULL,
	    dataset->region ? dataset->region->name.text[LANG_ZH] : NULL,
	    dataset->region ? dataset->region->short_name : NULL,
	};
	for (size_t i = 0; i < sizeof names / sizeof *names && status == STATUS_OK; i++)
		status = write_word(writer, names[i]);
	return status;
}

/* ---- the index ---- */

/*
 * What can be found beyond title, abstract and fields is also kept as a text, in pieces of a line each, so that what the
 * index finds can be looked at again.
 */
struct passage {
	struct writer *writer;
	enum index_field field;
	struct buf *rest; /* NULL: not kept */
};

static void add_string(const struct passage *passage, const char *text)
{
	if (!text || !*text)
		return;
	search_writer_text(passage->writer->search, passage->field, text, strlen(text));
	if (passage->rest) {
		buf_str(passage->rest, text);
		buf_byte(passage->rest, '\n');
	}
}

static void add_label(const struct passage *passage, const struct label *label)
{
	for (int lang = 0; lang < LANG__MAX; lang++)
		add_string(passage, label->text[lang]);
}

static void add_terms_of(const struct passage *passage, const char *vocabulary, const struct strings *codes)
{
	for (size_t i = 0; i < codes->count; i++) {
		const struct term *term = model_term(passage->writer->model, vocabulary, codes->items[i]);
		if (term)
			add_label(passage, &term->label);
	}
}

static void add_tags(const struct passage *tags, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->keywords.count; i++)
		add_string(tags, dataset->keywords.items[i]);
	add_terms_of(tags, "themes", &dataset->themes);
	add_terms_of(tags, "sectors", &dataset->sectors);
	add_terms_of(tags, "industries", &dataset->industries);
	if (dataset->org) {
		add_label(tags, &dataset->org->name);
		add_string(tags, dataset->org->short_name);
	}
	for (const struct region *region = dataset->region; region; region = region->parent) {
		add_label(tags, &region->name);
		add_string(tags, region->short_name);
	}
	add_string(tags, dataset->category);
	add_string(tags, dataset->code);
	add_string(tags, dataset->id);
}

static void add_resources(struct writer *writer, const struct dataset *dataset, const struct passage *rest)
{
	const struct passage fields = {writer, INDEX_TAG, NULL};
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		add_label(rest, &resource->title);
		for (size_t k = 0; k < resource->field_count; k++) {
			add_string(&fields, resource->fields[k].name);
			add_label(&fields, &resource->fields[k].title);
			add_label(rest, &resource->fields[k].description);
		}
	}
}

static void add_texts(struct writer *writer, const struct dataset *dataset, struct buf *rest)
{
	const struct passage title = {writer, INDEX_TITLE, NULL}, abstract = {writer, INDEX_ANY, NULL},
			     tags = {writer, INDEX_TAG, rest}, description = {writer, INDEX_ANY, rest};
	add_label(&title, &dataset->title);
	add_label(&abstract, &dataset->abstract);
	add_tags(&tags, dataset);
	add_resources(writer, dataset, &description);
	add_label(&description, &dataset->source_title);
	add_string(&description, dataset->body);
}

static enum status write_passage(struct writer *writer, int64_t docid, const struct buf *rest)
{
	struct stmt *stmt = db_prepare(writer->db, &SQL_ADD_PASSAGE);
	if (!stmt || buf_overflowed(rest))
		return STATUS_INTERNAL;
	if (rest->len == 0)
		return STATUS_OK;
	stmt_int(stmt, 1, docid);
	stmt_text(stmt, 2, rest->bytes, rest->len);
	return writer_insert(stmt);
}

static uint32_t clamped(size_t value)
{
	return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static enum status write_search(struct writer *writer, const struct entry *entry)
{
	const struct dataset *dataset = entry->dataset;
	const struct date *issued = &dataset->issued;
	struct search_facts facts = {
	    .id = dataset->id,
	    .titles = {label_text(&dataset->title, LANG_ZH, NULL), dataset->title.text[LANG_EN]},
	    .sorts = {[INDEX_SORT_ISSUED] = (uint32_t)(issued->year * 10000 + issued->month * 100 + issued->day),
		      [INDEX_SORT_FIELDS] = clamped(dataset->field_total),
		      [INDEX_SORT_ROWS] = clamped(dataset->row_total),
		      [INDEX_SORT_TITLE_ZH] = (uint32_t)entry->title_order[LANG_ZH],
		      [INDEX_SORT_TITLE_EN] = (uint32_t)entry->title_order[LANG_EN]},
	};
	struct buf rest;
	buf_init(&rest, BUF_MAX_DEFAULT);
	add_texts(writer, dataset, &rest);
	facet_collect(writer, dataset, &facts);
	facts.twin = twin_key(writer, facts.titles[LANG_ZH]);
	enum status status = search_writer_document(writer->search, &facts);
	if (status == STATUS_OK)
		status = write_passage(writer, entry->docid, &rest);
	buf_free(&rest);
	return status;
}

static enum status write_entry(struct writer *writer, struct entry *entry)
{
	entry->dataset = dataset_items(writer->model, entry->card, writer->scratch);
	enum status status = write_texts(writer, entry);
	if (status == STATUS_OK)
		status = write_fields(writer, entry);
	if (status == STATUS_OK)
		status = write_words(writer, entry->dataset);
	if (status == STATUS_OK)
		status = write_search(writer, entry);
	if (status == STATUS_OK)
		status = ckan_write_dataset(writer, entry->dataset, entry->docid);
	if (status == STATUS_OK)
		status = graph_write_dataset(writer, entry->card, entry->docid);
	arena_reset(writer->scratch);
	return status;
}

enum status dataset_write_all(struct writer *writer)
{
	struct orders orders;
	enum status status = make_orders(writer, &orders);
	for (size_t i = 0; i < writer->model->dataset_count && status == STATUS_OK; i++) {
		uint32_t card = orders.by_rank[i];
		struct entry entry = {.card = &writer->model->cards[card], .docid = (int64_t)i + 1};
		for (int lang = 0; lang < LANG__MAX; lang++)
			entry.title_order[lang] = orders.by_title[lang][card];
		status = write_entry(writer, &entry);
	}
	return status;
}
