/*
 * status.h -- how a system fault travels.
 *
 * There are three kinds of wrong in Headwater. An editor's fault is a diagnostic (diag.h) and is collected, not
 * returned. A bug is an assert. A fault of the system (disk, memory limits, a library) is a `enum status`, returned up
 * to the program's main loop, which maps it to an exit code (status_exit_code) or an HTTP status (status_http).
 */
#ifndef HEADWATER_STATUS_H
#define HEADWATER_STATUS_H

enum status {
	STATUS_OK,
	STATUS_INVALID,     /* the caller's input does not fit what was declared */
	STATUS_NOT_FOUND,   /* no such thing */
	STATUS_TOO_LARGE,   /* a stated limit was passed */
	STATUS_BUDGET,      /* stopped: the cost limit of one request was used up */
	STATUS_UNAVAILABLE, /* not ready: no release published, or shutting down */
	STATUS_IO,          /* the system refused to read or write */
	STATUS_CORRUPT,     /* a file of ours does not have the form it must have */
	STATUS_INTERNAL,    /* a library failed where it should not */
	STATUS__MAX
};

/* Exit codes of the programs. 64 and 70 follow sysexits.h. */
enum exit_code { EXIT_CLEAN = 0, EXIT_WARNINGS = 1, EXIT_FAULTS = 2, EXIT_USAGE = 64, EXIT_INTERNAL = 70 };

/* A short English name for logs, such as "io". Static storage. */
const char *status_name(enum status status);
/* The HTTP status that tells a client of it, such as 404. */
int status_http(enum status status);
/* The exit code of a program that ends because of it. */
int status_exit_code(enum status status);

#endif
