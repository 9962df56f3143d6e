/* context.h -- what a handler is given: one request, its validated parameters, the release it sees, and where to answer. */
#ifndef FCGI_CONTEXT_H
#define FCGI_CONTEXT_H

#include <headwater/arena.h>
#include <headwater/status.h>

#include "clock.h"
#include "params.h"
#include "reason.h"
#include "release.h"
#include "request.h"
#include "response.h"

struct route;
struct run_limits;
struct turn;

#define ROUTE_PARTS_MAX 3

struct context {
	const struct request *request;
	const struct params *params;
	const struct route *route;
	const char *parts[ROUTE_PARTS_MAX]; /* what stood in the places of the route's {names}, in order */
	struct release *release;            /* never NULL when the route needs one */
	struct response *response;
	struct arena *arena; /* of this request */
	const struct clock *clock;
	const struct run_limits *row_limits;
	struct turn *turn;      /* ended with the request */
	int64_t started_us;     /* clock_tick_us when the request came in */
	struct refusal refusal; /* set by context_refuse */
	const char
	    *indexed; /* told with it: by which columns a table is best asked, with commas; NULL: nothing to tell */
};

/*
 * Ends the request with a reason: `return context_refuse(context, REASON_PARAM_CODE, "theme");`. Any other status that
 * a handler returns is mapped by reason_of_status. What was written to the response is thrown away.
 */
enum status context_refuse(struct context *context, enum reason reason, const char *subject);
/* Microseconds since the request came in; 0 when the clock stands still. */
int64_t context_elapsed_us(const struct context *context);

#endif
