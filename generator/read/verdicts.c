#include "verdicts.h"

#include <assert.h>
#include <string.h>

#include "pickle.h"

#define MEMO "rows"
#define MAX_BYTES ((size_t)96 << 20) /* rows beyond that are judged each time they are needed */

/* ---- one verdict as bytes ---- */

/* What stands as it is written is not said twice. */
struct verdict_value {
	int item;
	bool raw_same, kept_same; /* as `value` */
	const char *value, *raw, *kept;
};

struct verdict {
	const char *id, *state; /* its code */
	int64_t org, region;    /* index, or -1 */
	int outcome;
	bool returned;
	struct verdict_value *values;
	size_t value_count;
	struct fault *faults;
	size_t fault_count;
	struct field_grade *field_grades;
	size_t field_grade_count;
};

#define VALUE(member) offsetof(struct verdict_value, member)
#define FAULT(member) offsetof(struct fault, member)
#define VERDICT(member) offsetof(struct verdict, member)

static const struct pickle VALUES[] = {
    {.kind = PICKLE_INT, .offset = VALUE(item)},       {.kind = PICKLE_BOOL, .offset = VALUE(raw_same)},
    {.kind = PICKLE_BOOL, .offset = VALUE(kept_same)}, {.kind = PICKLE_TEXT, .offset = VALUE(value)},
    {.kind = PICKLE_TEXT, .offset = VALUE(raw)},       {.kind = PICKLE_TEXT, .offset = VALUE(kept)},
};

static const struct pickle FAULTS[] = {
    {.kind = PICKLE_INT, .offset = FAULT(item)},
    {.kind = PICKLE_INT, .offset = FAULT(rule)},
    {.kind = PICKLE_TEXT, .offset = FAULT(value)},
    {.kind = PICKLE_TEXT, .offset = FAULT(more)},
};

static const struct pickle FIELD_GRADES[] = {
    {.kind = PICKLE_TEXT, .offset = offsetof(struct field_grade, name)},
    {.kind = PICKLE_INT, .offset = offsetof(struct field_grade, grade)},
};

static const struct pickle VERDICTS[] = {
    {.kind = PICKLE_TEXT, .offset = VERDICT(id)},
    {.kind = PICKLE_TEXT, .offset = VERDICT(state)},
    {.kind = PICKLE_BIG, .offset = VERDICT(org)},
    {.kind = PICKLE_BIG, .offset = VERDICT(region)},
    {.kind = PICKLE_INT, .offset = VERDICT(outcome)},
    {.kind = PICKLE_BOOL, .offset = VERDICT(returned)},
    {.kind = PICKLE_ITEMS,
     .offset = VERDICT(values),
     .count_offset = VERDICT(value_count),
     .item_bytes = sizeof(struct verdict_value),
     .of = PICKLES(VALUES)},
    {.kind = PICKLE_ITEMS,
     .offset = VERDICT(faults),
     .count_offset = VERDICT(fault_count),
     .item_bytes = sizeof(struct fault),
     .of = PICKLES(FAULTS)},
    {.kind = PICKLE_ITEMS,
     .offset = VERDICT(field_grades),
     .count_offset = VERDICT(field_grade_count),
     .item_bytes = sizeof(struct field_grade),
     .of = PICKLES(FIELD_GRADES)},
};

static const struct pickle_table table = PICKLES(VERDICTS);

static bool are_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static void put_verdict(struct buf *out, const struct ledger_judge *judge)
{
	const struct record *record = &judge->record;
	struct verdict_value values[ITEM__MAX];
	struct verdict verdict = {.id = judge->id,
				  .state = judge->state->code,
				  .org = judge->org ? judge->org - judge->model->orgs : -1,
				  .region = judge->region ? judge->region - judge->model->regions : -1,
				  .outcome = judge->outcome,
				  .returned = record->returned,
				  .values = values,
				  .faults = judge->intake.faults,
				  .fault_count = judge->intake.fault_count,
				  .field_grades = judge->field_grades,
				  .field_grade_count = judge->field_grade_count};
	for (int item = 0; item < ITEM__MAX; item++) {
		const char *value = record->values[item], *raw = record->raw[item], *kept = record->kept[item];
		bool raw_same = are_same(value, raw), kept_same = are_same(value, kept);
		if (value || raw || kept)
			values[verdict.value_count++] = (struct verdict_value){
			    item, raw_same, kept_same, value, raw_same ? NULL : raw, kept_same ? NULL : kept};
	}
	pickle_put(out, &verdict, &table, NULL);
}

