/*
 * serve.h -- transport: FastCGI or plain CGI in, responses out. The only file behind it that knows libfcgi.
 *
 * A worker owns its connections in one epoll loop: it accepts (non-blocking, the peer's uid checked), keeps idle
 * connections, and looks at what has arrived without taking it out of the socket (record.h). Only a whole, well-formed
 * request is given to libfcgi, which therefore never waits and never meets a length it cannot bear: a slow or malformed
 * peer costs a worker nothing but the slot of its connection, and loses that when its time is up.
 */
#ifndef FCGI_SERVE_H
#define FCGI_SERVE_H

#include <stddef.h>
#include <sys/types.h>

#include "answer.h"

#define SERVE_CONNECTIONS_MAX 512

struct serve_options {
	const uid_t *peers; /* uids that may connect, besides root and the service's own */
	size_t peer_count;
	int idle_timeout_s;    /* a kept connection without a request is closed */
	int request_timeout_s; /* a request must be whole within this */
	unsigned
	    answer_timeout_s;  /* the process ends (SIGALRM) when one answer takes longer: the master starts another */
	int drain_ms;          /* how long a draining worker waits for requests on its kept connections */
	unsigned long recycle; /* ask for a successor after so many requests; 0 = never */
	int report_fd;         /* a byte SERVE_READY or SERVE_RECYCLE is written here; -1 = nobody listens */
};

enum { SERVE_READY = 'r', SERVE_RECYCLE = 'c' };

/*
 * Serves until SIGTERM, then drains: what is waiting to be accepted or has been sent is answered, and kept connections
 * are closed. `listen_fd` must be non-blocking. STATUS_IO when the loop cannot be set up.
 */
enum status serve_fastcgi(int listen_fd, struct answerer *answerer, const struct serve_options *options);

/* Answers the one request that the environment describes, on standard output. STATUS_IO when it cannot be written. */
enum status serve_cgi(struct answerer *answerer);

#endif
