#include "log.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <headwater/buf.h>
#include <headwater/json.h>

#include "request.h"
#include "response.h"

#define LINE_MAX_BYTES ((size_t)16 * 1024)

static struct {
	const char *path;
	const struct clock *clock;
	int fd;
	struct buf line;
} logs = {.fd = STDERR_FILENO};

static int open_file(void)
{
	return open(logs.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
}

enum status log_open(const char *path, const struct clock *clock)
{
	logs.path = path;
	logs.clock = clock;
	buf_init(&logs.line, LINE_MAX_BYTES);
	if (path) {
		logs.fd = open_file();
		if (logs.fd < 0) {
			logs.fd = STDERR_FILENO;
			return STATUS_IO;
		}
	}
	return STATUS_OK;
}

void log_reopen(void)
{
	int fd = logs.path ? open_file() : -1;
	if (fd < 0)
		return;
	close(logs.fd);
	logs.fd = fd;
}

static void line_start(struct json *json)
{
	char at[32] = "";
	time_t now = (time_t)clock_now_s(logs.clock);
	struct tm utc;
	if (gmtime_r(&now, &utc))
		strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &utc);
	buf_reset(&logs.line);
	json_init(json, &logs.line, false);
	json_object(json);
	json_put(json, "at", at);
	json_put_int(json, "pid", getpid());
}

/* One write: lines of several processes do not mix (O_APPEND). A log that cannot be written must not stop the service. */
static void line_end(struct json *json)
{
	json_object_end(json);
	buf_byte(&logs.line, '\n');
	if (!buf_overflowed(&logs.line) && write(logs.fd, logs.line.bytes, logs.line.len) < 0)
		return;
}

void log_event(const char *event, const char *detail)
{
	struct json json;
	line_start(&json);
	json_put(&json, "event", event);
	json_put_if(&json, "detail", detail);
	line_end(&json);
}

void log_request(const struct request *request, const struct response *response, const char *release, int64_t took_us)
{
	struct json json;
	line_start(&json);
	json_put(&json, "event", "request");
	json_put(&json, "id", request->id);
	json_put(&json, "client", request->client);
	json_put(&json, "path", request->path);
	json_put_int(&json, "status", response->status);
	json_put_int(&json, "bytes", (int64_t)response->body.len);
	json_put_int(&json, "took_us", took_us);
	json_put_if(&json, "release", release);
	line_end(&json);
}
