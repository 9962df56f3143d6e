#include "sorting.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "stream.h"

/* What stands before a record's key and value. */
struct lengths {
	uint32_t key, value;
};

/* A record in memory. */
struct place {
	uint64_t prefix; /* the first 8 bytes of its key, to compare by */
	size_t at;
};

/* A run being read: its first record is peeked at. */
struct run {
	struct stream_reader reader;
	uint64_t from, to;
	uint64_t prefix;
	struct span key, value;
	uint32_t number;
};

struct sorting {
	size_t memory_bytes;
	struct buf records;
	struct place *places;
	size_t count, capacity, next;
	struct stream *stream;
	struct run *runs;
	size_t run_count, run_capacity;
	struct run **heap; /* runs with records left; the least first */
	size_t heap_count;
	bool reading, failed;
};

struct sorting *sorting_new(const char *folder, size_t memory_bytes)
{
	struct sorting *sorting = memory_alloc(sizeof *sorting);
	*sorting = (struct sorting){.memory_bytes = memory_bytes, .stream = stream_new(folder, 256 * 1024)};
	buf_init(&sorting->records, SIZE_MAX / 2);
	return sorting;
}

void sorting_free(struct sorting *sorting)
{
	for (size_t i = 0; i < sorting->run_count; i++)
		stream_reader_end(&sorting->runs[i].reader);
	free(sorting->runs);
	free(sorting->heap);
	free(sorting->places);
	buf_free(&sorting->records);
	stream_free(sorting->stream);
	free(sorting);
}

static uint64_t prefix_of(struct span key)
{
	unsigned char bytes[8] = {0};
	uint64_t prefix;
	memcpy(bytes, key.ptr, key.len < 8 ? key.len : 8);
	memcpy(&prefix, bytes, 8);
	return be64toh(prefix);
}

static int compare(struct span one, struct span other)
{
	int order = memcmp(one.ptr, other.ptr, one.len < other.len ? one.len : other.len);
	return order ? order : (one.len > other.len) - (one.len < other.len);
}

/* ---- in memory ---- */

static struct lengths record_at(const struct sorting *sorting, size_t at, struct span *key, struct span *value)
{
	struct lengths lengths;
	const char *from = sorting->records.bytes + at;
	memcpy(&lengths, from, sizeof lengths);
	*key = (struct span){from + sizeof lengths, lengths.key};
	*value = (struct span){key->ptr + lengths.key, lengths.value};
	return lengths;
}

static const struct sorting *compared; /* qsort has no context; one is sorted at a time */

