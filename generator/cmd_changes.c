/* headwater changes: what differs from the catalogue as it was recorded the time before; --record keeps it. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <headwater/buf.h>

#include "cmd.h"
#include "history.h"
#include "rules.h"
#include "stages.h"

static const char usage[] = "usage: headwater changes [-C content] [--record] [--lang zh|en] [--now YYYY-MM-DD]\n";

static const char help[] =
    "\n"
    "Compares the content with what was recorded the time before, dataset by dataset and item by item.\n"
    "\n"
    "  -C, --content FOLDER  the content folder (default: content)\n"
    "      --record          append what is new to changes.csv, and keep the prints of today in changes.prints.csv\n"
    "      --lang zh|en      language of messages\n"
    "      --now YYYY-MM-DD  the day of the record (default: today in China)\n"
    "\n"
    "The first record only keeps the prints. A dataset that is gone must stand in withdrawn.csv or renamed.csv.\n";

struct changes {
	const char *content_dir, *now;
	bool record, help;
	enum lang lang;
	struct arena *arena;
	struct model model;
	struct diags diags;
	bool begun; /* there was a record before this one */
	struct kept_prints *kept;
	size_t kept_count;
	struct buf rows, prints; /* what is new for each of the two files */
	size_t added, changed;
};

static bool parse_options(struct changes *changes, int argc, char **argv)
{
	static const struct option options[] = {
	    {"content", required_argument, NULL, 'C'}, {"record", no_argument, NULL, 'r'},
	    {"lang", required_argument, NULL, 'l'},    {"now", required_argument, NULL, 'n'},
	    {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0},
	};
	int option;
	bool good = true;
	optind = 1;
	while (good && (option = getopt_long(argc, argv, "C:h", options, NULL)) != -1) {
		if (option == 'C')
			changes->content_dir = optarg;
		else if (option == 'n')
			changes->now = optarg;
		else if (option == 'l')
			good = lang_parse(optarg, &changes->lang);
		else
			good = option == 'r' || option == 'h';
		changes->record |= option == 'r';
		changes->help |= option == 'h';
	}
	return good && optind == argc;
}

/* ---- comparing ---- */

