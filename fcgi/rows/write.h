/* write.h -- rows in the forms that clients ask for. */
#ifndef FCGI_ROWS_WRITE_H
#define FCGI_ROWS_WRITE_H

#include <headwater/json.h>

#include "ask.h"

/* A column of an answer. */
struct shown {
	const char *name, *type; /* type as in the dictionary; "integer" for counts, "number" for sums and means */
	enum column_class class;
};

/* The columns of an answer: those asked for, or groups and figures. */
const struct shown *shown_of(const struct ask *ask, size_t *count);

/* A typed value: numbers, true and false, text; blank is null. */
void write_cell_json(struct json *json, const struct shown *shown, const struct cell *cell);
/* The same value as text; blank is nothing. */
void write_cell_text(struct buf *out, const struct shown *shown, const struct cell *cell);

void write_row_object(struct json *json, const struct shown *shown, size_t count, struct stmt *stmt);
void write_row_list(struct json *json, const struct shown *shown, size_t count, struct stmt *stmt);
/* One line, RFC 4180 with CRLF. */
void write_row_csv(struct buf *out, const struct shown *shown, size_t count, struct stmt *stmt);
/* One line, cells between tabs; a tab or line end within a cell is quoted as in CSV. */
void write_row_tsv(struct buf *out, const struct shown *shown, size_t count, struct stmt *stmt);
void write_header(struct buf *out, const struct shown *shown, size_t count, char separator);

#endif
