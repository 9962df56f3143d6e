/* search_runs.c -- see search_runs.h. */
#include "search_runs.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <headwater/arena.h>

#define RUN_POSTINGS ((size_t)8 << 20) /* of one run: 96 MB at the most while it is sorted */
#define FILE_BYTES ((size_t)128 << 10) /* written or read at a time */
#define VARINT_MAX 10u
#define FIELD_BITS 3
#define FIELD_MASK ((1u << FIELD_BITS) - 1)
#define KEY_BYTES 8u  /* of a term whose bytes are its key */
#define FETCH_AHEAD 8 /* terms whose slots are on the way from memory while one is noted */
#define LARGE_PAGE ((size_t)2 << 20)
#define FIRST_SLOTS (LARGE_PAGE / sizeof(struct slot))

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

/* A run in the file, being read. */
struct run {
	off_t at, end;
	unsigned char *bytes;
	size_t len, next;
	uint32_t term; /* under way */
	bool done;
};

struct runs {
	int fd;
	off_t file_bytes;
	unsigned char *out; /* what goes to the file next */
	size_t out_len;
	struct arena *texts;
	struct term *terms;
	size_t term_count, term_capacity;
	struct table short_terms, long_terms; /* up to KEY_BYTES bytes: those are the key; longer: a hash is */
	struct posting *postings;
	size_t posting_count, posting_capacity;
	struct run *runs;
	size_t run_count, run_capacity;
	uint32_t *order; /* terms by rank, the first `ordered` of them by number */
	size_t ordered;
	uint32_t *ranks; /* the reverse, once all is sorted */
	bool failed;
};

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

enum status runs_new(const char *path, struct runs **result)
{
	struct runs *runs = memory_alloc(sizeof *runs);
	*runs = (struct runs){.texts = arena_new()};
	char *name = arena_printf(runs->texts, "%s.runs-XXXXXX", path);
	*result = runs;
	table_init(&runs->short_terms, FIRST_SLOTS);
	table_init(&runs->long_terms, FIRST_SLOTS);
	runs->out = memory_alloc(FILE_BYTES);
	runs->fd = mkstemp(name);
	if (runs->fd < 0)
		return STATUS_IO;
	unlink(name);
	return STATUS_OK;
}