static int compare_kept(const void *a, const void *b)
{
	const struct kept_prints *x = a, *y = b;
	return strcmp(x->id, y->id);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A dataset that was renamed is known by its old prints. Sorted anew, for new names sort elsewhere. */
static void follow_renames(struct changes *changes)
{
	const struct model *model = &changes->model;
	for (size_t i = 0; i < changes->kept_count; i++) {
		struct kept_prints *kept = &changes->kept[i];
		const char *today = model_id_today(model, kept->id);
		if (!model_card(model, today) && !model_withdrawal(model, today))
			diag_add(&changes->diags, kept->place, &RULE_E245, kept->id, (char *)NULL);
		kept->id = today;
	}
	if (changes->kept_count > 0)
		qsort(changes->kept, changes->kept_count, sizeof *changes->kept, compare_kept);
}

static void add_row(struct changes *changes, const char *id, enum change_kind kind, const char *items)
{
	buf_printf(&changes->rows, "%s,%s,%s,%s\n", changes->model.now.text, id, change_kind_name(kind), items);
	printf("%s  %s  %s\n", change_kind_name(kind), id, items);
}

/* Names of the items whose prints differ, joined by ';', in byte order; "" when all are equal. */
static const char *differing(const struct changes *changes, const char *before, const char *now)
{
	size_t count = 0, items = history_item_count();
	const char **names = arena_array(changes->arena, items, sizeof *names), *joined = "";
	for (size_t i = 0; i < items; i++)
		if (memcmp(before + i * HISTORY_PRINT_CHARS, now + i * HISTORY_PRINT_CHARS, HISTORY_PRINT_CHARS) != 0)
			names[count++] = history_item_name(i);
	qsort(names, count, sizeof *names, compare_texts);
	for (size_t i = 0; i < count; i++)
		joined = arena_printf(changes->arena, "%s%s%s", joined, i > 0 ? ";" : "", names[i]);
	return joined;
}

static void compare(struct changes *changes)
{
	const struct model *model = &changes->model;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		const char *now = history_prints(dataset_items(model, card, scratch), scratch);
		struct kept_prints probe = {.id = card->id};
		const struct kept_prints *before =
		    changes->kept_count
			? bsearch(&probe, changes->kept, changes->kept_count, sizeof probe, compare_kept)
			: NULL;
		const char *items = before ? differing(changes, before->prints, now) : "";
		if (changes->begun && !before)
			add_row(changes, card->id, CHANGE_ADDED, "");
		else if (items[0])
			add_row(changes, card->id, CHANGE_CHANGED, items);
		changes->added += changes->begun && !before;
		changes->changed += items[0] != '\0';
		buf_printf(&changes->prints, "%s,%s\n", card->id, now);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

/* ---- keeping ---- */

static bool write_whole(int fd, const struct buf *bytes)
{
	for (size_t at = 0; at < bytes->len;) {
		ssize_t wrote = write(fd, bytes->bytes + at, bytes->len - at);
		if (wrote < 0 && errno != EINTR)
			return false;
		at += wrote > 0 ? (size_t)wrote : 0;
	}
	return fsync(fd) == 0;
}

/* Whole or not at all. */
static bool put_file(int dir, const char *path, const struct buf *bytes, struct arena *arena)
{
	const char *draft = arena_printf(arena, ".%s.tmp", path);
	int fd = openat(dir, draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	bool good = fd >= 0 && !buf_overflowed(bytes) && write_whole(fd, bytes);
	if (fd >= 0 && close(fd) != 0)
		good = false;
	if (good && renameat(dir, draft, dir, path) == 0)
		return true;
	fprintf(stderr, "headwater: %s: %s\n", path, strerror(errno));
	unlinkat(dir, draft, 0);
	return false;
}

/* The log as it stands; false when there is none. */
static bool read_log(int dir, struct buf *log)
{
	char block[65536];
	int fd = openat(dir, HISTORY_LOG, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return false;
	for (ssize_t got; (got = read(fd, block, sizeof block)) > 0;)
		buf_add(log, block, (size_t)got);
	close(fd);
	return log->len > 0;
}

/* The log first: a change that is told twice can be struck out, one that is never told is lost. */
static bool keep(struct changes *changes)
{
	struct buf log, prints;
	int dir = changes->model.content_fd;
	bool good = true;
	buf_init(&log, BUF_MAX_DEFAULT);
	buf_init(&prints, BUF_MAX_DEFAULT);
	if (!read_log(dir, &log))
		buf_str(&log, "date,id,change,items\n");
	else if (log.bytes[log.len - 1] != '\n')
		buf_byte(&log, '\n');
	buf_add(&log, changes->rows.bytes, changes->rows.len);
	buf_str(&prints, "id,prints\n");
	buf_add(&prints, changes->prints.bytes, changes->prints.len);
	if (changes->rows.len > 0)
		good = put_file(dir, HISTORY_LOG, &log, changes->arena);
	good = good && put_file(dir, HISTORY_PRINTS, &prints, changes->arena);
	buf_free(&log);
	buf_free(&prints);
	return good;
}

static void say(const struct changes *changes)
{
	bool english = changes->lang == LANG_EN;
	if (!changes->begun)
		printf(english ? "Nothing was recorded before: %zu datasets.%s\n"
			       : "以前没有记录：现有 %zu 个数据集。%s\n",
		       changes->model.dataset_count,
		       changes->record ? ""
		       : english       ? " --record begins."
				       : "用 --record 开始记录。");
	else
		printf(english ? "%zu added, %zu changed%s\n" : "新增 %zu 个，变更 %zu 个%s\n", changes->added,
		       changes->changed,
		       changes->record ? (english ? "; recorded." : "，已记录。")
				       : (english ? "; not recorded." : "，没有记录。"));
}

static int run(struct changes *changes)
{
	struct model *model = &changes->model;
	if (!cmd_parse_now(changes->now, changes->arena, &model->now))
		return EXIT_USAGE;
	diags_init(&changes->diags, changes->arena);
	if (read_content(changes->content_dir, changes->arena, model, &changes->diags) != STATUS_OK)
		return cmd_unreadable(changes->content_dir, changes->lang);
	check_model(model, &changes->diags);
	changes->begun = prints_read(model, changes->arena, &changes->diags, &changes->kept, &changes->kept_count);
	follow_renames(changes);
	int code = EXIT_CLEAN;
	if (changes->diags.error_count > 0) {
		diags_sort(&changes->diags);
		diags_print(&changes->diags, changes->lang, stdout);
		code = EXIT_FAULTS;
	} else {
		compare(changes);
		if (changes->record && !keep(changes))
			code = EXIT_INTERNAL;
		else
			say(changes);
	}
	read_close(model);
	return fflush(stdout) == 0 ? code : EXIT_INTERNAL;
}

int cmd_changes(int argc, char **argv)
{
	struct changes changes = {.content_dir = "content", .lang = cmd_default_lang()};
	if (!parse_options(&changes, argc, argv)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (changes.help) {
		fputs(usage, stdout);
		fputs(help, stdout);
		return EXIT_CLEAN;
	}
	changes.arena = arena_new();
	buf_init(&changes.rows, BUF_MAX_DEFAULT);
	buf_init(&changes.prints, BUF_MAX_DEFAULT);
	int code = run(&changes);
	buf_free(&changes.rows);
	buf_free(&changes.prints);
	arena_free(changes.arena);
	return code;
}
