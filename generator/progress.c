#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

#define REDRAW_S 0.1

struct progress {
	enum lang lang;
	bool shown;
	const char *stage; /* its word in `lang` */
	size_t total;
	double started_s, stage_started_s, drawn_s;
};

static const struct {
	const char *name;
	struct label label;
} stages[] = {
    {"read", {{"读取内容", "reading content"}}},
    {"check", {{"检查", "checking"}}},
    {"measure", {{"统计", "measuring"}}},
    {"files", {{"数据文件", "data files"}}},
    {"archives", {{"归档包", "archives"}}},
    {"catalogues", {{"机读目录", "catalogues"}}},
    {"pages", {{"页面", "pages"}}},
    {"index", {{"检索索引", "search index"}}},
    {"publish", {{"发布", "publishing"}}},
};

static double now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct progress *progress_new(struct arena *arena, enum lang lang, bool wanted)
{
	struct progress *progress = arena_alloc(arena, sizeof *progress);
	progress->lang = lang;
	progress->shown = wanted && isatty(STDERR_FILENO);
	progress->started_s = now_s();
	return progress;
}

void progress_stage(struct progress *progress, const char *stage, size_t total)
{
	progress->stage = stage;
	for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
		if (strcmp(stages[i].name, stage) == 0)
			progress->stage = label_text(&stages[i].label, progress->lang, NULL);
	progress->total = total;
	progress->stage_started_s = now_s();
	progress->drawn_s = 0;
	progress_at(progress, 0);
}

void progress_at(struct progress *progress, size_t done)
{
	double now = now_s(), spent = now - progress->stage_started_s;
	if (!progress->shown || (progress->drawn_s > 0 && now - progress->drawn_s < REDRAW_S))
		return;
	progress->drawn_s = now;
	fprintf(stderr, "\r\033[K%s", progress->stage);
	if (progress->total > 0)
		fprintf(stderr, " %zu/%zu", done, progress->total);
	if (progress->total > 0 && done > 0 && spent > 0.5) {
		double rate = (double)done / spent, left = (double)(progress->total - done) / rate;
		fprintf(stderr, progress->lang == LANG_ZH ? "  每秒 %.0f  还需 %.0f 秒" : "  %.0f/s  %.0f s left", rate,
			left);
	}
	fflush(stderr);
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
}

double progress_seconds(const struct progress *progress)
{
	return now_s() - progress->started_s;
}
