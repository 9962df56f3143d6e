#include "serve.h"

#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "record.h"

#define EVENTS_MAX 64
#define SWEEP_MS 250
#define IO_TIMEOUT_S 2

struct connection {
	int fd;             /* -1: the slot is free */
	int64_t since_ms;   /* last answer, or when it was accepted */
	int64_t partial_ms; /* a request has been under way since (the first one: since accepting); 0 = none is */
};

struct server {
	const struct serve_options *options;
	struct answerer *answerer;
	int listen_fd, epoll_fd, signal_fd;
	struct connection connections[SERVE_CONNECTIONS_MAX];
	size_t connection_count;
	bool listening; /* the listening socket is in the epoll set */
	bool draining;
	int64_t drain_until_ms;
	unsigned long answered;
	struct buf body;      /* of the request under way */
	struct buf head, out; /* of its answer */
};

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void report(const struct server *server, char what)
{
	if (server->options->report_fd >= 0 && write(server->options->report_fd, &what, 1) < 0)
		log_event("report-failed", strerror(errno));
}

/* ---- the listening socket ---- */

static void listen_start(struct server *server)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = &server->listen_fd};
	if (!server->listening)
		server->listening = epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, server->listen_fd, &event) == 0;
}

static void listen_stop(struct server *server)
{
	if (server->listening)
		epoll_ctl(server->epoll_fd, EPOLL_CTL_DEL, server->listen_fd, NULL);
	server->listening = false;
}

/* ---- connections ---- */

static void connection_close(struct server *server, struct connection *connection)
{
	close(connection->fd); /* leaves the epoll set by itself */
	connection->fd = -1;
	server->connection_count--;
	if (!server->draining)
		listen_start(server);
}

static bool peer_allowed(const struct server *server, int fd)
{
	struct ucred peer;
	socklen_t len = sizeof peer;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		return false;
	if (peer.uid == 0 || peer.uid == geteuid())
		return true;
	for (size_t i = 0; i < server->options->peer_count; i++)
		if (server->options->peers[i] == peer.uid)
			return true;
	return false;
}

/* libfcgi only reads what is there already; it is a peer that does not read its answer that these free us from. */
static bool prepare(int fd)
{
	struct timeval limit = {.tv_sec = IO_TIMEOUT_S};
	return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 &&
	       setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0;
}

static struct connection *free_slot(struct server *server)
{
	for (size_t i = 0; i < SERVE_CONNECTIONS_MAX; i++)
		if (server->connections[i].fd < 0)
			return &server->connections[i];
	return NULL;
}

/* One at a time, so that the other workers get their share. NULL when nobody is waiting. */
static struct connection *connection_accept(struct server *server)
{
	struct connection *connection = free_slot(server);
	if (!connection) {
		listen_stop(server);
		return NULL;
	}
	int fd = accept4(server->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0)
		return NULL;
	/* Edge-triggered: a request that stays in the socket until it is whole must not wake us again and again. */
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.ptr = connection};
	if (!peer_allowed(server, fd) || !prepare(fd) || epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
		log_event("peer-refused", NULL);
		close(fd);
		return NULL;
	}
	int64_t now = now_ms();
	*connection = (struct connection){.fd = fd, .since_ms = now, .partial_ms = now};
	server->connection_count++;
	return connection;
}

/* ---- one request through libfcgi ---- */

static const char *fcgi_variable(void *source, const char *name)
{
	const FCGX_Request *fcgi = source;
	return FCGX_GetParam(name, fcgi->envp);
}

/* Takes all of the input; what is past the room for a body only counts. */
static void read_input(FCGX_Request *fcgi, struct buf *body)
{
	char part[4096];
	for (int len; (len = FCGX_GetStr(part, sizeof part, fcgi->in)) > 0;)
		buf_add(body, part, (size_t)len);
}

/* A body that did not fit is longer than any that is accepted. */
static struct span span_of_body(const struct buf *body)
{
	return (struct span){body->bytes, buf_overflowed(body) ? body->max + 1 : body->len};
}

/* SO_SNDTIMEO ends the wait for a peer that does not read. */
static bool send_whole(int fd, const struct buf *buf)
{
	size_t at = 0;
	while (at < buf->len) {
		ssize_t sent = send(fd, buf->bytes + at, buf->len - at, MSG_NOSIGNAL);
		if (sent <= 0 && errno != EINTR)
			return false;
		at += sent > 0 ? (size_t)sent : 0;
	}
	return true;
}

