/*
 * reason.h -- why a request was refused: one row of reasons.def each, with HTTP status, code and sentence.
 */
#ifndef FCGI_REASON_H
#define FCGI_REASON_H

#include <headwater/lang.h>
#include <headwater/status.h>

enum reason {
#define REASON(name, http, code, zh, en) REASON_##name,
#include "reasons.def"
#undef REASON
	REASON__MAX
};

struct reason_row {
	int http;
	const char *code;      /* stable, for programs: "parameter-range" */
	struct label sentence; /* {0} = the subject */
};

const struct reason_row *reason_row(enum reason reason);
/* The reason that tells a client of a system fault that a handler returned. */
enum reason reason_of_status(enum status status);

#endif
