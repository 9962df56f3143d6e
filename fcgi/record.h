/*
 * record.h -- FastCGI's records: is what a peer has sent one whole, well-formed request? And the answer to it.
 *
 * Debian 12's libfcgi aborts on some lengths in PARAMS and waits for ever on a peer that stops half-way. Neither can
 * happen to bytes that passed this test: the transport looks at them while they still lie in the socket (MSG_PEEK) and
 * gives a connection to libfcgi only when its request is there to the last byte.
 */
#ifndef FCGI_RECORD_H
#define FCGI_RECORD_H

#include <stddef.h>

#include <headwater/buf.h>

/* What one request may weigh, records and all. Must fit a Unix socket's buffer, where it waits. */
#define RECORD_REQUEST_MAX ((size_t)96 * 1024)
#define RECORD_PAIRS_MAX 256

enum record_state {
	RECORD_PARTIAL, /* well-formed so far; wait for more */
	RECORD_WHOLE,   /* exactly one request of the responder role */
	RECORD_BAD      /* close the connection */
};

/*
 * Management records, other roles, several requests at once and bytes behind the request are refused as well: the web
 * servers in use send none of these, and libfcgi would lose bytes that follow a request.
 */
enum record_state record_scan(const unsigned char *bytes, size_t len);

/*
 * Appends the records that answer request `id`: `head` and `body` as its output, then its end. Sent in one piece, a
 * worker that is killed leaves a whole answer or none, and the web server may ask another.
 */
void record_answer(struct buf *out, unsigned id, const struct buf *head, const struct buf *body);

#endif
