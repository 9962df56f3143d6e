/* search_runs.c -- see search_runs.h. */
#include "search_runs.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <headwater/arena.h>

#define RUN_POSTINGS ((size_t)8 << 20) /* of one run: 96 MB at the most while it is sorted */
#define READ_BYTES ((size_t)128 << 10)
#define FIELD_BITS 3

struct term {
	const char *text;
	uint32_t len;
	uint32_t last_document, last_at; /* where its posting for the document under way stands */
	uint64_t prefix;                 /* its first 8 bytes, to compare by */
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
	FILE *file;
	struct arena *texts;
	struct term *terms;
	size_t term_count, term_capacity;
	uint32_t *slots; /* open addressing: number of a term + 1 */
	size_t slot_count;
	struct posting *postings;
	size_t posting_count, posting_capacity;
	struct run *runs;
	size_t run_count, run_capacity;
	uint32_t *order, *ranks; /* once sorted: terms by rank, and the reverse */
	bool failed;
};

enum status runs_new(const char *path, struct runs **result)
{
	struct runs *runs = memory_alloc(sizeof *runs);
	*runs = (struct runs){.texts = arena_new(), .slot_count = 1 << 16};
	char *name = arena_printf(runs->texts, "%s.runs-XXXXXX", path);
	int fd = mkstemp(name);
	*result = runs;
	runs->slots = memory_alloc(runs->slot_count * sizeof *runs->slots);
	memset(runs->slots, 0, runs->slot_count * sizeof *runs->slots);
	if (fd < 0)
		return STATUS_IO;
	unlink(name);
	runs->file = fdopen(fd, "w+b");
	return runs->file ? STATUS_OK : STATUS_IO;
}

