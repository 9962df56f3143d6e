/* csv.c -- one pass over the bytes; a counting pass before it sizes the arrays exactly. */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/fold.h>
#include <headwater/utf8.h>

enum class { PLAIN, COMMA, BREAK, QUOTE, CONTROL };

static const unsigned char CLASSES[256] = {
    CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,       CONTROL,       CONTROL,          CONTROL,
    PLAIN,   BREAK,   CONTROL, CONTROL, BREAK,   CONTROL,       CONTROL,       CONTROL,          CONTROL,
    CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,       CONTROL,       CONTROL,          CONTROL,
    CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, [','] = COMMA, ['"'] = QUOTE, [0x7f] = CONTROL,
};

struct scan {
	struct reading *reading;
	const char *file;
	const char *at, *end;
	struct table *table;
	struct span *cells; /* of the row being read; runs on into the table's cells */
	size_t cell_count;  /* of all rows kept, and the current one */
	size_t row_start;
	int line, row_line;
	bool header_done;
	bool stopped;
	struct cap ragged, control, after, stray;
};

static struct place here(const struct scan *scan)
{
	return (struct place){scan->file, scan->line, (int)(scan->cell_count - scan->row_start) + 1};
}

static void tell_cell(struct scan *scan, struct cap *cap)
{
	if (!cap_take(cap))
		return;
	struct place place = here(scan);
	const char *row = arena_printf(scan->reading->arena, "%d", place.line);
	const char *column = arena_printf(scan->reading->arena, "%d", place.column);
	diag_add(scan->reading->diags, place, cap->rule, row, column, (char *)NULL);
}

static void put_cell(struct scan *scan, const char *from, size_t len)
{
	scan->cells[scan->cell_count++] = (struct span){from, len};
}

/* Runs to the end of the cell, past what should not be there. */
static void skip_cell(struct scan *scan)
{
	while (scan->at < scan->end && CLASSES[(unsigned char)*scan->at] != COMMA &&
	       CLASSES[(unsigned char)*scan->at] != BREAK)
		scan->at++;
}

static void plain_cell(struct scan *scan)
{
	const char *from = scan->at, *at = from, *end = scan->end;
	for (;;) {
		while (at < end && CLASSES[(unsigned char)*at] == PLAIN)
			at++;
		if (at == end || CLASSES[(unsigned char)*at] == COMMA || CLASSES[(unsigned char)*at] == BREAK)
			break;
		tell_cell(scan, CLASSES[(unsigned char)*at] == QUOTE ? &scan->stray : &scan->control);
		scan->at = at;
		skip_cell(scan);
		at = scan->at;
	}
	scan->at = at;
	put_cell(scan, from, (size_t)(at - from));
}

/* Looks at the bytes inside quotes: counts the line breaks, and tells of the first control character. */
static void inside_quotes(struct scan *scan, const char *from, const char *to)
{
	bool told = false;
	for (const char *at = from; at < to; at++) {
		if (*at == '\n')
			scan->line++;
		else if (CLASSES[(unsigned char)*at] == CONTROL && !told) {
			tell_cell(scan, &scan->control);
			told = true;
		}
	}
}

static void unescape(struct scan *scan, const char *from, size_t len)
{
	char *copy = arena_alloc(scan->reading->arena, len + 1);
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		copy[n++] = from[i];
		if (from[i] == '"')
			i++;
	}
	put_cell(scan, copy, n);
}

static void quoted_cell(struct scan *scan)
{
	const char *from = ++scan->at, *at = from;
	bool doubled = false;
	while ((at = memchr(at, '"', (size_t)(scan->end - at))) && at + 1 < scan->end && at[1] == '"') {
		doubled = true;
		at += 2;
	}
	if (!at) {
		diag_add(scan->reading->diags, here(scan), &RULE_E132, (char *)NULL);
		scan->at = scan->end;
		scan->stopped = true;
		return;
	}
	struct scan before = *scan;
	inside_quotes(scan, from, at);
	scan->at = at + 1;
	if (scan->at < scan->end && CLASSES[(unsigned char)*scan->at] != COMMA &&
	    CLASSES[(unsigned char)*scan->at] != BREAK) {
		scan->line = before.line;
		tell_cell(scan, &scan->after);
		inside_quotes(scan, from, at);
		skip_cell(scan);
	}
	if (doubled)
		unescape(scan, from, (size_t)(at - from));
	else
		put_cell(scan, from, (size_t)(at - from));
}