static bool write_response(struct server *server, FCGX_Request *fcgi)
{
	static const struct buf nothing = {0};
	bool with_body;
	const struct response *response =
	    answer(server->answerer, fcgi_variable, fcgi, span_of_body(&server->body), &with_body);
	buf_reset(&server->head);
	buf_reset(&server->out);
	response_head(response, &server->head);
	record_answer(&server->out, (unsigned)fcgi->requestId, &server->head, with_body ? &response->body : &nothing);
	return send_whole(fcgi->ipcFd, &server->out);
}

enum outcome {
	OUTCOME_KEEP,  /* the peer may send the next request */
	OUTCOME_CLOSE, /* the connection has done its work */
	OUTCOME_GONE   /* libfcgi closed the descriptor */
};

/*
 * Answers one request on `fd`. libfcgi reads it; the answer is written here, in one piece, and FCGX_Free takes the place
 * of FCGX_Finish_r, whose way of closing waits for the peer and cannot take descriptors above 1023.
 */
static enum outcome converse(struct server *server, int fd)
{
	FCGX_Request fcgi;
	FCGX_InitRequest(&fcgi, -1, FCGI_FAIL_ACCEPT_ON_INTR); /* -1: it can never accept by itself */
	fcgi.ipcFd = fd;
	fcgi.keepConnection = 1; /* or it would close `fd` before reading from it */
	if (FCGX_Accept_r(&fcgi) != 0)
		return OUTCOME_GONE;
	bool keep = fcgi.keepConnection;
	alarm(server->options->answer_timeout_s);
	buf_reset(&server->body);
	read_input(&fcgi, &server->body);
	if (!write_response(server, &fcgi))
		keep = false;
	alarm(0);
	FCGX_Free(&fcgi, 0);
	return keep ? OUTCOME_KEEP : OUTCOME_CLOSE;
}

static void connection_answer(struct server *server, struct connection *connection)
{
	enum outcome outcome = converse(server, connection->fd);
	if (outcome == OUTCOME_GONE) {
		/* The number may be taken again before we come here next: the slot must forget it at once. */
		connection->fd = -1;
		server->connection_count--;
	} else if (outcome == OUTCOME_CLOSE || server->draining) {
		connection_close(server, connection);
	} else {
		connection->since_ms = now_ms();
		connection->partial_ms = 0;
	}
	if (++server->answered == server->options->recycle)
		report(server, SERVE_RECYCLE);
}

/* The peer will send no more: what is not whole now never will be. */
static bool half_closed(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLRDHUP};
	return poll(&poll_fd, 1, 0) > 0 && poll_fd.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

/* Looks at what lies in the socket without taking it. */
static void connection_look(struct server *server, struct connection *connection)
{
	static unsigned char window[RECORD_REQUEST_MAX + 1];
	ssize_t len = recv(connection->fd, window, sizeof window, MSG_PEEK | MSG_DONTWAIT);
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	enum record_state state = len > 0 ? record_scan(window, (size_t)len) : RECORD_BAD;
	if (state == RECORD_WHOLE) {
		connection_answer(server, connection);
	} else if (state == RECORD_BAD || half_closed(connection->fd)) {
		if (len > 0)
			log_event("peer-malformed", NULL);
		connection_close(server, connection);
	} else if (connection->partial_ms == 0) {
		connection->partial_ms = now_ms();
	}
}

/* Closes the connections whose time is up. */
static void sweep(struct server *server)
{
	int64_t now = now_ms();
	for (size_t i = 0; i < SERVE_CONNECTIONS_MAX; i++) {
		struct connection *connection = &server->connections[i];
		if (connection->fd < 0)
			continue;
		bool partial = connection->partial_ms > 0;
		int64_t since = partial ? connection->partial_ms : connection->since_ms;
		int limit_s = partial ? server->options->request_timeout_s : server->options->idle_timeout_s;
		if (now - since > (int64_t)limit_s * 1000) {
			if (partial)
				log_event("peer-slow", NULL);
			connection_close(server, connection);
		}
	}
}

/* ---- the loop ---- */

static void drain_begin(struct server *server)
{
	server->draining = true;
	server->drain_until_ms = now_ms() + server->options->drain_ms;
	for (struct connection *connection; (connection = connection_accept(server)) != NULL;)
		connection_look(server, connection);
	listen_stop(server);
}

/* What was sent while we looked elsewhere is still answered. */
static void drain_end(struct server *server)
{
	for (size_t i = 0; i < SERVE_CONNECTIONS_MAX; i++) {
		struct connection *connection = &server->connections[i];
		if (connection->fd >= 0)
			connection_look(server, connection);
		if (connection->fd >= 0)
			connection_close(server, connection);
	}
}

static void handle_signals(struct server *server)
{
	struct signalfd_siginfo signal;
	while (read(server->signal_fd, &signal, sizeof signal) == (ssize_t)sizeof signal) {
		if (signal.ssi_signo == SIGUSR1)
			log_reopen();
		else if (!server->draining)
			drain_begin(server);
	}
}

