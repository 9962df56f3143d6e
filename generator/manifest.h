/*
 * manifest.h -- what a release holds: path -> size and SHA-256, and which files are made together.
 *
 * A release may have millions of files: their facts go to nameless files as they come, and memory keeps some ten bytes for
 * each, to find them by. Written as SHA256SUMS (GNU coreutils format). Pages look up the size and checksum of what they link
 * to here.
 */
#ifndef GENERATOR_MANIFEST_H
#define GENERATOR_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/hash.h>
#include <headwater/status.h>

struct file_facts {
	const char *path; /* below the release */
	uint64_t size_bytes;
	int64_t mtime_ns;
	uint32_t unit;      /* number of the unit it was put in, 0: none */
	bool kept;          /* not put anew: the release before has it */
	bool leads;         /* it is the first that was put in its unit, */
	struct print print; /* which was made of this */
	struct digest sha256;
};

/* The SHA-256 in lower-case hexadecimal, in `arena`. */
const char *file_facts_sha256(const struct file_facts *facts, struct arena *arena);

struct manifest;

/* `folder` is where nameless files are made (stream.h). */
struct manifest *manifest_new(const char *folder);
/* One that finds what it does not have itself in `below`, which must not change while it is used. */
struct manifest *manifest_new_above(const struct manifest *below);
void manifest_free(struct manifest *manifest);
/* Forgets what was added to it; what is below it stays. */
void manifest_clear(struct manifest *manifest);
/* The facts are copied, the path too. */
void manifest_add(struct manifest *manifest, const struct file_facts *facts);
/* The number of a new unit of files: one more than that of the last. */
uint32_t manifest_new_unit(struct manifest *manifest);
size_t manifest_unit_count(const struct manifest *manifest);
/* False when the path was not put out. `facts->path` is then `path`. */
bool manifest_find(const struct manifest *manifest, const char *path, struct file_facts *facts);
size_t manifest_count(const struct manifest *manifest);
size_t manifest_kept_count(const struct manifest *manifest);
uint64_t manifest_bytes(const struct manifest *manifest);
/* Whether something that was added cannot be found any more, for a file could not be written or read. */
bool manifest_failed(const struct manifest *manifest);

/* ---- all of them, sorted by path (bytes) ---- */

/* Sorts what was added since the last time: needed before reading. STATUS_IO: a file could not be written or read. */
enum status manifest_sort(struct manifest *manifest);

#define MANIFEST_STRETCH 512 /* files to one stretch */

struct manifest_reader;

/* Reads from the first file of a stretch on; beyond the last there is nothing. */
struct manifest_reader *manifest_read(const struct manifest *manifest, size_t stretch);
/* Reads all of them as they were added; that needs no sorting. */
struct manifest_reader *manifest_read_added(const struct manifest *manifest);
void manifest_reader_free(struct manifest_reader *reader);
/* The next file, whose path holds until the one after it; NULL: no more, or the manifest failed. */
const struct file_facts *manifest_next(struct manifest_reader *reader);

/* What is listed: everything, or only what is served (paths that do not begin with a dot). */
enum manifest_scope { MANIFEST_ALL, MANIFEST_SERVED };
/* "<sha256>  <path>\n" for each file, sorted, to `take` in pieces. False: `take` was, or the manifest failed. */
bool manifest_write(const struct manifest *manifest, enum manifest_scope scope,
		    bool (*take)(void *context, const char *bytes, size_t len), void *context);

#endif
