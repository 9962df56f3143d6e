/*
 * member.h -- what goes into an archive: files of the release and texts made for it, in one top folder.
 *
 * Every archive holds, for each dataset, what is published of it (files/, metadata.json, metadata.xml,
 * datapackage.json, dictionary.csv) at the same relative places, with LICENCE.txt and README.txt; and in its top folder
 * README.txt and manifest-sha256.txt, so that `sha256sum -c manifest-sha256.txt` there tells whether all is well.
 */
#ifndef GENERATOR_PACK_MEMBER_H
#define GENERATOR_PACK_MEMBER_H

#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>

#include "model.h"
#include "output.h"

/* Either bytes in memory, or a file of the release. */
struct member {
	const char *name;  /* in the archive */
	const char *bytes; /* NULL: `file` holds them */
	const char *file;  /* absolute path */
	uint64_t size_bytes;
	char sha256[65];
};

struct member_list {
	struct arena *arena;
	const char *top; /* the top folder, without '/' */
	struct member *items;
	size_t count, capacity;
};

/* Adds all that is out of one dataset, below `folder` ("top/id"). */
void member_add_dataset(struct member_list *list, const struct model *model, const struct dataset *dataset,
			const char *folder, struct output *output);
/* The bytes are the list's arena's. */
void member_add_text(struct member_list *list, const char *name, const char *bytes, size_t len);
/* Adds the manifest and sorts by name. */
void member_seal(struct member_list *list);

#endif
