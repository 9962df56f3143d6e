/* test_missed.c -- searches that found nothing: what is counted, what is told, and what is never kept. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "missed.h"
#include "tap.h"

#define DAY 20000
#define NETWORKS 60

static char folder[] = "/tmp/headwater-missed-XXXXXX";
static char path[64];

static struct missed *open_new(void)
{
	struct missed *missed = NULL;
	if (!path[0]) {
		if (!mkdtemp(folder))
			abort();
		snprintf(path, sizeof path, "%s/missed", folder);
	}
	unlink(path);
	CHECK_INT(missed_open(path, &missed), STATUS_OK);
	return missed;
}

/* From so many networks, once each. */
static void add(struct missed *missed, const char *words, int networks)
{
	for (int i = 0; i < networks; i++) {
		char network[32];
		snprintf(network, sizeof network, "192.0.%d.0", i);
		missed_add(missed, words, network, DAY + (uint32_t)(i % 2));
	}
}

static const char *listed(const struct missed *missed)
{
	static char text[65536];
	FILE *out = tmpfile();
	missed_list(missed, out);
	rewind(out);
	text[fread(text, 1, sizeof text - 1, out)] = '\0';
	fclose(out);
	const char *rows = strchr(text, '\n');
	return rows ? rows + 1 : "";
}

static void counts(void)
{
	struct missed *missed = open_new(), *other;
	CHECK_INT(missed_open(path, &other), STATUS_OK);
	add(missed, "  ETC  绑定 ", NETWORKS);
	add(other, "ｅｔｃ 綁定", NETWORKS); /* the same word, counted by another worker */
	add(missed, "彩票,\"开奖\"", NETWORKS);
	CHECK_STR(listed(other),
		  "etc 绑定,120,2024-10-04,2024-10-05\r\n\"彩票,\"\"开奖\"\"\",60,2024-10-04,2024-10-05\r\n");
	missed_close(other);
	missed_close(missed);
}

static void threshold(void)
{
	struct missed *missed = open_new();
	for (int i = 0; i < 1000; i++)
		missed_add(missed, "一个人的词", "192.0.2.0", DAY);
	add(missed, "四个人的词", MISSED_NETWORKS - 1);
	CHECK_STR(listed(missed), "");
	missed_close(missed);
}

static void persons(void)
{
	static const char *const words[] = {"13897612345",
					    "138 9761 2345",
					    "0971-6123456",
					    "63010219800101123X",
					    "１３８９７６１２３４５",
					    "张三 630102198001011234",
					    "a@example.org",
					    "https://example.org/x",
					    "www.example.org",
					    "  ",
					    "\t"};
	char bytes[1 << 10], longest[MISSED_TERM_BYTES * 2];
	struct missed *missed = open_new();
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	add(missed, longest, NETWORKS);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		add(missed, words[i], NETWORKS);
	missed_close(missed);
	FILE *file = fopen(path, "rb");
	size_t len, kept = 0;
	CHECK(fseek(file, 32, SEEK_SET) == 0);
	while ((len = fread(bytes, 1, sizeof bytes, file)) > 0)
		for (size_t i = 0; i < len; i++)
			kept += bytes[i] != 0;
	fclose(file);
	CHECK_INT(kept, 0); /* not even counted */
}

static void bounded(void)
{
	struct missed *missed = open_new();
	char word[32];
	add(missed, "常用词", NETWORKS);
	for (int i = 0; i < 20000; i++) {
		snprintf(word, sizeof word, "词%c%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26,
			 'a' + i / 17576);
		missed_add(missed, word, "192.0.2.0", DAY);
	}
	CHECK_STR(listed(missed), "常用词,60,2024-10-04,2024-10-05\r\n"); /* rare words do not drive it out */
	missed_add(missed, "常用词", "192.0.2.0", DAY + MISSED_DAYS + 2);
	CHECK_STR(listed(missed), ""); /* long ago is another story */
	missed_close(missed);
}

static void refuses(void)
{
	struct missed *missed;
	missed_close(open_new());
	FILE *file = fopen(path, "r+b");
	CHECK(fputc('x', file) == 'x' && fclose(file) == 0);
	CHECK_INT(missed_open(path, &missed), STATUS_CORRUPT);
	CHECK(missed == NULL);
	CHECK(truncate(path, 100) == 0);
	CHECK_INT(missed_open(path, &missed), STATUS_CORRUPT);
	CHECK_INT(missed_open("/nowhere/missed", &missed), STATUS_IO);
	unlink(path);
	rmdir(folder);
}

TAP_MAIN({"words are counted together", counts}, {"nothing is told of few", threshold},
	 {"what names persons is not kept", persons}, {"room is bounded", bounded},
	 {"another file is refused", refuses})
