/*
 * packed.h -- a member in the form a ZIP holds it, packed once however many archives it goes into.
 *
 * The bytes come, in this order, from the gzip sibling of the release (the same DEFLATE stream), from the cache, or from
 * packing anew; all three give the same bytes. Cache entries are named by the SHA-256 of the unpacked bytes and the
 * level, written to a temporary name and renamed, so that workers need not know of each other; one that does not hold
 * what it says is removed and made anew.
 */
#ifndef GENERATOR_PACK_PACKED_H
#define GENERATOR_PACK_PACKED_H

#include <headwater/buf.h>
#include <headwater/status.h>

#include "member.h"
#include "zip.h"

#define PACKED_CACHE_MIN ((size_t)4 * 1024)  /* smaller ones are packed faster than looked up */
#define PACKED_DEFLATE_MAX ((size_t)1 << 30) /* larger ones are stored: the packer wants them whole in memory */

struct packed_map {
	void *bytes;
	size_t len;
};

struct packed {
	struct zip_entry entry;
	const void *bytes;           /* entry.packed_bytes of them, valid until packed_close */
	struct packed_map raw, kept; /* the file itself; the sibling or cache entry */
	struct buf made;
};

/* `cache_dir` may be NULL: nothing is kept then. STATUS_IO, STATUS_CORRUPT: a file changed under our hands. */
enum status packed_open(const struct member *member, const char *cache_dir, struct packed *packed);
void packed_close(struct packed *packed);

struct manifest;
/* Removes cache entries of files that the release does not hold. */
void packed_prune(const char *cache_dir, const struct manifest *manifest);

#endif
