/* What grows beyond memory: streams, sorting, and the manifest that stands on both. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/arena.h>

#include "manifest.h"
#include "sorting.h"
#include "stream.h"
#include "tap.h"

#define FOLDER "/tmp"

static void a_stream_gives_back_what_it_took(void)
{
	struct stream *stream = stream_new(FOLDER, 64);
	char line[32], back[32];
	for (int i = 0; i < 1000; i++) {
		int len = snprintf(line, sizeof line, "%06d,", i);
		CHECK_INT(stream_add(stream, line, (size_t)len), i * 7);
	}
	CHECK_INT(stream_length(stream), 7000);
	CHECK_INT(stream_read(stream, 7 * 500, back, 7), 7);
	CHECK(memcmp(back, "000500,", 7) == 0);
	CHECK_INT(stream_read(stream, 6990, back, 20), 10); /* the file's end and what is in memory */
	CHECK(memcmp(back, "98,000999,", 10) == 0);
	CHECK_INT(stream_read(stream, 7000, back, 1), 0);

	struct stream_reader reader;
	stream_reader_begin(&reader, stream, 70, 7000);
	for (int i = 10; i < 1000; i++) {
		const char *got = stream_peek(&reader, 7);
		snprintf(line, sizeof line, "%06d,", i);
		CHECK(got && memcmp(got, line, 7) == 0);
		stream_skip(&reader, 7);
	}
	CHECK(stream_peek(&reader, 1) == NULL);
	stream_reader_end(&reader);
	CHECK(!stream_failed(stream));
	stream_clear(stream);
	CHECK_INT(stream_length(stream), 0);
	CHECK_INT(stream_add(stream, "again", 5), 0);
	CHECK_INT(stream_read(stream, 0, back, 5), 5);
	CHECK(memcmp(back, "again", 5) == 0);
	stream_free(stream);
}

static void a_stream_without_a_folder_fails(void)
{
	struct stream *stream = stream_new(FOLDER "/there-is-no-such-folder", 4);
	char back[8];
	stream_add(stream, "abc", 3);
	CHECK(!stream_failed(stream));
	stream_add(stream, "defg", 4);
	CHECK(stream_failed(stream));
	CHECK_INT(stream_read(stream, 0, back, 7), 0);
	stream_free(stream);

	struct sorting *sorting = sorting_new(FOLDER "/there-is-no-such-folder", 4);
	static const char block[300 * 1024];
	struct span key, value;
	for (int i = 0; i < 3; i++)
		sorting_add(sorting, span_of("key"), block, sizeof block);
	CHECK_INT(sorting_next(sorting, &key, &value), STATUS_IO);
	sorting_free(sorting);
}

/* Keys of few bytes and many, some of them several times; the same order in memory and in runs. */
static void sort(size_t memory_bytes)
{
	struct sorting *sorting = sorting_new(FOLDER, memory_bytes);
	struct span key, value;
	char text[64], last[64] = "";
	uint32_t state = 1, last_added = 0;
	size_t count = 0;
	enum status status;
	for (uint32_t i = 0; i < 5000; i++) {
		state = state * 1664525 + 1013904223;
		int len = snprintf(text, sizeof text, state >> 31 ? "common beginning %u" : "%u", state >> 20 & 1023);
		sorting_add(sorting, (struct span){text, (size_t)len}, &i, sizeof i);
	}
	while ((status = sorting_next(sorting, &key, &value)) == STATUS_OK) {
		uint32_t added;
		snprintf(text, sizeof text, "%.*s", SPAN_FMT(key));
		CHECK_INT(value.len, sizeof added);
		memcpy(&added, value.ptr, sizeof added);
		int order = strcmp(last, text);
		CHECK(order < 0 || (order == 0 && last_added < added));
		strcpy(last, text);
		last_added = added;
		count++;
	}
	CHECK_INT(status, STATUS_NOT_FOUND);
	CHECK_INT(count, 5000);
	sorting_free(sorting);
}

static void records_come_in_order(void)
{
	sort(SIZE_MAX / 4);
	sort(60000); /* a few runs */
	sort(100);   /* many */
	struct sorting *none = sorting_new(FOLDER, 10);
	struct span key, value;
	CHECK_INT(sorting_next(none, &key, &value), STATUS_NOT_FOUND);
	sorting_free(none);
}

#define FILES 200000 /* their facts are more than what is held in memory, and more than what is sorted at a time */

static const char *path_of(uint32_t number, char path[64])
{
	snprintf(path, 64, "%s/%07u/index.html", number % 3 ? "datasets" : ".headwater", number * 7919 % FILES);
	return path;
}

