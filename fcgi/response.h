/*
 * response.h -- what goes back: status, headers, body; written in one go with its length.
 *
 * A handler fills the body through response_json() or page_send() (page.h) and sets no status of its own: 200 is the
 * default, refusals go through context_refuse(). HEAD needs no care: the transport leaves the body out.
 */
#ifndef FCGI_RESPONSE_H
#define FCGI_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/buf.h>
#include <headwater/json.h>

#define RESPONSE_HEADERS_MAX 12
#define RESPONSE_BODY_MAX ((size_t)32 * 1024 * 1024) /* a thousand packages of the API */

struct response {
	int status;
	struct response_header {
		const char *name, *value; /* literals, or of the request's arena */
	} headers[RESPONSE_HEADERS_MAX];
	size_t header_count;
	const char *missed; /* words of a search that this says found nothing (missed.h); NULL: none */
	struct buf body;
};

void response_init(struct response *response);
void response_free(struct response *response);
/* Back to an empty 200, keeping the body's memory. */
void response_reset(struct response *response);
/* Sets a header, replacing one of the same name. A value with a control character is a bug (assert). */
void response_header(struct response *response, const char *name, const char *value);
/* NULL when it is not set. */
const char *response_header_value(const struct response *response, const char *name);
/* Starts a JSON body: content type, CORS, and the writer. */
void response_json(struct response *response, struct json *json);
/* Status line and headers in CGI form ("Status: 200 OK\r\n…\r\n\r\n"), with Content-Length; the body is not added. */
void response_head(const struct response *response, struct buf *out);
/* "OK", "Not Found", ... */
const char *response_reason_phrase(int status);

#endif
