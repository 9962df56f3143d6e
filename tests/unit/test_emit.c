/* emit/ and jobs: releases are put in place whole or not at all, whatever becomes of the workers. */
#include "tap.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "manifest.h"
#include "progress.h"
#include "stages.h"
#include "stash.h"

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
	enum status status = release_begin(out_dir, &f->model, false, &f->release, &f->error);
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
	CHECK_INT(release_publish(f->release, 3, NULL, &facts, &f->error), STATUS_OK);
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

/* Writes a file of a release anew, which a build never does. */
static void spoil(struct arena *arena, const char *path, const char *bytes)
{
	const char *name = arena_printf(arena, "%s/%s", out_dir, path);
	CHECK_INT(unlink(name), 0);
	FILE *file = fopen(name, "wb");
	CHECK(file && fputs(bytes, file) >= 0 && fclose(file) == 0);
}

/* A page of 4,000 letters and `top`. */
static void put_page(struct fixture *f, char letter, const char *top)
{
	char page[4000];
	memset(page, letter, sizeof page);
	CHECK_INT(output_put_compressed(f->output, "page.html", page, sizeof page), STATUS_OK);
	CHECK_INT(output_put(f->output, "top.txt", top, strlen(top)), STATUS_OK);
}

/* What was kept of the release before. */
static size_t publish_page(char letter, const char *top)
{
	struct fixture f;
	CHECK_INT(begin(&f), STATUS_OK);
	put_page(&f, letter, top);
	struct file_facts sibling;
	CHECK(manifest_find(f.model.manifest, "page.html.gz", &sibling));
	size_t kept = publish(&f).linked_count;
	arena_free(f.arena);
	return kept;
}

/* A file and its compressed sibling are kept together; damage is found before anything is published. */
static void test_keeping(void)
{
	struct fixture f;
	struct release_facts facts;
	make_out_dir();
	CHECK_INT(publish_page('b', "1"), 0);
	CHECK_INT(publish_page('b', "2"), 2);
	CHECK_INT(publish_page('c', "2"), 1);
	CHECK_INT(begin(&f), STATUS_OK);
	spoil(f.arena, "current/page.html.gz", "damaged");
	put_page(&f, 'c', "3");
	CHECK_INT(release_publish(f.release, 3, NULL, &facts, &f.error), STATUS_CORRUPT);
	CHECK(f.error && strstr(f.error, "page.html.gz"));
	CHECK_STR(read_current(f.arena, "current/top.txt"), "2");
	arena_free(f.arena);
	CHECK_INT(begin(&f), STATUS_OK);
	release_forget(f.release);
	put_page(&f, 'c', "3");
	CHECK_INT(publish(&f).linked_count, 0);
	CHECK_INT(shell("gzip -t <%s/current/page.html.gz"), 0);
	arena_free(f.arena);
	remove_out_dir();
}

/* What is remembered of a release is used whole or not at all. */
static void test_memory(void)
{
	make_out_dir();
	publish_page('b', "1");
	CHECK_INT(shell("test $(ls %s/cache/made | wc -l) -eq 1"), 0);
	CHECK_INT(
	    shell("for f in %s/cache/made/*; do printf x | dd of=$f bs=1 seek=200 conv=notrunc status=none; done"), 0);
	CHECK_INT(publish_page('b', "2"), 0);
	CHECK_INT(shell("for f in %s/cache/made/*; do truncate -s 100 $f; done"), 0);
	CHECK_INT(publish_page('b', "3"), 0);
	CHECK_INT(publish_page('b', "4"), 2);
	CHECK_INT(shell("rm -r %s/cache"), 0);
	CHECK_INT(publish_page('b', "5"), 0);
	remove_out_dir();
}

/* A unit of two files, made of `what` unless that was made before. */
static bool unit(struct fixture *f, const char *first, const char *what)
{
	struct printer *printer = printer_new();
	printer_string(printer, what);
	struct print print = printer_end(printer);
	printer_free(printer);
	if (output_keep_unit(f->output, first, &print))
		return true;
	output_unit(f->output, &print);
	CHECK_INT(output_put(f->output, first, what, strlen(what)), STATUS_OK);
	CHECK_INT(output_put(f->output, arena_printf(f->arena, "a-second/%s", first), what, 1), STATUS_OK);
	output_unit(f->output, NULL);
	return false;
}

