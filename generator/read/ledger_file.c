/* ledger_file.c -- whatever an editor put there, as UTF-8 CSV in a memory map; its header tied to items. */
#include "ledger_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include <headwater/buf.h>
#include <headwater/utf8.h>

#include "../near.h"
#include "csv.h"
#include "decode.h"
#include "files.h"
#include "source.h"
#include "verdicts.h"
#include "xlsx.h"

#define LEDGER_MAX ((size_t)16 << 30)
#define CHUNK ((size_t)1 << 20)

#define ID_HEADER "id"
#define ID_HEADER_ZH "标识"

/* A temporary file that is gone with the process: bytes go in, and are seen as memory that need not be resident. */
struct spill {
	FILE *file;
	size_t size;
	bool failed;
};

static void spill_add(struct spill *spill, const char *bytes, size_t len)
{
	spill->failed = spill->failed || !spill->file || fwrite(bytes, 1, len, spill->file) != len;
	spill->size += len;
}

static bool spill_map(struct spill *spill, struct reading *reading, const char *path, struct text *text)
{
	void *bytes = MAP_FAILED;
	spill->failed = spill->failed || fflush(spill->file) != 0;
	if (!spill->failed && spill->size > 0)
		bytes = mmap(NULL, spill->size, PROT_READ, MAP_PRIVATE, fileno(spill->file), 0);
	int error = errno;
	if (spill->file)
		fclose(spill->file);
	if (bytes == MAP_FAILED && (spill->failed || spill->size > 0)) {
		diag_add(reading->diags, (struct place){path, 0, 0}, &RULE_E102, files_base(path), strerror(error),
			 (char *)NULL);
		return false;
	}
	*text = (struct text){spill->size > 0 ? bytes : "", spill->size};
	return true;
}

static void spill_row(struct spill *spill, struct buf *line, const struct span *cells, size_t count)
{
	buf_reset(line);
	for (size_t c = 0; c < count; c++) {
		buf_str(line, c ? "," : "");
		buf_csv(line, cells[c].ptr, cells[c].len);
	}
	buf_byte(line, '\n');
	spill_add(spill, line->bytes, line->len);
}

static bool take_xlsx(struct reading *reading, struct ledger_file *file)
{
	struct reading scratch = *reading;
	struct resource resource = {.sheet = file->mapping->sheet};
	struct spill spill = {tmpfile(), 0, false};
	size_t errors = reading->diags->error_count;
	struct text text;
	struct buf line;
	scratch.arena = arena_new();
	buf_init(&line, BUF_MAX_DEFAULT);
	struct table *table = NULL;
	if (files_read(&scratch, file->path, FILES_DATA_MAX, (struct place){file->path, 0, 0}, &text))
		table = xlsx_parse(&scratch, file->path, &resource, text);
	if (table) {
		file->rows.by_rows = true;
		file->rows.line = table->row_count > 0 ? table->row_lines[0] - 1 : 1;
		spill_row(&spill, &line, table->header, table->column_count);
		for (size_t r = 0; r < table->row_count; r++)
			spill_row(&spill, &line, table->cells + r * table->column_count, table->column_count);
	}
	buf_free(&line);
	arena_free(scratch.arena);
	bool mapped = spill_map(&spill, reading, file->path, &file->text);
	return table && mapped && reading->diags->error_count == errors;
}

/* Editors of spreadsheets save GB 18030 as often as UTF-8. */
static bool take_decoded(struct reading *reading, struct ledger_file *file, const char *encoding)
{
	struct reading scratch = *reading;
	struct spill spill = {tmpfile(), 0, false};
	struct text text = file->text;
	scratch.arena = arena_new();
	bool good = decode_text(&scratch, &(struct decoding){file->path, encoding, true}, &text);
	if (good)
		spill_add(&spill, text.bytes, text.len);
	arena_free(scratch.arena);
	return spill_map(&spill, reading, file->path, &file->text) && good;
}

static bool take_csv(struct reading *reading, struct ledger_file *file)
{
	const char *encoding = file->mapping->encoding;
	if (!files_map(reading, file->path, LEDGER_MAX, (struct place){file->path, 0, 0}, &file->text))
		return false;
	if (!encoding)
		encoding = source_encoding(file->text);
	file->rows.line = 1;
	if (strcasecmp(encoding, "utf-8") != 0)
		return take_decoded(reading, file, encoding);
	return csv_decode(reading, file->path, "utf-8", &file->text);
}

