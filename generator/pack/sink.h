/*
 * sink.h -- where a writer puts a file of any size: in memory while it is small, through a temporary file beyond that.
 *
 * A file is put out with a gzip sibling where that is of use, up to SINK_COMPRESS_BYTES.
 */
#ifndef GENERATOR_PACK_SINK_H
#define GENERATOR_PACK_SINK_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include <headwater/buf.h>
#include <headwater/status.h>

#include "output.h"

#define SINK_MEMORY_BYTES ((size_t)2 * 1024 * 1024)    /* what is kept in memory before it goes to a file */
#define SINK_COMPRESS_BYTES ((size_t)64 * 1024 * 1024) /* the largest file that has a sibling */

struct sink {
	struct output *output; /* NULL: everything stays in `buf` (tests) */
	const char *path;
	bool compress;       /* a gzip sibling is of use */
	size_t memory_bytes; /* SINK_MEMORY_BYTES; smaller in tests */
	struct buf buf;
	FILE *file;
	size_t written_bytes;          /* to it */
	char temporary[PATH_MAX + 64]; /* "" when none was begun */
	enum status status;
};

void sink_open(struct sink *sink, struct output *output, const char *path, bool compress);
/* To be called between rows: moves what has gathered to the file once it is large. */
void sink_flow(struct sink *sink);
/* For libraries that write a file themselves: its name. Nothing may be in `buf` then. NULL on failure. */
const char *sink_file(struct sink *sink);
/* Puts the file out, or forgets it when `status` is not STATUS_OK. STATUS_TOO_LARGE: one row passed the buffer. */
enum status sink_close(struct sink *sink, enum status status);

#endif
