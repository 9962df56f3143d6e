#include <ctype.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <xlsxwriter.h>

#include <headwater/utf8.h>

#include "day.h"
#include "fault.h"
#include "format.h"
#include "spread.h"

#define COLUMNS_MAX 16384
#define SHEET_COLUMN_WIDTH 18
#define DIGITS_MAX 15 /* what a double holds for every decimal number */

bool format_xlsx_fits(const struct format_input *input)
{
	const struct table *table = input->resource->table;
	return table->row_count < SPREAD_ROWS_MAX && input->field_count <= COLUMNS_MAX &&
	       table->cell_units_max <= SPREAD_CELL_MAX;
}

/* A book under way. `text` is a scratch buffer: the library wants strings that end in NUL. */
struct book {
	lxw_workbook *workbook;
	lxw_format *bold, *whole;
	locale_t plain; /* strtod reads a decimal point, whatever the user's locale */
	struct buf text;
	lxw_error error;
};

static void keep(struct book *book, lxw_error error)
{
	if (book->error == LXW_NO_ERROR)
		book->error = error;
}

/* True for numbers that come back digit for digit from a double. */
static bool is_exact_number(struct span cell)
{
	size_t digits = 0;
	if (!format_is_json_number(cell))
		return false;
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == 'e' || cell.ptr[i] == 'E')
			return false;
		digits += cell.ptr[i] >= '0' && cell.ptr[i] <= '9';
	}
	return digits <= DIGITS_MAX;
}

/* True where the text itself reads like the escape _x0041_ of the standard. */
static bool looks_escaped(struct span text)
{
	if (text.len < 7 || text.ptr[0] != '_' || text.ptr[1] != 'x' || text.ptr[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++) {
		if (!isxdigit((unsigned char)text.ptr[i]))
			return false;
	}
	return true;
}

/*
 * The cell as the library wants it, ending in NUL. Control characters become _x0001_ there; here the underscore of what
 * only looks like that, and the two characters that XML cannot carry and the library does not know of.
 */
static const char *cell_text(struct book *book, struct span cell)
{
	size_t start = 0;
	buf_reset(&book->text);
	for (size_t at = 0; at < cell.len;) {
		size_t here = at;
		const char *instead = NULL;
		if (cell.ptr[at] == '_' && looks_escaped((struct span){cell.ptr + at, cell.len - at}))
			instead = "_x005F_";
		uint32_t code = utf8_next(cell.ptr, cell.len, &at);
		if (code == 0xFFFE || code == 0xFFFF)
			instead = code == 0xFFFE ? "_xFFFE_" : "_xFFFF_";
		if (!instead)
			continue;
		buf_add(&book->text, cell.ptr + start, here - start);
		buf_str(&book->text, instead);
		start = at;
	}
	buf_add(&book->text, cell.ptr + start, cell.len - start);
	return book->text.bytes;
}

/* As much of a text as a cell holds. */
static size_t utf16_prefix(struct span text, size_t units_max)
{
	size_t units = 0, at = 0;
	while (at < text.len) {
		size_t next = at;
		units += utf8_next(text.ptr, text.len, &next) > 0xFFFF ? 2 : 1;
		if (units > units_max)
			return at;
		at = next;
	}
	return at;
}

static void write_cell(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		       const struct field *field, struct span cell)
{
	bool numeric = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
	if (cell.len == 0)
		return;
	const char *text = cell_text(book, cell);
	if (numeric && is_exact_number(cell))
		keep(book, worksheet_write_number(sheet, row, column, strtod_l(text, NULL, book->plain),
						  field->type == FIELD_INTEGER ? book->whole : NULL));
	else
		keep(book, worksheet_write_string(sheet, row, column, text, NULL));
}

static bool same_title(const struct field *a, const struct field *b)
{
	return strcmp(label_text(&a->title, LANG_ZH, NULL), label_text(&b->title, LANG_ZH, NULL)) == 0;
}

/* Titles are for people; where two columns share one or a title is missing, names tell them apart. */
static bool titles_tell_apart(const struct format_input *input)
{
	for (size_t i = 0; i < input->field_count; i++) {
		if (!label_text(&input->fields[i]->title, LANG_ZH, NULL)[0])
			return false;
		for (size_t k = 0; k < i; k++) {
			if (same_title(input->fields[i], input->fields[k]))
				return false;
		}
	}
	return true;
}

static void write_data(struct book *book, const struct format_input *input)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, "数据");
	bool titles = titles_tell_apart(input);
	worksheet_freeze_panes(sheet, 1, 0);
	for (size_t i = 0; i < input->field_count; i++) {
		const struct field *field = input->fields[i];
		const char *head = titles ? label_text(&field->title, LANG_ZH, NULL) : field->name;
		double width = 2.0 * (double)utf8_length(head, strlen(head)) + 4;
		worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, width < 60 ? width : 60, NULL);
		keep(book, worksheet_write_string(sheet, 0, (lxw_col_t)i, head, book->bold));
	}
	for (size_t row = 0; row < input->resource->table->row_count; row++) {
		for (size_t i = 0; i < input->field_count; i++)
			write_cell(book, sheet, (lxw_row_t)row + 1, (lxw_col_t)i, input->fields[i],
				   format_cell(input, row, input->fields[i]));
	}
}

