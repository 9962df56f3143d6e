#include "stream.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <headwater/arena.h>
#include <headwater/buf.h>

#define READER_BYTES ((size_t)64 * 1024)

/* What can go wrong while one only reads. */
struct health {
	bool failed;
};

struct stream {
	char *folder;
	size_t memory_bytes;
	int fd; /* -1: no file yet */
	uint64_t written;
	struct buf tail; /* what follows that */
	struct health *health;
};

struct stream *stream_new(const char *folder, size_t memory_bytes)
{
	struct stream *stream = memory_alloc(sizeof *stream);
	size_t len = strlen(folder) + 1;
	*stream = (struct stream){.folder = memory_alloc(len),
				  .memory_bytes = memory_bytes,
				  .fd = -1,
				  .health = memory_alloc(sizeof *stream->health)};
	memcpy(stream->folder, folder, len);
	*stream->health = (struct health){0};
	buf_init(&stream->tail, SIZE_MAX / 2);
	return stream;
}

void stream_free(struct stream *stream)
{
	if (!stream)
		return;
	if (stream->fd >= 0)
		close(stream->fd);
	buf_free(&stream->tail);
	free(stream->health);
	free(stream->folder);
	free(stream);
}

void stream_clear(struct stream *stream)
{
	stream->written = 0;
	buf_reset(&stream->tail);
}

static int open_nameless(const char *folder)
{
	char name[PATH_MAX];
	if (snprintf(name, sizeof name, "%s/stream-XXXXXX", folder) >= (int)sizeof name)
		return -1;
	int fd = mkstemp(name);
	if (fd >= 0)
		unlink(name);
	return fd;
}

static bool write_at(int fd, const char *bytes, size_t len, uint64_t at)
{
	while (len > 0) {
		ssize_t wrote = pwrite(fd, bytes, len, (off_t)at);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return false;
		bytes += wrote;
		at += (uint64_t)wrote;
		len -= (size_t)wrote;
	}
	return true;
}

static void spill(struct stream *stream)
{
	if (stream->fd < 0)
		stream->fd = open_nameless(stream->folder);
	if (stream->fd < 0 || !write_at(stream->fd, stream->tail.bytes, stream->tail.len, stream->written))
		stream->health->failed = true;
	stream->written += stream->tail.len;
	buf_reset(&stream->tail);
}

uint64_t stream_add(struct stream *stream, const void *bytes, size_t len)
{
	uint64_t at = stream_length(stream);
	buf_add(&stream->tail, bytes, len);
	if (stream->tail.len >= stream->memory_bytes)
		spill(stream);
	return at;
}

uint64_t stream_length(const struct stream *stream)
{
	return stream->written + stream->tail.len;
}

/* Of what is in the file. */
static size_t read_at(const struct stream *stream, uint64_t at, char *bytes, size_t len)
{
	size_t done = 0;
	while (done < len) {
		ssize_t got = pread(stream->fd, bytes + done, len - done, (off_t)(at + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			stream->health->failed = true;
			break;
		}
		done += (size_t)got;
	}
	return done;
}

size_t stream_read(const struct stream *stream, uint64_t at, void *bytes, size_t len)
{
	size_t done = 0;
	if (at >= stream_length(stream))
		return 0;
	if (len > stream_length(stream) - at)
		len = (size_t)(stream_length(stream) - at);
	if (at < stream->written) {
		size_t old = len < stream->written - at ? len : (size_t)(stream->written - at);
		done = read_at(stream, at, bytes, old);
		if (done < old)
			return done;
	}
	if (done < len)
		memcpy((char *)bytes + done, stream->tail.bytes + (at + done - stream->written), len - done);
	return len;
}

bool stream_failed(const struct stream *stream)
{
	return stream->health->failed;
}

/* ---- from beginning to end ---- */

void stream_reader_begin(struct stream_reader *reader, const struct stream *stream, uint64_t at, uint64_t end)
{
	*reader = (struct stream_reader){
	    .stream = stream, .at = at, .end = end, .bytes = memory_alloc(READER_BYTES), .capacity = READER_BYTES};
}

void stream_reader_end(struct stream_reader *reader)
{
	free(reader->bytes);
	reader->bytes = NULL;
}

static void refill(struct stream_reader *reader, size_t want)
{
	size_t left = reader->len - reader->next;
	memmove(reader->bytes, reader->bytes + reader->next, left);
	if (want > reader->capacity) {
		reader->capacity = want;
		reader->bytes = memory_resize(reader->bytes, want);
	}
	size_t room = reader->capacity - left;
	if (room > reader->end - reader->at)
		room = (size_t)(reader->end - reader->at);
	size_t got = stream_read(reader->stream, reader->at, reader->bytes + left, room);
	reader->at += got;
	reader->len = left + got;
	reader->next = 0;
}

const void *stream_peek(struct stream_reader *reader, size_t len)
{
	if (reader->len - reader->next < len)
		refill(reader, len);
	return reader->len - reader->next < len ? NULL : reader->bytes + reader->next;
}

void stream_skip(struct stream_reader *reader, size_t len)
{
	assert(reader->len - reader->next >= len);
	reader->next += len;
}
