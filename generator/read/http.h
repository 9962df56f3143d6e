/*
 * http.h -- the one door to libcurl: one GET at a time, over http and https only.
 */
#ifndef READ_HTTP_H
#define READ_HTTP_H

#include <stdbool.h>

#include <headwater/buf.h>

struct http_answer {
	long status;
	long retry_after_s; /* 0: not said */
	struct buf body;    /* freed by the caller, also after a failure */
	char reason[256];   /* why there is no whole answer */
};

/*
 * Follows five redirects at most. False when no whole answer of at most `max_bytes` came in time; what the answer says,
 * be it 503, is for the caller.
 */
bool http_get(const char *url, const char *user_agent, size_t max_bytes, struct http_answer *answer);

#endif
