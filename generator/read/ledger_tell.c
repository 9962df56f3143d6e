/* ledger_tell.c -- what is told of rows, one by one and counted. */
#include <stdlib.h>
#include <string.h>

#include "ledger_rows.h"

static const struct label WHOLE_ROW = {{"记录", "record"}};

/* What a note is told as. */
static const struct {
	enum intake_rule rule;
	enum item item, value; /* ITEM__MAX: of the row as a whole; it has none */
} NOTES[NOTE__MAX] = {
    [NOTE_SAME] = {INTAKE_R301, ITEM__MAX, ITEM__MAX},
    [NOTE_KEY] = {INTAKE_R302, ITEM_SOURCE_KEY, ITEM_SOURCE_KEY},
    [NOTE_CODE] = {INTAKE_R208, ITEM_CODE, ITEM_CODE},
    [NOTE_FOLDER_CODE] = {INTAKE_R208, ITEM_CODE, ITEM_CODE},
    [NOTE_ALIAS] = {INTAKE_R303, ITEM_ALIASES, ITEM_ALIASES},
    [NOTE_SUCCESSOR] = {INTAKE_R304, ITEM_SUCCESSOR, ITEM_SUCCESSOR},
    [NOTE_TITLE] = {INTAKE_N301, ITEM_TITLE, ITEM_TITLE},
    [NOTE_FOLDER_TITLE] = {INTAKE_N301, ITEM_TITLE, ITEM_TITLE},
    [NOTE_ABOVE] = {INTAKE_N309, ITEM_TITLE, ITEM_TITLE},
    [NOTE_FOLDER_ABOVE] = {INTAKE_N309, ITEM_TITLE, ITEM_TITLE},
    [NOTE_BELOW] = {INTAKE_N310, ITEM_TITLE, ITEM_TITLE},
    [NOTE_FOLDER_BELOW] = {INTAKE_N310, ITEM_TITLE, ITEM_TITLE},
    [NOTE_RELATED] = {INTAKE_N314, ITEM_RELATED, ITEM_RELATED},
};

static struct row_fault fault_of(const struct ledger_judge *judge, enum intake_rule rule, enum item item,
				 const char *value, const char *more)
{
	bool whole = item == ITEM__MAX;
	return (struct row_fault){intake_rule(rule),
				  whole ? "record" : INTAKE_ITEMS[item].name,
				  whole ? WHOLE_ROW : INTAKE_ITEMS[item].label,
				  value ? value : "",
				  more ? more : "",
				  whole ? 0 : judge->file->column[item] + 1};
}

const char *ledgers_cell_name(int column, int line, struct arena *arena)
{
	const char *letters = "";
	for (int left = column; left > 0; left = (left - 1) / 26)
		letters = arena_printf(arena, "%c%s", 'A' + (left - 1) % 26, letters);
	return column > 0 ? arena_printf(arena, "%s%d", letters, line) : NULL;
}

const char *ledgers_row_name(const struct ledgers *ledgers, uint32_t entry, struct arena *arena)
{
	const struct ledger_entry *row = &ledgers->entries[entry];
	return arena_printf(arena, "%s (%s:%d)", row->id ? row->id : "-", ledgers->sources[row->ledger].file,
			    row->line);
}

static const char *other_of(const struct ledger_judge *judge, const struct ledger_note *note)
{
	if (note->other == NOTE_FOLDER)
		return "datasets/";
	if (ledger_note_is_of_folder(note))
		return judge->model->folders[note->other].place.file;
	return note->kind == NOTE_RELATED ? "" : ledgers_row_name(judge->model->ledgers, note->other, judge->scratch);
}

/* The value a note is about; of a list, the one it is about. */
static const char *value_of(const struct ledger_judge *judge, const struct ledger_note *note)
{
	enum item item = NOTES[note->kind].value;
	const char *value = item < ITEM__MAX ? judge->record.values[item] : NULL;
	if (note->kind != NOTE_RELATED || !value)
		return value;
	for (uint32_t i = 0; i < note->other && strchr(value, ';'); i++)
		value = strchr(value, ';') + 1;
	return arena_copy(judge->scratch, value, strcspn(value, ";"));
}

