#include <headwater/status.h>

static const struct {
	const char *name;
	int http, exit;
} faults[STATUS__MAX] = {
    [STATUS_OK] = {"ok", 200, EXIT_CLEAN},
    [STATUS_INVALID] = {"invalid", 400, EXIT_FAULTS},
    [STATUS_NOT_FOUND] = {"not-found", 404, EXIT_INTERNAL},
    [STATUS_TOO_LARGE] = {"too-large", 413, EXIT_INTERNAL},
    [STATUS_BUDGET] = {"budget", 503, EXIT_INTERNAL},
    [STATUS_UNAVAILABLE] = {"unavailable", 503, EXIT_INTERNAL},
    [STATUS_IO] = {"io", 500, EXIT_INTERNAL},
    [STATUS_CORRUPT] = {"corrupt", 500, EXIT_INTERNAL},
    [STATUS_INTERNAL] = {"internal", 500, EXIT_INTERNAL},
};

const char *status_name(enum status status)
{
	return faults[status].name;
}

int status_http(enum status status)
{
	return faults[status].http;
}

int status_exit_code(enum status status)
{
	return faults[status].exit;
}
