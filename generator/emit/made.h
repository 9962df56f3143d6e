/*
 * made.h -- the memory of a published release: its files, and what each unit of them was made of.
 *
 * OUT/cache/made/<release> is read and written on one machine by one program: it has the byte order of the machine, the
 * print of the program that wrote it, and a checksum over all. One that does not fit in any of these is no memory: the
 * next build makes everything anew.
 */
#ifndef GENERATOR_EMIT_MADE_H
#define GENERATOR_EMIT_MADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/hash.h>
#include <headwater/status.h>

#include "../manifest.h"

struct made;

struct made_file {
	uint64_t path_at; /* of its name in the strings */
	uint64_t size_bytes;
	int64_t mtime_ns;
	uint32_t unit, next; /* next file of the same unit + 1, 0: none */
	struct digest sha256;
};

/* NULL when there is no such memory that fits. `plain`: of a release without compressed siblings. */
struct made *made_open(int cache_fd, const char *release_id, bool plain);
void made_close(struct made *made);
/*
 * Remembers a release, whose manifest is sorted. `adopted_fd`: a folder whose files are those of the manifest, with times of
 * their own; -1: none. A failure costs the next build time, and nothing else.
 */
void made_save(int cache_fd, const char *release_id, bool plain, const struct manifest *manifest, int adopted_fd);
void made_forget(int cache_fd, const char *release_id);

size_t made_count(const struct made *made);
/* Sorted by path. */
const struct made_file *made_at(const struct made *made, size_t index);
const char *made_path(const struct made *made, const struct made_file *file);
/* NULL when the release did not have it. */
const struct made_file *made_find(const struct made *made, const char *path);
/* The first file of the unit that begins with `path` and was made of `print`; NULL when there is none. */
const struct made_file *made_unit(const struct made *made, const char *path, const struct print *print);
const struct made_file *made_next(const struct made *made, const struct made_file *file);
/*
 * The paths that an older release had and a newer one has not: of `made` (NULL: none), and of a sorted manifest, which both
 * outlive the walk.
 */
struct made_gone {
	const struct made *made;
	const struct manifest *manifest;
	size_t next;
	struct manifest_reader *reader;
	const struct file_facts *facts;
};

void made_gone_begin(struct made_gone *gone, const struct made *made, const struct manifest *manifest);
const char *made_gone_next(struct made_gone *gone); /* NULL: no more, or the manifest cannot be read */
void made_gone_end(struct made_gone *gone);

void made_facts(const struct made *made, const struct made_file *file, struct file_facts *facts);

#endif
