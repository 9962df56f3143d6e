/* emit/ and jobs: releases are put in place whole or not at all, whatever becomes of the workers. */
#include "tap.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/arena.h>

#include "manifest.h"
#include "progress.h"
#include "stages.h"

static char out_dir[PATH_MAX];

struct fixture {
	struct arena *arena;
	struct model model;
	struct release *release;
	struct output *output;
	const char *error;
};

static void make_out_dir(void)
{
	snprintf(out_dir, sizeof out_dir, "%s/headwater-emit-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	CHECK(mkdtemp(out_dir) != NULL);
}

/* Runs a shell command whose every %s is the output folder. */
static int shell(const char *format)
{
	struct arena *arena = arena_new();
	char *command = arena_string(arena, "");
	for (const char *hole; (hole = strstr(format, "%s")); format = hole + 2)
		command = arena_printf(arena, "%s%.*s'%s'", command, (int)(hole - format), format, out_dir);
	int ended = system(arena_printf(arena, "%s%s", command, format));
	arena_free(arena);
	return ended;
}

static void remove_out_dir(void)
{
	CHECK_INT(shell("rm -rf %s"), 0);
}

static enum status begin(struct fixture *f)
{
	*f = (struct fixture){.arena = arena_new()};
	f->model.arena = f->arena;
	f->model.now = (struct date){.year = 2026, .month = 11, .day = 23, .text = "2026-11-23"};
	enum status status = release_begin(out_dir, &f->model, f->arena, &f->release, &f->error);
	f->output = release_output(f->release);
	return status;
}

static const char *read_current(struct arena *arena, const char *path)
{
	char bytes[4096];
	FILE *file = fopen(arena_printf(arena, "%s/%s", out_dir, path), "rb");
	if (!file)
		return NULL;
	size_t len = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	return arena_copy(arena, bytes, len);
}

static struct release_facts publish(struct fixture *f)
{
	struct release_facts facts = {0};
	CHECK_INT(release_publish(f->release, 3, &facts, &f->error), STATUS_OK);
	return facts;
}

static void test_publish(void)
{
	struct fixture f;
	make_out_dir();
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK_INT(output_put(f.output, "a/b/page.html", "one", 3), STATUS_OK);
	CHECK_INT(output_put(f.output, "top.txt", "same", 4), STATUS_OK);
	CHECK(read_current(f.arena, "current/top.txt") == NULL);
	struct release_facts facts = publish(&f);
	CHECK_INT(facts.file_count, 3);
	CHECK_STR(read_current(f.arena, "current/a/b/page.html"), "one");
	CHECK_STR(read_current(f.arena, "current/SHA256SUMS"),
		  "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  a/b/page.html\n"
		  "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5  top.txt\n");
	arena_free(f.arena);

	/* the next release: one file changed, one linked, the one before stays as `previous` */
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK_INT(output_put(f.output, "a/b/page.html", "two", 3), STATUS_OK);
	CHECK_INT(output_put(f.output, "top.txt", "same", 4), STATUS_OK);
	facts = publish(&f);
	CHECK_INT(facts.linked_count, 1);
	struct stat now, before;
	CHECK(stat(arena_printf(f.arena, "%s/current/top.txt", out_dir), &now) == 0);
	CHECK(stat(arena_printf(f.arena, "%s/previous/top.txt", out_dir), &before) == 0);
	CHECK(now.st_ino == before.st_ino);
	CHECK_STR(read_current(f.arena, "current/a/b/page.html"), "two");
	CHECK_STR(read_current(f.arena, "previous/a/b/page.html"), "one");
	arena_free(f.arena);
	remove_out_dir();
}

/* What is never served is not in SHA256SUMS, yet makes a release of its own. */
static void test_hidden(void)
{
	struct fixture f;
	const char *ids[2];
	make_out_dir();
	for (int round = 0; round < 2; round++) {
		CHECK_INT(begin(&f), STATUS_OK);
		CHECK_INT(output_put(f.output, "x", "1", 1), STATUS_OK);
		CHECK_INT(output_put(f.output, ".headwater/index", &"ab"[round], 1), STATUS_OK);
		ids[round] = strdup(publish(&f).id);
		CHECK_STR(read_current(f.arena, "current/SHA256SUMS"),
			  "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  x\n");
		arena_free(f.arena);
	}
	CHECK(strcmp(ids[0], ids[1]) != 0);
	free((char *)ids[0]);
	free((char *)ids[1]);
	remove_out_dir();
}

/* Writes a file of the published release, which a build only ever links to. */
static void spoil(struct arena *arena, const char *path, const void *bytes, size_t len)
{
	const char *name = arena_printf(arena, "%s/%s", out_dir, path);
	CHECK_INT(unlink(name), 0);
	FILE *file = fopen(name, "wb");
	CHECK(file && fwrite(bytes, 1, len, file) == len && fclose(file) == 0);
}

/* A page of 4,000 letters and `top`; gives the checksum of the page's sibling. */
static const char *publish_page(struct fixture *f, char letter, const char *top, size_t *linked)
{
	char page[4000];
	memset(page, letter, sizeof page);
	CHECK_INT(begin(f), STATUS_OK);
	CHECK_INT(output_put_compressed(f->output, "page.html", page, sizeof page), STATUS_OK);
	CHECK_INT(output_put(f->output, "top.txt", top, strlen(top)), STATUS_OK);
	const struct file_facts *facts = manifest_find(f->model.manifest, "page.html.gz");
	*linked = publish(f).linked_count;
	return facts ? facts->sha256 : "";
}

/* A sibling of the release before is kept when it is what would be made anew, and only then. */
static void test_sibling(void)
{
	/* 4,000 times "b" as zlib packs it: not what this compressor makes */
	static const unsigned char other[] = {
	    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x03, 0xed, 0xd0, 0xc1, 0x00, 0x00, 0x00, 0x00, 0x03,
	    0x21, 0xd7, 0xf3, 0x87, 0x18, 0xc6, 0x3e, 0x85, 0x50, 0x61, 0xc0, 0x80, 0x01, 0x03, 0x06, 0x0c, 0x18, 0x30,
	    0x60, 0xc0, 0x80, 0x01, 0x03, 0x06, 0x0c, 0xbc, 0x07, 0x06, 0x1d, 0xde, 0x5a, 0x52, 0xa0, 0x0f, 0x00, 0x00};
	struct fixture first, next;
	size_t linked;
	make_out_dir();
	const char *made = publish_page(&first, 'b', "1", &linked);
	CHECK_STR(publish_page(&next, 'b', "2", &linked), made);
	CHECK_INT(linked, 2);
	spoil(next.arena, "current/page.html.gz", "damaged", 7);
	arena_free(next.arena);
	CHECK_STR(publish_page(&next, 'b', "3", &linked), made);
	CHECK_INT(linked, 1);
	arena_free(next.arena);
	CHECK(strcmp(publish_page(&next, 'c', "3", &linked), made) != 0);
	CHECK_INT(linked, 1);
	arena_free(next.arena);
	/* of a release that another compressor made, nothing is kept, though it unpacks to the same */
	CHECK_STR(publish_page(&next, 'b', "4", &linked), made);
	spoil(next.arena, "current/page.html.gz", other, sizeof other);
	spoil(next.arena, "cache/recipe", "another", 7);
	arena_free(next.arena);
	CHECK_STR(publish_page(&next, 'b', "5", &linked), made);
	CHECK_INT(linked, 1);
	arena_free(next.arena);
	arena_free(first.arena);
	remove_out_dir();
}

static void test_unchanged(void)
{
	struct fixture f;
	make_out_dir();
	for (int round = 0; round < 2; round++) {
		CHECK_INT(begin(&f), STATUS_OK);
		CHECK_INT(output_put(f.output, "x", "1", 1), STATUS_OK);
		CHECK_INT(publish(&f).unchanged, round);
		arena_free(f.arena);
	}
	remove_out_dir();
}

static void test_abandon_and_stale(void)
{
	struct fixture f;
	make_out_dir();
	CHECK_INT(begin(&f), STATUS_OK);
	output_put(f.output, "x", "published", 9);
	publish(&f);
	arena_free(f.arena);
	CHECK_INT(begin(&f), STATUS_OK);
	output_put(f.output, "x", "given up", 8);
	release_abandon(f.release);
	CHECK_STR(read_current(f.arena, "current/x"), "published");
	arena_free(f.arena);

	/* what a killed build leaves behind is cleared and never mixed in */
	CHECK_INT(shell("mkdir -p %s/releases/.staging/.unfinished && echo left >%s/releases/.staging/left"), 0);
	CHECK_INT(begin(&f), STATUS_OK);
	output_put(f.output, "x", "next", 4);
	publish(&f);
	CHECK(read_current(f.arena, "current/left") == NULL);
	CHECK_STR(read_current(f.arena, "current/x"), "next");
	arena_free(f.arena);
	remove_out_dir();
}

static void test_one_build_at_a_time(void)
{
	struct fixture first, second;
	make_out_dir();
	CHECK_INT(begin(&first), STATUS_OK);
	CHECK_INT(begin(&second), STATUS_UNAVAILABLE);
	CHECK(second.error && strstr(second.error, "another build"));
	release_abandon(second.release);
	CHECK_INT(output_put(first.output, "x", "1", 1), STATUS_OK); /* the first one's staging folder is still there */
	publish(&first);
	arena_free(first.arena);
	arena_free(second.arena);
	remove_out_dir();
}

static void test_prune(void)
{
	struct fixture f;
	make_out_dir();
	for (int i = 0; i < 6; i++) {
		CHECK_INT(begin(&f), STATUS_OK);
		output_put(f.output, "x", &"abcdef"[i], 1);
		publish(&f);
		arena_free(f.arena);
	}
	CHECK_INT(shell("test $(ls %s/releases | wc -l) -eq 3"), 0);
	remove_out_dir();
}

static void test_withdraw(void)
{
	static const char *const files[] = {"datasets/kept/files/a.csv", "datasets/gone/files/b.csv"};
	struct fixture f;
	make_out_dir();
	for (int round = 0; round < 4; round++) {
		CHECK_INT(begin(&f), STATUS_OK);
		CHECK_INT(output_put(f.output, files[0], "1", 1), STATUS_OK);
		if (round < 2)
			CHECK_INT(output_put(f.output, files[1], "2", 1), STATUS_OK);
		CHECK_INT(output_put(f.output, "round", &"abcd"[round], 1), STATUS_OK);
		struct release_facts facts = {0};
		CHECK_INT(release_publish(f.release, round < 3 ? 9 : 0, &facts, &f.error), STATUS_OK);
		CHECK_INT(facts.withdrawn_count, round == 2 ? 2 : 0);
		arena_free(f.arena);
		if (round == 1)
			CHECK_INT(shell("test $(ls %s/releases | wc -l) -eq 2 && test -e %s/previous/datasets/gone"),
				  0);
		if (round >= 2)
			CHECK_INT(shell("test $(ls %s/releases | wc -l) -eq 1 && ! test -L %s/previous && test -e "
					"%s/current/round"),
				  0);
	}
	remove_out_dir();
}

static void test_large_file(void)
{
	struct fixture f;
	make_out_dir();
	for (int round = 0; round < 2; round++) {
		CHECK_INT(begin(&f), STATUS_OK);
		const char *temporary = arena_string(f.arena, output_begin(f.output, "archives/all.zip"));
		FILE *file = fopen(temporary, "wb");
		CHECK(file != NULL);
		for (int i = 0; i < 100000; i++)
			fputs("0123456789", file);
		fclose(file);
		CHECK_INT(output_end(f.output, temporary, "archives/all.zip"), STATUS_OK);
		CHECK_INT(output_facts(f.output, "archives/all.zip")->size_bytes, 1000000);
		output_put(f.output, "round", &"ab"[round], 1);
		CHECK_INT(publish(&f).linked_count, round);
		arena_free(f.arena);
	}
	remove_out_dir();
}

/* ---- jobs ---- */

static enum status put_number(void *context, size_t job, struct output *output)
{
	char path[64];
	(void)context;
	snprintf(path, sizeof path, "n/%zu.txt", job);
	return output_put(output, path, path, strlen(path));
}

static enum status fail_at_70(void *context, size_t job, struct output *output)
{
	return job == 70 ? output_put(output, "n", "a folder stands here", 20) : put_number(context, job, output);
}

static enum status die_at_30(void *context, size_t job, struct output *output)
{
	if (job == 30)
		raise(SIGKILL);
	return put_number(context, job, output);
}

static enum status run_jobs(struct fixture *f, job_fn *run, size_t count)
{
	struct jobs jobs = {.workers = 3, .output = f->output, .model = &f->model};
	jobs.progress = progress_new(f->arena, LANG_EN, false);
	struct job_set set = {.name = "pages", .count = count, .run = run, .batch = 4};
	return jobs_run(&jobs, &set);
}

static void test_jobs(void)
{
	struct fixture f;
	make_out_dir();
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK_INT(run_jobs(&f, put_number, 1000), STATUS_OK);
	CHECK_INT(manifest_count(f.model.manifest), 1000);
	CHECK(manifest_find(f.model.manifest, "n/999.txt") != NULL);
	CHECK_INT(run_jobs(&f, put_number, 0), STATUS_OK);
	publish(&f);
	CHECK_STR(read_current(f.arena, "current/n/123.txt"), "n/123.txt");
	arena_free(f.arena);
	remove_out_dir();
}

static void test_jobs_fail(void)
{
	struct fixture f;
	make_out_dir();
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK_INT(run_jobs(&f, fail_at_70, 100), STATUS_IO);
	CHECK(strstr(output_error(f.output), "cannot create n"));
	release_abandon(f.release);
	arena_free(f.arena);
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK_INT(run_jobs(&f, die_at_30, 100), STATUS_INTERNAL);
	CHECK(strstr(output_error(f.output), "signal 9"));
	release_abandon(f.release);
	arena_free(f.arena);
	remove_out_dir();
}

TAP_MAIN({"a release is published whole", test_publish}, {"an equal build keeps the release", test_unchanged},
	 {"what is not served is not summed", test_hidden},
	 {"a compressed sibling is kept when it would be made anew", test_sibling},
	 {"given-up and killed builds leave no trace", test_abandon_and_stale},
	 {"one build at a time", test_one_build_at_a_time}, {"old releases are removed", test_prune},
	 {"withdrawn data leaves older releases too", test_withdraw}, {"large files are linked too", test_large_file},
	 {"jobs over workers", test_jobs}, {"a failing or dying worker fails the stage", test_jobs_fail})
