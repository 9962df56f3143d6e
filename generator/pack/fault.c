#include "fault.h"

#include <stdarg.h>
#include <stdio.h>

#include "worker.h"

enum status fault_set(struct output *output, enum status status, const char *format, ...)
{
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (output)
		output_set_error(output, text);
	return status;
}
