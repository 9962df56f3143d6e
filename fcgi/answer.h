/*
 * answer.h -- one request from its variables to its response: route, parameters, release, handler, errors, caching.
 *
 * The transports (serve.h) call it; it knows neither sockets nor libfcgi.
 */
#ifndef FCGI_ANSWER_H
#define FCGI_ANSWER_H

#include <stdbool.h>

#include "clock.h"
#include "request.h"
#include "response.h"
#include "missed.h"
#include "rows/run.h"

struct answerer;

struct answer_options {
	const char *release_link; /* OUT/current */
	const struct clock *clock;
	bool log_requests;
	struct run_limits row_limits;
	int turn_fd;           /* turn.h */
	struct missed *missed; /* NULL: searches that found nothing are not counted */
};

struct answerer *answerer_new(const struct answer_options *options);
void answerer_free(struct answerer *answerer);
/* Opens the release ahead of the first request. */
void answerer_warm(struct answerer *answerer);
/*
 * Answers. The response belongs to the answerer and holds until the next call. `*with_body` is false for HEAD and 304:
 * send the head only.
 */
const struct response *answer(struct answerer *answerer, request_variable *variable, void *source, struct span body,
			      bool *with_body);

#endif
