#include "context.h"

enum status context_refuse(struct context *context, enum reason reason, const char *subject)
{
	context->refusal.reason = reason;
	context->refusal.subject = subject ? subject : "";
	return STATUS_INVALID;
}

int64_t context_elapsed_us(const struct context *context)
{
	return clock_tick_us(context->clock) - context->started_us;
}