static void write_fields(struct book *book, const struct format_input *input)
{
	static const char *const heads[] = {"name", "字段", "title", "类型 type", "单位 unit", "说明", "description"};
	enum { COLUMNS = sizeof heads / sizeof heads[0] };
	lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, "字段");
	worksheet_freeze_panes(sheet, 1, 0);
	for (lxw_col_t i = 0; i < COLUMNS; i++)
		keep(book, worksheet_write_string(sheet, 0, i, heads[i], book->bold));
	worksheet_set_column(sheet, 0, COLUMNS - 1, 20, NULL);
	for (size_t row = 0; row < input->field_count; row++) {
		const struct field *field = input->fields[row];
		const char *cells[COLUMNS] = {field->name,
					      field->title.text[LANG_ZH],
					      field->title.text[LANG_EN],
					      field_type_name(field->type),
					      field->unit,
					      field->description.text[LANG_ZH],
					      field->description.text[LANG_EN]};
		for (lxw_col_t i = 0; i < COLUMNS; i++) {
			if (cells[i] && cells[i][0])
				keep(book, worksheet_write_string(sheet, (lxw_row_t)row + 1, i, cells[i], NULL));
		}
	}
}

static void describe(struct book *book, const struct format_input *input)
{
	const struct org *org = input->dataset->org;
	lxw_doc_properties properties = {0}; /* the library copies the texts, though it does not say const */
	properties.title = (char *)label_text(&input->resource->title, LANG_ZH, NULL);
	properties.author = org ? (char *)label_text(&org->name, LANG_ZH, NULL) : NULL;
	properties.created = day_start(&input->dataset->modified);
	keep(book, workbook_set_properties(book->workbook, &properties));
}

static lxw_workbook *new_workbook(const char *file)
{
	char folder[PATH_MAX];
	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(file, '/') - file), file);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	return workbook_new_opt(file, &options);
}

static void begin_book(struct book *book)
{
	buf_init(&book->text, BUF_MAX_DEFAULT);
	book->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	book->bold = workbook_add_format(book->workbook);
	format_set_bold(book->bold);
	book->whole = workbook_add_format(book->workbook);
	format_set_num_format(book->whole, "0");
}

static void end_book(struct book *book)
{
	lxw_error closed = workbook_close(book->workbook);
	keep(book, closed);
	freelocale(book->plain);
	buf_free(&book->text);
}

/*
 * Constant memory: rows go to a temporary file as they come, so a million rows cost no more than one. The dozen temporary
 * files of a workbook stand beside it, on the disk that has room for the release.
 */
static enum status write_file(const struct format_input *input, const char *file, struct output *output)
{
	struct book book = {.workbook = new_workbook(file)};
	if (!book.workbook)
		return fault_set(output, STATUS_INTERNAL, "%s/%s: cannot begin a workbook", input->dataset->id,
				 input->resource->name);
	begin_book(&book);
	describe(&book, input);
	write_data(&book, input);
	write_fields(&book, input);
	end_book(&book);
	if (book.error == LXW_NO_ERROR)
		return STATUS_OK;
	return fault_set(output, STATUS_INTERNAL, "%s/%s: workbook: %s", input->dataset->id, input->resource->name,
			 lxw_strerror(book.error));
}

enum status format_write_xlsx(const struct format *format, const struct format_input *input, struct sink *sink)
{
	const char *file = sink_file(sink);
	(void)format;
	return file ? write_file(input, file, sink->output) : STATUS_IO;
}

/* ---- spread.h ---- */

struct spread {
	struct book book;
	lxw_worksheet *sheet;
	lxw_format *typed; /* of columns; NULL: general */
	lxw_row_t row;
	lxw_col_t column;
};

struct spread *spread_open(const char *file, const char *title, time_t created)
{
	struct spread *sheet = memory_alloc(sizeof *sheet);
	*sheet = (struct spread){.book = {.workbook = new_workbook(file)}};
	if (!sheet->book.workbook) {
		free(sheet);
		return NULL;
	}
	begin_book(&sheet->book);
	lxw_doc_properties properties = {.title = (char *)title, .created = created}; /* copied */
	keep(&sheet->book, workbook_set_properties(sheet->book.workbook, &properties));
	sheet->sheet = workbook_add_worksheet(sheet->book.workbook, "目录");
	worksheet_freeze_panes(sheet->sheet, 1, 0);
	return sheet;
}

void spread_keep_typed(struct spread *sheet)
{
	sheet->typed = workbook_add_format(sheet->book.workbook);
	format_set_num_format(sheet->typed, "@");
}

void spread_cell(struct spread *sheet, struct span text, bool number)
{
	struct book *book = &sheet->book;
	lxw_col_t column = sheet->column++;
	if (sheet->row == 0)
		worksheet_set_column(sheet->sheet, column, column, SHEET_COLUMN_WIDTH, sheet->typed);
	if (text.len == 0)
		return;
	text.len = utf16_prefix(text, SPREAD_CELL_MAX);
	const char *cell = cell_text(book, text);
	if (number && is_exact_number(text))
		keep(book, worksheet_write_number(sheet->sheet, sheet->row, column, strtod_l(cell, NULL, book->plain),
						  book->whole));
	else
		keep(book, worksheet_write_string(sheet->sheet, sheet->row, column, cell,
						  sheet->row == 0 ? book->bold : sheet->typed));
}

void spread_row(struct spread *sheet)
{
	sheet->row++;
	sheet->column = 0;
}

enum status spread_close(struct spread *sheet)
{
	end_book(&sheet->book);
	enum status status = sheet->book.error == LXW_NO_ERROR ? STATUS_OK : STATUS_INTERNAL;
	free(sheet);
	return status;
}
