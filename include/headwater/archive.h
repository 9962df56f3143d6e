/*
 * archive.h -- the one door to libarchive: writing tar.zst, reading members of a ZIP (XLSX) within limits.
 *
 * Written archives are byte-identical for the same members: fixed owner, mode, time, compression level and threads.
 */
#ifndef HEADWATER_ARCHIVE_H
#define HEADWATER_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/status.h>

/* tar.zst */
struct tarball;
enum status tarball_open(const char *file, time_t mtime, struct tarball **tarball);
enum status tarball_add(struct tarball *tarball, const char *name, const void *bytes, size_t len);
enum status tarball_add_file(struct tarball *tarball, const char *name, const char *file);
/* Finishes and frees; any earlier failure is reported here too. */
enum status tarball_close(struct tarball *tarball);
/* What names this writer: two with the same recipe make the same file of the same members. */
const char *tarball_recipe(void);

/* Limits of §2.1 of the threat model: a member of a ZIP is read whole or refused. */
struct archive_limits {
	uint64_t member_bytes; /* unpacked */
	unsigned ratio;        /* unpacked : packed, whole file */
	size_t members;
};

/*
 * Reads one member by its exact name. STATUS_NOT_FOUND; STATUS_TOO_LARGE: a limit was passed; STATUS_CORRUPT: not a
 * ZIP, a bad checksum, or the name stands twice.
 */
enum status archive_read_member(const void *zip, size_t zip_len, const char *name, const struct archive_limits *limits,
				struct buf *out);

#endif
