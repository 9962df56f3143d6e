#include "master.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "serve.h"

#define SLOTS_MAX (2 * MASTER_WORKERS_MAX) /* in a rolling restart each worker has a successor beside it */
#define YOUNG_MS 1000                      /* a worker that dies younger than this makes the next one wait */
#define BACKOFF_FIRST_MS 50
#define BACKOFF_LAST_MS 5000
#define TICK_MS 20

struct worker {
	pid_t pid; /* 0: the slot is free */
	int report_fd;
	int64_t started_ms;
	bool ready, ending;
	pid_t predecessor; /* told to drain when this one is ready; 0 = none */
};

struct master {
	const struct master_options *options;
	struct worker workers[SLOTS_MAX];
	bool stopping;
	int64_t kill_at_ms;
	int64_t backoff_ms, start_at_ms; /* no start before this */
	int signal_fd;
};

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- starting ---- */

/* In the child: what belongs to the master alone goes. */
static _Noreturn void become_worker(const struct master *master, int report_fd, pid_t parent)
{
	for (size_t i = 0; i < SLOTS_MAX; i++)
		if (master->workers[i].pid > 0)
			close(master->workers[i].report_fd);
	close(master->signal_fd);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent) /* it died before we could ask to be told */
		_exit(EXIT_INTERNAL);
	_exit(master->options->work(master->options->context, report_fd));
}

static bool worker_start(struct master *master, pid_t predecessor)
{
	struct worker *slot = NULL;
	for (size_t i = 0; i < SLOTS_MAX && !slot; i++)
		if (master->workers[i].pid == 0)
			slot = &master->workers[i];
	int report[2];
	if (!slot || pipe2(report, O_CLOEXEC) != 0)
		return false;
	fcntl(report[0], F_SETFL, O_NONBLOCK);
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0) {
		close(report[0]);
		become_worker(master, report[1], parent);
	}
	close(report[1]);
	if (pid < 0) {
		close(report[0]);
		return false;
	}
	*slot = (struct worker){.pid = pid, .report_fd = report[0], .started_ms = now_ms(), .predecessor = predecessor};
	return true;
}

/* Workers that serve and have neither been told to end nor have a successor on its way are what `workers` counts. */
static int lasting(const struct master *master)
{
	int count = 0;
	for (size_t i = 0; i < SLOTS_MAX; i++)
		count += master->workers[i].pid > 0 && !master->workers[i].ending;
	for (size_t i = 0; i < SLOTS_MAX; i++)
		count -= master->workers[i].pid > 0 && master->workers[i].predecessor > 0;
	return count;
}

static void fill(struct master *master)
{
	while (!master->stopping && lasting(master) < master->options->workers && now_ms() >= master->start_at_ms)
		if (!worker_start(master, 0)) {
			log_event("worker-not-started", strerror(errno));
			master->start_at_ms = now_ms() + BACKOFF_LAST_MS;
		}
}

static bool has_successor(const struct master *master, pid_t pid)
{
	for (size_t i = 0; i < SLOTS_MAX; i++)
		if (master->workers[i].pid > 0 && master->workers[i].predecessor == pid)
			return true;
	return false;
}

static void succeed(struct master *master, const struct worker *worker)
{
	if (!worker->ending && !has_successor(master, worker->pid) && !worker_start(master, worker->pid))
		log_event("worker-not-started", strerror(errno));
}

/* ---- ending ---- */

static void worker_end(struct master *master, pid_t pid)
{
	for (size_t i = 0; i < SLOTS_MAX; i++) {
		struct worker *worker = &master->workers[i];
		if (worker->pid == pid && !worker->ending) {
			worker->ending = true;
			kill(pid, SIGTERM);
		}
	}
}

static void worker_ended(struct master *master, struct worker *worker, int how)
{
	bool expected = worker->ending && WIFEXITED(how);
	if (!expected)
		log_event("worker-died", WIFSIGNALED(how) ? strsignal(WTERMSIG(how)) : "exit");
	bool young = now_ms() - worker->started_ms < YOUNG_MS && !worker->ready;
	if (!expected && young) {
		int64_t next = master->backoff_ms ? master->backoff_ms * 2 : BACKOFF_FIRST_MS;
		master->backoff_ms = next > BACKOFF_LAST_MS ? BACKOFF_LAST_MS : next;
		master->start_at_ms = now_ms() + master->backoff_ms;
	}
	for (size_t i = 0; i < SLOTS_MAX; i++)
		if (master->workers[i].predecessor == worker->pid)
			master->workers[i].predecessor = 0;
	close(worker->report_fd);
	*worker = (struct worker){0};
}

