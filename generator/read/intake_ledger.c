/* intake_ledger.c -- three sides of each cell: what the source said before, what it says now, what the ledger says. */
#include "intake_ledger.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fcntl.h>

#include "../day.h"
#include "../spread.h"
#include "ledger_judge.h"

#define HASH_LEN 8
#define HASH_NONE "-"

struct kept_row {
	const char *id;                 /* NULL: an editor has not given it one */
	const char *cells[ITEM__MAX];   /* as a ledger is read */
	const char *written[ITEM__MAX]; /* as they stand there */
	int line;
	bool met; /* the source has it */
};

/* An id that an editor gave up for another. */
struct former_id {
	const char *id;
	struct kept_row *row;
};

struct ledger_before {
	struct former_id *former; /* sorted */
	size_t former_count, former_capacity;
	struct kept_row *rows; /* sorted by id, those without at the end in their order */
	size_t count, capacity, met;
	const char *workbook;
	bool found;
	bool changed; /* a row or a cell of it will be another */
};

static int by_id(const void *a, const void *b)
{
	const struct kept_row *x = a, *y = b;
	int order = x->id && y->id ? strcmp(x->id, y->id) : !x->id - !y->id;
	return order ? order : x->line - y->line;
}

static void keep_row(struct ledger_before *before, const struct ledger_judge *judge, struct arena *arena)
{
	struct kept_row *row = ARENA_PUSH(arena, before->rows, before->count, before->capacity);
	int column = judge->file->id_column;
	bool dropped;
	*row = (struct kept_row){.line = judge->row.line};
	if (column >= 0 && (size_t)column < judge->row.count)
		row->id = intake_clean(arena, judge->row.cells[column], &dropped);
	if (row->id && !row->id[0])
		row->id = NULL;
	for (int item = 0; item < ITEM__MAX; item++) {
		const char *kept = judge->record.kept[item], *raw = judge->record.raw[item];
		row->cells[item] = kept ? arena_string(arena, kept) : NULL;
		row->written[item] = raw ? arena_string(arena, raw) : row->cells[item];
	}
}

static int by_former_id(const void *a, const void *b)
{
	return strcmp(((const struct former_id *)a)->id, ((const struct former_id *)b)->id);
}

static void keep_former_ids(struct ledger_before *before, struct arena *arena)
{
	for (size_t i = 0; i < before->count; i++) {
		const char *ids = before->rows[i].id ? before->rows[i].cells[ITEM_ALIASES] : NULL;
		for (size_t len; ids && *ids; ids += len + (ids[len] == ';')) {
			len = strcspn(ids, ";");
			*ARENA_PUSH(arena, before->former, before->former_count, before->former_capacity) =
			    (struct former_id){arena_copy(arena, ids, len), &before->rows[i]};
		}
	}
	if (before->former_count > 0)
		qsort(before->former, before->former_count, sizeof *before->former, by_former_id);
}

static bool tell_clashes(struct reading *content, const struct ledger_before *before, const char *path)
{
	bool good = true;
	for (size_t i = 1; i < before->count; i++) {
		const struct kept_row *one = &before->rows[i - 1], *two = &before->rows[i];
		if (!one->id || !two->id || strcmp(one->id, two->id) != 0)
			continue;
		diag_add(content->diags, (struct place){path, two->line, 1}, &RULE_E164, two->id, path,
			 arena_printf(content->arena, "%d", one->line), (char *)NULL);
		good = false;
	}
	return good;
}

