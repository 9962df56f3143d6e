#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

#define REDRAW_S 0.1

#define STAGES_MAX 16

/* Of this process and of its children that have ended. */
struct usage {
	double cpu_s, peak_mb;
};

struct timing {
	const char *stage;
	size_t steps;
	double seconds, cpu_s, peak_mb;
};

struct progress {
	enum lang lang;
	bool shown;
	const char *name;  /* of the stage under way; NULL between stages */
	const char *stage; /* its word in `lang` */
	size_t total;
	double started_s, stage_started_s, drawn_s;
	struct usage stage_usage; /* when the stage began */
	struct timing timings[STAGES_MAX];
	size_t timing_count;
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
    {"records", {{"目录记录", "records"}}},
    {"catalogues", {{"机读目录", "catalogues"}}},
    {"plan", {{"安排页面", "planning pages"}}},
    {"pages", {{"页面", "pages"}}},
    {"rows", {{"数据行", "rows"}}},
    {"graphs", {{"数据集的 DCAT 描述", "DCAT of datasets"}}},
    {"index", {{"检索索引", "search index"}}},
    {"keep", {{"记下所读内容", "keeping what was read"}}},
    {"publish", {{"发布", "publishing"}}},
};

static double now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct usage usage_now(void)
{
	static const int whose[] = {RUSAGE_SELF, RUSAGE_CHILDREN};
	struct usage usage = {0};
	for (size_t i = 0; i < sizeof whose / sizeof whose[0]; i++) {
		struct rusage got = {0};
		getrusage(whose[i], &got);
		usage.cpu_s += (double)(got.ru_utime.tv_sec + got.ru_stime.tv_sec) +
			       (double)(got.ru_utime.tv_usec + got.ru_stime.tv_usec) / 1e6;
		if ((double)got.ru_maxrss / 1024 > usage.peak_mb)
			usage.peak_mb = (double)got.ru_maxrss / 1024;
	}
	return usage;
}

struct progress *progress_new(struct arena *arena, enum lang lang, bool wanted)
{
	struct progress *progress = arena_alloc(arena, sizeof *progress);
	progress->lang = lang;
	progress->shown = wanted && isatty(STDERR_FILENO);
	progress->started_s = now_s();
	return progress;
}

static void end_stage(struct progress *progress)
{
	struct usage usage = usage_now();
	if (progress->name && progress->timing_count < STAGES_MAX)
		progress->timings[progress->timing_count++] =
		    (struct timing){.stage = progress->name,
				    .steps = progress->total,
				    .seconds = now_s() - progress->stage_started_s,
				    .cpu_s = usage.cpu_s - progress->stage_usage.cpu_s,
				    .peak_mb = usage.peak_mb};
	progress->name = NULL;
	progress->stage_usage = usage;
}

void progress_stage(struct progress *progress, const char *stage, size_t total)
{
	end_stage(progress);
	progress->name = stage;
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
	end_stage(progress);
	if (progress->shown)
		fputs("\r\033[K", stderr);
}

void progress_timings(const struct progress *progress, FILE *out)
{
	for (size_t i = 0; i < progress->timing_count; i++) {
		const struct timing *timing = &progress->timings[i];
		fprintf(out, "%s\t%.3f\t%.3f\t%zu\t%.1f\n", timing->stage, timing->seconds, timing->cpu_s,
			timing->steps, timing->peak_mb);
	}
}

double progress_seconds(const struct progress *progress)
{
	return now_s() - progress->started_s;
}