bool ledger_note_is_of_folder(const struct ledger_note *note)
{
	return note->kind == NOTE_FOLDER_CODE || note->kind == NOTE_FOLDER_TITLE || note->kind == NOTE_FOLDER_ABOVE ||
	       note->kind == NOTE_FOLDER_BELOW;
}

static int by_rule(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return x->item != y->item ? (int)x->item - (int)y->item : strcmp(x->value, y->value);
}

/* What returns the row first, each in the order it was told. */
static size_t put_errors_first(struct row_fault *faults, size_t count, struct arena *scratch)
{
	struct row_fault *remarks = arena_array(scratch, count + 1, sizeof *remarks);
	size_t errors = 0, others = 0;
	for (size_t i = 0; i < count; i++) {
		if (faults[i].rule->severity == SEVERITY_ERROR)
			faults[errors++] = faults[i];
		else
			remarks[others++] = faults[i];
	}
	if (others > 0)
		memcpy(faults + errors, remarks, others * sizeof *remarks);
	return count;
}

/* The value a fault is about; of one that is not about any, what the cell says. */
static const char *told_value(const struct ledger_judge *judge, const struct fault *fault)
{
	return fault->value[0] || fault->item == ITEM__MAX ? fault->value : judge->record.raw[fault->item];
}

size_t ledger_row_faults(const struct ledgers *ledgers, const struct ledger_judge *judge,
			 const struct ledger_entry *entry, struct row_fault **faults)
{
	const struct intake *intake = &judge->intake;
	size_t count = 0;
	*faults = arena_array(judge->scratch, intake->fault_count + entry->note_count + 1, sizeof **faults);
	if (intake->fault_count > 0)
		qsort(intake->faults, intake->fault_count, sizeof *intake->faults, by_rule);
	for (size_t i = 0; i < intake->fault_count; i++) {
		const struct fault *fault = &intake->faults[i];
		if (!ledger_fault_is_amended(fault, entry->amended))
			(*faults)[count++] =
			    fault_of(judge, fault->rule, fault->item, told_value(judge, fault), fault->more);
	}
	for (size_t i = 0; i < entry->note_count; i++) {
		const struct ledger_note *note = &ledgers->notes[entry->note_first + i];
		(*faults)[count++] = fault_of(judge, NOTES[note->kind].rule, NOTES[note->kind].item,
					      value_of(judge, note), other_of(judge, note));
	}
	return put_errors_first(*faults, count, judge->scratch);
}

void ledger_judge_entry(struct ledger_judge *judge, const struct model *model, const struct ledger_entry *entry)
{
	const struct ledgers *ledgers = model->ledgers;
	ledger_judge_begin(judge, model, ledgers->lookup, ledgers->sources[entry->ledger].open);
	ledger_judge_at(judge, entry->offset, entry->line);
}

static const char *or_blank(const char *text)
{
	return text ? text : "";
}

static void walk_source(const struct model *model, const struct ledger_source *source, ledger_row_fn *each,
			void *context)
{
	const struct ledgers *ledgers = model->ledgers;
	struct ledger_judge judge;
	struct csv_rows rows = source->open->rows;
	ledger_judge_begin(&judge, model, ledgers->lookup, source->open);
	for (size_t i = 0; i < source->rows && ledger_judge_next(&judge, &rows); i++) {
		struct row_fault *faults;
		struct ledger_row row = {.entry = &ledgers->entries[source->order[i]], .source = source};
		row.title = or_blank(judge.record.raw[ITEM_TITLE]);
		row.provider = or_blank(judge.record.raw[ITEM_PROVIDER]);
		row.fault_count = ledger_row_faults(ledgers, &judge, row.entry, &faults);
		row.faults = faults;
		each(context, &row);
	}
	ledger_judge_end(&judge);
}

void ledgers_walk(const struct model *model, ledger_row_fn *each, void *context)
{
	for (size_t i = 0; i < model->ledgers->source_count; i++)
		if (model->ledgers->sources[i].open)
			walk_source(model, &model->ledgers->sources[i], each, context);
}

void ledgers_walk_one(const struct model *model, const struct ledger_entry *entry, ledger_row_fn *each, void *context)
{
	const struct ledgers *ledgers = model->ledgers;
	struct ledger_judge judge;
	struct row_fault *faults;
	struct ledger_row row = {.entry = entry, .source = &ledgers->sources[entry->ledger]};
	ledger_judge_entry(&judge, model, entry);
	row.title = or_blank(judge.record.raw[ITEM_TITLE]);
	row.provider = or_blank(judge.record.raw[ITEM_PROVIDER]);
	row.fault_count = ledger_row_faults(ledgers, &judge, entry, &faults);
	row.faults = faults;
	each(context, &row);
	ledger_judge_end(&judge);
}

