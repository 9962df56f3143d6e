/* Worker processes: each takes the next job from a shared counter and tells of its files through a pipe. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <headwater/arena.h>
#include <headwater/buf.h>

#include "jobs.h"
#include "manifest.h"
#include "model.h"
#include "output.h"
#include "progress.h"
#include "worker.h"

#define WORKERS_MAX 64
#define POLL_MS 100

/* Seen by all workers. */
struct board {
	size_t next, done;
	int stop;
};

struct worker {
	pid_t pid;
	int fd;             /* where its reports come from; -1 when it has said all */
	struct buf line;    /* what has come of the line under way */
	uint32_t unit;      /* that its files belong to, in the manifest of the main process, */
	struct print print; /* what that is made of, */
	bool unit_begun;    /* and whether it has a file yet */
	enum status status;
};

static void write_line(int fd, const char *line, size_t len)
{
	while (len > 0) {
		ssize_t wrote = write(fd, line, len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			_exit(EXIT_INTERNAL);
		line += wrote;
		len -= (size_t)wrote;
	}
}

/* What a worker has said goes out in blocks: a system call for each file would cost more than making many a file. */
static struct {
	char bytes[32768];
	size_t len;
} said;

static void flush_said(int fd)
{
	write_line(fd, said.bytes, said.len);
	said.len = 0;
}

static void say_line(int fd, const char *line, size_t len)
{
	if (said.len + len > sizeof said.bytes)
		flush_said(fd);
	memcpy(said.bytes + said.len, line, len);
	said.len += len;
}

/* Of a file: "<sha256> <size> <mtime> <kept> <path>". */
void worker_report(int fd, const struct file_facts *facts)
{
	char line[8192];
	digest_hex(&facts->sha256, line);
	int len = SHA256_HEX_LEN;
	len += snprintf(line + len, sizeof line - SHA256_HEX_LEN, " %" PRIx64 " %" PRIx64 " %d %s\n", facts->size_bytes,
			(uint64_t)facts->mtime_ns, facts->kept, facts->path);
	say_line(fd, line, (size_t)len);
}

/* Of a unit: "+<print>", or "-" when it ends. */
void worker_report_unit(int fd, const struct print *print)
{
	char line[2 * sizeof print->bytes + 2] = "-";
	int len = 1;
	if (print) {
		line[0] = '+';
		for (size_t i = 0; i < sizeof print->bytes; i++)
			len += snprintf(line + len, sizeof line - (size_t)len, "%02x", print->bytes[i]);
	}
	line[len] = '\n';
	say_line(fd, line, (size_t)len + 1);
}

/* A worker's last line: "= <status> <message>". */
static void report_end(int fd, enum status status, const char *message)
{
	char line[8192];
	int len = snprintf(line, sizeof line, "= %d %.6000s\n", (int)status, message);
	say_line(fd, line, (size_t)len);
	flush_said(fd);
}

static enum status unreadable(struct output *output)
{
	output_set_error(output, "what is known of the files that are out cannot be read back");
	return STATUS_IO;
}

static enum status work(const struct job_set *set, struct board *board, struct output *output, struct manifest *own)
{
	size_t batch = set->batch ? set->batch : 1;
	enum status status = STATUS_OK;
	while (status == STATUS_OK && !__atomic_load_n(&board->stop, __ATOMIC_RELAXED)) {
		size_t first = __atomic_fetch_add(&board->next, batch, __ATOMIC_RELAXED);
		if (first >= set->count)
			break;
		for (size_t job = first; job < first + batch && job < set->count && status == STATUS_OK; job++) {
			manifest_clear(own);
			status = set->run(set->context, job, output);
			if (status == STATUS_OK && manifest_failed(own))
				status = unreadable(output);
			__atomic_add_fetch(&board->done, 1, __ATOMIC_RELAXED);
		}
	}
	if (status != STATUS_OK)
		__atomic_store_n(&board->stop, 1, __ATOMIC_RELAXED);
	return status;
}

static enum status start_worker(struct jobs *jobs, const struct job_set *set, struct board *board,
				struct worker *worker)
{
	int ends[2];
	pid_t parent = getpid();
	if (pipe(ends) != 0)
		return STATUS_IO;
	fflush(NULL);
	worker->pid = fork();
	if (worker->pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return STATUS_IO;
	}
	if (worker->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a build that is killed leaves nobody behind */
		if (getppid() != parent)
			_exit(EXIT_INTERNAL);
		close(ends[0]);
		struct manifest *own = manifest_new_above(jobs->model->manifest);
		output_become_worker(jobs->output, ends[1], own);
		jobs->model->manifest = own;
		enum status status = work(set, board, jobs->output, own);
		report_end(ends[1], status, status == STATUS_OK ? "" : output_error(jobs->output));
		_exit(EXIT_CLEAN);
	}
	close(ends[1]);
	worker->fd = ends[0];
	worker->status = STATUS_INTERNAL; /* until it says how it ended */
	worker->unit = 0;
	buf_init(&worker->line, BUF_MAX_DEFAULT);
	return STATUS_OK;
}

static void take_unit(struct jobs *jobs, struct worker *worker, const char *line)
{
	worker->unit = 0;
	worker->unit_begun = false;
	if (line[0] == '-')
		return;
	for (size_t i = 0; i < sizeof worker->print.bytes; i++) {
		char digits[3] = {line[1 + 2 * i], line[2 + 2 * i], '\0'};
		worker->print.bytes[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
	worker->unit = manifest_new_unit(jobs->model->manifest);
}

static void take_file(struct jobs *jobs, struct worker *worker, char *line)
{
	struct file_facts facts = {.unit = worker->unit,
				   .leads = worker->unit && !worker->unit_begun,
				   .print = worker->print,
				   .sha256 = digest_parse(line)};
	char *at = line + SHA256_HEX_LEN;
	worker->unit_begun = true;
	facts.size_bytes = strtoull(at, &at, 16);
	facts.mtime_ns = (int64_t)strtoull(at, &at, 16);
	facts.kept = strtoul(at, &at, 10) == 1;
	facts.path = at + 1;
	manifest_add(jobs->model->manifest, &facts);
}

static void take_line(struct jobs *jobs, struct worker *worker, char *line)
{
	int status, at = 0;
	if (line[0] == '=') {
		if (sscanf(line, "= %d %n", &status, &at) == 1) {
			worker->status = (enum status)status;
			if (status != STATUS_OK && at > 0)
				output_set_error(jobs->output, line + at);
		}
		return;
	}
	if (line[0] == '+' || line[0] == '-')
		take_unit(jobs, worker, line);
	else
		take_file(jobs, worker, line);
}

static void take_bytes(struct jobs *jobs, struct worker *worker)
{
	char bytes[16384];
	ssize_t got = read(worker->fd, bytes, sizeof bytes);
	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		close(worker->fd);
		worker->fd = -1;
		return;
	}
	for (char *start = bytes, *end = bytes + got; start < end;) {
		char *newline = memchr(start, '\n', (size_t)(end - start));
		char *stop = newline ? newline : end;
		buf_add(&worker->line, start, (size_t)(stop - start));
		if (newline) {
			take_line(jobs, worker, worker->line.bytes);
			buf_reset(&worker->line);
		}
		start = stop + 1;
	}
}

static void listen_to(struct jobs *jobs, struct worker *workers, int count, const struct board *board)
{
	for (;;) {
		struct pollfd fds[WORKERS_MAX];
		int open = 0;
		for (int i = 0; i < count; i++) {
			fds[i] = (struct pollfd){.fd = workers[i].fd, .events = POLLIN};
			open += workers[i].fd >= 0;
		}
		if (open == 0)
			return;
		poll(fds, (nfds_t)count, POLL_MS);
		for (int i = 0; i < count; i++)
			if (fds[i].fd >= 0 && fds[i].revents)
				take_bytes(jobs, &workers[i]);
		progress_at(jobs->progress, __atomic_load_n(&board->done, __ATOMIC_RELAXED));
	}
}

/* Waits for a worker; one that died without a word is a fault of its own. */
static enum status end_worker(struct jobs *jobs, struct worker *worker, const char *stage)
{
	int how;
	char message[128];
	while (waitpid(worker->pid, &how, 0) < 0 && errno == EINTR)
		;
	buf_free(&worker->line);
	if (WIFSIGNALED(how)) {
		snprintf(message, sizeof message, "a worker of stage \"%s\" was ended by signal %d", stage,
			 WTERMSIG(how));
		output_set_error(jobs->output, message);
		return STATUS_INTERNAL;
	}
	if (WEXITSTATUS(how) != EXIT_CLEAN) {
		snprintf(message, sizeof message, "a worker of stage \"%s\" ended with status %d", stage,
			 WEXITSTATUS(how));
		output_set_error(jobs->output, message);
		return STATUS_INTERNAL;
	}
	return worker->status;
}

enum status jobs_run(struct jobs *jobs, const struct job_set *set)
{
	struct worker workers[WORKERS_MAX];
	size_t wanted = jobs->workers < WORKERS_MAX ? (size_t)jobs->workers : WORKERS_MAX;
	enum status status = STATUS_OK;
	int started = 0;
	struct board *board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (board == MAP_FAILED)
		return STATUS_IO;
	if (wanted > set->count)
		wanted = set->count;
	progress_stage(jobs->progress, set->name, set->count);
	while ((size_t)started < wanted && status == STATUS_OK) {
		status = start_worker(jobs, set, board, &workers[started]);
		if (status == STATUS_OK)
			started++;
		else
			output_set_error(jobs->output, "cannot start a worker process");
	}
	listen_to(jobs, workers, started, board);
	for (int i = 0; i < started; i++) {
		enum status ended = end_worker(jobs, &workers[i], set->name);
		if (status == STATUS_OK)
			status = ended;
	}
	progress_end(jobs->progress);
	munmap(board, sizeof *board);
	return status;
}