static void test_units(void)
{
	struct fixture f;
	make_out_dir();
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK(!unit(&f, "x/1", "one") && !unit(&f, "x/2", "two"));
	publish(&f);
	arena_free(f.arena);
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK(!unit(&f, "x/1", "ONE") && unit(&f, "x/2", "two"));
	CHECK(!unit(&f, "a-second/x/3", "two")); /* not the first of its unit */
	struct file_facts second;
	CHECK(output_facts(f.output, "a-second/x/2", &second));
	CHECK_INT(second.size_bytes, 1);
	CHECK(strstr(output_locate(f.output, "x/2"), "/releases/2026"));
	CHECK(strstr(output_locate(f.output, "x/1"), "/.staging/"));
	publish(&f);
	CHECK_STR(read_current(f.arena, "current/a-second/x/2"), "t");
	CHECK_STR(read_current(f.arena, "current/x/1"), "ONE");
	arena_free(f.arena);
	remove_out_dir();
}

/* An old release becomes the new one: after many publishes the folder is what one from nothing would be. */
static void test_base(void)
{
	struct fixture f;
	unsigned seed = 20261125;
	char last[20] = "";
	make_out_dir();
	for (int round = 0; round < 40; round++) {
		CHECK_INT(begin(&f), STATUS_OK);
		size_t count = 0;
		for (int i = 0; i < 20; i++) {
			last[i] = (char)('a' + rand_r(&seed) % 4);
			if (last[i] == 'a') /* not there; a file where a folder was, in the next round perhaps */
				continue;
			count++;
			const char *path = arena_printf(f.arena, last[i] == 'b' ? "d%d" : "d%d/%c", i, last[i]);
			CHECK_INT(output_put(f.output, path, &last[i], 1), STATUS_OK);
		}
		struct release_facts facts = publish(&f);
		CHECK_INT(facts.file_count, count + 1);
		CHECK_INT(shell("cd %s/current && sha256sum --quiet -c SHA256SUMS"), 0);
		CHECK_INT(shell(arena_printf(f.arena, "test $(find %%s/current/ -type f | wc -l) -eq %zu", count + 1)),
			  0);
		CHECK_INT(shell("test -z \"$(find %s/current/ -type d -empty)\""), 0);
		CHECK_INT(shell("test $(ls -A %s/releases | wc -l) -le 3"), 0);
		arena_free(f.arena);
	}
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
		CHECK_INT(release_publish(f.release, round < 3 ? 9 : 0, NULL, &facts, &f.error), STATUS_OK);
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
		struct file_facts archive;
		CHECK(output_facts(f.output, "archives/all.zip", &archive));
		CHECK_INT(archive.size_bytes, 1000000);
		output_put(f.output, "round", &"ab"[round], 1);
		CHECK_INT(publish(&f).linked_count, round);
		arena_free(f.arena);
	}
	remove_out_dir();
}

/* A large file through a temporary one has the very sibling it would have out of memory, and keeps it. */
static void test_large_compressed(void)
{
	struct fixture f;
	make_out_dir();
	for (int round = 0; round < 2; round++) {
		struct file_facts one, other;
		struct buf text;
		CHECK_INT(begin(&f), STATUS_OK);
		buf_init(&text, BUF_MAX_DEFAULT);
		for (int i = 0; i < 50000; i++)
			buf_printf(&text, "line %d\n", i * 7919 % 1000);
		char *temporary = arena_string(f.arena, output_begin(f.output, "large.txt"));
		FILE *file = fopen(temporary, "wb");
		CHECK(file != NULL);
		fwrite(text.bytes, 1, text.len, file);
		fclose(file);
		CHECK_INT(output_end_compressed(f.output, temporary, "large.txt"), STATUS_OK);
		CHECK_INT(output_put_compressed(f.output, "same.txt", text.bytes, text.len), STATUS_OK);
		CHECK(output_facts(f.output, "large.txt.gz", &one) && output_facts(f.output, "same.txt.gz", &other));
		CHECK(digest_equal(&one.sha256, &other.sha256));
		CHECK_INT(one.kept, round);
		buf_free(&text);
		output_put(f.output, "round", &"ab"[round], 1);
		CHECK_INT(publish(&f).linked_count, round ? 4 : 0);
		arena_free(f.arena);
	}
	remove_out_dir();
}