static bool take_verdict(struct span bytes, struct ledger_judge *judge)
{
	const struct model *model = judge->model;
	struct unpickling in = {.at = bytes.ptr, .end = bytes.ptr + bytes.len, .arena = judge->scratch};
	struct verdict verdict = {0};
	struct record *record = &judge->record;
	pickle_take(&in, &verdict, &table);
	judge->state = verdict.state ? state_named(verdict.state) : NULL;
	if (in.bad || !judge->state || verdict.org >= (int64_t)model->org_count ||
	    verdict.region >= (int64_t)model->region_count)
		return false;
	judge->id = verdict.id;
	judge->org = verdict.org >= 0 ? &model->orgs[verdict.org] : NULL;
	judge->region = verdict.region >= 0 ? &model->regions[verdict.region] : NULL;
	judge->outcome = (enum row_outcome)verdict.outcome;
	record->returned = verdict.returned;
	for (size_t i = 0; i < verdict.value_count; i++) {
		const struct verdict_value *value = &verdict.values[i];
		assert(value->item >= 0 && value->item < ITEM__MAX); /* the sum of the memo was right */
		record->values[value->item] = value->value;
		record->raw[value->item] = value->raw_same ? value->value : value->raw;
		record->kept[value->item] = value->kept_same ? value->value : value->kept;
	}
	judge->intake.faults = verdict.faults;
	judge->intake.fault_count = judge->intake.fault_capacity = verdict.fault_count;
	judge->field_grades = verdict.field_grades;
	judge->field_grade_count = judge->field_grade_capacity = verdict.field_grade_count;
	return true;
}

/* ---- what a ledger is judged by ---- */

static void print_strings(struct printer *printer, const struct strings *strings)
{
	printer_int(printer, (int64_t)strings->count);
	for (size_t i = 0; i < strings->count; i++)
		printer_string(printer, strings->items[i]);
}

static void print_item(struct printer *printer, const struct mapped_item *item)
{
	printer_string(printer, item->constant);
	printer_string(printer, item->strip);
	printer_int(printer, item->required);
	print_strings(printer, &item->split);
	printer_int(printer, (int64_t)item->value_count);
	for (size_t i = 0; i < item->value_count; i++) {
		printer_string(printer, item->values[i].spelling);
		printer_string(printer, item->values[i].code);
		printer_int(printer, item->values[i].outcome);
	}
}

struct recall_key verdict_salt(const struct ledger_file *file)
{
	const struct mapping *mapping = file->mapping;
	struct printer *printer = printer_new();
	struct recall_key salt;
	printer_string(printer, file->name);
	printer_int(printer, (int64_t)file->column_count);
	printer_int(printer, file->id_column);
	printer_add(printer, file->column, sizeof file->column);
	printer_add(printer, file->by_source, sizeof file->by_source);
	printer_add(printer, file->key_columns, mapping->key.count * sizeof *file->key_columns);
	print_strings(printer, &mapping->key);
	print_strings(printer, &mapping->required);
	print_strings(printer, &mapping->blank);
	print_strings(printer, &mapping->dates);
	for (int item = 0; item < ITEM__MAX; item++)
		print_item(printer, &mapping->items[item]);
	struct print print = printer_end(printer);
	printer_free(printer);
	memcpy(&salt, &print, sizeof salt);
	return salt;
}

/* ---- the table ---- */

struct recall *verdicts_open(const struct model *model)
{
	struct printer *printer = printer_new();
	printer_print(printer, &model->lists);
	printer_string(printer, model->now.text);
	struct recall_place place = {model->cache_dir, MEMO, printer_end(printer)};
	printer_free(printer);
	return recall_open(&place, MAX_BYTES, model->arena);
}

bool verdict_recall(struct recall *verdicts, struct recall_key key, struct ledger_judge *judge)
{
	struct span bytes;
	return recall_find(verdicts, key, &bytes) && take_verdict(bytes, judge);
}

void verdict_add(struct recall *verdicts, struct recall_key key, const struct ledger_judge *judge)
{
	struct buf bytes;
	buf_init(&bytes, BUF_MAX_DEFAULT);
	put_verdict(&bytes, judge);
	if (!buf_overflowed(&bytes))
		recall_add(verdicts, key, (struct span){bytes.bytes, bytes.len});
	buf_free(&bytes);
}
