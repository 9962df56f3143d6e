/* search_sort.c -- see search_sort.h. */
#include "search_sort.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <headwater/span.h>
#include <headwater/utf8.h>

#define VARINT_MAX 10u
#define FIELD_BITS SORT_FIELD_BITS
#define FIELD_MASK ((1u << FIELD_BITS) - 1)
#define KEY_BYTES 8u  /* of a term whose bytes are its key */
#define FETCH_AHEAD 8 /* terms whose slots are on the way from memory while one is noted */
#define LARGE_PAGE ((size_t)2 << 20)
#define FIRST_SLOTS (LARGE_PAGE / sizeof(struct slot))
#define END_OF_DOCUMENT 0xFF

struct term {
	const char *text;
	uint64_t prefix; /* its first bytes, to compare by */
	uint32_t len;
};

/* `last` is the last document that has the term << FIELD_BITS, with the fields noted of it; 0: the slot is free. */
struct slot {
	uint64_t key;
	uint32_t term, last;
};

/* Open addressing. One cache line tells all there is to know of a term. */
struct table {
	struct slot *slots;
	size_t capacity, used; /* capacity: a power of two */
};

struct posting {
	uint32_t term, value; /* document << FIELD_BITS | fields */
};

struct sorter {
	struct folder *folder;
	struct arena *texts, *scratch;
	struct term *terms;
	size_t term_count, term_capacity;
	struct table short_terms, long_terms; /* up to KEY_BYTES bytes: those are the key; longer: a hash is */
	struct posting *postings;
	size_t posting_count, posting_capacity;
	int fd;
	unsigned char *out; /* what goes to the file next */
	size_t out_len;
	bool failed;
};

/* ---- batches ---- */

void batch_init(struct batch *batch, uint32_t first_document)
{
	*batch = (struct batch){.document = first_document};
	buf_init(&batch->bytes, SIZE_MAX);
}

void batch_text(struct batch *batch, enum index_field field, const char *text, size_t len)
{
	buf_byte(&batch->bytes, (char)field);
	buf_add(&batch->bytes, &len, sizeof len);
	buf_add(&batch->bytes, text, len);
}

void batch_end_document(struct batch *batch)
{
	buf_byte(&batch->bytes, (char)END_OF_DOCUMENT);
}

