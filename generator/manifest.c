#include "manifest.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/span.h>

#include "sorting.h"
#include "stream.h"

#define STREAM_BYTES ((size_t)1 << 20)   /* of facts in memory before they go to the file */
#define SORTING_BYTES ((size_t)16 << 20) /* of facts sorted at a time */
#define SLOTS_FIRST 1024
#define PLACE_BYTES 8 /* records begin at multiples of it */
#define PIECE_BYTES 65536

/* The facts of a file in a stream, followed by its path, a NUL, and what fills it up to PLACE_BYTES. */
struct record {
	uint64_t size_bytes;
	int64_t mtime_ns;
	uint32_t unit;
	uint16_t path_len;
	bool kept, leads;
	struct print print;
	struct digest sha256;
};

/* Where the record of a path stands, and by what of its hash it is told from most others. */
struct slot {
	uint32_t tag, place; /* place + 1, in PLACE_BYTES; 0: free */
};

struct manifest {
	const struct manifest *below;
	char *folder;
	struct stream *records; /* in the order they were added */
	struct slot *slots;     /* open addressing, at most three quarters full */
	size_t slot_count, count, kept_count, unit_count;
	uint64_t total_bytes;
	bool full; /* more than places can tell */

	struct stream *sorted;
	uint64_t *stretches; /* where each begins in it */
	size_t sorted_count;
	bool unsortable;
};

const char *file_facts_sha256(const struct file_facts *facts, struct arena *arena)
{
	char *hex = arena_alloc(arena, SHA256_HEX_LEN + 1);
	digest_hex(&facts->sha256, hex);
	return hex;
}

struct manifest *manifest_new(const char *folder)
{
	struct manifest *manifest = memory_alloc(sizeof *manifest);
	*manifest = (struct manifest){.slot_count = SLOTS_FIRST};
	manifest->folder = memory_alloc(strlen(folder) + 1);
	memcpy(manifest->folder, folder, strlen(folder) + 1);
	manifest->records = stream_new(folder, STREAM_BYTES);
	manifest->slots = memory_alloc(SLOTS_FIRST * sizeof *manifest->slots);
	memset(manifest->slots, 0, SLOTS_FIRST * sizeof *manifest->slots);
	return manifest;
}

struct manifest *manifest_new_above(const struct manifest *below)
{
	struct manifest *manifest = manifest_new(below->folder);
	manifest->below = below;
	return manifest;
}

void manifest_free(struct manifest *manifest)
{
	if (!manifest)
		return;
	stream_free(manifest->records);
	stream_free(manifest->sorted);
	free(manifest->stretches);
	free(manifest->slots);
	free(manifest->folder);
	free(manifest);
}

void manifest_clear(struct manifest *manifest)
{
	assert(!manifest->sorted);
	stream_clear(manifest->records);
	memset(manifest->slots, 0, manifest->slot_count * sizeof *manifest->slots);
	manifest->count = manifest->kept_count = manifest->unit_count = 0;
	manifest->total_bytes = 0;
}

static size_t record_size(size_t path_len)
{
	return (sizeof(struct record) + path_len + PLACE_BYTES) / PLACE_BYTES * PLACE_BYTES;
}

static void tell(const struct record *record, const char *path, struct file_facts *facts)
{
	*facts = (struct file_facts){.path = path,
				     .size_bytes = record->size_bytes,
				     .mtime_ns = record->mtime_ns,
				     .unit = record->unit,
				     .kept = record->kept,
				     .leads = record->leads,
				     .print = record->print,
				     .sha256 = record->sha256};
}

/* ---- finding ---- */

/* Whether the record at a place is that of the path. */
static bool is_at(const struct manifest *manifest, uint32_t place, struct span path, struct record *record)
{
	char bytes[sizeof *record + PATH_MAX];
	size_t size = sizeof *record + path.len + 1;
	if (size > sizeof bytes || stream_read(manifest->records, (uint64_t)place * PLACE_BYTES, bytes, size) < size)
		return false;
	memcpy(record, bytes, sizeof *record);
	return record->path_len == path.len && memcmp(bytes + sizeof *record, path.ptr, path.len + 1) == 0;
}