/* ---- header ---- */

struct header {
	struct reading *reading;
	struct ledger_file *file;
	struct csv_row row;
};

static void tell_unknown(struct header *header, size_t column, const char *name)
{
	struct arena *arena = header->reading->arena;
	const char *names[ITEM__MAX + 1], *all = ID_HEADER;
	for (int i = 0; i < ITEM__MAX; i++) {
		names[i] = INTAKE_ITEMS[i].name;
		all = arena_printf(arena, "%s, %s", all, names[i]);
	}
	names[ITEM__MAX] = ID_HEADER;
	const char *near = near_name(name, names, ITEM__MAX + 1);
	struct place place = {header->file->path, header->row.line, (int)column + 1};
	diag_add(header->reading->diags, place, near ? &RULE_E113 : &RULE_E114, name, near ? near : all, (char *)NULL);
}

static void tie_item(struct header *header, size_t column, enum item item, bool by_source)
{
	struct ledger_file *file = header->file;
	struct place place = {file->path, header->row.line, (int)column + 1};
	if (file->column[item] >= 0) {
		diag_add(header->reading->diags, place, &RULE_E136, INTAKE_ITEMS[item].name, (char *)NULL);
		return;
	}
	file->column[item] = (int)column;
	file->by_source[item] = by_source;
}

/* Our own names first: a ledger that was imported has them. Then the mapping's, then our Chinese labels. */
static void tie_column(struct header *header, size_t column)
{
	struct ledger_file *file = header->file;
	struct span cell = span_trim(header->row.cells[column]);
	const char *name = arena_copy(header->reading->arena, cell.ptr, cell.len);
	const struct mapped_column *mapped = mapping_column(file->mapping, name);
	enum item item = item_named(name);
	struct place place = {file->path, header->row.line, (int)column + 1};
	if (cell.len == 0)
		diag_add(header->reading->diags, place, &RULE_E135,
			 arena_printf(header->reading->arena, "%d", place.column), (char *)NULL);
	else if (strcmp(name, ID_HEADER) == 0 || strcmp(name, ID_HEADER_ZH) == 0) {
		if (file->id_column >= 0)
			diag_add(header->reading->diags, place, &RULE_E136, name, (char *)NULL);
		file->id_column = (int)column;
	} else if (item < ITEM__MAX) {
		tie_item(header, column, item, false);
	} else if (mapped) {
		if (mapped->item < ITEM__MAX)
			tie_item(header, column, mapped->item, true);
	} else if ((item = item_headed(name)) < ITEM__MAX) {
		tie_item(header, column, item, false);
	} else if (!strings_has(&file->mapping->key, name)) {
		tell_unknown(header, column, name);
	}
}

static int column_named(const struct csv_row *row, const char *name)
{
	for (size_t c = 0; c < row->count; c++)
		if (span_is(span_trim(row->cells[c]), name))
			return (int)c;
	return -1;
}

static void need(struct header *header, bool there, const char *name)
{
	struct place place = {header->file->path, header->row.line, 0};
	if (!there)
		diag_add(header->reading->diags, place, &RULE_E138, name, (char *)NULL);
}

static void tie_key(struct header *header)
{
	struct ledger_file *file = header->file;
	const struct strings *key = &file->mapping->key;
	file->key_columns = arena_array(header->reading->arena, key->count + 1, sizeof *file->key_columns);
	for (size_t i = 0; i < key->count; i++) {
		file->key_columns[i] = column_named(&header->row, key->items[i]);
		/* what was imported has an id instead */
		need(header, file->key_columns[i] >= 0 || file->id_column >= 0, key->items[i]);
	}
	need(header, file->id_column >= 0 || key->count > 0, ID_HEADER);
}

/* Dropping blank columns behind the last that is named: spreadsheet programs leave them. */
static void trim_header(struct csv_row *row)
{
	while (row->count > 0 && span_trim(row->cells[row->count - 1]).len == 0)
		row->count--;
}