/* An event carries its connection; the two other descriptors carry their place in the server. */
static void handle_event(struct server *server, const struct epoll_event *event)
{
	if (event->data.ptr == &server->signal_fd) {
		handle_signals(server);
		return;
	}
	bool fresh = event->data.ptr == &server->listen_fd;
	struct connection *connection = event->data.ptr;
	if (fresh)
		connection = server->draining ? NULL : connection_accept(server);
	if (connection && connection->fd >= 0)
		connection_look(server, connection);
}

static void loop(struct server *server)
{
	int64_t swept_ms = now_ms();
	while (!server->draining || (server->connection_count > 0 && now_ms() < server->drain_until_ms)) {
		struct epoll_event events[EVENTS_MAX];
		int count =
		    epoll_wait(server->epoll_fd, events, EVENTS_MAX, server->connection_count > 0 ? SWEEP_MS : -1);
		for (int i = 0; i < count; i++)
			handle_event(server, &events[i]);
		if (now_ms() - swept_ms >= SWEEP_MS) {
			sweep(server);
			swept_ms = now_ms();
		}
	}
	drain_end(server);
}

static void signal_set(int signal, void (*action)(int))
{
	struct sigaction set = {.sa_handler = action};
	sigaction(signal, &set, NULL);
}

/*
 * After FCGX_Init, which installs handlers of its own. SIGTERM and SIGUSR1 are read from a descriptor like everything
 * else: none is lost between a test and a wait, and none waits behind a loop that always has work (a wait that returns
 * with events delivers no signal). SIGINT is for the master: a terminal sends it to all of us.
 */
static bool signals_install(struct server *server)
{
	signal_set(SIGPIPE, SIG_IGN);
	signal_set(SIGINT, SIG_IGN);
	signal_set(SIGHUP, SIG_IGN);
	signal_set(SIGALRM, SIG_DFL);
	sigset_t wanted;
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGTERM);
	sigaddset(&wanted, SIGUSR1);
	sigprocmask(SIG_SETMASK, &wanted, NULL);
	server->signal_fd = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = &server->signal_fd};
	return server->signal_fd >= 0 && epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, server->signal_fd, &event) == 0;
}

enum status serve_fastcgi(int listen_fd, struct answerer *answerer, const struct serve_options *options)
{
	struct server *server = memory_alloc(sizeof *server);
	*server = (struct server){.options = options, .answerer = answerer, .listen_fd = listen_fd};
	for (size_t i = 0; i < SERVE_CONNECTIONS_MAX; i++)
		server->connections[i].fd = -1;
	buf_init(&server->body, REQUEST_BODY_MAX);
	buf_init(&server->head, RESPONSE_BODY_MAX);
	buf_init(&server->out, RESPONSE_BODY_MAX * 2);
	server->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	bool ready = server->epoll_fd >= 0 && FCGX_Init() == 0 && signals_install(server);
	if (ready)
		listen_start(server);
	ready = ready && server->listening;
	if (ready) {
		report(server, SERVE_READY);
		loop(server);
	}
	buf_free(&server->body);
	buf_free(&server->head);
	buf_free(&server->out);
	free(server);
	return ready ? STATUS_OK : STATUS_IO;
}

/* ---- plain CGI ---- */

static const char *cgi_variable(void *source, const char *name)
{
	(void)source;
	return getenv(name);
}

/* As many bytes as the web server has announced (RFC 3875 §4.2). */
static void read_standard_input(struct buf *body)
{
	const char *announced = getenv("CONTENT_LENGTH");
	long left = announced ? strtol(announced, NULL, 10) : 0;
	char part[4096];
	while (left > 0 && !buf_overflowed(body)) {
		ssize_t len = read(STDIN_FILENO, part, left < (long)sizeof part ? (size_t)left : sizeof part);
		if (len <= 0)
			return;
		buf_add(body, part, (size_t)len);
		left -= len;
	}
}

enum status serve_cgi(struct answerer *answerer)
{
	bool with_body;
	struct buf body, out;
	buf_init(&body, REQUEST_BODY_MAX);
	read_standard_input(&body);
	const struct response *response = answer(answerer, cgi_variable, NULL, span_of_body(&body), &with_body);
	buf_init(&out, RESPONSE_BODY_MAX * 2);
	response_head(response, &out);
	if (with_body)
		buf_add(&out, response->body.bytes, response->body.len);
	ssize_t written = 1;
	for (size_t at = 0; at < out.len && written > 0; at += (size_t)written)
		written = write(STDOUT_FILENO, out.bytes + at, out.len - at);
	buf_free(&out);
	buf_free(&body);
	return written > 0 ? STATUS_OK : STATUS_IO;
}
