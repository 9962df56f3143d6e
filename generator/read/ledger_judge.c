/* ledger_judge.c -- cells to values by the machinery of the import, then the rules of the portal. */
#include "ledger_judge.h"

#include <string.h>

#include "../dates.h"
#include "../region_history.h"
#include "../resource_code.h"
#include "intake_ids.h"
#include "verdicts.h"

static void tell(struct ledger_judge *judge, enum item item, enum intake_rule rule, const char *value, const char *more)
{
	intake_tell(&judge->intake, &judge->record, item, rule, (const char *const[2]){value, more});
}

static const char *value_of(const struct ledger_judge *judge, enum item item)
{
	return judge->record.values[item];
}

/* ---- rules ---- */

static void judge_region(struct ledger_judge *judge)
{
	const char *written = value_of(judge, ITEM_REGION);
	const struct past_region *past;
	judge->region = NULL;
	if (!written)
		return;
	judge->region = ledger_lookup_region(judge->lookup, written);
	if (judge->region)
		return;
	past = region_history_find(written);
	if (past && model_region(judge->model, past->today))
		tell(judge, ITEM_REGION, INTAKE_R214, written, past->today);
	else
		tell(judge, ITEM_REGION, INTAKE_R213, written, NULL);
}

static void judge_provider(struct ledger_judge *judge)
{
	const char *name = value_of(judge, ITEM_PROVIDER), *code = value_of(judge, ITEM_PROVIDER_CODE);
	bool several = false, none;
	judge->org = name ? ledger_lookup_org(judge->lookup, name, judge->region, &several) : NULL;
	if (name && !judge->org && code)
		judge->org = ledger_lookup_org(judge->lookup, code, judge->region, &none);
	if (name && !judge->org)
		tell(judge, ITEM_PROVIDER, several ? INTAKE_R212 : INTAKE_R211, name, NULL);
	if (judge->org && !value_of(judge, ITEM_REGION))
		judge->region = judge->org->region;
	if (judge->org && !judge->region && !value_of(judge, ITEM_REGION))
		tell(judge, ITEM_REGION, INTAKE_R101, NULL, NULL);
}

static void judge_code(struct ledger_judge *judge)
{
	const char *code = value_of(judge, ITEM_CODE), *class = value_of(judge, ITEM_CLASS);
	if (!code)
		tell(judge, ITEM_CODE, INTAKE_R101, NULL, NULL);
	else if (!resource_code_ok(code))
		tell(judge, ITEM_CODE, INTAKE_R206, code, NULL);
	else if (class && strncmp(code, class, strlen(class)) != 0)
		tell(judge, ITEM_CODE, INTAKE_R207, code, class);
}

static void judge_dates(struct ledger_judge *judge)
{
	const char *issued = value_of(judge, ITEM_ISSUED), *modified = value_of(judge, ITEM_MODIFIED);
	if (issued)
		return;
	if (modified)
		tell(judge, ITEM_ISSUED, INTAKE_N308, modified, NULL);
	else if (!judge->record.raw[ITEM_ISSUED])
		tell(judge, ITEM_ISSUED, INTAKE_R101, NULL, NULL);
}

static const char *grade_label(const struct ledger_judge *judge, const char *grade)
{
	const struct term *term = model_term(judge->model, "grades", grade);
	return term ? label_text(&term->label, LANG_ZH, NULL) : grade;
}

/* 1 to 4; 0 for what is graded above general data. */
static int level_of(const char *grade)
{
	return grade[0] >= '1' && grade[0] <= '4' && !grade[1] ? grade[0] - '0' : 0;
}

static bool list_names(const char *list, const char *name)
{
	size_t len = strlen(name);
	for (size_t one; list && *list; list += one + (list[one] == ';')) {
		one = strcspn(list, ";");
		if (one == len && memcmp(list, name, len) == 0)
			return true;
	}
	return false;
}

/* One "field=grade": the field must be the row's. */
static void judge_field_grade(struct ledger_judge *judge, const char *piece)
{
	const char *mark = strrchr(piece, '='), *grade = mark ? mark + 1 : ""; /* NULL: a constant of the mapping */
	const char *name = mark ? arena_copy(judge->scratch, piece, (size_t)(mark - piece)) : piece;
	if (!mark || !list_names(value_of(judge, ITEM_FIELDS), name))
		tell(judge, ITEM_FIELD_GRADES, INTAKE_R408, piece, NULL);
	else if (level_of(grade) == 0)
		tell(judge, ITEM_FIELD_GRADES, INTAKE_R401, grade_label(judge, grade), NULL);
	else
		*ARENA_PUSH(judge->scratch, judge->field_grades, judge->field_grade_count,
			    judge->field_grade_capacity) = (struct field_grade){name, level_of(grade)};
}

