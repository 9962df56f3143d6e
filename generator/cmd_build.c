/* headwater build: content folder -> published release. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <headwater/arena.h>
#include <headwater/diag.h>

#include "cmd.h"
#include "manifest.h"
#include "memo.h"
#include "progress.h"
#include "stages.h"

#define KEEP_RELEASES 3
#define RUN_AGAIN (-1) /* what is kept between builds turned out to be of no use */

struct build {
	const char *content_dir, *out_dir, *stated_templates_dir, *templates_dir, *documents_dir;
	const char *now;
	int workers, keep;
	bool strict, check_documents, quiet, timings, fresh, preview;
	enum lang lang;

	struct arena *arena;
	struct model model;
	struct diags diags;
	struct jobs jobs;
	struct release *release;
	size_t page_count;
	const char *error;
};

static const char usage[] =
    "usage: headwater build [-C content] [-o output] [-j workers] [--now YYYY-MM-DD] [--strict]\n"
    "                       [--lang zh|en] [--templates folder] [--check-documents]\n"
    "                       [--save-documents folder] [--keep releases | --withdraw] [--fresh] [--preview] [--timings] "
    "[-q]\n";

static bool parse_count(const char *text, int least, int *count)
{
	char *end;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (errno || *end || end == text || value < least || value > 1000)
		return false;
	*count = (int)value;
	return true;
}

static bool parse_options(struct build *build, int argc, char **argv)
{
	static const struct option options[] = {
	    {"content", required_argument, NULL, 'C'},
	    {"output", required_argument, NULL, 'o'},
	    {"workers", required_argument, NULL, 'j'},
	    {"now", required_argument, NULL, 'n'},
	    {"strict", no_argument, NULL, 's'},
	    {"lang", required_argument, NULL, 'l'},
	    {"templates", required_argument, NULL, 't'},
	    {"check-documents", no_argument, NULL, 'c'},
	    {"save-documents", required_argument, NULL, 'd'},
	    {"keep", required_argument, NULL, 'k'},
	    {"withdraw", no_argument, NULL, 'w'},
	    {"timings", no_argument, NULL, 'T'},
	    {"fresh", no_argument, NULL, 'f'},
	    {"preview", no_argument, NULL, 'p'},
	    {"quiet", no_argument, NULL, 'q'},
	    {NULL, 0, NULL, 0},
	};
	bool good = true;
	for (int option; good && (option = getopt_long(argc, argv, "C:o:j:q", options, NULL)) != -1;) {
		switch (option) {
		case 'C':
			build->content_dir = optarg;
			break;
		case 'o':
			build->out_dir = optarg;
			break;
		case 'j':
			good = parse_count(optarg, 1, &build->workers);
			break;
		case 'n':
			build->now = optarg;
			break;
		case 's':
			build->strict = true;
			break;
		case 'l':
			good = lang_parse(optarg, &build->lang);
			break;
		case 't':
			build->stated_templates_dir = optarg;
			break;
		case 'c':
			build->check_documents = true;
			break;
		case 'd':
			build->documents_dir = optarg;
			break;
		case 'k':
			good = parse_count(optarg, 1, &build->keep);
			break;
		case 'w':
			build->keep = 0;
			break;
		case 'T':
			build->timings = true;
			break;
		case 'f':
			build->fresh = true;
			break;
		case 'p':
			build->preview = true;
			break;
		case 'q':
			build->quiet = true;
			break;
		default:
			return false;
		}
		if (!good)
			fprintf(stderr, "headwater build: not a usable value: %s\n", optarg);
	}
	return good && optind == argc;
}

/* Reads and checks; says what is wrong. STATUS_INVALID: there are faults (or warnings under --strict). */
static int read_and_check(struct build *build)
{
	progress_stage(build->jobs.progress, "read", 0);
	build->model.cache_dir = arena_printf(build->arena, "%s/cache/kept", build->out_dir);
	if (build->fresh)
		memo_forget(build->model.cache_dir);
	enum status status = read_content(build->content_dir, build->arena, &build->model, &build->diags);
	if (status != STATUS_OK) {
		int fault = errno;
		progress_end(build->jobs.progress);
		errno = fault;
		return cmd_unreadable(build->content_dir, build->lang);
	}
	progress_stage(build->jobs.progress, "check", 0);
	check_model(&build->model, &build->diags);
	progress_end(build->jobs.progress);
	diags_sort(&build->diags);
	diags_print(&build->diags, build->lang, stderr);
	if (!build->quiet)
		cmd_say_ledgers(&build->model, build->lang, false, stdout);
	if (build->diags.error_count == 0 && !(build->strict && build->diags.warning_count > 0))
		return EXIT_CLEAN;
	fprintf(stderr,
		build->lang == LANG_ZH ? "%zu 处错误，%zu 处警告：没有生成，已发布的内容保持不变。\n"
				       : "Errors: %zu, warnings: %zu; nothing was built; what is published stays.\n",
		build->diags.error_count, build->diags.warning_count);
	return build->diags.error_count > 0 ? EXIT_FAULTS : EXIT_WARNINGS;
}