static struct file_facts facts_of(uint32_t number, char path[64])
{
	struct file_facts facts = {.path = path_of(number, path),
				   .size_bytes = number,
				   .mtime_ns = -(int64_t)number,
				   .unit = number / 2 + 1,
				   .leads = number % 2 == 0,
				   .kept = number % 5 == 0};
	facts.sha256 = digest_of(&number, sizeof number);
	facts.print.bytes[3] = (unsigned char)number;
	return facts;
}

static bool same(const struct file_facts *a, const struct file_facts *b)
{
	return strcmp(a->path, b->path) == 0 && a->size_bytes == b->size_bytes && a->mtime_ns == b->mtime_ns &&
	       a->unit == b->unit && a->leads == b->leads && a->kept == b->kept && print_equal(&a->print, &b->print) &&
	       digest_equal(&a->sha256, &b->sha256);
}

static void a_manifest_holds_many_files(void)
{
	struct manifest *manifest = manifest_new(FOLDER);
	struct file_facts found;
	char path[64];
	for (uint32_t i = 0; i < FILES; i++) {
		struct file_facts facts = facts_of(i, path);
		manifest_add(manifest, &facts);
		if (i % 1000 == 0)
			CHECK(manifest_find(manifest, path, &found) && same(&facts, &found));
	}
	for (uint32_t i = 0; i < FILES; i += 7) {
		struct file_facts facts = facts_of(i, path);
		CHECK(manifest_find(manifest, path, &found) && same(&facts, &found));
	}
	CHECK(!manifest_find(manifest, "datasets/0000000/index.htm", &found));
	CHECK_INT(manifest_count(manifest), FILES);
	CHECK_INT(manifest_kept_count(manifest), FILES / 5);
	CHECK_INT(manifest_bytes(manifest), (uint64_t)FILES * (FILES - 1) / 2);

	CHECK_INT(manifest_sort(manifest), STATUS_OK);
	manifest_add(manifest, &(struct file_facts){.path = "SHA256SUMS"});
	CHECK_INT(manifest_sort(manifest), STATUS_OK);
	struct manifest_reader *all = manifest_read(manifest, 0), *stretch = NULL;
	char last[64] = "";
	size_t count = 0;
	for (const struct file_facts *facts; (facts = manifest_next(all)) != NULL; count++) {
		CHECK(strcmp(last, facts->path) < 0);
		snprintf(last, sizeof last, "%s", facts->path);
		if (count % MANIFEST_STRETCH != 0)
			continue;
		stretch = manifest_read(manifest, count / MANIFEST_STRETCH);
		CHECK(same(manifest_next(stretch), facts));
		manifest_reader_free(stretch);
	}
	CHECK_INT(count, FILES + 1);
	manifest_reader_free(all);
	stretch = manifest_read(manifest, count / MANIFEST_STRETCH + 1);
	CHECK(manifest_next(stretch) == NULL);
	manifest_reader_free(stretch);
	CHECK(!manifest_failed(manifest));
	manifest_free(manifest);
}

static void one_above_another_forgets_only_its_own(void)
{
	struct manifest *below = manifest_new(FOLDER), *above = manifest_new_above(below);
	struct file_facts found;
	manifest_add(below, &(struct file_facts){.path = "a", .size_bytes = 1});
	manifest_add(above, &(struct file_facts){.path = "b", .size_bytes = 2});
	CHECK(manifest_find(above, "a", &found) && found.size_bytes == 1);
	CHECK(manifest_find(above, "b", &found) && found.size_bytes == 2);
	CHECK(!manifest_find(below, "b", &found));
	manifest_clear(above);
	CHECK(manifest_find(above, "a", &found));
	CHECK(!manifest_find(above, "b", &found));
	manifest_add(above, &(struct file_facts){.path = "b", .size_bytes = 3});
	CHECK(manifest_find(above, "b", &found) && found.size_bytes == 3);
	manifest_free(above);
	manifest_free(below);
}

static void lines_are_those_of_sha256sum(void)
{
	struct manifest *manifest = manifest_new(FOLDER);
	struct arena *arena = arena_new();
	struct file_facts facts = {.path = "x", .sha256 = digest_of("one", 3)};
	manifest_add(manifest, &facts);
	CHECK_STR(file_facts_sha256(&facts, arena), "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
	CHECK(digest_equal(&facts.sha256, &(struct digest[]){digest_parse(file_facts_sha256(&facts, arena))}[0]));
	arena_free(arena);
	manifest_free(manifest);
}

TAP_MAIN({"a stream gives back what it took", a_stream_gives_back_what_it_took},
	 {"a stream without a folder fails", a_stream_without_a_folder_fails},
	 {"records come in order, in memory and beyond", records_come_in_order},
	 {"a manifest holds many files", a_manifest_holds_many_files},
	 {"one above another forgets only its own", one_above_another_forgets_only_its_own},
	 {"digests are written as sha256sum does", lines_are_those_of_sha256sum})