/* A dataset is graded no lower than any of its fields. */
static void judge_field_grades(struct ledger_judge *judge)
{
	const char *list = value_of(judge, ITEM_FIELD_GRADES), *grade = value_of(judge, ITEM_GRADE);
	const struct field_grade *highest = NULL;
	for (size_t len; list && *list; list += len + (list[len] == ';')) {
		len = strcspn(list, ";");
		judge_field_grade(judge, arena_copy(judge->scratch, list, len));
	}
	for (size_t i = 0; i < judge->field_grade_count; i++)
		if (!highest || judge->field_grades[i].grade > highest->grade)
			highest = &judge->field_grades[i];
	bool told = grade ? level_of(grade) == 0 : judge->record.raw[ITEM_GRADE] != NULL;
	if (highest && !told && (!grade || level_of(grade) < highest->grade))
		tell(judge, ITEM_GRADE, INTAKE_R409, grade ? grade_label(judge, grade) : "未定级",
		     arena_printf(judge->scratch, "%s=%d", highest->name, highest->grade));
}

/* domain.md section 4, the rule table. */
static void judge_grade(struct ledger_judge *judge)
{
	const char *grade = value_of(judge, ITEM_GRADE), *open = value_of(judge, ITEM_OPEN_TYPE);
	bool free = open && strcmp(open, "1") == 0, closed = open && strcmp(open, "3") == 0;
	if (!grade) {
		if (!judge->record.raw[ITEM_GRADE])
			tell(judge, ITEM_GRADE, INTAKE_N311, NULL, NULL);
		return;
	}
	if (strcmp(grade, "core") == 0 || strcmp(grade, "important") == 0)
		tell(judge, ITEM_GRADE, INTAKE_R401, grade_label(judge, grade), NULL);
	else if (strcmp(grade, "4") == 0 && !closed)
		tell(judge, ITEM_GRADE, INTAKE_R402, grade, NULL);
	else if ((strcmp(grade, "2") == 0 || strcmp(grade, "3") == 0) && free && !value_of(judge, ITEM_MASKING))
		tell(judge, ITEM_GRADE, INTAKE_R403, grade, NULL);
}

static void judge_openness(struct ledger_judge *judge)
{
	const char *open = value_of(judge, ITEM_OPEN_TYPE);
	if (!open || value_of(judge, ITEM_OPEN_CONDITION))
		return;
	if (strcmp(open, "2") == 0)
		tell(judge, ITEM_OPEN_CONDITION, INTAKE_N312, NULL, NULL);
	else if (strcmp(open, "3") == 0)
		tell(judge, ITEM_OPEN_CONDITION, INTAKE_N313, NULL, NULL);
}

static const char *state_shown(struct ledger_judge *judge, const struct state *state)
{
	return arena_printf(judge->scratch, "%s %s", state->code, label_text(&state->label, LANG_ZH, NULL));
}

/* "2026-03-01 10; 2026-03-09 19": each a day and a state that may follow the one before. */
static void judge_history(struct ledger_judge *judge)
{
	const char *history = value_of(judge, ITEM_HISTORY);
	const struct state *before = NULL;
	struct date last = {0};
	for (size_t len; history && *history; history += len + (history[len] == ';')) {
		len = strcspn(history, ";");
		const char *step = arena_copy(judge->scratch, history, len);
		const char *blank = strchr(step, ' ');
		struct date date;
		const struct state *state = blank ? state_named(blank + 1) : NULL;
		bool good = state && date_parse(step, (size_t)(blank - step), &date) && date.day > 0 &&
			    date_compare(&last, &date) <= 0;
		if (!good) {
			tell(judge, ITEM_HISTORY, INTAKE_R404, step, NULL);
			return;
		}
		if (before && !state_may_follow(before, state))
			tell(judge, ITEM_HISTORY, INTAKE_R405, state_shown(judge, before), state_shown(judge, state));
		before = state;
		last = date;
	}
	if (before && judge->state && before != judge->state)
		tell(judge, ITEM_HISTORY, INTAKE_R406, state_shown(judge, before), state_shown(judge, judge->state));
}