static bool tie_header(struct reading *reading, struct ledger_file *file)
{
	struct header header = {.reading = reading, .file = file};
	size_t errors = reading->diags->error_count;
	if (csv_tell_separator(reading, file->path, file->text))
		return false;
	file->rows.bytes = file->text.bytes;
	file->rows.len = file->text.len;
	file->rows.max = 1024;
	header.row.cells = arena_array(reading->arena, file->rows.max, sizeof *header.row.cells);
	bool any = csv_row_next(&file->rows, &header.row, reading->arena);
	if (!any || header.row.blank || header.row.unclosed || header.row.count > file->rows.max) {
		struct place place = {file->path, any ? header.row.line : 1, 1};
		diag_add(reading->diags, place, any && header.row.unclosed ? &RULE_E132 : &RULE_E137, (char *)NULL);
		return false;
	}
	trim_header(&header.row);
	file->column_count = file->rows.max = header.row.count;
	file->id_column = -1;
	for (int item = 0; item < ITEM__MAX; item++)
		file->column[item] = -1;
	for (size_t c = 0; c < header.row.count; c++)
		tie_column(&header, c);
	tie_key(&header);
	need(&header, file->column[ITEM_TITLE] >= 0, INTAKE_ITEMS[ITEM_TITLE].name);
	need(&header, file->column[ITEM_PROVIDER] >= 0 || file->mapping->items[ITEM_PROVIDER].constant,
	     INTAKE_ITEMS[ITEM_PROVIDER].name);
	return reading->diags->error_count == errors;
}

/* ---- mapping ---- */

static void add_strings(struct arena *arena, struct strings *list, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strings_has(list, items[i]))
			*ARENA_PUSH(arena, list->items, list->count, list->capacity) = items[i];
}

/* What every ledger may write, whatever its mapping says: dates as spreadsheet programs write them, lists parted by ";". */
static void add_habits(struct arena *arena, struct mapping *mapping, bool own)
{
	static const char *const dates[] = {"YYYY-M-D",     "YYYY/M/D",         "YYYY.M.D",
					    "YYYY年M月D日", "YYYY-M-D h:mm:ss", "YYYY/M/D h:mm"};
	static const char *const marks[] = {";", "；"}, *const commas[] = {"、", ",", "，"};
	mapping->dates.capacity = mapping->dates.count;
	add_strings(arena, &mapping->dates, dates, sizeof dates / sizeof dates[0]);
	for (int item = 0; item < ITEM__MAX; item++) {
		struct mapped_item *mapped = &mapping->items[item];
		mapped->split.capacity = mapped->split.count;
		add_strings(arena, &mapped->split, marks, sizeof marks / sizeof marks[0]);
		if (INTAKE_ITEMS[item].kind == ITEM_CODES)
			add_strings(arena, &mapped->split, commas, sizeof commas / sizeof commas[0]);
		if (!own)
			mapped->required = INTAKE_ITEMS[item].required;
	}
}

static struct mapping *take_mapping(struct reading *reading, const char *name, const char *path)
{
	struct mapping *mapping =
	    path ? mapping_read(reading, path, reading->model) : arena_alloc(reading->arena, sizeof(struct mapping));
	if (path && mapping && strcmp(mapping->source, name) != 0) {
		diag_add(reading->diags, (struct place){path, 1, 1}, &RULE_E162, mapping->source, name, (char *)NULL);
		return NULL;
	}
	if (mapping)
		add_habits(reading->arena, mapping, path != NULL);
	return mapping;
}

struct ledger_file *ledger_file_open(struct reading *reading, const char *name, const char *path,
				     const char *mapping_path)
{
	struct ledger_file *file = arena_alloc(reading->arena, sizeof *file);
	file->name = name;
	file->path = path;
	file->mapping = take_mapping(reading, name, mapping_path);
	if (!file->mapping)
		return NULL;
	bool xlsx = strcasecmp(files_extension(path), "xlsx") == 0;
	bool taken = xlsx ? take_xlsx(reading, file) : take_csv(reading, file);
	if (!taken || !tie_header(reading, file))
		return NULL;
	file->salt = verdict_salt(file);
	return file;
}

/* ---- memory ---- */

#define WINDOW_BYTES 65536 /* what one page fault brings in */
#define WINDOWS_MAX 256

void ledger_file_touch(const struct ledger_file *file, uint64_t offset)
{
	static const struct ledger_file *last_file;
	static uint64_t last_window;
	static size_t windows;
	uint64_t window = offset / WINDOW_BYTES;
	if (file == last_file && window == last_window)
		return;
	last_file = file;
	last_window = window;
	if (++windows < WINDOWS_MAX || file->text.len == 0)
		return;
	windows = 0;
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = (uintptr_t)file->text.bytes;
	size_t before = from % page; /* of its first page: a BOM */
	madvise((char *)from - before, file->text.len + before, MADV_DONTNEED);
}
