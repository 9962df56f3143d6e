/*
 * request.h -- one HTTP request as the service sees it, whatever the transport (FastCGI or plain CGI).
 *
 * Everything lives in the request's arena. Headers that a client may forge (X-Forwarded-For, Host, HTTP_PROXY) are never
 * read. The query is not here: handlers get validated parameters only (params.h).
 */
#ifndef FCGI_REQUEST_H
#define FCGI_REQUEST_H

#include <stdbool.h>

#include <headwater/arena.h>
#include <headwater/lang.h>
#include <headwater/span.h>
#include <headwater/status.h>

/* Bits, so that a route can name several. */
enum method { METHOD_GET = 1, METHOD_HEAD = 2, METHOD_POST = 4, METHOD_OPTIONS = 8, METHOD_OTHER = 16 };

/* The form of the answer: chosen by format=json|html in the query, else by Accept. */
enum answer { ANSWER_HTML, ANSWER_JSON, ANSWER_ATOM, ANSWER_CSV };

#define REQUEST_PATH_MAX 1024
#define REQUEST_QUERY_MAX 4096
#define REQUEST_BODY_MAX ((size_t)16 * 1024) /* as the web server limits it */

struct request {
	enum method method;
	const char *path;  /* site-absolute, such as "/en/search" */
	const char *query; /* as it came, without '?'; for params.c and links that must be kept whole */
	enum lang lang;    /* of the route */
	enum answer answer;
	bool format_given;         /* the query named the form: its Accept does not matter */
	const char *accept;        /* or "" */
	const char *if_none_match; /* or "" */
	const char *content_type;  /* of the body, or "" */
	struct span body;          /* as it came */
	const char *id;            /* the web server's request id: [0-9A-Za-z_-]{1,64}, or "-" */
	const char *client;        /* address without its host part (IPv4 /24, IPv6 /48), or "-"; for logs only */
};

/* Looks a CGI variable up; NULL when it is not set. */
typedef const char *request_variable(void *source, const char *name);

/*
 * Fills all but lang and body. STATUS_TOO_LARGE: path or query past its maximum (it is not filled in then); STATUS_INVALID:
 * not a request (no method).
 */
enum status request_read(struct request *request, request_variable *variable, void *source, struct arena *arena);
/* Sets the form of the answer from Accept (JSON only when it is asked for and HTML is not preferred). */
void request_negotiate(struct request *request);

#endif
