/* search_runs.c -- see search_runs.h. */
#include "search_runs.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <headwater/arena.h>

#include "search_sort.h"

#define BATCH_BYTES ((size_t)16 << 20)
#define WORKERS_MAX 16
#define VARINT_MAX 10u

/* A run in a worker's file; being read, once all are there. */
struct run {
	int fd;
	off_t at, end;
	unsigned char *bytes;
	size_t len, next;
	char text[INDEX_TERM_MAX]; /* of the term under way */
	size_t text_len;
	bool done;
};

struct worker {
	pid_t pid;  /* 0: none is at work */
	int fd;     /* where its runs go, one after the other; -1: none yet */
	size_t run; /* which it is making */
};

struct runs {
	struct arena *arena;
	struct folder *folder;
	const char *path;
	struct batch batch;
	uint32_t documents; /* that are whole */
	struct worker workers[WORKERS_MAX];
	size_t worker_count, next_worker;
	bool forks;
	struct run *runs; /* in the order of their documents */
	size_t run_count, run_capacity;
	bool failed;
};

enum status runs_new(const char *path, struct folder *folder, int workers, struct runs **result)
{
	struct runs *runs = memory_alloc(sizeof *runs);
	*runs = (struct runs){.arena = arena_new(), .folder = folder, .forks = workers > 1};
	runs->path = arena_string(runs->arena, path);
	runs->worker_count = workers < 1 ? 1 : workers < WORKERS_MAX ? (size_t)workers : WORKERS_MAX;
	for (size_t i = 0; i < runs->worker_count; i++)
		runs->workers[i].fd = -1;
	batch_init(&runs->batch, 1);
	*result = runs;
	return STATUS_OK;
}

/* ---- workers ---- */

/* A file without a name in the folder of the path. */
static int open_nameless(const struct runs *runs)
{
	char *name = arena_printf(runs->arena, "%s.runs-XXXXXX", runs->path);
	int fd = mkstemp(name);
	if (fd >= 0)
		unlink(name);
	return fd;
}

/* What the worker wrote is a run. */
static void end_run(struct runs *runs, struct worker *worker, bool well)
{
	struct run *run = &runs->runs[worker->run];
	run->end = lseek(worker->fd, 0, SEEK_CUR);
	runs->failed = runs->failed || !well || run->end < run->at;
	worker->pid = 0;
}

static void await(struct runs *runs, struct worker *worker)
{
	int how = 0;
	if (worker->pid == 0)
		return;
	bool ended = waitpid(worker->pid, &how, 0) == worker->pid;
	end_run(runs, worker, ended && WIFEXITED(how) && WEXITSTATUS(how) == EXIT_CLEAN);
}

/* The worker whose turn it is, idle, with a run to make. */
static struct worker *take_worker(struct runs *runs)
{
	struct worker *worker = &runs->workers[runs->next_worker];
	runs->next_worker = (runs->next_worker + 1) % runs->worker_count;
	await(runs, worker);
	if (worker->fd < 0)
		worker->fd = open_nameless(runs);
	if (worker->fd < 0)
		return NULL;
	worker->run = runs->run_count;
	*ARENA_PUSH(runs->arena, runs->runs, runs->run_count, runs->run_capacity) =
	    (struct run){.fd = worker->fd, .at = lseek(worker->fd, 0, SEEK_CUR)};
	return worker;
}

/* Sorts the batch, in a process of its own while the next one is gathered, or here. */
static void sort(struct runs *runs, bool here)
{
	pid_t parent = getpid();
	struct worker *worker = take_worker(runs);
	if (!worker) {
		runs->failed = true;
		return;
	}
	if (here) {
		end_run(runs, worker, sort_batch(runs->folder, &runs->batch, worker->fd) == STATUS_OK);
		return;
	}
	fflush(NULL);
	worker->pid = fork();
	if (worker->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a build that is killed leaves nobody behind */
		bool well = getppid() == parent && sort_batch(runs->folder, &runs->batch, worker->fd) == STATUS_OK;
		_exit(well ? EXIT_CLEAN : EXIT_INTERNAL);
	}
	if (worker->pid < 0)
		end_run(runs, worker, false);
}

static void next_batch(struct runs *runs)
{
	buf_free(&runs->batch.bytes);
	batch_init(&runs->batch, runs->documents + 1);
}

void runs_text(struct runs *runs, enum index_field field, const char *text, size_t len)
{
	batch_text(&runs->batch, field, text, len);
}

enum status runs_settle(struct runs *runs)
{
	batch_end_document(&runs->batch);
	runs->documents++;
	if (runs->batch.bytes.len >= BATCH_BYTES) {
		sort(runs, !runs->forks);
		next_batch(runs);
	}
	return runs->failed ? STATUS_IO : STATUS_OK;
}