static bool exists(const struct reading *content, const char *path)
{
	return faccessat(content->dir, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool intake_ledger_read(struct reading *content, struct intake *intake, struct ledger_before **out)
{
	struct ledger_before *before = *out = arena_alloc(content->arena, sizeof *before);
	const char *source = intake->mapping->source;
	const char *csv = arena_printf(content->arena, "ledgers/%s.csv", source);
	const char *xlsx = arena_printf(content->arena, "ledgers/%s.xlsx", source);
	const char *yaml = arena_printf(content->arena, "ledgers/%s.yaml", source);
	before->workbook = exists(content, xlsx) ? xlsx : NULL;
	if (before->workbook && exists(content, csv)) {
		diag_add(content->diags, (struct place){xlsx, 0, 0}, &RULE_E161, csv, xlsx, (char *)NULL);
		return false;
	}
	const char *path = before->workbook ? xlsx : csv;
	before->found = exists(content, path);
	if (!before->found)
		return true;
	struct ledger_file *file = ledger_file_open(content, source, path, exists(content, yaml) ? yaml : NULL);
	if (!file)
		return false;
	struct ledger_judge judge;
	struct csv_rows rows = file->rows;
	ledger_judge_begin(&judge, content->model, ledger_lookup_new(content->model, content->arena), file);
	judge.model = content->model;
	while (ledger_judge_next(&judge, &rows))
		keep_row(before, &judge, content->arena);
	ledger_judge_end(&judge);
	if (before->count > 0)
		qsort(before->rows, before->count, sizeof *before->rows, by_id);
	keep_former_ids(before, content->arena);
	return tell_clashes(content, before, path);
}

/* ---- merging ---- */

static const char *hash_of(const char *text, char hash[HASH_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	uint64_t bits = text ? span_hash(span_of(text)) : 0;
	for (int i = 0; i < HASH_LEN; i++)
		hash[i] = digits[bits >> (60 - 4 * i) & 15];
	hash[HASH_LEN] = '\0';
	return text ? hash : HASH_NONE;
}

/* The hash of one item among those of `said`: "-" where it was blank, or not known. */
static void hash_at(const char *said, int item, char hash[HASH_LEN + 1])
{
	for (int i = 0; i < item && *said; i++) {
		said += strcspn(said, " ");
		said += *said == ' ';
	}
	size_t len = strcspn(said, " ");
	memcpy(hash, HASH_NONE, sizeof HASH_NONE);
	if (len == HASH_LEN) {
		memcpy(hash, said, HASH_LEN);
		hash[HASH_LEN] = '\0';
	}
}

static const char *said_by(const char *const kept[ITEM__MAX], struct arena *arena)
{
	char all[ITEM__MAX * (HASH_LEN + 1) + 1], hash[HASH_LEN + 1];
	size_t n = 0;
	for (int item = 0; item < ITEM__MAX; item++) {
		const char *text = hash_of(kept[item], hash);
		n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", item ? " " : "", text);
	}
	return arena_copy(arena, all, n);
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The editor's value stands: what was told of the source's is settled. */
static void settle(struct intake *intake, const struct record *record, enum item item)
{
	size_t index = (size_t)(record - intake->records);
	for (size_t i = 0; i < intake->fault_count; i++)
		if (intake->faults[i].record == index && intake->faults[i].item == item)
			intake->faults[i].settled = true;
}

/* "971", where the source says "0971". */
static bool is_number_of(const char *number, const char *text)
{
	const char *digits = text ? text + strspn(text, "0") : "";
	return number && digits > text && digits[strspn(digits, "0123456789")] == '\0' && strcmp(number, digits) == 0;
}

static void merge_item(struct intake *intake, struct record *record, enum item item, const struct kept_row *row)
{
	const char *ours = row->cells[item];
	const char *theirs = record->kept[item], *said = record->known->said;
	char base[HASH_LEN + 1], hash[HASH_LEN + 1];
	if (same(ours, theirs))
		return;
	hash_at(said ? said : "", item, base);
	bool unsaid = strcmp(hash_of(theirs, hash), base) != 0;
	if (!unsaid && is_number_of(ours, theirs))
		return; /* a spreadsheet program took it for a number: nobody's edit */
	if (strcmp(hash_of(ours, hash), base) == 0 || strcmp(hash_of(row->written[item], hash), base) == 0)
		return; /* untouched since */
	if (!unsaid) {
		settle(intake, record, item);
		record->kept[item] = ours;
		return;
	}
	intake_tell(intake, record, item, INTAKE_N401, (const char *const[2]){ours, NULL});
}

static bool differs(const struct record *record, const struct kept_row *row)
{
	for (int item = 0; item < ITEM__MAX; item++)
		if (!same(record->kept[item], row->cells[item]) && !same(record->kept[item], row->written[item]))
			return true;
	return false;
}

static struct kept_row *row_of(const struct ledger_before *before, const char *id)
{
	size_t from = 0, to = before->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = before->rows[middle].id ? strcmp(id, before->rows[middle].id) : -1;
		if (order == 0)
			return &before->rows[middle];
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

/* The row of a record; one that an editor renamed takes the record, and its id, with it. */
static struct kept_row *take_row(const struct ledger_before *before, struct record *record)
{
	struct kept_row *row = row_of(before, record->id);
	if (row || before->former_count == 0)
		return row;
	const struct former_id wanted = {record->id, NULL};
	const struct former_id *former =
	    bsearch(&wanted, before->former, before->former_count, sizeof wanted, by_former_id);
	if (!former)
		return NULL;
	record->id = record->known->id = former->row->id;
	return former->row;
}

/* One walk over all faults, whatever editors have settled: what is left decides. */
static void drop_settled(struct intake *intake)
{
	size_t kept = 0;
	for (size_t i = 0; i < intake->count; i++)
		intake->records[i].returned = false;
	for (size_t i = 0; i < intake->fault_count; i++) {
		struct fault *fault = &intake->faults[i];
		if (fault->settled)
			continue;
		if (intake_rule(fault->rule)->severity == SEVERITY_ERROR)
			intake->records[fault->record].returned = true;
		intake->faults[kept++] = *fault;
	}
	intake->fault_count = kept;
}

void intake_ledger_merge(struct intake *intake, struct ledger_before *before)
{
	for (size_t i = 0; i < intake->count; i++) {
		struct record *record = &intake->records[i];
		const char *said = said_by(record->kept, intake->reading->arena);
		struct kept_row *row = take_row(before, record);
		if (row && !row->met) {
			row->met = true;
			before->met++;
			for (int item = 0; item < ITEM__MAX; item++)
				merge_item(intake, record, (enum item)item, row);
			before->changed |= differs(record, row);
		} else {
			before->changed = true;
			if (before->found && record->known->said)
				intake_tell(intake, record, ITEM__MAX, INTAKE_N402, (const char *const[2]){NULL, NULL});
		}
		record->known->said = said;
	}
	drop_settled(intake);
}

size_t intake_ledger_others(const struct ledger_before *before)
{
	return before->count - before->met;
}

const char *intake_ledger_workbook(const struct ledger_before *before)
{
	return before->workbook;
}

/* ---- writing ---- */

static int by_record_id(const void *a, const void *b)
{
	return strcmp((*(struct record *const *)a)->id, (*(struct record *const *)b)->id);
}

typedef void row_fn(void *context, const char *const cells[ITEM__MAX + 1]);

static void give_row(row_fn *each, void *context, const char *id, const char *const cells[ITEM__MAX])
{
	const char *row[ITEM__MAX + 1] = {id};
	memcpy(row + 1, cells, ITEM__MAX * sizeof *row);
	each(context, row);
}

/* Header first, then by id: the order of the source does not show. Rows of the editors' own stand among them. */
static void each_row(const struct intake *intake, const struct ledger_before *before, row_fn *each, void *context)
{
	struct record **sorted = arena_array(intake->reading->arena, intake->count + 1, sizeof *sorted);
	const char *header[ITEM__MAX];
	size_t r = 0;
	for (size_t i = 0; i < intake->count; i++)
		sorted[i] = &intake->records[i];
	qsort(sorted, intake->count, sizeof *sorted, by_record_id);
	for (int item = 0; item < ITEM__MAX; item++)
		header[item] = INTAKE_ITEMS[item].name;
	give_row(each, context, "id", header);
	for (size_t i = 0; i < before->count; i++) {
		const struct kept_row *row = &before->rows[i];
		if (row->met)
			continue;
		for (; r < intake->count && (!row->id || strcmp(sorted[r]->id, row->id) < 0); r++)
			give_row(each, context, sorted[r]->id, sorted[r]->kept);
		give_row(each, context, row->id, row->cells);
	}
	for (; r < intake->count; r++)
		give_row(each, context, sorted[r]->id, sorted[r]->kept);
}

static void put_line(void *context, const char *const cells[ITEM__MAX + 1])
{
	struct buf *out = context;
	for (int i = 0; i <= ITEM__MAX; i++) {
		buf_str(out, i ? "," : "");
		if (cells[i])
			buf_csv(out, cells[i], strlen(cells[i]));
	}
	buf_str(out, "\r\n");
}

void intake_ledger_write(const struct intake *intake, const struct ledger_before *before, struct buf *out)
{
	buf_str(out, "\xEF\xBB\xBF");
	each_row(intake, before, put_line, out);
}

static void put_sheet_row(void *context, const char *const cells[ITEM__MAX + 1])
{
	struct spread *sheet = context;
	for (int i = 0; i <= ITEM__MAX; i++)
		spread_cell(sheet, span_of(cells[i] ? cells[i] : ""), false);
	spread_row(sheet);
}

struct weight {
	size_t rows;
	bool fits;
};

/* A UTF-16 code unit takes at least a byte. */
static void weigh_row(void *context, const char *const cells[ITEM__MAX + 1])
{
	struct weight *weight = context;
	weight->fits = weight->fits && ++weight->rows <= SPREAD_ROWS_MAX;
	for (int i = 0; i <= ITEM__MAX; i++)
		weight->fits = weight->fits && (!cells[i] || strlen(cells[i]) <= SPREAD_CELL_MAX);
}

enum ledger_form intake_ledger_form(const struct intake *intake, const struct ledger_before *before)
{
	struct weight weight = {0, true};
	if (!before->workbook)
		return LEDGER_CSV;
	if (!before->changed)
		return LEDGER_AS_IT_IS;
	each_row(intake, before, weigh_row, &weight);
	return weight.fits ? LEDGER_WORKBOOK : LEDGER_CSV;
}

enum status intake_ledger_write_workbook(const struct intake *intake, const struct ledger_before *before,
					 const char *file)
{
	struct spread *sheet = spread_open(file, intake->mapping->source, day_start(&intake->now));
	if (!sheet)
		return STATUS_IO;
	spread_keep_typed(sheet);
	each_row(intake, before, put_sheet_row, sheet);
	return spread_close(sheet);
}
