/*
 * index.h -- a release's search index (headwater/index_format.h), mapped into memory.
 *
 * Opening reads the header alone. The bytes of a file that was damaged later, or made by someone else, can give wrong
 * answers but lead nowhere outside the file: every offset and number out of it is held against its section.
 */
#ifndef FCGI_INDEX_H
#define FCGI_INDEX_H

#include <stdbool.h>

#include <headwater/arena.h>
#include <headwater/index_format.h>
#include <headwater/span.h>
#include <headwater/status.h>

struct index_bytes {
	const unsigned char *bytes;
	size_t size;
};

/* Which combination of facet values of one group each document has. */
struct index_column {
	const unsigned char *bytes;
	unsigned width;        /* of a number, in bytes */
	uint32_t first, count; /* the group's combinations among all */
};

struct index {
	const unsigned char *map;
	size_t size;
	uint32_t count;          /* documents: 1 .. count */
	uint32_t term_count_max; /* numbers of terms are below it */
	uint32_t combo_count, twin_count;
	struct index_bytes sections[INDEX_SECTION__MAX];
	struct index_column columns[INDEX_GROUP__MAX];
};

/* Documents of one term in one field. */
struct index_list {
	uint32_t count;
	uint32_t only;             /* the document, when count is 1 */
	const unsigned char *data; /* else its bytes */
	size_t size;
};

struct index_term {
	char text[INDEX_TERM_MAX];
	size_t len;
	uint32_t number;
	struct index_list lists[INDEX_FIELD__MAX];
};

/* Walks over terms in order. */
struct index_walk {
	const struct index *index;
	size_t at, posting_at; /* of the next entry */
	uint32_t next;         /* its number */
	struct index_term term;
};

/*
 * Maps the file. STATUS_IO: it cannot be read. STATUS_CORRUPT: it is not an index of this version, or not the one whose
 * identity (lower-case hexadecimal) is wanted. `*error` in arena.
 */
enum status index_open(const char *path, const char *identity, struct arena *arena, struct index **index,
		       const char **error);
void index_close(struct index *index);
/* Holds every section against its checksum. Reads the whole file. */
bool index_verify(const struct index *index);

/* The number of the first term that is `text` or comes after it; term_count_max when there is none. */
uint32_t index_lower_bound(const struct index *index, struct span text);
/* Starts at term `number`; index_walk_next gives it first. */
void index_walk_start(struct index_walk *walk, const struct index *index, uint32_t number);
/* Reads the next term into walk->term. False at the end. */
bool index_walk_next(struct index_walk *walk);
/* The term that is `text`. */
bool index_find(const struct index *index, struct span text, struct index_term *term);

/* The i-th number of a section of them; 0 when there are not so many. */
static inline uint32_t index_number(const struct index *index, enum index_section section, size_t i)
{
	const struct index_bytes *bytes = &index->sections[section];
	return i < bytes->size / 4 ? index_u32(bytes->bytes + 4 * i) : 0;
}

/* The place of a document's combination in its group, below `count` unless the file is damaged. */
static inline uint32_t index_combo(const struct index_column *column, uint32_t document)
{
	const unsigned char *at = column->bytes + (size_t)(document - 1) * column->width;
	return column->width == 1 ? *at : column->width == 2 ? index_u16(at) : index_u32(at);
}

/* The folded title of a document in a language (0: Chinese); empty when it has none. */
struct span index_title(const struct index *index, uint32_t document, unsigned lang);
/* Code points of its key, at most 255, at least 1. */
static inline unsigned index_title_length(const struct index *index, uint32_t document)
{
	const struct index_bytes *lengths = &index->sections[INDEX_TITLE_LENGTHS];
	unsigned length = document - 1 < lengths->size ? lengths->bytes[document - 1] : 1;
	return length ? length : 1;
}

uint32_t index_sort_key(const struct index *index, uint32_t document, enum index_sort sort);
/* Reads a varint of a section at `*at`; 0 at its end. */
uint64_t index_varint(const struct index_bytes *bytes, size_t *at);

#endif
