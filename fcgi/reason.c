#include "reason.h"

static const struct reason_row rows[REASON__MAX] = {
#define REASON(name, http, code, zh, en) [REASON_##name] = {http, code, {{zh, en}}},
#include "reasons.def"
#undef REASON
};

const struct reason_row *reason_row(enum reason reason)
{
	return &rows[reason];
}

enum reason reason_of_status(enum status status)
{
	static const enum reason reasons[STATUS__MAX] = {
	    [STATUS_OK] = REASON_NONE,
	    [STATUS_INVALID] = REASON_BAD_REQUEST,
	    [STATUS_NOT_FOUND] = REASON_NOT_FOUND,
	    [STATUS_TOO_LARGE] = REASON_TOO_LARGE,
	    [STATUS_BUDGET] = REASON_BUDGET,
	    [STATUS_UNAVAILABLE] = REASON_NO_RELEASE,
	    [STATUS_IO] = REASON_INTERNAL,
	    [STATUS_CORRUPT] = REASON_INTERNAL,
	    [STATUS_INTERNAL] = REASON_INTERNAL,
	};
	return reasons[status];
}
