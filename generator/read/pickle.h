/*
 * pickle.h -- structs of the model as bytes, and back, by tables of their members.
 *
 * The bytes are read again by the very program that wrote them (kept.h sees to that), so that a table may change at any
 * time. Texts are not copied when they are read: they lie in the bytes, each with a NUL behind.
 */
#ifndef READ_PICKLE_H
#define READ_PICKLE_H

#include <stdbool.h>
#include <stddef.h>

#include <headwater/arena.h>
#include <headwater/buf.h>

enum pickle_kind {
	PICKLE_TEXT,   /* const char *, NULL too */
	PICKLE_LABEL,  /* struct label */
	PICKLE_INT,    /* int or enum */
	PICKLE_BIG,    /* size_t, int64_t or uint64_t */
	PICKLE_BOOL,   /* bool */
	PICKLE_DATE,   /* struct date */
	PICKLE_PLACE,  /* struct place */
	PICKLE_TEXTS,  /* struct strings */
	PICKLE_VALUES, /* const char ** and its count */
	PICKLE_MARKS,  /* struct marks */
	PICKLE_PRINT,  /* struct print */
	PICKLE_ITEMS,  /* a pointer to structs and their count */
	PICKLE_ONE     /* a pointer to one struct, NULL too */
};

struct pickle_table {
	const struct pickle *rows;
	size_t count;
};

struct pickle {
	enum pickle_kind kind;
	size_t offset;
	size_t count_offset;    /* of a size_t: PICKLE_VALUES, PICKLE_ITEMS */
	size_t item_bytes;      /* PICKLE_ITEMS, PICKLE_ONE */
	struct pickle_table of; /* PICKLE_ITEMS, PICKLE_ONE */
};

/* clang-format off */
#define PICKLES(table) {(table), sizeof(table) / sizeof(table)[0]}
/* clang-format on */

/* `file`: the one that most places are in; it is not written. */
void pickle_put(struct buf *out, const void *record, const struct pickle_table *table, const char *file);

void pickle_put_count(struct buf *out, size_t count);

struct unpickling {
	const char *at, *end;
	const char *file; /* as for pickle_put */
	struct arena *arena;
	bool bad; /* the bytes are not what was written; what was read is of no use */
};

/* Fills the members of the table; the others stay as they are. */
void pickle_take(struct unpickling *in, void *record, const struct pickle_table *table);
/* A number of things that take a byte each at least. */
size_t pickle_take_count(struct unpickling *in);

#endif
