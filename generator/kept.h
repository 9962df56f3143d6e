/*
 * kept.h -- what a build finds out of a folder of datasets/ by itself, kept for the next one: OUT/cache/kept/folders.
 *
 * A folder whose stamps are those of the build before is neither parsed nor judged again: what was read, told and counted
 * of it, and its planned downloads, are taken from there, and are exactly what reading it anew gives. What depends on other
 * datasets or pages is asked in every build. The file is of use to the very program that wrote it, with the same portal,
 * organisations, regions and code lists, on the same day or a later one; any other, and one that was cut short or changed, is
 * as none.
 */
#ifndef GENERATOR_KEPT_H
#define GENERATOR_KEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/diag.h>

#include "model.h"

/* What tells whether a file or folder is the one it was. */
struct stamp {
	const char *name; /* in the folder; "" for the folder itself */
	uint64_t size_bytes, inode;
	int64_t mtime_ns, ctime_ns;
};

struct kept {
	bool ready;  /* all of this is of the build before, and so are the counts and downloads of the dataset */
	bool linked; /* it names other datasets or pages, which may come and go */
	struct stamp *stamps; /* none: nothing of it can be kept */
	size_t stamp_count;
	struct diagnostic *told; /* of it by itself */
	size_t told_count, told_capacity;
	const char *record; /* read/'s own: in the file, with its length; NULL when it is not ready */
	size_t record_bytes;
};

/* Whether a folder is as the build before left it. */
bool kept_is_ready(const struct dataset *folder);
/* Keeps what was told since there were `from` diagnostics, if anything is kept of the folder; texts are not copied. */
void kept_tell(const struct dataset *folder, const struct diags *diags, size_t from, struct arena *arena);

#endif
