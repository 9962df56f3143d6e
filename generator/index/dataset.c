/* dataset.c -- the rows of each dataset, in the order of static rank. */
#include <stdlib.h>
#include <string.h>

#include "../stages.h"
#include "index_schema_sql.h"
#include "writer.h"

/* One dataset under way, with its places in the lists. */
struct entry {
	const struct card *card;
	const struct dataset *dataset; /* while its rows are written */
	const char *keys[LANG__MAX];   /* what the list by title is sorted by */
	int64_t docid, title_order[LANG__MAX];
};

/* ---- orders ---- */

static int by_rank(const void *a, const void *b)
{
	const struct card *x = ((const struct entry *)a)->card, *y = ((const struct entry *)b)->card;
	int order = strcmp(y->modified.text ? y->modified.text : "", x->modified.text ? x->modified.text : "");
	return order ? order : strcmp(x->id, y->id);
}

static int by_key(const struct entry *x, const struct entry *y, enum lang lang)
{
	int order = strcmp(x->keys[lang], y->keys[lang]);
	if (order == 0)
		order = strcmp(label_text(&x->card->title, lang, NULL), label_text(&y->card->title, lang, NULL));
	return order ? order : strcmp(x->card->id, y->card->id);
}

static int by_key_zh(const void *a, const void *b)
{
	return by_key(*(struct entry *const *)a, *(struct entry *const *)b, LANG_ZH);
}

static int by_key_en(const void *a, const void *b)
{
	return by_key(*(struct entry *const *)a, *(struct entry *const *)b, LANG_EN);
}

static struct entry *order_entries(struct writer *writer)
{
	static int (*const orders[LANG__MAX])(const void *, const void *) = {by_key_zh, by_key_en};
	const struct model *model = writer->model;
	size_t count = model->dataset_count;
	struct entry *entries = arena_array(writer->arena, count, sizeof *entries);
	struct entry **places = arena_array(writer->arena, count, sizeof(struct entry *));
	for (size_t i = 0; i < count; i++) {
		const struct label *title = &model->cards[i].title;
		entries[i].card = &model->cards[i];
		for (int lang = 0; lang < LANG__MAX; lang++) {
			const char *text = label_text(title, (enum lang)lang, NULL);
			entries[i].keys[lang] = fold_pinyin(writer->folder, text, strlen(text), writer->arena);
		}
	}
	if (count > 0)
		qsort(entries, count, sizeof *entries, by_rank);
	for (int lang = 0; lang < LANG__MAX && count > 0; lang++) {
		for (size_t i = 0; i < count; i++)
			places[i] = &entries[i];
		qsort(places, count, sizeof *places, orders[lang]);
		for (size_t i = 0; i < count; i++)
			places[i]->title_order[lang] = (int64_t)i;
	}
	for (size_t i = 0; i < count; i++)
		entries[i].docid = (int64_t)i + 1;
	return entries;
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
	struct entry *entries = order_entries(writer);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < writer->model->dataset_count && status == STATUS_OK; i++)
		status = write_entry(writer, &entries[i]);
	return status;
}