static void reap(struct master *master)
{
	int how;
	for (pid_t pid; (pid = waitpid(-1, &how, WNOHANG)) > 0;)
		for (size_t i = 0; i < SLOTS_MAX; i++)
			if (master->workers[i].pid == pid)
				worker_ended(master, &master->workers[i], how);
}

/* ---- what workers report ---- */

static void hear(struct master *master, struct worker *worker)
{
	char what;
	while (read(worker->report_fd, &what, 1) == 1) {
		if (what == SERVE_READY) {
			worker->ready = true;
			master->backoff_ms = 0;
			if (worker->predecessor > 0)
				worker_end(master, worker->predecessor);
			worker->predecessor = 0;
		} else if (what == SERVE_RECYCLE) {
			succeed(master, worker);
		}
	}
}

/* ---- signals ---- */

static void each_worker(struct master *master, void (*act)(struct master *, struct worker *))
{
	for (size_t i = 0; i < SLOTS_MAX; i++)
		if (master->workers[i].pid > 0)
			act(master, &master->workers[i]);
}

static void tell_end(struct master *master, struct worker *worker)
{
	worker_end(master, worker->pid);
}

static void tell_reopen(struct master *master, struct worker *worker)
{
	(void)master;
	kill(worker->pid, SIGUSR1);
}

static void tell_kill(struct master *master, struct worker *worker)
{
	(void)master;
	kill(worker->pid, SIGKILL);
}

static void restart_all(struct master *master)
{
	/* Only those that are here now: successors take slots of the same table. */
	struct worker before[SLOTS_MAX];
	memcpy(before, master->workers, sizeof before);
	for (size_t i = 0; i < SLOTS_MAX; i++)
		if (before[i].pid > 0)
			succeed(master, &before[i]);
}

static void stop(struct master *master)
{
	if (master->stopping)
		return;
	log_event("stopping", NULL);
	master->stopping = true;
	master->kill_at_ms = now_ms() + (int64_t)master->options->stop_timeout_s * 1000;
	master->options->stopping(master->options->context);
	each_worker(master, tell_end);
}

static void obey(struct master *master)
{
	struct signalfd_siginfo signal;
	while (read(master->signal_fd, &signal, sizeof signal) == (ssize_t)sizeof signal) {
		switch (signal.ssi_signo) {
		case SIGCHLD:
			reap(master);
			break;
		case SIGUSR1:
			log_reopen();
			each_worker(master, tell_reopen);
			break;
		case SIGHUP:
			log_event("rolling-restart", NULL);
			if (!master->stopping)
				restart_all(master);
			break;
		default:
			stop(master);
		}
	}
}

/* Waits for a signal, a report, or the time of the next start. */
static void wait_and_act(struct master *master)
{
	struct pollfd fds[SLOTS_MAX + 1] = {{.fd = master->signal_fd, .events = POLLIN}};
	struct worker *workers[SLOTS_MAX + 1] = {NULL};
	nfds_t count = 1;
	for (size_t i = 0; i < SLOTS_MAX; i++)
		if (master->workers[i].pid > 0) {
			workers[count] = &master->workers[i];
			fds[count++] = (struct pollfd){.fd = master->workers[i].report_fd, .events = POLLIN};
		}
	bool waiting = master->stopping || lasting(master) < master->options->workers;
	if (poll(fds, count, waiting ? TICK_MS : -1) < 0)
		return;
	/* Reports first: a slot that a signal empties may be another worker's afterwards. */
	for (nfds_t i = 1; i < count; i++)
		if (fds[i].revents & POLLIN)
			hear(master, workers[i]);
	obey(master);
	if (master->stopping && now_ms() >= master->kill_at_ms)
		each_worker(master, tell_kill);
}

/* Signals are read from a descriptor like everything else; workers start with them blocked (serve.c opens its own). */
static bool signals_install(struct master *master)
{
	static const int signals[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1};
	sigset_t wanted;
	sigemptyset(&wanted);
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		sigaddset(&wanted, signals[i]);
	sigprocmask(SIG_BLOCK, &wanted, NULL);
	master->signal_fd = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
	return master->signal_fd >= 0;
}

static bool anyone(const struct master *master)
{
	for (size_t i = 0; i < SLOTS_MAX; i++)
		if (master->workers[i].pid > 0)
			return true;
	return false;
}

enum status master_run(const struct master_options *options)
{
	static struct master master;
	master = (struct master){.options = options};
	if (!signals_install(&master))
		return STATUS_IO;
	fill(&master);
	if (!anyone(&master))
		return STATUS_IO;
	while (!master.stopping || anyone(&master)) {
		wait_and_act(&master);
		fill(&master);
	}
	log_event("stopped", NULL);
	return STATUS_OK;
}