void runs_free(struct runs *runs)
{
	for (size_t i = 0; i < runs->run_count; i++)
		free(runs->runs[i].bytes);
	for (size_t i = 0; i < runs->worker_count; i++) {
		await(runs, &runs->workers[i]);
		if (runs->workers[i].fd >= 0)
			close(runs->workers[i].fd);
	}
	buf_free(&runs->batch.bytes);
	arena_free(runs->arena);
	free(runs);
}

/* ---- reading them back ---- */

/* Makes what is left of the buffer its beginning, and fills the rest. */
static void read_on(struct runs *runs, struct run *run)
{
	size_t left = run->len - run->next, room = SORT_FILE_BYTES - left;
	size_t want = (size_t)(run->end - run->at) < room ? (size_t)(run->end - run->at) : room;
	memmove(run->bytes, run->bytes + run->next, left);
	run->len = left;
	run->next = 0;
	while (want > 0 && !runs->failed) {
		ssize_t got = pread(run->fd, run->bytes + run->len, want, run->at);
		if (got <= 0) {
			runs->failed = true;
			break;
		}
		run->at += got;
		run->len += (size_t)got;
		want -= (size_t)got;
	}
}

static inline uint64_t read_varint(struct runs *runs, struct run *run)
{
	uint64_t value = 0;
	if (run->len - run->next < VARINT_MAX && run->at < run->end)
		read_on(runs, run);
	for (int shift = 0; shift < 64 && run->next < run->len; shift += 7) {
		unsigned char byte = run->bytes[run->next++];
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return value;
	}
	runs->failed = true;
	return 0;
}

static void next_term(struct runs *runs, struct run *run)
{
	size_t len = (size_t)read_varint(runs, run);
	if (run->len - run->next < len && run->at < run->end)
		read_on(runs, run);
	runs->failed = runs->failed || len > INDEX_TERM_MAX || run->len - run->next < len;
	run->done = len == 0 || runs->failed;
	if (run->done)
		return;
	memcpy(run->text, run->bytes + run->next, len);
	run->text_len = len;
	run->next += len;
}

enum status runs_sort(struct runs *runs)
{
	if (runs->batch.bytes.len > 0)
		sort(runs, true);
	next_batch(runs);
	for (size_t i = 0; i < runs->worker_count; i++)
		await(runs, &runs->workers[i]);
	for (size_t i = 0; i < runs->run_count && !runs->failed; i++) {
		runs->runs[i].bytes = memory_alloc(SORT_FILE_BYTES);
		next_term(runs, &runs->runs[i]);
	}
	return runs->failed ? STATUS_IO : STATUS_OK;
}

static void *grow(void *items, size_t *capacity, size_t need, size_t item_bytes)
{
	if (need <= *capacity)
		return items;
	*capacity = need > *capacity * 2 ? need : *capacity * 2;
	return memory_resize(items, *capacity * item_bytes);
}

static void take_postings(struct runs *runs, struct run *run, struct run_term *term)
{
	uint64_t left = read_varint(runs, run);
	uint32_t document = 0;
	for (int field = 0; field < INDEX_FIELD__MAX; field++)
		term->documents[field] = grow(term->documents[field], &term->capacities[field],
					      term->counts[field] + (size_t)left, sizeof(uint32_t));
	for (; left > 0 && !runs->failed; left--) {
		uint64_t value = read_varint(runs, run);
		document += (uint32_t)(value >> SORT_FIELD_BITS);
		for (int field = 0; field < INDEX_FIELD__MAX; field++) {
			term->documents[field][term->counts[field]] = document;
			term->counts[field] += value >> field & 1;
		}
	}
	next_term(runs, run);
}

static int compare(const struct run *run, struct span text)
{
	int order = memcmp(run->text, text.ptr, run->text_len < text.len ? run->text_len : text.len);
	return order ? order : (run->text_len > text.len) - (run->text_len < text.len);
}

enum status runs_next(struct runs *runs, struct run_term *term)
{
	const struct run *best = NULL;
	for (size_t i = 0; i < runs->run_count; i++)
		if (!runs->runs[i].done &&
		    (!best || compare(&runs->runs[i], (struct span){best->text, best->text_len}) < 0))
			best = &runs->runs[i];
	if (!best || runs->failed)
		return runs->failed ? STATUS_IO : STATUS_NOT_FOUND;
	for (int field = 0; field < INDEX_FIELD__MAX; field++)
		term->counts[field] = 0;
	term->turn ^= 1;
	memcpy(term->bytes[term->turn], best->text, best->text_len);
	term->text = (struct span){term->bytes[term->turn], best->text_len};
	for (size_t i = 0; i < runs->run_count; i++)
		if (!runs->runs[i].done && compare(&runs->runs[i], term->text) == 0)
			take_postings(runs, &runs->runs[i], term);
	return runs->failed ? STATUS_IO : STATUS_OK;
}
