/* headwater-fcgi: the service behind the web server. Options in, then master and workers, or one CGI answer. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "answer.h"
#include "listener.h"
#include "log.h"
#include "master.h"
#include "options.h"
#include "serve.h"

/* libfcgi keeps descriptors in an fd_set when it closes one: none may be larger. */
#define FILES_MAX 1024

struct program {
	struct options options;
	struct clock clock;
	struct listener listener;
	int turn_fd;
	struct missed *missed;
};

static struct answerer *answerer_for(const struct program *program)
{
	/* Goldens show answers, not log lines. */
	bool log_requests = !program->options.cgi || program->options.log;
	struct answer_options options = {program->options.release,    &program->clock,  log_requests,
					 program->options.row_limits, program->turn_fd, program->missed};
	return answerer_new(&options);
}

static int work(void *context, int report_fd)
{
	const struct program *program = context;
	const struct options *options = &program->options;
	struct rlimit files = {FILES_MAX, FILES_MAX};
	setrlimit(RLIMIT_NOFILE, &files);
	struct answerer *answerer = answerer_for(program);
	answerer_warm(answerer);
	struct serve_options serving = {.peers = options->peers,
					.peer_count = options->peer_count,
					.idle_timeout_s = options->idle_timeout_s,
					.request_timeout_s = options->request_timeout_s,
					.answer_timeout_s = options->answer_timeout_s,
					.drain_ms = options->drain_ms,
					.recycle = options->recycle,
					.report_fd = report_fd};
	enum status status = serve_fastcgi(program->listener.fd, answerer, &serving);
	answerer_free(answerer);
	return status_exit_code(status);
}

static int run_cgi(const struct program *program)
{
	struct answerer *answerer = answerer_for(program);
	enum status status = serve_cgi(answerer);
	answerer_free(answerer);
	return status_exit_code(status);
}

/* False when the user exists (options.c asked) but cannot be become. */
static bool become(const char *name)
{
	const struct passwd *user = name ? getpwnam(name) : NULL;
	if (!name)
		return true;
	return user && initgroups(name, user->pw_gid) == 0 && setgid(user->pw_gid) == 0 && setuid(user->pw_uid) == 0;
}

static int fail(const char *what, const char *which)
{
	fprintf(stderr, "headwater-fcgi: %s %s: %s\n", what, which, strerror(errno));
	return EXIT_INTERNAL;
}

static void stopping(void *context)
{
	struct program *program = context;
	listener_withdraw(&program->listener);
}

static int run_server(struct program *program)
{
	const struct options *options = &program->options;
	memory_keep();
	if (!become(options->user))
		return fail("cannot become", options->user);
	program->turn_fd = turn_file();
	if (program->turn_fd < 0)
		return fail("cannot make a file for", "turns");
	struct master_options mastering = {.workers = options->workers,
					   .stop_timeout_s = 2 + (int)options->answer_timeout_s,
					   .work = work,
					   .stopping = stopping,
					   .context = program};
	return status_exit_code(master_run(&mastering));
}

int main(int argc, char **argv)
{
	static struct program program;
	struct options *options = &program.options;
	switch (options_read(argc, argv, options)) {
	case OPTIONS_DONE:
		return EXIT_CLEAN;
	case OPTIONS_WRONG:
		return EXIT_USAGE;
	case OPTIONS_RUN:
		break;
	}
	program.turn_fd = -1;
	program.clock = (struct clock){options->fixed_clock, options->fixed_now_s};
	if (log_open(options->log, &program.clock) != STATUS_OK)
		return fail("cannot open the log", options->log);
	if (options->missed && missed_open(options->missed, &program.missed) != STATUS_OK)
		return fail("cannot open the counts of", options->missed);
	if (options->list_missed) {
		missed_list(program.missed, stdout);
		return EXIT_CLEAN;
	}
	/* A web server that runs us as a CGI program says so; a listening descriptor means FastCGI all the same. */
	bool inherited = !options->cgi && !options->socket && listener_inherit(&program.listener);
	if (options->cgi || (!options->socket && !inherited && getenv("GATEWAY_INTERFACE"))) {
		options->cgi = true;
		return run_cgi(&program);
	}
	if (!options->socket && !inherited) {
		fputs("headwater-fcgi: --socket is missing, and no listening socket was inherited\n", stderr);
		return EXIT_USAGE;
	}
	if (options->socket &&
	    listener_open(options->socket, options->socket_mode, options->socket_group, &program.listener) != STATUS_OK)
		return fail("cannot listen at", options->socket);
	return run_server(&program);
}