static int by_key(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	struct span one, other, value;
	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	record_at(compared, x->at, &one, &value);
	record_at(compared, y->at, &other, &value);
	int order = compare(one, other);
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void sort_memory(struct sorting *sorting)
{
	compared = sorting;
	if (sorting->count > 1)
		qsort(sorting->places, sorting->count, sizeof *sorting->places, by_key);
}

static void write_run(struct sorting *sorting)
{
	if (sorting->run_count == sorting->run_capacity) {
		sorting->run_capacity = sorting->run_capacity ? 2 * sorting->run_capacity : 16;
		sorting->runs = memory_resize(sorting->runs, sorting->run_capacity * sizeof *sorting->runs);
	}
	struct run *run = &sorting->runs[sorting->run_count];
	*run = (struct run){.number = (uint32_t)sorting->run_count++, .from = stream_length(sorting->stream)};
	sort_memory(sorting);
	for (size_t i = 0; i < sorting->count; i++) {
		struct span key, value;
		struct lengths lengths = record_at(sorting, sorting->places[i].at, &key, &value);
		stream_add(sorting->stream, sorting->records.bytes + sorting->places[i].at,
			   sizeof lengths + lengths.key + lengths.value);
	}
	run->to = stream_length(sorting->stream);
	sorting->count = 0;
	buf_reset(&sorting->records);
}

void sorting_add(struct sorting *sorting, struct span key, const void *value, size_t value_len)
{
	const struct lengths lengths = {(uint32_t)key.len, (uint32_t)value_len};
	if (sorting->records.len > sorting->memory_bytes)
		write_run(sorting);
	if (sorting->count == sorting->capacity) {
		sorting->capacity = sorting->capacity ? 2 * sorting->capacity : 1024;
		sorting->places = memory_resize(sorting->places, sorting->capacity * sizeof *sorting->places);
	}
	sorting->places[sorting->count++] = (struct place){prefix_of(key), sorting->records.len};
	buf_add(&sorting->records, &lengths, sizeof lengths);
	buf_add(&sorting->records, key.ptr, key.len);
	buf_add(&sorting->records, value, value_len);
}

/* ---- merging ---- */

/* Peeks at the run's next record. False: there is none, or it cannot be read. */
static bool peek(struct sorting *sorting, struct run *run)
{
	struct lengths lengths;
	if (run->from == run->to)
		return false;
	const char *bytes = stream_peek(&run->reader, sizeof lengths);
	if (bytes) {
		memcpy(&lengths, bytes, sizeof lengths);
		bytes = stream_peek(&run->reader, sizeof lengths + lengths.key + lengths.value);
	}
	if (!bytes) {
		sorting->failed = true;
		return false;
	}
	run->key = (struct span){bytes + sizeof lengths, lengths.key};
	run->value = (struct span){run->key.ptr + lengths.key, lengths.value};
	run->prefix = prefix_of(run->key);
	return true;
}

static void skip(struct run *run)
{
	size_t len = sizeof(struct lengths) + run->key.len + run->value.len;
	stream_skip(&run->reader, len);
	run->from += len;
}

static bool is_before(const struct run *one, const struct run *other)
{
	if (one->prefix != other->prefix)
		return one->prefix < other->prefix;
	int order = compare(one->key, other->key);
	return order ? order < 0 : one->number < other->number;
}

/* Lets the run at `at` sink to where it belongs. */
static void settle(struct sorting *sorting, size_t at)
{
	struct run **heap = sorting->heap, *run = heap[at];
	for (size_t child; (child = 2 * at + 1) < sorting->heap_count; at = child) {
		if (child + 1 < sorting->heap_count && is_before(heap[child + 1], heap[child]))
			child++;
		if (!is_before(heap[child], run))
			break;
		heap[at] = heap[child];
	}
	heap[at] = run;
}

static void begin_merge(struct sorting *sorting)
{
	if (sorting->count > 0)
		write_run(sorting);
	free(sorting->places);
	sorting->places = NULL;
	buf_free(&sorting->records);
	buf_init(&sorting->records, 0);
	sorting->heap = memory_alloc(sorting->run_count * sizeof *sorting->heap);
	for (size_t i = 0; i < sorting->run_count; i++) {
		struct run *run = &sorting->runs[i];
		stream_reader_begin(&run->reader, sorting->stream, run->from, run->to);
		if (peek(sorting, run))
			sorting->heap[sorting->heap_count++] = run;
	}
	for (size_t i = sorting->heap_count; i-- > 0;)
		settle(sorting, i);
}

static enum status next_merged(struct sorting *sorting, bool first, struct span *key, struct span *value)
{
	if (!first && sorting->heap_count > 0) { /* what was given last is done with */
		skip(sorting->heap[0]);
		if (!peek(sorting, sorting->heap[0]))
			sorting->heap[0] = sorting->heap[--sorting->heap_count];
		if (sorting->heap_count > 0)
			settle(sorting, 0);
	}
	if (sorting->failed || stream_failed(sorting->stream))
		return STATUS_IO;
	if (sorting->heap_count == 0)
		return STATUS_NOT_FOUND;
	*key = sorting->heap[0]->key;
	*value = sorting->heap[0]->value;
	return STATUS_OK;
}

enum status sorting_next(struct sorting *sorting, struct span *key, struct span *value)
{
	bool first = !sorting->reading;
	sorting->reading = true;
	if (first && sorting->run_count > 0)
		begin_merge(sorting);
	else if (first)
		sort_memory(sorting);
	if (sorting->run_count > 0)
		return next_merged(sorting, first, key, value);
	if (sorting->next == sorting->count)
		return STATUS_NOT_FOUND;
	record_at(sorting, sorting->places[sorting->next++].at, key, value);
	return STATUS_OK;
}