/* ---- counts ---- */

struct ledger_tally {
	struct {
		size_t rows, first;
	} of[INTAKE__MAX][ITEM__MAX + 1];
};

struct ledger_tally *ledger_tally_new(struct arena *arena)
{
	return arena_alloc(arena, sizeof(struct ledger_tally));
}

void ledger_tally_add(struct ledger_source *source, const struct ledger_judge *judge, const struct ledger_entry *entry,
		      int sign)
{
	const struct intake *intake = &judge->intake;
	const struct fault *first = NULL, *before = NULL;
	if (intake->fault_count > 0)
		qsort(intake->faults, intake->fault_count, sizeof *intake->faults, by_rule);
	for (size_t i = 0; i < intake->fault_count; i++) {
		const struct fault *fault = &intake->faults[i];
		bool again = before && before->rule == fault->rule && before->item == fault->item;
		if (ledger_fault_is_amended(fault, entry->amended))
			continue;
		source->tally->of[fault->rule][fault->item].rows += again ? 0 : (size_t)sign;
		if (!first && intake_rule(fault->rule)->severity == SEVERITY_ERROR)
			first = fault;
		before = fault;
	}
	if (first && entry->outcome == ROW_RETURNED)
		source->tally->of[first->rule][first->item].first += (size_t)sign;
}

static void tally_notes(struct ledgers *ledgers)
{
	for (size_t i = 0; i < ledgers->entry_count; i++) {
		const struct ledger_entry *entry = &ledgers->entries[i];
		struct ledger_tally *tally = ledgers->sources[entry->ledger].tally;
		bool first = entry->outcome == ROW_RETURNED && !entry->alone;
		int before = -1;
		for (size_t k = 0; k < entry->note_count; k++) {
			enum row_note kind = ledgers->notes[entry->note_first + k].kind;
			if (before == (int)NOTES[kind].rule)
				continue; /* of a rule there is one item, and its kinds stand side by side */
			before = (int)NOTES[kind].rule;
			tally->of[NOTES[kind].rule][NOTES[kind].item].rows++;
			if (first && intake_rule(NOTES[kind].rule)->severity == SEVERITY_ERROR) {
				tally->of[NOTES[kind].rule][NOTES[kind].item].first++;
				first = false;
			}
		}
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct ledger_reason *x = a, *y = b;
	if (x->rule->severity != y->rule->severity)
		return x->rule->severity == SEVERITY_ERROR ? -1 : 1;
	if (x->rows != y->rows)
		return x->rows > y->rows ? -1 : 1;
	int order = strcmp(x->rule->code, y->rule->code);
	return order ? order : strcmp(x->item, y->item);
}

static void list_reasons(struct ledger_source *source, struct arena *arena)
{
	for (int rule = 0; rule < INTAKE__MAX; rule++) {
		for (int item = 0; item <= ITEM__MAX; item++) {
			bool whole = item == ITEM__MAX;
			if (source->tally->of[rule][item].rows == 0)
				continue;
			*ARENA_PUSH(arena, source->reasons, source->reason_count, source->reason_capacity) =
			    (struct ledger_reason){
				intake_rule((enum intake_rule)rule), whole ? "record" : INTAKE_ITEMS[item].name,
				whole ? WHOLE_ROW : INTAKE_ITEMS[item].label, source->tally->of[rule][item].rows,
				source->tally->of[rule][item].first};
		}
	}
	if (source->reason_count > 0)
		qsort(source->reasons, source->reason_count, sizeof *source->reasons, by_weight);
}

void ledger_tally_end(struct ledgers *ledgers, struct arena *arena)
{
	tally_notes(ledgers);
	for (size_t i = 0; i < ledgers->entry_count; i++)
		ledgers->sources[ledgers->entries[i].ledger].outcomes[ledgers->entries[i].outcome]++;
	for (size_t i = 0; i < ledgers->source_count; i++)
		list_reasons(&ledgers->sources[i], arena);
}
