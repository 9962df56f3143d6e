/*
 * fuzz_index.c -- a search index with bytes changed at will: it is refused, or every question is answered without a step
 * outside the file. Input: a place (4 bytes) and a byte to put there; the sum of the header is made right again,
 * so that what lies behind them is reached.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "docset.h"
#include "index.h"
#include "index/search_writer.h"
#include "match.h"
#include "sound.h"
#include "words.h"

static struct arena *arena;
static struct folder *folder;
static unsigned char *whole, *changed;
static size_t size;
static char identity[SHA256_HEX_LEN + 1], path[] = "/tmp/headwater-fuzz-index-XXXXXX";

static void must(int holds)
{
	if (!holds)
		abort();
}

static void make_index(void)
{
	static const char *const titles[] = {"青海省医院名单", "西宁市学校 2025 年", "GB2260 行政区划", "公交站点"};
	struct search_writer *writer;
	struct stat facts;
	must(search_writer_new(path, folder, 1, &writer) == STATUS_OK);
	for (uint32_t i = 0; i < 150; i++) {
		const char *title = titles[i % 4 == 3 ? i % 3 : i % 4];
		char id[16];
		uint32_t values[] = {i % 3, 1u << INDEX_FACET_SHIFT | i % 5};
		snprintf(id, sizeof id, "d%u", i);
		struct search_facts facts_of = {.id = id,
						.titles = {title, NULL},
						.twin = {title, strlen(title)},
						.values = {values, values, values},
						.value_counts = {2, 1, 2}};
		search_writer_text(writer, INDEX_TITLE, title, strlen(title));
		search_writer_text(writer, INDEX_TAG, id, strlen(id));
		must(search_writer_document(writer, &facts_of) == STATUS_OK);
	}
	must(search_writer_finish(writer, identity) == STATUS_OK);
	search_writer_free(writer);
	FILE *file = fopen(path, "rb");
	must(file && stat(path, &facts) == 0);
	size = (size_t)facts.st_size;
	whole = memory_alloc(size);
	changed = memory_alloc(size);
	must(fread(whole, 1, size, file) == size);
	fclose(file);
}

/* What is asked, and where, goes by the input too: one question a time is quick. */
static void ask(const struct index *index, unsigned choice)
{
	static const char *const texts[] = {"医院", "青海省医院", "学", "gb2260", "yiyuan", "xzqh", "d59", "公交 站点"};
	struct matcher matcher = {.index = index, .sounds = sound_load(index, arena), .folder = folder, .arena = arena};
	const char *text = texts[choice % (sizeof texts / sizeof *texts)];
	struct words words;
	struct docset set;
	struct docset_walk walk = {0};
	uint32_t document;
	words_read(folder, text, arena, &words);
	match_words(&matcher, &words, (enum match_place)(choice / 8 % 4), &set);
	while (docset_next(index, &set, &walk, &document)) {
		must(document >= 1 && document <= index->count);
		index_title(index, document, 0);
		index_sort_key(index, document, INDEX_SORT_ROWS);
		must(index_title_length(index, document) > 0);
	}
	index_verify(index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t data_size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t data_size)
{
	struct index *index;
	const char *error;
	if (!arena) {
		arena = arena_new();
		folder = folder_new();
		close(mkstemp(path));
		make_index();
	}
	memcpy(changed, whole, size);
	for (size_t at = 0; at + 5 <= data_size; at += 5)
		changed[(data[at] | data[at + 1] << 8 | data[at + 2] << 16) % size] = data[at + 4];
	uint64_t sum = htole64(index_sum(INDEX_SUM_START, changed, INDEX_HEADER_SIZE - 8));
	memcpy(changed + INDEX_HEADER_SIZE - 8, &sum, sizeof sum);
	int fd = open(path, O_WRONLY | O_TRUNC);
	must(fd >= 0 && write(fd, changed, size) == (ssize_t)size);
	close(fd);
	enum status status = index_open(path, identity, arena, &index, &error);
	must(status == STATUS_OK || (status == STATUS_CORRUPT && error));
	if (status == STATUS_OK) {
		ask(index, data_size > 0 ? data[data_size - 1] : 0);
		index_close(index);
	}
	arena_reset(arena);
	return 0;
}
