/* search_writer.c -- see search_writer.h: documents in, sections out. */
#include "search_writer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <headwater/utf8.h>

#include "search_inside.h"

#define SECTION_MAX_BYTES ((size_t)1 << 40)
#define FILE_BUFFER ((size_t)1 << 20)

enum status search_writer_new(const char *path, struct folder *folder, struct search_writer **result)
{
	struct search_writer *writer = memory_alloc(sizeof *writer);
	*writer = (struct search_writer){.folder = folder, .scratch = arena_new(), .hash = sha256_new()};
	*result = writer;
	for (int i = 0; i < INDEX_SECTION__MAX; i++)
		buf_init(&writer->sections[i], SECTION_MAX_BYTES);
	for (int i = 0; i < INDEX_GROUP__MAX; i++)
		combos_init(&writer->combos[i]);
	put_u32(&writer->sections[INDEX_TITLE_STARTS], 0);
	writer->file = fopen(path, "wb");
	if (!writer->file)
		return STATUS_IO;
	setvbuf(writer->file, NULL, _IOFBF, FILE_BUFFER);
	return runs_new(path, &writer->runs);
}

void search_writer_free(struct search_writer *writer)
{
	if (writer->runs)
		runs_free(writer->runs);
	if (writer->hash) {
		char hex[SHA256_HEX_LEN + 1];
		sha256_end(writer->hash, hex);
	}
	if (writer->file)
		fclose(writer->file);
	for (int i = 0; i < INDEX_SECTION__MAX; i++)
		buf_free(&writer->sections[i]);
	for (int i = 0; i < INDEX_GROUP__MAX; i++)
		combos_free(&writer->combos[i]);
	free(writer->twins);
	arena_free(writer->sound_arena);
	arena_free(writer->scratch);
	free(writer);
}

/* ---- documents ---- */

/* The bigram of two Han characters between which nothing stands but marks and spaces. */
static void add_joint(struct search_writer *writer, enum index_field field, const struct fold_term *terms)
{
	char joint[2 * 4]; /* UTF-8 */
	size_t first = terms[0].len, second = utf8_prefix(terms[1].text, terms[1].len, 1);
	memcpy(joint, terms[0].text, first);
	memcpy(joint + first, terms[1].text, second);
	runs_add(writer->runs, (struct span){joint, first + second}, writer->count + 1, field);
}

void search_writer_text(struct search_writer *writer, enum index_field field, const char *text, size_t len)
{
	struct fold_term *terms;
	if (!text)
		return;
	size_t count = fold_terms(writer->folder, text, len, 0, writer->scratch, &terms);
	for (size_t i = 0; i < count; i++) {
		if (terms[i].len <= INDEX_TERM_MAX)
			runs_add(writer->runs, (struct span){terms[i].text, terms[i].len}, writer->count + 1, field);
		if (field != INDEX_ANY && terms[i].tail && i + 1 < count && terms[i + 1].script == FOLD_HAN)
			add_joint(writer, field, &terms[i]);
	}
	arena_reset(writer->scratch);
}

static void add_titles(struct search_writer *writer, const struct search_facts *facts)
{
	struct buf *titles = &writer->sections[INDEX_TITLES];
	for (int lang = 0; lang < LANG__MAX; lang++) {
		const char *title = facts->titles[lang];
		if (title)
			buf_str(titles, fold_title(writer->folder, title, strlen(title), writer->scratch));
		put_u32(&writer->sections[INDEX_TITLE_STARTS], (uint32_t)titles->len);
	}
	const char *title = facts->titles[LANG_ZH];
	const char *key = fold_key(writer->folder, title, strlen(title), writer->scratch);
	size_t length = utf8_length(key, strlen(key));
	buf_byte(&writer->sections[INDEX_TITLE_LENGTHS], (char)(length < 1 ? 1 : length > 255 ? 255 : length));
}

static void add_twin(struct search_writer *writer, struct span key)
{
	if (writer->count == writer->twin_capacity) {
		writer->twin_capacity = writer->twin_capacity ? writer->twin_capacity * 2 : 1024;
		writer->twins = memory_resize(writer->twins, writer->twin_capacity * sizeof *writer->twins);
	}
	writer->twins[writer->count] = (struct twin){key.len ? span_hash(key) : 0, writer->count + 1};
}

enum status search_writer_document(struct search_writer *writer, const struct search_facts *facts)
{
	if (writer->count == INDEX_DOCUMENTS_MAX || writer->sections[INDEX_TITLES].len > UINT32_MAX / 2)
		return STATUS_TOO_LARGE;
	sha256_add(writer->hash, facts->id, strlen(facts->id));
	sha256_add(writer->hash, "\n", 1);
	add_titles(writer, facts);
	add_twin(writer, facts->twin);
	for (int sort = 0; sort < INDEX_SORT__MAX; sort++)
		put_u32(&writer->sections[INDEX_SORTS], facts->sorts[sort]);
	for (int group = 0; group < INDEX_GROUP__MAX; group++)
		put_u32(&writer->sections[INDEX_COMBOS],
			combo_number(&writer->combos[group], facts->values[group], facts->value_counts[group]));
	arena_reset(writer->scratch);
	writer->count++;
	return runs_settle(writer->runs);
}

/* ---- the dictionary and its lists ---- */

static enum status put_postings(struct search_writer *writer, const struct buf *list)
{
	writer->sums[INDEX_POSTINGS] = index_sum(writer->sums[INDEX_POSTINGS], list->bytes, list->len);
	writer->posting_bytes += list->len;
	return fwrite(list->bytes, 1, list->len, writer->file) == list->len ? STATUS_OK : STATUS_IO;
}