/* On large pages if the system has them: every look at the table would else have to find its page first. */
static void table_init(struct table *table, size_t capacity)
{
	size_t bytes = (capacity * sizeof *table->slots + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	void *slots = aligned_alloc(LARGE_PAGE, bytes);
	if (!slots) {
		fputs("headwater: out of memory for the terms of the search index\n", stderr);
		exit(EXIT_INTERNAL);
	}
	madvise(slots, bytes, MADV_HUGEPAGE);
	memset(slots, 0, bytes);
	*table = (struct table){.slots = slots, .capacity = capacity};
}

/* ---- terms ---- */

static void *grow(void *items, size_t *capacity, size_t need, size_t item_bytes)
{
	if (need <= *capacity)
		return items;
	*capacity = need > *capacity * 2 ? need : *capacity * 2;
	return memory_resize(items, *capacity * item_bytes);
}

/* The first bytes as a number that is in their order. Nearly all terms are a bigram of six. */
static uint64_t prefix_of(const char *text, size_t len)
{
	unsigned char bytes[KEY_BYTES] = {0};
	uint64_t prefix;
	if (len == 6) { /* not by way of memory: it is read back sooner than it is there */
		uint32_t first;
		uint16_t last;
		memcpy(&first, text, sizeof first);
		memcpy(&last, text + sizeof first, sizeof last);
		return (uint64_t)be32toh(first) << 32 | (uint64_t)be16toh(last) << 16;
	}
	memcpy(bytes, text, len < KEY_BYTES ? len : KEY_BYTES);
	memcpy(&prefix, bytes, sizeof prefix);
	return be64toh(prefix);
}

static uint64_t key_of(const struct fold_term *term)
{
	return term->len <= KEY_BYTES ? prefix_of(term->text, term->len)
				      : span_hash((struct span){term->text, term->len});
}

static struct table *table_of(struct sorter *sorter, size_t len)
{
	return len <= KEY_BYTES ? &sorter->short_terms : &sorter->long_terms;
}

static size_t slot_start(const struct table *table, uint64_t key)
{
	uint64_t hash = key * 0x9E3779B97F4A7C15u;
	return (size_t)(hash ^ hash >> 32) & (table->capacity - 1);
}

static void table_enlarge(struct table *table)
{
	struct table old = *table;
	table_init(table, old.capacity * 4);
	table->used = old.used;
	for (size_t i = 0; i < old.capacity; i++) {
		if (!old.slots[i].last)
			continue;
		size_t at = slot_start(table, old.slots[i].key);
		while (table->slots[at].last)
			at = (at + 1) & (table->capacity - 1);
		table->slots[at] = old.slots[i];
	}
	free(old.slots);
}

/* A slot for a term that is met for the first time; its `last` is still 0. */
static struct slot *new_term(struct sorter *sorter, struct table *table, struct span text, uint64_t key)
{
	if (table->used++ > table->capacity / 2)
		table_enlarge(table);
	size_t at = slot_start(table, key);
	while (table->slots[at].last)
		at = (at + 1) & (table->capacity - 1);
	sorter->terms = grow(sorter->terms, &sorter->term_capacity, sorter->term_count + 1, sizeof *sorter->terms);
	sorter->terms[sorter->term_count] = (struct term){.text = arena_copy(sorter->texts, text.ptr, text.len),
							  .prefix = prefix_of(text.ptr, text.len),
							  .len = (uint32_t)text.len};
	table->slots[at] = (struct slot){key, (uint32_t)sorter->term_count++, 0};
	return &table->slots[at];
}

static struct slot *slot_of(struct sorter *sorter, struct span text, uint64_t key)
{
	struct table *table = table_of(sorter, text.len);
	for (size_t at = slot_start(table, key); table->slots[at].last; at = (at + 1) & (table->capacity - 1)) {
		struct slot *slot = &table->slots[at];
		if (slot->key != key)
			continue;
		const struct term *term = &sorter->terms[slot->term];
		if (text.len <= KEY_BYTES || (term->len == text.len && memcmp(term->text, text.ptr, text.len) == 0))
			return slot;
	}
	return new_term(sorter, table, text, key);
}

/* A term that is in a further field is noted again: put_term makes one of the two. */
static void note(struct sorter *sorter, const struct fold_term *term, uint64_t key, uint32_t value)
{
	struct slot *slot = slot_of(sorter, (struct span){term->text, term->len}, key);
	if (slot->last >> FIELD_BITS == value >> FIELD_BITS) {
		if ((slot->last & value) == value)
			return;
		slot->last |= value;
	} else {
		slot->last = value;
	}
	sorter->postings[sorter->posting_count++] = (struct posting){slot->term, value};
}

static void note_terms(struct sorter *sorter, const struct fold_term *terms, size_t count, uint32_t document,
		       enum index_field field)
{
	uint32_t value = document << FIELD_BITS | 1u << INDEX_ANY | 1u << field;
	uint64_t keys[FETCH_AHEAD];
	sorter->postings =
	    grow(sorter->postings, &sorter->posting_capacity, sorter->posting_count + count, sizeof *sorter->postings);
	for (size_t i = 0; i < count + FETCH_AHEAD; i++) {
		uint64_t *key = &keys[i % FETCH_AHEAD];
		if (i >= FETCH_AHEAD && terms[i - FETCH_AHEAD].len <= INDEX_TERM_MAX)
			note(sorter, &terms[i - FETCH_AHEAD], *key, value);
		if (i >= count)
			continue;
		const struct table *table = table_of(sorter, terms[i].len);
		*key = key_of(&terms[i]);
		__builtin_prefetch(&table->slots[slot_start(table, *key)], 1);
	}
}

/* ---- order ---- */

struct keyed {
	uint64_t prefix;
	uint32_t term;
};

static const struct term *compared; /* qsort has no context; a process sorts one batch at a time */

static int by_bytes(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	const struct term *one = &compared[x->term], *two = &compared[y->term];
	uint32_t len = one->len < two->len ? one->len : two->len;
	int order = memcmp(one->text, two->text, len);
	return order ? order : (one->len > two->len) - (one->len < two->len);
}

static struct keyed *ordered(const struct sorter *sorter)
{
	struct keyed *keys = memory_alloc((sorter->term_count + 1) * sizeof *keys);
	for (size_t i = 0; i < sorter->term_count; i++)
		keys[i] = (struct keyed){sorter->terms[i].prefix, (uint32_t)i};
	compared = sorter->terms;
	if (sorter->term_count > 0)
		qsort(keys, sorter->term_count, sizeof *keys, by_bytes);
	return keys;
}

/* ---- writing ---- */

static void write_out(struct sorter *sorter)
{
	for (size_t done = 0; done < sorter->out_len && !sorter->failed;) {
		ssize_t took = write(sorter->fd, sorter->out + done, sorter->out_len - done);
		if (took <= 0)
			sorter->failed = true;
		else
			done += (size_t)took;
	}
	sorter->out_len = 0;
}

static inline void put_varint(struct sorter *sorter, uint64_t value)
{
	if (sorter->out_len + VARINT_MAX > SORT_FILE_BYTES)
		write_out(sorter);
	unsigned char *out = sorter->out + sorter->out_len;
	for (; value >= 0x80; value >>= 7)
		*out++ = (unsigned char)(value | 0x80);
	*out++ = (unsigned char)value;
	sorter->out_len = (size_t)(out - sorter->out);
}

static void put_text(struct sorter *sorter, const struct term *term)
{
	put_varint(sorter, term->len);
	if (sorter->out_len + term->len > SORT_FILE_BYTES)
		write_out(sorter);
	memcpy(sorter->out + sorter->out_len, term->text, term->len);
	sorter->out_len += term->len;
}

/* One value for each document: a document may have been noted for several fields, one after the other. */
static size_t join_fields(uint32_t *values, size_t count)
{
	size_t kept = 0;
	for (size_t i = 1; i < count; i++)
		if (values[i] >> FIELD_BITS == values[kept] >> FIELD_BITS)
			values[kept] |= values[i] & FIELD_MASK;
		else
			values[++kept] = values[i];
	return kept + 1;
}

static void put_postings(struct sorter *sorter, uint32_t *values, size_t noted)
{
	uint32_t before = 0;
	size_t count = join_fields(values, noted);
	put_varint(sorter, count);
	for (size_t i = 0; i < count; i++) {
		uint32_t document = values[i] >> FIELD_BITS;
		put_varint(sorter, (uint64_t)(document - before) << FIELD_BITS | (values[i] & FIELD_MASK));
		before = document;
	}
}

static void write_terms(struct sorter *sorter)
{
	uint32_t *ends = memory_alloc((sorter->term_count + 1) * sizeof *ends), at = 0;
	uint32_t *values = memory_alloc((sorter->posting_count + 1) * sizeof *values);
	struct keyed *keys = ordered(sorter);
	memset(ends, 0, (sorter->term_count + 1) * sizeof *ends);
	for (size_t i = 0; i < sorter->posting_count; i++)
		ends[sorter->postings[i].term]++;
	for (size_t i = 0; i < sorter->term_count; i++) {
		uint32_t size = ends[keys[i].term];
		ends[keys[i].term] = at;
		at += size;
	}
	for (size_t i = 0; i < sorter->posting_count; i++) /* ends[t] becomes the end of t */
		values[ends[sorter->postings[i].term]++] = sorter->postings[i].value;
	at = 0;
	for (size_t i = 0; i < sorter->term_count; i++) {
		uint32_t end = ends[keys[i].term];
		put_text(sorter, &sorter->terms[keys[i].term]);
		put_postings(sorter, values + at, end - at);
		at = end;
	}
	put_varint(sorter, 0);
	write_out(sorter);
	free(keys);
	free(values);
	free(ends);
}

/* ---- the whole ---- */

/* The bigrams of two Han characters between which nothing stands but marks and spaces. */
static void note_joints(struct sorter *sorter, const struct fold_term *terms, size_t count, uint32_t document,
			enum index_field field)
{
	struct fold_term *joints = arena_array(sorter->scratch, count, sizeof *joints);
	size_t joint_count = 0;
	for (size_t i = 0; i + 1 < count; i++) {
		if (!terms[i].tail || terms[i + 1].script != FOLD_HAN)
			continue;
		size_t first = terms[i].len, second = utf8_prefix(terms[i + 1].text, terms[i + 1].len, 1);
		char *joint = arena_array(sorter->scratch, first + second, 1);
		memcpy(joint, terms[i].text, first);
		memcpy(joint + first, terms[i + 1].text, second);
		joints[joint_count++] = (struct fold_term){.text = joint, .len = first + second};
	}
	note_terms(sorter, joints, joint_count, document, field);
}

static void note_batch(struct sorter *sorter, const struct batch *batch)
{
	const char *at = batch->bytes.bytes, *end = at + batch->bytes.len;
	uint32_t document = batch->document;
	while (at < end) {
		struct fold_term *terms;
		unsigned char field = (unsigned char)*at++;
		size_t len;
		if (field == END_OF_DOCUMENT) {
			document++;
			continue;
		}
		memcpy(&len, at, sizeof len);
		at += sizeof len;
		size_t count = fold_terms(sorter->folder, at, len, 0, sorter->scratch, &terms);
		note_terms(sorter, terms, count, document, (enum index_field)field);
		if (field != INDEX_ANY)
			note_joints(sorter, terms, count, document, (enum index_field)field);
		arena_reset(sorter->scratch);
		at += len;
	}
}

enum status sort_batch(struct folder *folder, const struct batch *batch, int fd)
{
	struct sorter sorter = {.folder = folder, .texts = arena_new(), .scratch = arena_new(), .fd = fd};
	table_init(&sorter.short_terms, FIRST_SLOTS);
	table_init(&sorter.long_terms, FIRST_SLOTS);
	sorter.out = memory_alloc(SORT_FILE_BYTES);
	note_batch(&sorter, batch);
	write_terms(&sorter);
	arena_free(sorter.texts);
	arena_free(sorter.scratch);
	free(sorter.out);
	free(sorter.terms);
	free(sorter.short_terms.slots);
	free(sorter.long_terms.slots);
	free(sorter.postings);
	return sorter.failed ? STATUS_IO : STATUS_OK;
}