static void judge_state(struct ledger_judge *judge)
{
	const char *code = value_of(judge, ITEM_STATE);
	bool unknown = !code && judge->record.raw[ITEM_STATE]; /* told */
	judge->state = state_named(code ? code : "29");
	judge_history(judge);
	if (unknown)
		return;
	if (judge->state->outcome == ROW_RETURNED) {
		const char *reason = value_of(judge, ITEM_REASON);
		tell(judge, ITEM_STATE, INTAKE_R407, reason ? reason : "（没有写明意见，请向审核人询问）", NULL);
	}
	if (judge->state->outcome != ROW_WITHDRAWN)
		return;
	if (!value_of(judge, ITEM_REASON))
		tell(judge, ITEM_REASON, INTAKE_R101, NULL, NULL);
	if (!value_of(judge, ITEM_STATE_DATE) && !judge->record.raw[ITEM_STATE_DATE])
		tell(judge, ITEM_STATE_DATE, INTAKE_R101, NULL, NULL);
}

/*
 * What is withdrawn is not asked for what only a published record needs: its page says what it was called, when and why it
 * went, and what stands for it.
 */
static void judge_withdrawal(struct ledger_judge *judge)
{
	const uint64_t said = UINT64_C(1) << ITEM_TITLE | UINT64_C(1) << ITEM_STATE | UINT64_C(1) << ITEM_STATE_DATE |
			      UINT64_C(1) << ITEM_REASON | UINT64_C(1) << ITEM_HISTORY | UINT64_C(1) << ITEM_SUCCESSOR |
			      UINT64_C(1) << ITEM_ALIASES;
	struct intake *intake = &judge->intake;
	size_t kept = 0;
	judge->record.returned = false;
	for (size_t i = 0; i < intake->fault_count; i++) {
		const struct fault fault = intake->faults[i];
		bool error = intake_rule(fault.rule)->severity == SEVERITY_ERROR;
		if (error && fault.item < ITEM__MAX && !(said >> fault.item & 1))
			continue;
		judge->record.returned |= error;
		intake->faults[kept++] = fault;
	}
	intake->fault_count = kept;
}

static void judge_aliases(struct ledger_judge *judge)
{
	const char *aliases = value_of(judge, ITEM_ALIASES);
	for (size_t len; aliases && *aliases; aliases += len + (aliases[len] == ';')) {
		len = strcspn(aliases, ";");
		const char *id = arena_copy(judge->scratch, aliases, len);
		if (!slug_is_valid(id) || dataset_id_is_reserved(id))
			tell(judge, ITEM_ALIASES, INTAKE_R305, id, NULL);
	}
}

/* ---- a row ---- */

static const char *key_of(struct ledger_judge *judge)
{
	const struct strings *key = &judge->file->mapping->key;
	const char *text = NULL;
	bool dropped;
	for (size_t i = 0; i < key->count; i++) {
		int column = judge->file->key_columns[i];
		if (column < 0 || (size_t)column >= judge->row.count)
			continue;
		const char *part = intake_clean(judge->scratch, judge->row.cells[column], &dropped);
		bool blank = !part[0] || strings_has(&judge->file->mapping->blank, part);
		text = blank ? text : text ? arena_printf(judge->scratch, "%s | %s", text, part) : part;
	}
	return text;
}

static void judge_id(struct ledger_judge *judge)
{
	int column = judge->file->id_column;
	bool dropped;
	const char *key;
	judge->id = column >= 0 && (size_t)column < judge->row.count
			? intake_clean(judge->scratch, judge->row.cells[column], &dropped)
			: "";
	if (!judge->id[0] && (key = key_of(judge)) != NULL)
		judge->id = ids_of_seed(judge->file->name, key, judge->scratch);
	if (!judge->id[0]) {
		judge->id = NULL;
		tell(judge, ITEM__MAX, INTAKE_R103, NULL, NULL);
	} else if (!slug_is_valid(judge->id) || dataset_id_is_reserved(judge->id)) {
		tell(judge, ITEM__MAX, INTAKE_R104, judge->id, NULL);
		judge->id = NULL;
	}
}

/* More cells than the header has, and something in them: the row has slipped. Fewer are blanks at its end. */
static void judge_width(struct ledger_judge *judge)
{
	size_t width = judge->file->column_count;
	if (judge->row.over)
		tell(judge, ITEM__MAX, INTAKE_R105, arena_printf(judge->scratch, "%zu", judge->row.count),
		     arena_printf(judge->scratch, "%zu", width));
}

static void take_values(struct ledger_judge *judge)
{
	const struct ledger_file *file = judge->file;
	for (int item = 0; item < ITEM__MAX; item++) {
		int column = file->column[item];
		judge->record.values[item] = judge->record.kept[item] = file->mapping->items[item].constant;
		if (column >= 0 && (size_t)column < judge->row.count && (size_t)column < file->column_count)
			intake_take_value(&judge->intake, &judge->record, (enum item)item, judge->row.cells[column]);
		else if (column >= 0)
			judge->record.values[item] = judge->record.kept[item] = NULL;
	}
}

