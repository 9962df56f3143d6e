/*
 * http.h -- the one door to libcurl: one GET at a time, over http and https only.
 */
#ifndef READ_HTTP_H
#define READ_HTTP_H

#include <stdbool.h>

#include <headwater/buf.h>

struct http_client {
	const char *user_agent;
	const char *ca_file; /* PEM: whose certificates are trusted; NULL: those of the system */
	size_t max_bytes;    /* of an answer */
};

struct http_answer {
	long status;
	long retry_after_s; /* 0: not said */
	struct buf body;    /* freed by the caller, also after a failure */
	char reason[256];   /* why there is no whole answer */
	bool untrusted;     /* because the site could not prove who it is */
};

/*
 * Follows five redirects at most, from https to https only; certificates are always verified. False when no whole answer
 * came in time; what the answer says, be it 503, is for the caller.
 */
bool http_get(const struct http_client *client, const char *url, struct http_answer *answer);

#endif