static void end_row(struct scan *scan)
{
	struct table *table = scan->table;
	size_t count = scan->cell_count - scan->row_start;
	if (!scan->header_done) {
		table->header = scan->cells;
		table->column_count = count;
		table->cells = scan->cells + count;
		scan->header_done = true;
	} else if (count == table->column_count) {
		table->row_lines[table->row_count++] = scan->row_line;
	} else {
		if (cap_take(&scan->ragged)) {
			struct place place = {scan->file, scan->row_line, (int)count};
			const char *has = arena_printf(scan->reading->arena, "%zu", count);
			const char *wants = arena_printf(scan->reading->arena, "%zu", table->column_count);
			diag_add(scan->reading->diags, place, &RULE_E131, has, wants, (char *)NULL);
		}
		scan->cell_count = scan->row_start;
	}
	scan->row_start = scan->cell_count;
}

static void one_row(struct scan *scan)
{
	scan->row_line = scan->line;
	for (;;) {
		if (scan->at < scan->end && *scan->at == '"')
			quoted_cell(scan);
		else
			plain_cell(scan);
		if (scan->at == scan->end || *scan->at != ',')
			break;
		scan->at++;
	}
	if (scan->stopped)
		return;
	if (scan->at < scan->end) {
		bool crlf = *scan->at == '\r' && scan->at + 1 < scan->end && scan->at[1] == '\n';
		scan->at += crlf ? 2 : 1;
		scan->line++;
	}
	end_row(scan);
}

static void size_table(struct scan *scan)
{
	size_t cells = 1, rows = 1;
	for (const char *at = scan->at; at < scan->end; at++) {
		unsigned char class = CLASSES[(unsigned char)*at];
		cells += class == COMMA || class == BREAK;
		rows += class == BREAK;
	}
	scan->cells = arena_array(scan->reading->arena, cells + 1, sizeof *scan->cells);
	scan->table->row_lines = arena_array(scan->reading->arena, rows, sizeof *scan->table->row_lines);
}

struct table *csv_parse(struct reading *reading, const char *file, struct text text)
{
	struct scan scan = {
	    .reading = reading, .file = file, .at = text.bytes, .end = text.bytes + text.len, .line = 1};
	scan.ragged.rule = &RULE_E131;
	scan.control.rule = &RULE_E139;
	scan.after.rule = &RULE_E133;
	scan.stray.rule = &RULE_E134;
	scan.table = arena_alloc(reading->arena, sizeof *scan.table);
	if (text.len > 0)
		size_table(&scan);
	while (scan.at < scan.end && !scan.stopped)
		one_row(&scan);
	struct place place = {file, 1, 1};
	const struct cap *caps[] = {&scan.ragged, &scan.control, &scan.after, &scan.stray};
	for (size_t i = 0; i < sizeof caps / sizeof caps[0]; i++)
		cap_end(caps[i], place, reading->diags);
	if (scan.header_done)
		return scan.table;
	if (!scan.stopped)
		diag_add(reading->diags, place, &RULE_E137, (char *)NULL);
	return NULL;
}

/* A walk to places of the table: on from the last one, so that many of them cost one pass. */
struct finder {
	const char *bytes;
	size_t at;
	bool quoted;
	struct place place;
};

static struct finder finder_of(const char *file, const char *bytes)
{
	return (struct finder){bytes, 0, false, {file, 1, 1}};
}

/* Line and column (of the table) of the place right behind `len` bytes, no fewer than the last time. */
static struct place locate(struct finder *finder, size_t len)
{
	struct place *place = &finder->place;
	for (; finder->at < len; finder->at++) {
		char byte = finder->bytes[finder->at];
		if (byte == '"')
			finder->quoted = !finder->quoted;
		else if (byte == ',' && !finder->quoted)
			place->column++;
		else if (byte == '\n') {
			place->line++;
			if (!finder->quoted)
				place->column = 1;
		}
	}
	return *place;
}