static size_t shared_bytes(struct span a, struct span b)
{
	size_t shared = 0;
	while (shared < a.len && shared < b.len && a.ptr[shared] == b.ptr[shared])
		shared++;
	return shared;
}

/* Appends the entry of a term; its lists to `lists`. */
static void put_term(struct search_writer *writer, const struct run_term *term, struct span before, struct buf *lists)
{
	struct buf *out = &writer->sections[INDEX_TERMS];
	size_t shared = shared_bytes(before, term->text);
	put_number(out, shared);
	put_number(out, term->text.len - shared);
	buf_add(out, term->text.ptr + shared, term->text.len - shared);
	for (int field = 0; field < INDEX_FIELD__MAX; field++) {
		size_t count = term->counts[field], from = lists->len;
		put_number(out, count);
		if (count == 0)
			continue;
		if (field > 0 && count == term->counts[INDEX_ANY]) {
			put_number(out, 0);
		} else if (count == 1) {
			put_number(out, term->documents[field][0]);
		} else {
			put_list(lists, term->documents[field], count, writer->count);
			put_number(out, lists->len - from);
		}
	}
}

static enum status write_terms(struct search_writer *writer)
{
	struct run_term term = {0};
	struct span before = {"", 0};
	struct buf lists;
	enum status status = runs_sort(writer->runs);
	buf_init(&lists, SECTION_MAX_BYTES);
	writer->sums[INDEX_POSTINGS] = INDEX_SUM_START;
	for (uint32_t number = 0; status == STATUS_OK; number++) {
		status = runs_next(writer->runs, &term);
		if (status != STATUS_OK)
			break;
		if (number % INDEX_DICT_TERMS == 0) {
			put_u32(&writer->sections[INDEX_TERM_BLOCKS], (uint32_t)writer->sections[INDEX_TERMS].len);
			put_u32(&writer->sections[INDEX_TERM_BLOCKS], (uint32_t)(writer->posting_bytes >> 3));
			before.len = 0;
		}
		buf_reset(&lists);
		put_term(writer, &term, before, &lists);
		before = term.text;
		histogram_add(writer, number, &term);
		sound_add(writer, number, &term);
		status = put_postings(writer, &lists);
	}
	for (int field = 0; field < INDEX_FIELD__MAX; field++)
		free(term.documents[field]);
	buf_free(&lists);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- the file ---- */

/* Every section begins at a multiple of 8. */
static bool put_section(struct search_writer *writer, const struct buf *section)
{
	static const char zeros[8];
	size_t pad = -section->len & 7;
	return fwrite(section->bytes, 1, section->len, writer->file) == section->len &&
	       fwrite(zeros, 1, pad, writer->file) == pad;
}

static enum status write_header(struct search_writer *writer, const unsigned char identity[INDEX_IDENTITY_SIZE])
{
	struct buf header;
	uint64_t offset = INDEX_HEADER_SIZE;
	buf_init(&header, INDEX_HEADER_SIZE);
	buf_add(&header, INDEX_MAGIC, 8);
	put_u32(&header, INDEX_VERSION);
	put_u32(&header, writer->count);
	uint64_t total = offset + writer->posting_bytes;
	for (int i = INDEX_POSTINGS + 1; i < INDEX_SECTION__MAX; i++)
		total += (writer->sections[i].len + 7) & ~(size_t)7;
	put_u64(&header, total);
	buf_add(&header, identity, INDEX_IDENTITY_SIZE);
	for (int i = 0; i < INDEX_SECTION__MAX; i++) {
		uint64_t size = i == INDEX_POSTINGS ? writer->posting_bytes : writer->sections[i].len;
		put_u64(&header, offset);
		put_u64(&header, size);
		put_u64(&header, writer->sums[i]);
		offset += (size + 7) & ~(uint64_t)7;
	}
	put_u64(&header, index_sum(INDEX_SUM_START, header.bytes, header.len));
	bool written =
	    fseek(writer->file, 0, SEEK_SET) == 0 && fwrite(header.bytes, 1, header.len, writer->file) == header.len;
	buf_free(&header);
	return written ? STATUS_OK : STATUS_IO;
}

static enum status write_sections(struct search_writer *writer, char identity[SHA256_HEX_LEN + 1])
{
	unsigned char bytes[INDEX_IDENTITY_SIZE];
	for (int i = INDEX_POSTINGS + 1; i < INDEX_SECTION__MAX; i++) {
		const struct buf *section = &writer->sections[i];
		writer->sums[i] = index_sum(INDEX_SUM_START, section->bytes, section->len);
		if (buf_overflowed(section) || !put_section(writer, section))
			return STATUS_IO;
	}
	sha256_end(writer->hash, identity);
	writer->hash = NULL;
	for (size_t i = 0; i < INDEX_IDENTITY_SIZE; i++) {
		unsigned byte;
		sscanf(identity + 2 * i, "%2x", &byte);
		bytes[i] = (unsigned char)byte;
	}
	return write_header(writer, bytes);
}

enum status search_writer_finish(struct search_writer *writer, char identity[SHA256_HEX_LEN + 1])
{
	static const char zeros[INDEX_HEADER_SIZE];
	if (fwrite(zeros, 1, sizeof zeros, writer->file) != sizeof zeros)
		return STATUS_IO;
	combos_write(writer);
	histogram_begin(writer);
	enum status status = write_terms(writer);
	if (status != STATUS_OK)
		return status;
	histogram_end(writer);
	sound_write(writer);
	twins_write(writer);
	title_order_write(writer);
	status = write_sections(writer, identity);
	if (fclose(writer->file) != 0 && status == STATUS_OK)
		status = STATUS_IO;
	writer->file = NULL;
	return status;
}