void runs_free(struct runs *runs)
{
	for (size_t i = 0; i < runs->run_count; i++)
		free(runs->runs[i].bytes);
	if (runs->file)
		fclose(runs->file);
	arena_free(runs->texts);
	free(runs->terms);
	free(runs->slots);
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

static uint64_t prefix_of(struct span text)
{
	unsigned char bytes[8] = {0};
	uint64_t prefix;
	memcpy(bytes, text.ptr, text.len < 8 ? text.len : 8);
	memcpy(&prefix, bytes, 8);
	return be64toh(prefix);
}

/* Most terms are a bigram, which its prefix holds whole. */
static size_t slot_start(const struct runs *runs, struct span text, uint64_t prefix)
{
	uint64_t hash = text.len > 8 ? span_hash(text) : (prefix ^ text.len) * 0x9E3779B97F4A7C15u;
	return (size_t)(hash ^ hash >> 32) & (runs->slot_count - 1);
}

static void enlarge_slots(struct runs *runs)
{
	free(runs->slots);
	runs->slot_count *= 4;
	runs->slots = memory_alloc(runs->slot_count * sizeof *runs->slots);
	memset(runs->slots, 0, runs->slot_count * sizeof *runs->slots);
	for (size_t i = 0; i < runs->term_count; i++) {
		struct span text = {runs->terms[i].text, runs->terms[i].len};
		size_t at = slot_start(runs, text, runs->terms[i].prefix);
		while (runs->slots[at])
			at = (at + 1) & (runs->slot_count - 1);
		runs->slots[at] = (uint32_t)i + 1;
	}
}

static uint32_t term_number(struct runs *runs, struct span text)
{
	uint64_t prefix = prefix_of(text);
	size_t at = slot_start(runs, text, prefix);
	for (; runs->slots[at]; at = (at + 1) & (runs->slot_count - 1)) {
		const struct term *term = &runs->terms[runs->slots[at] - 1];
		if (term->prefix == prefix && term->len == text.len &&
		    (text.len <= 8 || memcmp(term->text, text.ptr, text.len) == 0))
			return runs->slots[at] - 1;
	}
	runs->terms = grow(runs->terms, &runs->term_capacity, runs->term_count + 1, sizeof *runs->terms);
	runs->terms[runs->term_count] = (struct term){
	    .text = arena_copy(runs->texts, text.ptr, text.len), .len = (uint32_t)text.len, .prefix = prefix};
	runs->slots[at] = (uint32_t)++runs->term_count;
	if (runs->term_count > runs->slot_count / 2)
		enlarge_slots(runs);
	return (uint32_t)runs->term_count - 1;
}

void runs_add(struct runs *runs, struct span text, uint32_t document, enum index_field field)
{
	uint32_t number = term_number(runs, text);
	struct term *term = &runs->terms[number];
	if (term->last_document != document) {
		runs->postings =
		    grow(runs->postings, &runs->posting_capacity, runs->posting_count + 1, sizeof *runs->postings);
		term->last_document = document;
		term->last_at = (uint32_t)runs->posting_count;
		runs->postings[runs->posting_count++] =
		    (struct posting){number, document << FIELD_BITS | 1u << INDEX_ANY};
	}
	runs->postings[term->last_at].value |= 1u << field;
}

/* ---- order ---- */

struct keyed {
	uint64_t prefix;
	uint32_t term;
};

static const struct term *compared; /* qsort has no context; one index is written at a time */

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

/* The terms whose `counts` are not 0 (all, without it), by their bytes. The caller frees them. */
static uint32_t *ordered(struct runs *runs, const uint32_t *counts, size_t *count)
{
	struct keyed *keys = memory_alloc(runs->term_count * sizeof *keys);
	*count = 0;
	for (size_t i = 0; i < runs->term_count; i++)
		if (!counts || counts[i])
			keys[(*count)++] = (struct keyed){runs->terms[i].prefix, (uint32_t)i};
	compared = runs->terms;
	if (*count > 0)
		qsort(keys, *count, sizeof *keys, by_bytes);
	uint32_t *order = memory_alloc(*count * sizeof *order);
	for (size_t i = 0; i < *count; i++)
		order[i] = keys[i].term;
	free(keys);
	return order;
}

/* ---- writing a run: for each term its number + 1, how many, and the values as gaps; 0 at the end ---- */

static void put_varint(FILE *file, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		putc_unlocked((int)(value & 0x7F) | 0x80, file);
	putc_unlocked((int)value, file);
}

static void put_term(struct runs *runs, uint32_t term, const uint32_t *values, size_t count)
{
	uint32_t before = 0;
	put_varint(runs->file, (uint64_t)term + 1);
	put_varint(runs->file, count);
	for (size_t i = 0; i < count; i++) {
		uint32_t document = values[i] >> FIELD_BITS;
		put_varint(runs->file,
			   (uint64_t)(document - before) << FIELD_BITS | (values[i] & ((1u << FIELD_BITS) - 1)));
		before = document;
	}
}

static enum status write_run(struct runs *runs)
{
	uint32_t *starts = memory_alloc((runs->term_count + 1) * sizeof *starts);
	uint32_t *values = memory_alloc(runs->posting_count * sizeof *values), at = 0;
	size_t count;
	memset(starts, 0, (runs->term_count + 1) * sizeof *starts);
	for (size_t i = 0; i < runs->posting_count; i++)
		starts[runs->postings[i].term]++;
	uint32_t *order = ordered(runs, starts, &count);
	for (size_t i = 0; i < count; i++) {
		uint32_t size = starts[order[i]];
		starts[order[i]] = at;
		at += size;
	}
	for (size_t i = 0; i < runs->posting_count; i++) /* starts[t] becomes the end of t */
		values[starts[runs->postings[i].term]++] = runs->postings[i].value;
	off_t from = ftello(runs->file);
	at = 0;
	for (size_t i = 0; i < count; i++) {
		put_term(runs, order[i], values + at, starts[order[i]] - at);
		at = starts[order[i]];
	}
	put_varint(runs->file, 0);
	runs->runs = grow(runs->runs, &runs->run_capacity, runs->run_count + 1, sizeof *runs->runs);
	runs->runs[runs->run_count++] = (struct run){.at = from, .end = ftello(runs->file)};
	runs->posting_count = 0;
	free(order);
	free(values);
	free(starts);
	return ferror(runs->file) ? STATUS_IO : STATUS_OK;
}

enum status runs_settle(struct runs *runs)
{
	return runs->posting_count >= RUN_POSTINGS ? write_run(runs) : STATUS_OK;
}

/* ---- reading them back ---- */

static uint64_t read_varint(struct runs *runs, struct run *run)
{
	uint64_t value = 0;
	for (int shift = 0; shift < 64; shift += 7) {
		if (run->next == run->len) {
			size_t left = (size_t)(run->end - run->at), want = left < READ_BYTES ? left : READ_BYTES;
			ssize_t got = want ? pread(fileno(runs->file), run->bytes, want, run->at) : 0;
			if (got <= 0) {
				runs->failed = true;
				return 0;
			}
			run->at += got;
			run->len = (size_t)got;
			run->next = 0;
		}
		unsigned char byte = run->bytes[run->next++];
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			break;
	}
	return value;
}

static void next_term(struct runs *runs, struct run *run)
{
	uint64_t number = read_varint(runs, run);
	run->done = number == 0;
	run->term = (uint32_t)number - 1;
}

enum status runs_sort(struct runs *runs)
{
	size_t count;
	enum status status = write_run(runs);
	if (status != STATUS_OK || fflush(runs->file) != 0)
		return STATUS_IO;
	free(runs->postings);
	runs->postings = NULL;
	runs->order = ordered(runs, NULL, &count);
	runs->ranks = memory_alloc(count * sizeof *runs->ranks);
	for (size_t i = 0; i < count; i++)
		runs->ranks[runs->order[i]] = (uint32_t)i;
	for (size_t i = 0; i < runs->run_count; i++) {
		runs->runs[i].bytes = memory_alloc(READ_BYTES);
		next_term(runs, &runs->runs[i]);
	}
	return runs->failed ? STATUS_IO : STATUS_OK;
}

static void take_postings(struct runs *runs, struct run *run, struct run_term *term)
{
	uint32_t document = 0;
	for (uint64_t left = read_varint(runs, run); left > 0 && !runs->failed; left--) {
		uint64_t value = read_varint(runs, run);
		document += (uint32_t)(value >> FIELD_BITS);
		for (int field = 0; field < INDEX_FIELD__MAX; field++)
			if (value >> field & 1) {
				term->documents[field] = grow(term->documents[field], &term->capacities[field],
							      term->counts[field] + 1, sizeof(uint32_t));
				term->documents[field][term->counts[field]++] = document;
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
