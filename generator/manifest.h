/*
 * manifest.h -- what a release holds: path -> size and SHA-256.
 *
 * Written as SHA256SUMS (GNU coreutils format). Pages look up the size and checksum of what they link to here.
 */
#ifndef GENERATOR_MANIFEST_H
#define GENERATOR_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/status.h>

struct file_facts {
	const char *path; /* below the release */
	uint64_t size_bytes;
	char sha256[65]; /* lower-case hexadecimal */
};

struct manifest;

struct manifest *manifest_new(struct arena *arena);
void manifest_add(struct manifest *manifest, const char *path, uint64_t size_bytes, const char *sha256);
/* NULL when the path was not put out. */
const struct file_facts *manifest_find(const struct manifest *manifest, const char *path);
size_t manifest_count(const struct manifest *manifest);
uint64_t manifest_bytes(const struct manifest *manifest);
/* All facts sorted by path (bytes), in `arena`. */
const struct file_facts *manifest_sorted(const struct manifest *manifest, struct arena *arena);
/* What is listed: everything, or only what is served (paths that do not begin with a dot). */
enum manifest_scope { MANIFEST_ALL, MANIFEST_SERVED };
/* "<sha256>  <path>\n" for each file, sorted. */
void manifest_write(const struct manifest *manifest, enum manifest_scope scope, struct arena *arena, struct buf *out);

#endif
