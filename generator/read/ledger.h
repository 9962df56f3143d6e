/* ledger.h -- the portal's own CSV tables: columns by exact name, cells as trimmed text. */
#ifndef READ_LEDGER_H
#define READ_LEDGER_H

#include "reading.h"

struct column {
	const char *name;
	bool optional;
};

struct ledger {
	struct reading *reading;
	const char *file;
	struct table *table;
	const struct column *columns;
	size_t column_count;
	int *index; /* of each column in the table, -1 when absent */
	size_t row_count;
};

/* False when the file is missing or cannot be read (told). Unknown, missing, blank and repeated columns are told. */
bool ledger_open(struct reading *reading, const char *file, const struct column *columns, size_t column_count,
		 struct ledger *ledger);
/* NULL when blank or absent. */
const char *ledger_cell(const struct ledger *ledger, size_t row, size_t column);
struct place ledger_place(const struct ledger *ledger, size_t row, size_t column);

#endif