/* The slot of `path`: the one that is its own, whose record is then told, or the free one where it belongs. */
static struct slot *slot_of(const struct manifest *manifest, struct span path, uint64_t hash, struct record *record)
{
	size_t mask = manifest->slot_count - 1, at = hash & mask;
	uint32_t tag = (uint32_t)(hash >> 32);
	for (; manifest->slots[at].place; at = (at + 1) & mask)
		if (manifest->slots[at].tag == tag && is_at(manifest, manifest->slots[at].place - 1, path, record))
			break;
	return &manifest->slots[at];
}

/* What a slot keeps of the hash decides on its place, so that none has to be read again. */
static uint64_t hash_of(struct span path)
{
	uint64_t hash = span_hash(path) * 0x9E3779B97F4A7C15u;
	return hash >> 32 << 32 | hash >> 32;
}

static void enlarge(struct manifest *manifest)
{
	size_t old_count = manifest->slot_count, mask = 2 * old_count - 1;
	struct slot *old = manifest->slots;
	manifest->slot_count = 2 * old_count;
	manifest->slots = memory_alloc(manifest->slot_count * sizeof *manifest->slots);
	memset(manifest->slots, 0, manifest->slot_count * sizeof *manifest->slots);
	for (size_t i = 0; i < old_count; i++) {
		size_t at = old[i].tag & mask;
		if (!old[i].place)
			continue;
		while (manifest->slots[at].place)
			at = (at + 1) & mask;
		manifest->slots[at] = old[i];
	}
	free(old);
}

bool manifest_find(const struct manifest *manifest, const char *path, struct file_facts *facts)
{
	struct span wanted = span_of(path);
	uint64_t hash = hash_of(wanted);
	struct record record;
	for (; manifest; manifest = manifest->below)
		if (slot_of(manifest, wanted, hash, &record)->place) {
			tell(&record, path, facts);
			return true;
		}
	return false;
}

/* ---- adding ---- */

void manifest_add(struct manifest *manifest, const struct file_facts *facts)
{
	static const char filling[PLACE_BYTES];
	struct span path = span_of(facts->path);
	struct record record = {.size_bytes = facts->size_bytes,
				.mtime_ns = facts->mtime_ns,
				.unit = facts->unit,
				.path_len = (uint16_t)path.len,
				.kept = facts->kept,
				.leads = facts->leads,
				.print = facts->print,
				.sha256 = facts->sha256},
		      other;
	assert(path.len < PATH_MAX);
	if ((manifest->count + 1) * 4 > manifest->slot_count * 3)
		enlarge(manifest);
	uint64_t hash = hash_of(path), place = stream_length(manifest->records) / PLACE_BYTES;
	struct slot *slot = slot_of(manifest, path, hash, &other);
	assert(slot->place == 0); /* a path is put out once */
	manifest->full = manifest->full || place >= UINT32_MAX;
	*slot = (struct slot){(uint32_t)(hash >> 32), (uint32_t)place + 1};
	stream_add(manifest->records, &record, sizeof record);
	stream_add(manifest->records, path.ptr, path.len);
	stream_add(manifest->records, filling, record_size(path.len) - sizeof record - path.len);
	manifest->count++;
	manifest->kept_count += facts->kept;
	manifest->total_bytes += facts->size_bytes;
}

uint32_t manifest_new_unit(struct manifest *manifest)
{
	return (uint32_t)++manifest->unit_count;
}

size_t manifest_unit_count(const struct manifest *manifest)
{
	return manifest->unit_count;
}

size_t manifest_count(const struct manifest *manifest)
{
	return manifest->count;
}

size_t manifest_kept_count(const struct manifest *manifest)
{
	return manifest->kept_count;
}

uint64_t manifest_bytes(const struct manifest *manifest)
{
	return manifest->total_bytes;
}

bool manifest_failed(const struct manifest *manifest)
{
	bool failed = manifest->full || manifest->unsortable || stream_failed(manifest->records) ||
		      (manifest->sorted && stream_failed(manifest->sorted));
	return failed || (manifest->below && manifest_failed(manifest->below));
}

/* ---- sorted ---- */

/* The record a reader stands at; NULL when there is none. */
static const struct record *peek(struct stream_reader *reader, const char **path)
{
	const struct record *record = stream_peek(reader, sizeof *record);
	if (record)
		record = stream_peek(reader, record_size(record->path_len));
	*path = record ? (const char *)(record + 1) : NULL;
	return record;
}

