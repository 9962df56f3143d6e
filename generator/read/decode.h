/*
 * decode.h -- the bytes of a source into UTF-8, every place that cannot be decoded told.
 *
 * Encodings are those of fold_decode. Places are line and column: in CSV (`cells`) the column of the table, else the
 * character in the line. What follows bad bytes is decoded again, so that one import tells all of them.
 */
#ifndef READ_DECODE_H
#define READ_DECODE_H

#include "files.h"

struct decoding {
	const char *path, *encoding;
	bool cells;
};

/* In place; a byte order mark in front is taken off. False when something was told. */
bool decode_text(struct reading *reading, const struct decoding *decoding, struct text *text);

#endif
