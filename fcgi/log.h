/*
 * log.h -- the service's log: JSON lines, one write each, without personal data.
 *
 * Client addresses come in already truncated (request.h); search words are never logged.
 */
#ifndef FCGI_LOG_H
#define FCGI_LOG_H

#include <stdint.h>

#include <headwater/status.h>

#include "clock.h"

struct request;
struct response;

/* Appends to `path`, or writes to stderr when it is NULL. `clock` must outlive the log. STATUS_IO. */
enum status log_open(const char *path, const struct clock *clock);
/* Opens the file anew (after rotation); keeps the old one when that fails. */
void log_reopen(void);
/* Something that happened, such as "release-opened"; `detail` may be NULL. */
void log_event(const char *event, const char *detail);
/* One answered request. */
void log_request(const struct request *request, const struct response *response, const char *release, int64_t took_us);

#endif
