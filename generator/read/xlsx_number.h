/* xlsx_number.h -- what a number in a cell stands for: a figure, a day, a moment or a time, after its number format. */
#ifndef READ_XLSX_NUMBER_H
#define READ_XLSX_NUMBER_H

#include <stdbool.h>

#include <headwater/arena.h>

enum number_kind { NUMBER_PLAIN, NUMBER_DATE, NUMBER_DATETIME, NUMBER_TIME };

/* By the id of a built-in format (ECMA-376 part 1, 18.8.30), or by the code of one that the workbook defines. */
enum number_kind number_kind_builtin(int format_id);
enum number_kind number_kind_code(const char *format_code);

/*
 * The text of a stored number: "0.1", "2026-03-01", "2026-03-01T08:00:00", "08:00:00". NULL when it is no number, or
 * no day of the calendar the format asks for. `from_1904`: the workbook counts days from 1904.
 */
const char *number_text(const char *stored, enum number_kind kind, bool from_1904, struct arena *arena);

#endif
