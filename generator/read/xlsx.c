/* xlsx.c -- workbook -> sheet -> cells -> table. Members: ECMA-376 part 1, SpreadsheetML. */
#include "xlsx.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/archive.h>

#include "xlsx_number.h"
#include "xlsx_xml.h"

#define WORKBOOK "xl/workbook.xml"
#define CELLS_MAX ((size_t)20 * 1000 * 1000)
#define COLUMNS_MAX 16384
#define ROWS_MAX 1048576

static const struct archive_limits LIMITS = {.member_bytes = (uint64_t)512 << 20, .ratio = 100, .members = 4096};

struct cell {
	int row, column; /* from 1 */
	struct span text;
};

struct format_code {
	int id;
	enum number_kind kind;
};

struct book {
	struct reading *reading;
	struct arena *arena;
	const char *file;
	struct text zip;
	struct span *shared;
	size_t shared_count, shared_capacity;
	struct format_code *codes;
	size_t code_count, code_capacity;
	enum number_kind *styles; /* by index in cellXfs */
	size_t style_count, style_capacity;
	bool from_1904;
	const char *sheet_id, *sheet_member;
	struct cell *cells;
	size_t cell_count, cell_capacity;
	int row, column; /* of the cell being read */
	struct buf value;
	struct cap errors, merged, ragged;
	bool failed;
};

static void fail(struct book *book, const struct rule *rule, const char *what)
{
	if (!book->failed)
		diag_add(book->reading->diags, (struct place){book->file, 0, 0}, rule, what, (char *)NULL);
	book->failed = true;
}

typedef void step_fn(struct book *book, struct walk *walk, enum step step);

/* Walks one member; one that is absent is a fault only when it is `needed`. */
static void walk_member(struct book *book, const char *name, bool needed, step_fn *on_step)
{
	struct buf bytes;
	if (book->failed)
		return;
	buf_init(&bytes, (size_t)LIMITS.member_bytes);
	enum status status = archive_read_member(book->zip.bytes, book->zip.len, name, &LIMITS, &bytes);
	if (status == STATUS_TOO_LARGE || buf_overflowed(&bytes))
		fail(book, &RULE_E152, name);
	else if (status == STATUS_NOT_FOUND && strcmp(name, WORKBOOK) == 0)
		fail(book, &RULE_E155, files_base(book->file)); /* a document of another kind, or any ZIP */
	else if (status != STATUS_OK && (needed || status != STATUS_NOT_FOUND))
		fail(book, &RULE_E150, name);
	struct walk *walk = status == STATUS_OK && !book->failed ? walk_open(bytes.bytes, bytes.len) : NULL;
	enum step step = STEP_END;
	while (walk && !book->failed && (step = walk_next(walk)) != STEP_END && step != STEP_BAD)
		on_step(book, walk, step);
	if (step == STEP_BAD || (status == STATUS_OK && !walk))
		fail(book, &RULE_E150, name);
	walk_close(walk);
	buf_free(&bytes);
}

static int attribute_int(struct book *book, struct walk *walk, const char *name, int absent)
{
	const char *text = walk_attribute(walk, name, book->arena);
	long number = text ? strtol(text, NULL, 10) : absent;
	return number < 0 || number > ROWS_MAX ? -1 : (int)number;
}

static struct span take_value(struct book *book)
{
	struct span text = {arena_copy(book->arena, book->value.bytes, book->value.len), book->value.len};
	buf_reset(&book->value);
	return text;
}

/* ---- xl/workbook.xml and its relations ---- */

static void on_workbook(struct book *book, struct walk *walk, enum step step)
{
	if (step != STEP_OPEN)
		return;
	if (walk_is(walk, "workbookPr")) {
		const char *flag = walk_attribute(walk, "date1904", book->arena);
		book->from_1904 = flag && (strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0);
	} else if (walk_is(walk, "sheet") && !book->sheet_id) {
		const char *wanted = book->sheet_member; /* until found: the name that is looked for */
		const char *name = walk_attribute(walk, "name", book->arena);
		if (!wanted || (name && strcmp(name, wanted) == 0))
			book->sheet_id = walk_attribute(walk, "id", book->arena);
	}
}

