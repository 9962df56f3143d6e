/*
 * ledger_file.h -- one ledger of the content folder, open: its text in the memory map of UTF-8 CSV, its mapping, and which
 * of its columns is which item.
 */
#ifndef READ_LEDGER_FILE_H
#define READ_LEDGER_FILE_H

#include "../recall.h"
#include "csv_row.h"
#include "mapping.h"

struct ledger_file {
	const char *name, *path; /* <source>, ledgers/<source>.csv */
	struct text text;
	struct mapping *mapping; /* <source>.yaml, else one that knows nothing but our own names and codes */
	size_t column_count;
	int id_column;         /* -1: none */
	int column[ITEM__MAX]; /* -1: none */
	bool by_source[ITEM__MAX];
	int *key_columns;       /* of the mapping's key */
	struct recall_key salt; /* verdicts.h */
	struct csv_rows rows;   /* before the first row behind the header */
};

/* `path` below the content folder. NULL: told. */
struct ledger_file *ledger_file_open(struct reading *reading, const char *name, const char *path,
				     const char *mapping_path);

/*
 * Notes that the row at `offset` of its text is read. The text is the map of a file, the ledger or what was decoded of it, and
 * nobody writes to it. Every so often the map is let go of: what was read of it stays in the page cache, and need not be this
 * process's own memory.
 */
void ledger_file_touch(const struct ledger_file *file, uint64_t offset);

#endif