static enum status make_release(struct build *build)
{
	if (read_prints(&build->model, build->templates_dir) != STATUS_OK) {
		build->error = "templates or content changed while they were read";
		return STATUS_IO;
	}
	struct page_options pages = {.templates_dir = build->templates_dir,
				     .check_documents = build->check_documents,
				     .documents_dir = build->documents_dir};
	build->jobs.model = &build->model;
	build->jobs.workers = build->workers;
	build->jobs.output = release_output(build->release);
	progress_stage(build->jobs.progress, "measure", 0);
	measure_model(&build->model);
	pack_plan(&build->model);
	measure_qualities(&build->model);
	progress_end(build->jobs.progress);
	enum status status = build->preview ? STATUS_OK : pack_run(&build->jobs, &build->model);
	progress_stage(build->jobs.progress, "plan", 0);
	if (status == STATUS_OK)
		status = page_run(&build->jobs, &build->model, &pages, build->arena, &build->error, &build->page_count);
	if (status == STATUS_OK && !build->preview)
		status = rows_run(&build->jobs, &build->model);
	if (status == STATUS_OK && !build->preview)
		status = index_run(&build->jobs, &build->model, build->templates_dir, build->arena, &build->error);
	progress_end(build->jobs.progress);
	if (status != STATUS_OK && !build->error)
		build->error = output_error(build->jobs.output);
	return status;
}

static void say_built(const struct build *build, const struct release_facts *facts)
{
	double seconds = progress_seconds(build->jobs.progress), megabytes = (double)facts->size_bytes / 1e6;
	if (build->lang == LANG_ZH)
		printf(
		    "%s %s：%zu 个数据集，%zu 个页面，%zu 个文件（%zu 个未变），%.1f MB，用时 %.2f 秒 → %s/current\n",
		    facts->unchanged ? "内容未变，保留发布版" : "已发布", facts->id, build->model.dataset_count,
		    build->page_count, facts->file_count, facts->linked_count, megabytes, seconds, build->out_dir);
	else
		printf("%s %s: %zu datasets, %zu pages, %zu files (%zu unchanged), %.1f MB in %.2f s -> %s/current\n",
		       facts->unchanged ? "unchanged, keeping release" : "published", facts->id,
		       build->model.dataset_count, build->page_count, facts->file_count, facts->linked_count, megabytes,
		       seconds, build->out_dir);
	if (facts->withdrawn_count > 0)
		printf(build->lang == LANG_ZH
			   ? "已删除 %zu 个旧发布版：其中有现在不再提供的数据文件。\n"
			   : "removed older releases: %zu, for they offered data files no longer offered\n",
		       facts->withdrawn_count);
}

static int run_once(struct build *build)
{
	struct release_facts facts;
	int ended = read_and_check(build);
	if (ended != EXIT_CLEAN)
		return ended;
	enum status status =
	    release_begin(build->out_dir, &build->model, build->preview, &build->release, &build->error);
	if (status == STATUS_OK && build->fresh)
		release_forget(build->release);
	if (status == STATUS_OK) {
		mkdir(build->model.cache_dir, 0755); /* without it nothing is kept */
		status = make_release(build);
	}
	if (status == STATUS_OK) {
		progress_stage(build->jobs.progress, "keep", 0);
		read_keep(&build->model);
		progress_end(build->jobs.progress);
	}
	read_close(&build->model);
	if (status != STATUS_OK) {
		release_abandon(build->release);
	} else {
		progress_stage(build->jobs.progress, "publish", 0);
		status = release_publish(build->release, build->keep, &build->jobs, &facts, &build->error);
		progress_end(build->jobs.progress);
	}
	if (status == STATUS_CORRUPT && !build->fresh) {
		fprintf(stderr,
			build->lang == LANG_ZH ? "%s：上一发布版已被改动，全部重新生成。\n"
					       : "%s: the release before was changed; all is made anew.\n",
			build->error);
		return RUN_AGAIN;
	}
	if (status != STATUS_OK) {
		fprintf(stderr, "headwater: %s\n", build->error ? build->error : status_name(status));
		return EXIT_INTERNAL;
	}
	if (!build->quiet)
		say_built(build, &facts);
	if (build->timings)
		progress_timings(build->jobs.progress, stdout);
	return EXIT_CLEAN;
}

static int run(struct build *build)
{
	build->arena = arena_new();
	build->model = (struct model){0};
	build->error = NULL;
	diags_init(&build->diags, build->arena);
	build->jobs.progress = progress_new(build->arena, build->lang, !build->quiet);
	build->templates_dir =
	    build->stated_templates_dir ? build->stated_templates_dir : cmd_templates_dir(build->arena);
	int ended = cmd_parse_now(build->now, build->arena, &build->model.now) ? run_once(build) : EXIT_USAGE;
	arena_free(build->arena);
	return ended;
}

int cmd_build(int argc, char **argv)
{
	struct build build = {.content_dir = "content", .keep = KEEP_RELEASES};
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		fputs(usage, stdout);
		return EXIT_CLEAN;
	}
	build.lang = cmd_default_lang();
	build.workers = (int)sysconf(_SC_NPROCESSORS_ONLN);
	bool usable = parse_options(&build, argc, argv);
	if (!build.out_dir)
		build.out_dir = build.preview ? "preview" : "site";
	int ended = usable ? run(&build) : EXIT_USAGE;
	if (ended == RUN_AGAIN) {
		build.fresh = true;
		ended = run(&build);
	}
	if (ended == EXIT_USAGE)
		fputs(usage, stderr);
	return ended;
}
