/*
 * stream.h -- bytes that are gathered one after the other and may be more than memory should hold.
 *
 * The newest are in memory; what is older lies in a nameless file, which is made when it is first needed. A worker process
 * may read what its parent had gathered when it was started.
 */
#ifndef GENERATOR_STREAM_H
#define GENERATOR_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stream;

/* `folder` is where the file is made; it is copied. `memory_bytes`: what may gather before it goes to the file. */
struct stream *stream_new(const char *folder, size_t memory_bytes);
void stream_free(struct stream *stream);
/* Forgets all bytes. */
void stream_clear(struct stream *stream);
/* Appends, and tells where the bytes begin. */
uint64_t stream_add(struct stream *stream, const void *bytes, size_t len);
uint64_t stream_length(const struct stream *stream);
/* Copies up to `len` bytes from `at`: how many there were. Fewer than there are: it failed. */
size_t stream_read(const struct stream *stream, uint64_t at, void *bytes, size_t len);
/* Whether anything could not be written or read since it was made; errno is not kept. */
bool stream_failed(const struct stream *stream);

/* Reads a stretch of a stream from its beginning to its end. */
struct stream_reader {
	const struct stream *stream;
	uint64_t at, end; /* of what is not in `bytes` yet */
	char *bytes;
	size_t len, next, capacity;
};

void stream_reader_begin(struct stream_reader *reader, const struct stream *stream, uint64_t at, uint64_t end);
void stream_reader_end(struct stream_reader *reader);
/*
 * The next `len` bytes without going past them; they hold until the reader goes on. NULL: there are fewer, or the stream
 * failed.
 */
const void *stream_peek(struct stream_reader *reader, size_t len);
/* Goes past bytes that were peeked at. */
void stream_skip(struct stream_reader *reader, size_t len);

#endif