void runs_free(struct runs *runs)
{
	for (size_t i = 0; i < runs->run_count; i++)
		free(runs->runs[i].bytes);
	if (runs->fd >= 0)
		close(runs->fd);
	arena_free(runs->texts);
	free(runs->out);
	free(runs->terms);
	free(runs->short_terms.slots);
	free(runs->long_terms.slots);
	free(runs->postings);
	free(runs->runs);
	free(runs->order);
	free(runs->ranks);
	free(runs);
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

static struct table *table_of(struct runs *runs, size_t len)
{
	return len <= KEY_BYTES ? &runs->short_terms : &runs->long_terms;
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
static struct slot *new_term(struct runs *runs, struct table *table, struct span text, uint64_t key)
{
	if (table->used++ > table->capacity / 2)
		table_enlarge(table);
	size_t at = slot_start(table, key);
	while (table->slots[at].last)
		at = (at + 1) & (table->capacity - 1);
	runs->terms = grow(runs->terms, &runs->term_capacity, runs->term_count + 1, sizeof *runs->terms);
	runs->terms[runs->term_count] = (struct term){.text = arena_copy(runs->texts, text.ptr, text.len),
						      .prefix = prefix_of(text.ptr, text.len),
						      .len = (uint32_t)text.len};
	table->slots[at] = (struct slot){key, (uint32_t)runs->term_count++, 0};
	return &table->slots[at];
}

static struct slot *slot_of(struct runs *runs, struct span text, uint64_t key)
{
	struct table *table = table_of(runs, text.len);
	for (size_t at = slot_start(table, key); table->slots[at].last; at = (at + 1) & (table->capacity - 1)) {
		struct slot *slot = &table->slots[at];
		if (slot->key != key)
			continue;
		const struct term *term = &runs->terms[slot->term];
		if (text.len <= KEY_BYTES || (term->len == text.len && memcmp(term->text, text.ptr, text.len) == 0))
			return slot;
	}
	return new_term(runs, table, text, key);
}

/* A term that is in a further field is noted again: put_term makes one of the two. */
static void note(struct runs *runs, const struct fold_term *term, uint64_t key, uint32_t value)
{
	struct slot *slot = slot_of(runs, (struct span){term->text, term->len}, key);
	if (slot->last >> FIELD_BITS == value >> FIELD_BITS) {
		if ((slot->last & value) == value)
			return;
		slot->last |= value;
	} else {
		slot->last = value;
	}
	runs->postings[runs->posting_count++] = (struct posting){slot->term, value};
}

void runs_add(struct runs *runs, const struct fold_term *terms, size_t count, uint32_t document, enum index_field field)
{
	uint32_t value = document << FIELD_BITS | 1u << INDEX_ANY | 1u << field;
	uint64_t keys[FETCH_AHEAD];
	runs->postings =
	    grow(runs->postings, &runs->posting_capacity, runs->posting_count + count, sizeof *runs->postings);
	for (size_t i = 0; i < count + FETCH_AHEAD; i++) {
		uint64_t *key = &keys[i % FETCH_AHEAD];
		if (i >= FETCH_AHEAD && terms[i - FETCH_AHEAD].len <= INDEX_TERM_MAX)
			note(runs, &terms[i - FETCH_AHEAD], *key, value);
		if (i >= count)
			continue;
		const struct table *table = table_of(runs, terms[i].len);
		*key = key_of(&terms[i]);
		__builtin_prefetch(&table->slots[slot_start(table, *key)], 1);
	}
}

/* ---- order ---- */

struct keyed {
	uint64_t prefix;
	uint32_t term;
};

static const struct term *compared; /* qsort has no context; one index is written at a time */

static int by_text(const struct term *one, const struct term *two)
{
	if (one->prefix != two->prefix)
		return one->prefix < two->prefix ? -1 : 1;
	uint32_t len = one->len < two->len ? one->len : two->len;
	int order = memcmp(one->text, two->text, len);
	return order ? order : (one->len > two->len) - (one->len < two->len);
}

static int by_bytes(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	return by_text(&compared[x->term], &compared[y->term]);
}

/* Brings the terms that came since the last time into the order. */
static void order_terms(struct runs *runs)
{
	size_t count = runs->term_count - runs->ordered, old = 0, new = 0;
	if (count == 0)
		return;
	struct keyed *keys = memory_alloc(count * sizeof *keys);
	uint32_t *order = memory_alloc(runs->term_count * sizeof *order);
	for (size_t i = 0; i < count; i++)
		keys[i] = (struct keyed){runs->terms[runs->ordered + i].prefix, (uint32_t)(runs->ordered + i)};
	compared = runs->terms;
	qsort(keys, count, sizeof *keys, by_bytes);
	for (size_t i = 0; i < runs->term_count; i++) {
		bool before = new == count || (old < runs->ordered && by_text(&runs->terms[runs->order[old]],
									      &runs->terms[keys[new].term]) < 0);
		order[i] = before ? runs->order[old++] : keys[new ++].term;
	}
	free(keys);
	free(runs->order);
	runs->order = order;
	runs->ordered = runs->term_count;
}

/* ---- writing a run: for each term its number + 1, how many, and the values as gaps; 0 at the end ---- */

static void write_out(struct runs *runs)
{
	for (size_t done = 0; done < runs->out_len && !runs->failed;) {
		ssize_t took = write(runs->fd, runs->out + done, runs->out_len - done);
		if (took <= 0)
			runs->failed = true;
		else
			done += (size_t)took;
	}
	runs->file_bytes += (off_t)runs->out_len;
	runs->out_len = 0;
}

static inline void put_varint(struct runs *runs, uint64_t value)
{
	if (runs->out_len + VARINT_MAX > FILE_BYTES)
		write_out(runs);
	unsigned char *out = runs->out + runs->out_len;
	for (; value >= 0x80; value >>= 7)
		*out++ = (unsigned char)(value | 0x80);
	*out++ = (unsigned char)value;
	runs->out_len = (size_t)(out - runs->out);
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

static void put_term(struct runs *runs, uint32_t term, uint32_t *values, size_t noted)
{
	uint32_t before = 0;
	size_t count = join_fields(values, noted);
	put_varint(runs, (uint64_t)term + 1);
	put_varint(runs, count);
	for (size_t i = 0; i < count; i++) {
		uint32_t document = values[i] >> FIELD_BITS;
		put_varint(runs, (uint64_t)(document - before) << FIELD_BITS | (values[i] & FIELD_MASK));
		before = document;
	}
}

static enum status write_run(struct runs *runs)
{
	uint32_t *ends = memory_alloc((runs->term_count + 1) * sizeof *ends);
	uint32_t *values = memory_alloc(runs->posting_count * sizeof *values), at = 0;
	off_t from = runs->file_bytes;
	memset(ends, 0, (runs->term_count + 1) * sizeof *ends);
	for (size_t i = 0; i < runs->posting_count; i++)
		ends[runs->postings[i].term]++;
	order_terms(runs);
	for (size_t i = 0; i < runs->term_count; i++) {
		uint32_t size = ends[runs->order[i]];
		ends[runs->order[i]] = at;
		at += size;
	}
	for (size_t i = 0; i < runs->posting_count; i++) /* ends[t] becomes the end of t */
		values[ends[runs->postings[i].term]++] = runs->postings[i].value;
	at = 0;
	for (size_t i = 0; i < runs->term_count; i++) {
		uint32_t end = ends[runs->order[i]];
		if (end > at)
			put_term(runs, runs->order[i], values + at, end - at);
		at = end;
	}
	put_varint(runs, 0);
	write_out(runs);
	runs->runs = grow(runs->runs, &runs->run_capacity, runs->run_count + 1, sizeof *runs->runs);
	runs->runs[runs->run_count++] = (struct run){.at = from, .end = runs->file_bytes};
	runs->posting_count = 0;
	free(values);
	free(ends);
	return runs->failed ? STATUS_IO : STATUS_OK;
}

enum status runs_settle(struct runs *runs)
{
	return runs->posting_count >= RUN_POSTINGS ? write_run(runs) : STATUS_OK;
}

/* ---- reading them back ---- */

/* Makes what is left of the buffer its beginning, and fills the rest. */
static void read_on(struct runs *runs, struct run *run)
{
	size_t left = run->len - run->next, room = FILE_BYTES - left;
	size_t want = (size_t)(run->end - run->at) < room ? (size_t)(run->end - run->at) : room;
	memmove(run->bytes, run->bytes + run->next, left);
	run->len = left;
	run->next = 0;
	while (want > 0 && !runs->failed) {
		ssize_t got = pread(runs->fd, run->bytes + run->len, want, run->at);
		if (got <= 0) {
			runs->failed = true;
			break;
		}
		run->at += got;
		run->len += (size_t)got;
		want -= (size_t)got;
	}
}

static inline uint64_t read_varint(struct runs *runs, struct run *run)
{
	uint64_t value = 0;
	if (run->len - run->next < VARINT_MAX && run->at < run->end)
		read_on(runs, run);
	for (int shift = 0; shift < 64 && run->next < run->len; shift += 7) {
		unsigned char byte = run->bytes[run->next++];
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return value;
	}
	runs->failed = true;
	return 0;
}

static void next_term(struct runs *runs, struct run *run)
{
	uint64_t number = read_varint(runs, run);
	run->done = number == 0;
	run->term = (uint32_t)number - 1;
}

enum status runs_sort(struct runs *runs)
{
	enum status status = write_run(runs);
	if (status != STATUS_OK)
		return status;
	free(runs->postings);
	runs->postings = NULL;
	runs->ranks = memory_alloc(runs->term_count * sizeof *runs->ranks);
	for (size_t i = 0; i < runs->term_count; i++)
		runs->ranks[runs->order[i]] = (uint32_t)i;
	for (size_t i = 0; i < runs->run_count; i++) {
		runs->runs[i].bytes = memory_alloc(FILE_BYTES);
		next_term(runs, &runs->runs[i]);
	}
	return runs->failed ? STATUS_IO : STATUS_OK;
}

static void take_postings(struct runs *runs, struct run *run, struct run_term *term)
{
	uint64_t left = read_varint(runs, run);
	uint32_t document = 0;
	for (int field = 0; field < INDEX_FIELD__MAX; field++)
		term->documents[field] = grow(term->documents[field], &term->capacities[field],
					      term->counts[field] + (size_t)left, sizeof(uint32_t));
	for (; left > 0 && !runs->failed; left--) {
		uint64_t value = read_varint(runs, run);
		document += (uint32_t)(value >> FIELD_BITS);
		for (int field = 0; field < INDEX_FIELD__MAX; field++) {
			term->documents[field][term->counts[field]] = document;
			term->counts[field] += value >> field & 1;
		}
	}
	next_term(runs, run);
}

enum status runs_next(struct runs *runs, struct run_term *term)
{
	uint32_t best = UINT32_MAX;
	for (size_t i = 0; i < runs->run_count; i++)
		if (!runs->runs[i].done && runs->ranks[runs->runs[i].term] < best)
			best = runs->ranks[runs->runs[i].term];
	if (best == UINT32_MAX || runs->failed)
		return runs->failed ? STATUS_IO : STATUS_NOT_FOUND;
	for (int field = 0; field < INDEX_FIELD__MAX; field++)
		term->counts[field] = 0;
	const struct term *known = &runs->terms[runs->order[best]];
	term->text = (struct span){known->text, known->len};
	for (size_t i = 0; i < runs->run_count; i++)
		if (!runs->runs[i].done && runs->ranks[runs->runs[i].term] == best)
			take_postings(runs, &runs->runs[i], term);
	return runs->failed ? STATUS_IO : STATUS_OK;
}