static void tell_undecodable(struct reading *reading, struct place place, const char *encoding)
{
	const char *row = arena_printf(reading->arena, "%d", place.line);
	const char *column = arena_printf(reading->arena, "%d", place.column);
	diag_add(reading->diags, place, &RULE_E130, row, column, encoding, (char *)NULL);
}

static bool decode_utf8(struct reading *reading, const char *file, struct text *text)
{
	if (text->len >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0) {
		text->bytes += 3;
		text->len -= 3;
	}
	size_t bad = utf8_valid_prefix(text->bytes, text->len);
	if (bad == text->len)
		return true;
	struct cap cap = {&RULE_E130, 0};
	struct finder finder = finder_of(file, text->bytes);
	struct place last = {file, 0, 0};
	while (bad < text->len) {
		/* one fault for each cell, not for each byte */
		struct place place = locate(&finder, bad);
		bool same = place.line == last.line && place.column == last.column;
		if (!same && cap_take(&cap))
			tell_undecodable(reading, place, "UTF-8");
		last = place;
		bad++;
		bad += utf8_valid_prefix(text->bytes + bad, text->len - bad);
	}
	cap_end(&cap, (struct place){file, 1, 1}, reading->diags);
	return false;
}

bool csv_decode(struct reading *reading, const char *file, const char *encoding, struct text *text)
{
	if (strcmp(encoding, "gb18030") != 0)
		return decode_utf8(reading, file, text);
	char *decoded = NULL;
	size_t len = 0, bad = (size_t)-1, none;
	enum status status = fold_decode("gb18030", text->bytes, text->len, reading->arena, &decoded, &len, &bad);
	if (status == STATUS_OK && bad == (size_t)-1) {
		*text = (struct text){decoded, len};
		return true;
	}
	struct place place = {file, 1, 1};
	if (bad != (size_t)-1 && bad > 0 &&
	    fold_decode("gb18030", text->bytes, bad, reading->arena, &decoded, &len, &none) == STATUS_OK) {
		struct finder finder = finder_of(file, decoded);
		place = locate(&finder, len);
	}
	tell_undecodable(reading, place, "GB18030");
	return false;
}

bool csv_tell_separator(struct reading *reading, const char *file, struct text text)
{
	static const struct {
		const char *bytes, *zh, *en;
	} separators[] = {
	    {"\t", "制表符", "tabs"}, {";", "分号", "semicolons"}, {"，", "全角逗号", "full-width commas"}};
	size_t len = 0;
	while (len < text.len && CLASSES[(unsigned char)text.bytes[len]] != BREAK)
		len++;
	const char *header = arena_copy(reading->arena, text.len ? text.bytes : "", len);
	for (size_t i = 0; i < sizeof separators / sizeof separators[0] && !strchr(header, ','); i++) {
		if (strstr(header, separators[i].bytes)) {
			diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_E405, separators[i].zh,
				 separators[i].en, (char *)NULL);
			return true;
		}
	}
	return false;
}

static int compare_cells(const void *a, const void *b)
{
	const struct span *const *x = a, *const *y = b;
	size_t shorter = (*x)->len < (*y)->len ? (*x)->len : (*y)->len;
	int order = shorter ? memcmp((*x)->ptr, (*y)->ptr, shorter) : 0;
	if (order == 0)
		order = ((*x)->len > (*y)->len) - ((*x)->len < (*y)->len);
	return order ? order : (*x > *y) - (*x < *y);
}

void csv_check_header(struct reading *reading, const char *file, const struct table *table)
{
	const struct span **sorted = arena_array(reading->arena, table->column_count + 1, sizeof *sorted);
	for (size_t i = 0; i < table->column_count; i++)
		sorted[i] = &table->header[i];
	qsort(sorted, table->column_count, sizeof *sorted, compare_cells);
	for (size_t i = 0; i < table->column_count; i++) {
		struct place place = {file, 1, (int)(sorted[i] - table->header) + 1};
		if (sorted[i]->len == 0)
			diag_add(reading->diags, place, &RULE_E135, arena_printf(reading->arena, "%d", place.column),
				 (char *)NULL);
		else if (i > 0 && span_equal(*sorted[i], *sorted[i - 1]))
			diag_add(reading->diags, place, &RULE_E136,
				 arena_copy(reading->arena, sorted[i]->ptr, sorted[i]->len), (char *)NULL);
	}
}