static void judge_row(struct ledger_judge *judge)
{
	judge_id(judge);
	judge_width(judge);
	take_values(judge);
	intake_check_record(&judge->intake, &judge->record);
	judge_region(judge);
	judge_provider(judge);
	judge_code(judge);
	judge_dates(judge);
	judge_grade(judge);
	judge_field_grades(judge);
	judge_openness(judge);
	judge_state(judge);
	judge_aliases(judge);
	if (judge->state->outcome == ROW_WITHDRAWN)
		judge_withdrawal(judge);
	judge->outcome = judge->state->outcome;
	bool meant = judge->outcome == ROW_PUBLISHED || judge->outcome == ROW_WITHDRAWN;
	if (judge->record.returned && meant)
		judge->outcome = ROW_RETURNED;
}

bool ledger_fault_is_amended(const struct fault *fault, uint64_t amended)
{
	const uint64_t grading =
	    UINT64_C(1) << ITEM_GRADE | UINT64_C(1) << ITEM_OPEN_TYPE | UINT64_C(1) << ITEM_MASKING;
	switch (fault->rule) {
	case INTAKE_R401:
		return false;
	case INTAKE_R402:
	case INTAKE_R403:
	case INTAKE_R409:
		return amended & grading;
	default:
		return fault->item < ITEM__MAX && (amended >> fault->item & 1);
	}
}

int ledger_judge_field_grade(const struct ledger_judge *judge, const char *name)
{
	for (size_t i = 0; i < judge->field_grade_count; i++)
		if (strcmp(judge->field_grades[i].name, name) == 0)
			return judge->field_grades[i].grade;
	return 0;
}

bool ledger_judge_is_returned(const struct ledger_judge *judge, uint64_t amended)
{
	for (size_t i = 0; i < judge->intake.fault_count; i++) {
		const struct fault *fault = &judge->intake.faults[i];
		if (!ledger_fault_is_amended(fault, amended) && intake_rule(fault->rule)->severity == SEVERITY_ERROR)
			return true;
	}
	return false;
}

void ledger_judge_begin(struct ledger_judge *judge, const struct model *model, const struct ledger_lookup *lookup,
			const struct ledger_file *file)
{
	*judge = (struct ledger_judge){.model = model, .lookup = lookup, .file = file, .scratch = arena_new()};
	judge->reading = (struct reading){NULL, judge->scratch, NULL, -1};
	judge->intake = (struct intake){.reading = &judge->reading,
					.mapping = file->mapping,
					.source_path = file->path,
					.now = model->now,
					.lists = model};
	memcpy(judge->intake.column, file->column, sizeof judge->intake.column);
	memcpy(judge->intake.by_source, file->by_source, sizeof judge->intake.by_source);
}

void ledger_judge_end(struct ledger_judge *judge)
{
	arena_free(judge->scratch);
}

bool ledger_judge_next(struct ledger_judge *judge, struct csv_rows *rows)
{
	do {
		arena_reset(judge->scratch);
		judge->row.cells = arena_array(judge->scratch, rows->max + 1, sizeof *judge->row.cells);
		if (!csv_row_next(rows, &judge->row, judge->scratch))
			return false;
	} while (judge->row.blank);
	ledger_file_touch(judge->file, judge->row.offset);
	judge->record = (struct record){.row = judge->row.line, .cells = judge->row.cells};
	judge->intake.records = &judge->record;
	judge->field_grades = NULL;
	judge->field_grade_count = judge->field_grade_capacity = 0;
	judge->intake.faults = NULL;
	judge->intake.fault_count = judge->intake.fault_capacity = 0;
	struct recall *verdicts = judge->model->ledgers ? judge->model->ledgers->verdicts : NULL;
	struct span bytes = {rows->bytes + judge->row.offset, judge->row.length};
	struct recall_key key = recall_key(judge->file->salt, bytes);
	if (verdicts && verdict_recall(verdicts, key, judge))
		return true;
	judge_row(judge);
	if (verdicts)
		verdict_add(verdicts, key, judge);
	return true;
}

void ledger_judge_at(struct ledger_judge *judge, uint64_t offset, int line)
{
	struct csv_rows rows = judge->file->rows;
	rows.at = offset;
	rows.line = line;
	ledger_judge_next(judge, &rows);
}
