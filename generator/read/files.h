/* files.h -- folders and whole files of the content, never following a link. */
#ifndef READ_FILES_H
#define READ_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "reading.h"

#define FILES_TEXT_MAX ((size_t)16 << 20)
#define FILES_DATA_MAX ((size_t)2 << 30)

struct entry {
	const char *name;
	bool folder;
	bool plain; /* a regular file */
	bool meant; /* for the reader: told as what another name must mean */
};

struct entries {
	struct entry *items;
	size_t count, capacity;
};

/*
 * The names in a folder, sorted by bytes; README.md and the droppings of desktop systems (.DS_Store, Thumbs.db, ...) are
 * left out. False when the folder is not there; any other failure is told.
 */
bool files_list(struct reading *reading, const char *folder, struct entries *entries);

struct text {
	const char *bytes; /* with a NUL behind, not counted */
	size_t len;
};

/*
 * A whole file. When it is missing, a link, too large or unreadable that is told at `place`, with the last part of its
 * path as its name, and false returned.
 */
bool files_read(struct reading *reading, const char *path, size_t max_bytes, struct place place, struct text *text);
/* The size of a file that is not looked into; told as by files_read. */
/* The same without reading it: mapped until the process ends, and no NUL behind. */
bool files_map(struct reading *reading, const char *path, size_t max_bytes, struct place place, struct text *text);
bool files_size(struct reading *reading, const char *path, size_t max_bytes, struct place place, size_t *size_bytes);
/* Takes a leading BOM off; what is not UTF-8, and control characters, are told, and false returned. */
bool files_take_text(struct reading *reading, const char *path, struct text *text);
/* Both in one. */
bool files_read_text(struct reading *reading, const char *path, struct place place, struct text *text);

/* The part after the last '/', and after the last '.' of that ("" when there is none). */
const char *files_base(const char *path);
const char *files_extension(const char *path);
/* True for a name that can stand in a URL and on any disk as it is. */
bool files_name_ok(const char *name);

#endif
