/* What is kept between builds is found again as it was, and nothing else is. */
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "memo.h"
#include "recall.h"

static struct arena *arena;
static char dir[64];
static const struct print question = {{1}}, other = {{2}};

static const char *path_of(const char *name)
{
	return arena_printf(arena, "%s/%s", dir, name);
}

static void keep(const char *bytes, size_t len)
{
	struct memo_draft *draft = memo_begin(dir, "m", &question);
	for (size_t at = 0; at < len; at += 1000) /* in pieces */
		memo_add(draft, bytes + at, len - at < 1000 ? len - at : 1000);
	memo_end(draft);
}

static void finds(void)
{
	static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 200000};
	char *bytes;
	struct span found;
	arena = arena_new();
	bytes = arena_alloc(arena, 200000);
	for (size_t i = 0; i < 200000; i++)
		bytes[i] = (char)(i * 7 + i / 251);
	strcpy(dir, "/tmp/memo-XXXXXX");
	CHECK(mkdtemp(dir) != NULL);
	CHECK(!memo_find(dir, "m", &question, &found));
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		keep(bytes, sizes[i]);
		if (CHECK(memo_find(dir, "m", &question, &found)))
			CHECK(found.len == sizes[i] && memcmp(found.ptr, bytes, found.len) == 0);
	}
	CHECK(!memo_find(dir, "m", &other, &found));
	CHECK(!memo_find(dir, "n", &question, &found));
	CHECK(!memo_find(NULL, "m", &question, &found));
	CHECK(memo_begin(NULL, "m", &question) == NULL);
	CHECK(memo_begin("/nowhere", "m", &question) == NULL);
	CHECK(access(path_of(".m.new"), F_OK) != 0);
}

/* Every byte counts, and so does the length. */
static void refuses(void)
{
	struct span found;
	keep("The same again.", 15);
	if (!CHECK(memo_find(dir, "m", &question, &found)))
		return;
	size_t len = found.len + (size_t)(found.ptr - (const char *)((uintptr_t)found.ptr & ~(uintptr_t)4095));
	char *good = arena_copy(arena, found.ptr + found.len - len, len);
	for (size_t i = 0; i <= len; i++) {
		FILE *file = fopen(path_of("m"), "wb");
		char byte = i < len ? (char)(good[i] ^ 0x10) : 'x';
		CHECK(file && fwrite(good, 1, i, file) == i && fwrite(&byte, 1, 1, file) == 1);
		if (i < len)
			CHECK(fwrite(good + i + 1, 1, len - i - 1, file) == len - i - 1);
		fclose(file);
		CHECK(!memo_find(dir, "m", &question, &found));
		CHECK_INT(truncate(path_of("m"), (off_t)i), 0);
		if (i < len)
			CHECK(!memo_find(dir, "m", &question, &found));
	}
	CHECK(memo_find(dir, "m", &question, &found)); /* cut back to what it was */
	memo_forget(dir);
	CHECK(!memo_find(dir, "m", &question, &found));
}

static struct recall *open_table(size_t max_bytes)
{
	struct recall_place place = {dir, "table", question};
	return recall_open(&place, max_bytes, arena);
}

static struct recall_key key_of(size_t number)
{
	const char *text = arena_printf(arena, "%zu", number);
	return recall_key((struct recall_key){1, 2}, span_of(text));
}

static size_t count_found(struct recall *table, size_t from, size_t to)
{
	size_t count = 0;
	struct span answer;
	for (size_t i = from; i < to; i++)
		if (recall_find(table, key_of(i), &answer)) {
			CHECK(span_is(answer, arena_printf(arena, "answer %zu", i)));
			count++;
		}
	return count;
}

static void add(struct recall *table, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		recall_add(table, key_of(i), span_of(arena_printf(arena, "answer %zu", i)));
}

static void recalls(void)
{
	struct recall *table = open_table(1 << 20);
	CHECK_INT(count_found(table, 0, 10), 0);
	add(table, 0, 5000);
	CHECK_INT(count_found(table, 0, 5001), 5000);
	recall_keep(table);
	table = open_table(1 << 20);
	CHECK_INT(count_found(table, 1000, 3000), 2000);
	add(table, 5000, 5010);
	recall_keep(table);
	table = open_table(1 << 20); /* what nobody asked for is gone */
	CHECK_INT(count_found(table, 0, 5010), 2010);
	table = open_table(1 << 20);
	recall_seal(table);
	CHECK_INT(count_found(table, 0, 5010), 2010);
	add(table, 0, 1);
	CHECK_INT(count_found(table, 0, 1), 0);
	table = open_table(0); /* full */
	add(table, 0, 1);
	CHECK_INT(count_found(table, 0, 1), 0);
	CHECK_INT(system(arena_printf(arena, "rm -r '%s'", dir)), 0);
	arena_free(arena);
}

TAP_MAIN({"finds what was kept", finds}, {"refuses what was changed or cut", refuses}, {"recalls answers", recalls})
