/*
 * master.h -- the process that keeps the workers: starts them, replaces those that die or have served their share, and
 * turns signals into starts and ends. It touches no request and no library but libc, so that nothing a peer sends can
 * reach it.
 *
 *	SIGTERM, SIGINT  stop: the workers drain and end; workers that do not are killed after a while
 *	SIGHUP           rolling restart: a new worker is ready before its predecessor is told to drain
 *	SIGUSR1          everyone opens the log anew
 */
#ifndef FCGI_MASTER_H
#define FCGI_MASTER_H

#include <headwater/status.h>

#define MASTER_WORKERS_MAX 64

struct master_options {
	int workers;
	int stop_timeout_s; /* after this, what still runs is killed */
	/* Runs in the child until it is told to stop; its result is the exit code. */
	int (*work)(void *context, int report_fd);
	void (*stopping)(void *context); /* before the workers are told to end: let no new connection come in */
	void *context;
};

/* Returns when every worker has ended. STATUS_IO: the first workers could not be started. */
enum status master_run(const struct master_options *options);

#endif