static void gather(struct manifest *manifest, struct sorting *sorting)
{
	struct stream_reader reader;
	const struct record *record;
	const char *path;
	stream_reader_begin(&reader, manifest->records, 0, stream_length(manifest->records));
	while ((record = peek(&reader, &path)) != NULL) {
		size_t size = record_size(record->path_len);
		sorting_add(sorting, (struct span){path, record->path_len}, record, size);
		stream_skip(&reader, size);
	}
	stream_reader_end(&reader);
}

static enum status take_sorted(struct manifest *manifest, struct sorting *sorting)
{
	struct span path, record;
	enum status status;
	size_t count = 0;
	manifest->sorted = stream_new(manifest->folder, STREAM_BYTES);
	manifest->stretches =
	    memory_resize(manifest->stretches, (manifest->count / MANIFEST_STRETCH + 1) * sizeof *manifest->stretches);
	while ((status = sorting_next(sorting, &path, &record)) == STATUS_OK) {
		uint64_t at = stream_add(manifest->sorted, record.ptr, record.len);
		if (count % MANIFEST_STRETCH == 0)
			manifest->stretches[count / MANIFEST_STRETCH] = at;
		count++;
	}
	manifest->sorted_count = count;
	return status == STATUS_NOT_FOUND && count == manifest->count ? STATUS_OK : STATUS_IO;
}

enum status manifest_sort(struct manifest *manifest)
{
	if (manifest->sorted && manifest->sorted_count == manifest->count)
		return manifest_failed(manifest) ? STATUS_IO : STATUS_OK;
	stream_free(manifest->sorted);
	struct sorting *sorting = sorting_new(manifest->folder, SORTING_BYTES);
	gather(manifest, sorting);
	enum status status = take_sorted(manifest, sorting);
	sorting_free(sorting);
	manifest->unsortable = status != STATUS_OK;
	return manifest_failed(manifest) ? STATUS_IO : status;
}

struct manifest_reader {
	struct stream_reader records;
	size_t skip; /* bytes of the record that was given last */
	struct file_facts facts;
};

struct manifest_reader *manifest_read(const struct manifest *manifest, size_t stretch)
{
	struct manifest_reader *reader = memory_alloc(sizeof *reader);
	bool is_there = stretch * MANIFEST_STRETCH < manifest->count;
	assert(manifest->sorted && manifest->sorted_count == manifest->count);
	uint64_t end = stream_length(manifest->sorted);
	stream_reader_begin(&reader->records, manifest->sorted, is_there ? manifest->stretches[stretch] : end, end);
	reader->skip = 0;
	return reader;
}

struct manifest_reader *manifest_read_added(const struct manifest *manifest)
{
	struct manifest_reader *reader = memory_alloc(sizeof *reader);
	stream_reader_begin(&reader->records, manifest->records, 0, stream_length(manifest->records));
	reader->skip = 0;
	return reader;
}

void manifest_reader_free(struct manifest_reader *reader)
{
	stream_reader_end(&reader->records);
	free(reader);
}

const struct file_facts *manifest_next(struct manifest_reader *reader)
{
	const char *path;
	stream_skip(&reader->records, reader->skip);
	const struct record *record = peek(&reader->records, &path);
	reader->skip = record ? record_size(record->path_len) : 0;
	if (!record)
		return NULL;
	tell(record, path, &reader->facts);
	return &reader->facts;
}

bool manifest_write(const struct manifest *manifest, enum manifest_scope scope,
		    bool (*take)(void *context, const char *bytes, size_t len), void *context)
{
	struct manifest_reader *reader = manifest_read(manifest, 0);
	const struct file_facts *facts;
	struct buf lines;
	bool taken = true;
	buf_init(&lines, BUF_MAX_DEFAULT);
	while (taken && (facts = manifest_next(reader)) != NULL) {
		char hex[SHA256_HEX_LEN + 1];
		if (scope == MANIFEST_SERVED && facts->path[0] == '.')
			continue;
		digest_hex(&facts->sha256, hex);
		buf_add(&lines, hex, SHA256_HEX_LEN);
		buf_add(&lines, "  ", 2);
		buf_str(&lines, facts->path);
		buf_byte(&lines, '\n');
		if (lines.len < PIECE_BYTES)
			continue;
		taken = take(context, lines.bytes, lines.len);
		buf_reset(&lines);
	}
	taken = taken && take(context, lines.bytes, lines.len) && !manifest_failed(manifest);
	buf_free(&lines);
	manifest_reader_free(reader);
	return taken;
}