static void on_relations(struct book *book, struct walk *walk, enum step step)
{
	if (step != STEP_OPEN || !walk_is(walk, "Relationship"))
		return;
	const char *id = walk_attribute(walk, "Id", book->arena);
	const char *target = walk_attribute(walk, "Target", book->arena);
	if (!id || !target || strcmp(id, book->sheet_id) != 0)
		return;
	book->sheet_member = target[0] == '/' ? target + 1 : arena_printf(book->arena, "xl/%s", target);
}

static bool holds(struct text text, const char *bytes, size_t len)
{
	const char *at = text.bytes, *end = text.bytes + text.len;
	while ((at = memchr(at, bytes[0], (size_t)(end - at))) && (size_t)(end - at) >= len) {
		if (memcmp(at, bytes, len) == 0)
			return true;
		at++;
	}
	return false;
}

/*
 * What is no ZIP at all is no damaged workbook: an old .xls and an encrypted .xlsx are both compound files (MS-CFB), the
 * latter with a stream named EncryptedPackage (MS-OFFCRYPTO); anything else was only called .xlsx.
 */
static void check_signature(struct book *book)
{
	static const char zip[] = "PK", compound[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	struct text text = book->zip;
	if (text.len >= sizeof zip - 1 && memcmp(text.bytes, zip, sizeof zip - 1) == 0)
		return;
	if (text.len < sizeof compound - 1 || memcmp(text.bytes, compound, sizeof compound - 1) != 0)
		fail(book, &RULE_E155, files_base(book->file));
	else
		fail(book, holds(text, encrypted, sizeof encrypted) ? &RULE_E156 : &RULE_E157, files_base(book->file));
}

static void find_sheet(struct book *book, const char *wanted)
{
	book->sheet_member = wanted;
	walk_member(book, WORKBOOK, true, on_workbook);
	if (!book->failed && !book->sheet_id)
		fail(book, &RULE_E151, wanted ? wanted : "1");
	book->sheet_member = NULL;
	walk_member(book, "xl/_rels/workbook.xml.rels", true, on_relations);
	if (!book->failed && !book->sheet_member)
		fail(book, &RULE_E150, "xl/_rels/workbook.xml.rels");
}

/* ---- shared strings ---- */

/* `column` counts how deep we are in phonetic runs, `row` whether within <t>. */
static void on_string(struct book *book, struct walk *walk, enum step step)
{
	if (step == STEP_TEXT) {
		if (book->row && !book->column)
			buf_str(&book->value, walk_text(walk));
	} else if (walk_is(walk, "t")) {
		book->row = step == STEP_OPEN;
	} else if (walk_is(walk, "rPh")) {
		book->column = step == STEP_OPEN;
	} else if (walk_is(walk, "si") && step == STEP_CLOSE) {
		*ARENA_PUSH(book->arena, book->shared, book->shared_count, book->shared_capacity) = take_value(book);
	}
}

/* ---- styles ---- */

static enum number_kind kind_of(const struct book *book, int format_id)
{
	for (size_t i = 0; i < book->code_count; i++)
		if (book->codes[i].id == format_id)
			return book->codes[i].kind;
	return number_kind_builtin(format_id);
}

static void on_style(struct book *book, struct walk *walk, enum step step)
{
	if (walk_is(walk, "cellXfs"))
		book->row = step == STEP_OPEN;
	if (step != STEP_OPEN)
		return;
	if (walk_is(walk, "numFmt")) {
		const char *code = walk_attribute(walk, "formatCode", book->arena);
		*ARENA_PUSH(book->arena, book->codes, book->code_count, book->code_capacity) =
		    (struct format_code){attribute_int(book, walk, "numFmtId", -1), number_kind_code(code ? code : "")};
	} else if (walk_is(walk, "xf") && book->row) {
		*ARENA_PUSH(book->arena, book->styles, book->style_count, book->style_capacity) =
		    kind_of(book, attribute_int(book, walk, "numFmtId", 0));
	}
}

/* ---- the sheet ---- */

/* "BC12" -> row 12, column 55; a cell without a reference stands right of the one before. */
static void set_position(struct book *book, const char *reference)
{
	int column = 0, row = 0;
	const char *c = reference ? reference : "";
	for (; *c >= 'A' && *c <= 'Z' && column <= COLUMNS_MAX; c++)
		column = column * 26 + (*c - 'A' + 1);
	for (; *c >= '0' && *c <= '9' && row <= ROWS_MAX; c++)
		row = row * 10 + (*c - '0');
	if (!reference) {
		book->column++;
	} else if (*c || column < 1 || row < 1 || column > COLUMNS_MAX || row > ROWS_MAX) {
		fail(book, &RULE_E150, reference);
	} else {
		book->column = column;
		book->row = row;
	}
}

static void tell_cell(struct book *book, struct cap *cap, const char *value)
{
	if (!cap_take(cap))
		return;
	const char *row = arena_printf(book->arena, "%d", book->row);
	const char *column = arena_printf(book->arena, "%d", book->column);
	struct place place = {book->file, book->row, book->column};
	diag_add(book->reading->diags, place, cap->rule, row, column, value, (char *)NULL);
}

static struct span shared_string(struct book *book, const char *index)
{
	char *end;
	unsigned long i = strtoul(index, &end, 10);
	if (*end || end == index || i >= book->shared_count) {
		fail(book, &RULE_E150, "xl/sharedStrings.xml");
		return (struct span){"", 0};
	}
	return book->shared[i];
}

static struct span cell_value(struct book *book, const char *type, int style)
{
	struct span value = take_value(book);
	if (value.len == 0 || strcmp(type, "str") == 0 || strcmp(type, "inlineStr") == 0 || strcmp(type, "d") == 0)
		return value;
	if (strcmp(type, "s") == 0)
		return shared_string(book, value.ptr);
	if (strcmp(type, "b") == 0)
		return span_of(strcmp(value.ptr, "1") == 0 ? "true" : "false");
	if (strcmp(type, "e") != 0) {
		enum number_kind kind =
		    style >= 0 && (size_t)style < book->style_count ? book->styles[style] : NUMBER_PLAIN;
		const char *text = number_text(value.ptr, kind, book->from_1904, book->arena);
		if (text)
			return span_of(text);
	}
	tell_cell(book, &book->errors, value.ptr);
	return (struct span){"", 0};
}

static void read_cell(struct book *book, struct walk *walk)
{
	const char *type = walk_attribute(walk, "t", book->arena);
	int style = attribute_int(book, walk, "s", 0);
	set_position(book, walk_attribute(walk, "r", book->arena));
	bool inside = false, phonetic = false;
	enum step step;
	while (!book->failed && !((step = walk_next(walk)) == STEP_CLOSE && walk_is(walk, "c"))) {
		if (step == STEP_END || step == STEP_BAD)
			fail(book, &RULE_E150, book->sheet_member);
		else if (step == STEP_TEXT && inside && !phonetic)
			buf_str(&book->value, walk_text(walk));
		else if (step != STEP_TEXT && walk_is(walk, "rPh"))
			phonetic = step == STEP_OPEN;
		else if (step != STEP_TEXT && (walk_is(walk, "v") || walk_is(walk, "t")))
			inside = step == STEP_OPEN;
	}
	struct span value = book->failed ? (struct span){"", 0} : cell_value(book, type ? type : "n", style);
	if (value.len == 0)
		return;
	if (book->cell_count >= CELLS_MAX)
		fail(book, &RULE_E152, book->sheet_member);
	else
		*ARENA_PUSH(book->arena, book->cells, book->cell_count, book->cell_capacity) =
		    (struct cell){book->row, book->column, value};
}

static void on_sheet(struct book *book, struct walk *walk, enum step step)
{
	if (step != STEP_OPEN)
		return;
	if (walk_is(walk, "row")) {
		book->row = attribute_int(book, walk, "r", book->row + 1);
		book->column = 0;
	} else if (walk_is(walk, "c")) {
		read_cell(book, walk);
	} else if (walk_is(walk, "mergeCell")) {
		const char *reference = walk_attribute(walk, "ref", book->arena);
		char *first = arena_string(book->arena, reference ? reference : "");
		first[strcspn(first, ":")] = '\0';
		set_position(book, first);
		tell_cell(book, &book->merged, reference ? reference : "");
	}
}

/* ---- the table ---- */

static void put_cell(struct book *book, struct table *table, const struct cell *cell, int header_row)
{
	if (cell->column > (int)table->column_count) {
		book->row = cell->row;
		if (cap_take(&book->ragged)) {
			struct place place = {book->file, cell->row, cell->column};
			diag_add(book->reading->diags, place, &RULE_E131, arena_printf(book->arena, "%d", cell->column),
				 arena_printf(book->arena, "%zu", table->column_count), (char *)NULL);
		}
		return;
	}
	struct span *slot =
	    cell->row == header_row
		? &table->header[cell->column - 1]
		: &table->cells[(size_t)(cell->row - header_row - 1) * table->column_count + (size_t)cell->column - 1];
	*slot = cell->text;
}

static struct table *make_table(struct book *book)
{
	int first = ROWS_MAX + 1, last = 0, width = 0;
	for (size_t i = 0; i < book->cell_count; i++) {
		first = book->cells[i].row < first ? book->cells[i].row : first;
		last = book->cells[i].row > last ? book->cells[i].row : last;
	}
	for (size_t i = 0; i < book->cell_count; i++)
		if (book->cells[i].row == first && book->cells[i].column > width)
			width = book->cells[i].column;
	if (book->cell_count == 0) {
		fail(book, &RULE_E137, "");
		return NULL;
	}
	struct table *table = arena_alloc(book->arena, sizeof *table);
	table->column_count = (size_t)width;
	table->row_count = (size_t)(last - first);
	size_t total = table->row_count * table->column_count;
	if (total > CELLS_MAX) {
		fail(book, &RULE_E152, book->sheet_member);
		return NULL;
	}
	table->header = arena_array(book->arena, table->column_count + total, sizeof *table->header);
	table->cells = table->header + table->column_count;
	for (size_t i = 0; i < table->column_count + total; i++)
		table->header[i].ptr = "";
	table->row_lines = arena_array(book->arena, table->row_count + 1, sizeof *table->row_lines);
	for (size_t i = 0; i < table->row_count; i++)
		table->row_lines[i] = first + 1 + (int)i;
	for (size_t i = 0; i < book->cell_count; i++)
		put_cell(book, table, &book->cells[i], first);
	return table;
}

struct table *xlsx_parse(struct reading *reading, const char *file, const struct resource *resource, struct text text)
{
	struct book book = {.reading = reading, .arena = reading->arena, .file = file, .zip = text};
	book.errors.rule = &RULE_E153;
	book.merged.rule = &RULE_E154;
	book.ragged.rule = &RULE_E131;
	buf_init(&book.value, (size_t)1 << 20);
	check_signature(&book);
	find_sheet(&book, resource->sheet);
	walk_member(&book, "xl/sharedStrings.xml", false, on_string);
	book.row = book.column = 0;
	walk_member(&book, "xl/styles.xml", false, on_style);
	book.row = book.column = 0;
	if (!book.failed)
		walk_member(&book, book.sheet_member, true, on_sheet);
	if (!book.failed && buf_overflowed(&book.value))
		fail(&book, &RULE_E152, "1 MiB");
	struct table *table = book.failed ? NULL : make_table(&book);
	const struct cap *caps[] = {&book.errors, &book.merged, &book.ragged};
	for (size_t i = 0; i < sizeof caps / sizeof caps[0]; i++)
		cap_end(caps[i], (struct place){file, 1, 1}, reading->diags);
	buf_free(&book.value);
	return table;
}
