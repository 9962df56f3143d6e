#include "sink.h"

#include <assert.h>

#include "fault.h"

void sink_open(struct sink *sink, struct output *output, const char *path, bool compress)
{
	*sink = (struct sink){.output = output, .path = path, .compress = compress, .memory_bytes = SINK_MEMORY_BYTES};
	buf_init(&sink->buf, BUF_MAX_DEFAULT);
}

static const char *sink_begin(struct sink *sink)
{
	const char *temporary = output_begin(sink->output, sink->path);
	if (temporary)
		snprintf(sink->temporary, sizeof sink->temporary, "%s", temporary);
	return temporary ? sink->temporary : NULL;
}

static bool open_file(struct sink *sink)
{
	const char *temporary = sink_begin(sink);
	sink->file = temporary ? fopen(temporary, "wbe") : NULL;
	if (!sink->file)
		sink->status = fault_set(sink->output, STATUS_IO, "%s: cannot begin", sink->path);
	return sink->file != NULL;
}

static enum status too_large(struct sink *sink)
{
	return fault_set(sink->output, STATUS_TOO_LARGE, "%s: more than %zu bytes in one piece", sink->path,
			 sink->buf.max);
}

static void spill(struct sink *sink)
{
	if (buf_overflowed(&sink->buf))
		sink->status = too_large(sink);
	if (sink->status != STATUS_OK || (!sink->file && !open_file(sink)))
		return;
	if (fwrite(sink->buf.bytes, 1, sink->buf.len, sink->file) != sink->buf.len)
		sink->status = fault_set(sink->output, STATUS_IO, "%s: cannot write", sink->path);
	sink->written_bytes += sink->buf.len;
	buf_reset(&sink->buf);
}

void sink_flow(struct sink *sink)
{
	if (sink->output && sink->status == STATUS_OK && sink->buf.len > sink->memory_bytes)
		spill(sink);
}

const char *sink_file(struct sink *sink)
{
	assert(sink->buf.len == 0 && !sink->temporary[0]);
	return sink_begin(sink);
}

static enum status put_memory(struct sink *sink)
{
	if (buf_overflowed(&sink->buf))
		return too_large(sink);
	if (!sink->output)
		return STATUS_OK;
	return sink->compress ? output_put_compressed(sink->output, sink->path, sink->buf.bytes, sink->buf.len)
			      : output_put(sink->output, sink->path, sink->buf.bytes, sink->buf.len);
}

enum status sink_close(struct sink *sink, enum status status)
{
	if (status == STATUS_OK && sink->file && sink->buf.len > 0)
		spill(sink);
	if (status == STATUS_OK)
		status = sink->status;
	if (sink->file && fclose(sink->file) != 0 && status == STATUS_OK)
		status = fault_set(sink->output, STATUS_IO, "%s: cannot write", sink->path);
	bool compress = sink->compress && sink->file && sink->written_bytes <= SINK_COMPRESS_BYTES;
	if (sink->temporary[0] && status == STATUS_OK)
		status = (compress ? output_end_compressed : output_end)(sink->output, sink->temporary, sink->path);
	else if (sink->temporary[0])
		output_abort(sink->output, sink->temporary);
	else if (status == STATUS_OK)
		status = put_memory(sink);
	if (sink->output)
		buf_free(&sink->buf);
	return status;
}
