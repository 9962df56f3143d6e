/*
 * manifest.h -- what a release holds: path -> size and SHA-256, and which files are made together.
 *
 * Written as SHA256SUMS (GNU coreutils format). Pages look up the size and checksum of what they link to here.
 */
#ifndef GENERATOR_MANIFEST_H
#define GENERATOR_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/hash.h>
#include <headwater/status.h>

struct file_facts {
	const char *path; /* below the release */
	uint64_t size_bytes;
	int64_t mtime_ns;
	uint32_t unit; /* number of the unit it was put in, 0: none */
	bool kept;     /* not put anew: the release before has it */
	char sha256[SHA256_HEX_LEN + 1];
};

struct manifest;

struct manifest *manifest_new(struct arena *arena);
/* The facts are copied, the path too. */
void manifest_add(struct manifest *manifest, const struct file_facts *facts);
/* Tells the time of a file that was put. */
void manifest_set_mtime(struct manifest *manifest, const char *path, int64_t mtime_ns);
/* The number of a new unit of files, made of what `print` stands for. Its first file is the one added first. */
uint32_t manifest_new_unit(struct manifest *manifest, const struct print *print);
/* Units have the numbers 1 to their count. */
size_t manifest_unit_count(const struct manifest *manifest);
const struct print *manifest_unit_print(const struct manifest *manifest, uint32_t unit);
const struct file_facts *manifest_unit_first(const struct manifest *manifest, uint32_t unit); /* NULL: empty */
/* NULL when the path was not put out. */
const struct file_facts *manifest_find(const struct manifest *manifest, const char *path);
size_t manifest_count(const struct manifest *manifest);
uint64_t manifest_bytes(const struct manifest *manifest);
/* All facts sorted by path (bytes). Valid until the next is added. */
const struct file_facts *const *manifest_sorted(struct manifest *manifest);
/* What is listed: everything, or only what is served (paths that do not begin with a dot). */
enum manifest_scope { MANIFEST_ALL, MANIFEST_SERVED };
/* "<sha256>  <path>\n" for each file, sorted, to `take` in pieces. False: `take` was, and no more was given to it. */
bool manifest_write(struct manifest *manifest, enum manifest_scope scope,
		    bool (*take)(void *context, const char *bytes, size_t len), void *context);

#endif