/* The facts of many files go to the disk: when they cannot, nothing is published. */
static void test_facts_lost(void)
{
	struct fixture f;
	struct release_facts facts;
	struct stat there;
	make_out_dir();
	CHECK_INT(begin(&f), STATUS_OK);
	CHECK_INT(rmdir(arena_printf(f.arena, "%s/releases/.staging/.unfinished", out_dir)), 0);
	for (int i = 0; i < 10000; i++)
		CHECK_INT(output_put(f.output, arena_printf(f.arena, "folder-of-a-long-name/file-%060d", i), "x", 1),
			  STATUS_OK);
	CHECK_INT(release_publish(f.release, 3, NULL, &facts, &f.error), STATUS_IO);
	CHECK(f.error && strstr(f.error, "cannot keep what is known of the files"));
	CHECK(stat(arena_printf(f.arena, "%s/current", out_dir), &there) != 0);
	arena_free(f.arena);
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
	struct file_facts last;
	CHECK(manifest_find(f.model.manifest, "n/999.txt", &last));
	CHECK_INT(last.size_bytes, strlen("n/999.txt"));
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

#define STASHED 1000 /* items, of three kinds: empty, its number, its number as many times */
#define STASHED_JOB 30

static enum status stash_some(void *context, size_t job, struct output *output)
{
	struct stash_batch batch;
	(void)output;
	stash_begin(&batch, context, job * STASHED_JOB);
	for (size_t i = job * STASHED_JOB; i < STASHED && i < (job + 1) * STASHED_JOB; i++) {
		stash_cut(&batch);
		buf_printf(&batch.bytes, "%zu", i);
		stash_cut(&batch);
		for (size_t k = 0; k < i; k++)
			buf_printf(&batch.bytes, "%zu,", i);
		stash_cut(&batch);
	}
	return stash_end(&batch);
}

/* What workers put down is read back whole or in part, in any order, and leaves no file. */
static void test_stash(void)
{
	struct fixture f;
	struct buf bytes;
	struct span spans[3];
	make_out_dir();
	CHECK_INT(begin(&f), STATUS_OK);
	struct stash *stash = stash_open(f.output, STASHED, 3);
	struct jobs jobs = {.workers = 4, .output = f.output, .model = &f.model};
	struct job_set set = {.name = "stash", .run = stash_some, .context = stash};
	set.count = (STASHED + STASHED_JOB - 1) / STASHED_JOB;
	jobs.progress = progress_new(f.arena, LANG_EN, false);
	CHECK(stash != NULL);
	CHECK_INT(jobs_run(&jobs, &set), STATUS_OK);
	buf_init(&bytes, BUF_MAX_DEFAULT);
	for (size_t i = STASHED; i-- > 0;) {
		const char *number = arena_printf(f.arena, "%zu", i);
		CHECK_INT(stash_read(stash, i, (struct stash_kinds){0, 3}, &bytes, spans), STATUS_OK);
		CHECK(spans[0].len == 0 && span_is(spans[1], number) && spans[2].len == i * (strlen(number) + 1));
		CHECK_INT(stash_read(stash, i, (struct stash_kinds){1, 2}, &bytes, spans), STATUS_OK);
		CHECK(span_is(spans[1], number) && bytes.len == strlen(number));
	}
	CHECK_INT(shell("test -z \"$(find %s -name 'stash*' -o -path '*/.unfinished/*')\""), 0);
	buf_free(&bytes);
	stash_close(stash);
	release_abandon(f.release);
	arena_free(f.arena);
	remove_out_dir();
}

TAP_MAIN({"a release is published whole", test_publish}, {"an equal build keeps the release", test_unchanged},
	 {"what is not served is not summed", test_hidden}, {"what is kept is whole", test_keeping},
	 {"a damaged memory is none", test_memory}, {"units are made or kept together", test_units},
	 {"an old release becomes the new one", test_base},
	 {"given-up and killed builds leave no trace", test_abandon_and_stale},
	 {"one build at a time", test_one_build_at_a_time}, {"old releases are removed", test_prune},
	 {"withdrawn data leaves older releases too", test_withdraw}, {"large files are linked too", test_large_file},
	 {"a large file has the sibling of a small one", test_large_compressed},
	 {"facts that are lost end a build", test_facts_lost}, {"jobs over workers", test_jobs},
	 {"a failing or dying worker fails the stage", test_jobs_fail},
	 {"a stash gives back what workers put down", test_stash})
