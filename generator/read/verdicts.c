#include "verdicts.h"

#include <assert.h>
#include <string.h>

#include "../memo.h"
#include "pickle.h"

#define MEMO "rows"
#define FIRST_SLOTS 4096

/* Open addressing; `record` NULL: free. */
struct slot {
	struct verdict_key key;
	const char *record;
	uint32_t bytes;
	bool used; /* asked for or added in this build */
};

struct verdicts {
	struct arena *arena;
	struct slot *slots;
	size_t slot_count, count; /* a power of two; of those in use */
	size_t kept_bytes;
	bool sealed, changed; /* something was added */
};

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
				  .fault_count = judge->intake.fault_count};
	for (int item = 0; item < ITEM__MAX; item++) {
		const char *value = record->values[item], *raw = record->raw[item], *kept = record->kept[item];
		bool raw_same = are_same(value, raw), kept_same = are_same(value, kept);
		if (value || raw || kept)
			values[verdict.value_count++] = (struct verdict_value){
			    item, raw_same, kept_same, value, raw_same ? NULL : raw, kept_same ? NULL : kept};
	}
	pickle_put(out, &verdict, &table, NULL);
}

static bool take_verdict(const struct slot *slot, struct ledger_judge *judge)
{
	const struct model *model = judge->model;
	struct unpickling in = {.at = slot->record, .end = slot->record + slot->bytes, .arena = judge->scratch};
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
	return true;
}

/* ---- keys ---- */

static struct verdict_key add_word(struct verdict_key key, uint64_t word)
{
	key.a = (key.a ^ word) * 0x9E3779B97F4A7C15u;
	key.a ^= key.a >> 29;
	key.b = (key.b + word) * 0xD6E8FEB86659FD93u;
	key.b ^= key.b >> 32;
	return key;
}

struct verdict_key verdict_key(struct verdict_key salt, struct span row)
{
	struct verdict_key key = add_word(salt, row.len);
	uint64_t word;
	size_t at = 0;
	for (; at + sizeof word <= row.len; at += sizeof word) {
		memcpy(&word, row.ptr + at, sizeof word);
		key = add_word(key, word);
	}
	word = 0;
	memcpy(&word, row.ptr + at, row.len - at);
	return add_word(key, word);
}

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

struct verdict_key verdict_salt(const struct ledger_file *file)
{
	const struct mapping *mapping = file->mapping;
	struct printer *printer = printer_new();
	struct verdict_key salt;
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

static struct slot *slot_of(const struct verdicts *verdicts, struct verdict_key key)
{
	size_t mask = verdicts->slot_count - 1, at = key.a & mask;
	while (verdicts->slots[at].record && (verdicts->slots[at].key.a != key.a || verdicts->slots[at].key.b != key.b))
		at = (at + 1) & mask;
	return &verdicts->slots[at];
}

static void make_room(struct verdicts *verdicts)
{
	if ((verdicts->count + 1) * 2 <= verdicts->slot_count)
		return;
	struct verdicts grown = *verdicts;
	grown.slot_count = verdicts->slot_count ? verdicts->slot_count * 2 : FIRST_SLOTS;
	grown.slots = arena_array(verdicts->arena, grown.slot_count, sizeof *grown.slots);
	for (size_t i = 0; i < verdicts->slot_count; i++)
		if (verdicts->slots[i].record)
			*slot_of(&grown, verdicts->slots[i].key) = verdicts->slots[i];
	*verdicts = grown;
}

static void insert(struct verdicts *verdicts, struct slot verdict)
{
	make_room(verdicts);
	struct slot *slot = slot_of(verdicts, verdict.key);
	if (slot->record)
		return;
	*slot = verdict;
	verdicts->count++;
	verdicts->kept_bytes += verdict.bytes;
}

bool verdict_recall(struct verdicts *verdicts, struct verdict_key key, struct ledger_judge *judge)
{
	struct slot *slot = verdicts->count > 0 ? slot_of(verdicts, key) : NULL;
	if (!slot || !slot->record || !take_verdict(slot, judge))
		return false;
	if (!verdicts->sealed)
		slot->used = true;
	return true;
}

void verdict_add(struct verdicts *verdicts, struct verdict_key key, const struct ledger_judge *judge)
{
	struct buf record;
	if (verdicts->sealed || verdicts->kept_bytes >= VERDICTS_MAX_BYTES)
		return;
	buf_init(&record, UINT32_MAX / 2);
	put_verdict(&record, judge);
	if (!buf_overflowed(&record))
		insert(verdicts, (struct slot){.key = key,
					       .record = arena_copy(verdicts->arena, record.bytes, record.len),
					       .bytes = (uint32_t)record.len,
					       .used = true});
	verdicts->changed = true;
	buf_free(&record);
}

void verdicts_seal(struct verdicts *verdicts)
{
	verdicts->sealed = true;
}

/* ---- between builds ---- */

/* Before each verdict in the memo. */
struct lead {
	struct verdict_key key;
	uint64_t bytes;
};

static struct print question(const struct model *model)
{
	struct printer *printer = printer_new();
	printer_print(printer, &model->lists);
	printer_string(printer, model->now.text);
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

struct verdicts *verdicts_open(const struct model *model)
{
	struct verdicts *verdicts = arena_alloc(model->arena, sizeof *verdicts);
	struct print print = question(model);
	struct span memo;
	verdicts->arena = model->arena;
	if (!memo_find(model->cache_dir, MEMO, &print, &memo))
		return verdicts;
	struct lead lead;
	for (size_t at = 0; at + sizeof lead <= memo.len; at += sizeof lead + lead.bytes) {
		memcpy(&lead, memo.ptr + at, sizeof lead);
		insert(verdicts, (struct slot){.key = lead.key,
					       .record = memo.ptr + at + sizeof lead,
					       .bytes = (uint32_t)lead.bytes});
	}
	return verdicts;
}

void verdicts_keep(const struct verdicts *verdicts, const struct model *model)
{
	bool same = !verdicts->changed;
	for (size_t i = 0; same && i < verdicts->slot_count; i++)
		same = !verdicts->slots[i].record || verdicts->slots[i].used;
	if (same)
		return;
	struct print print = question(model);
	struct buf memo;
	buf_init(&memo, 2 * VERDICTS_MAX_BYTES);
	for (size_t i = 0; i < verdicts->slot_count; i++) {
		const struct slot *slot = &verdicts->slots[i];
		struct lead lead = {slot->key, slot->bytes};
		if (!slot->used)
			continue;
		buf_add(&memo, &lead, sizeof lead);
		buf_add(&memo, slot->record, slot->bytes);
	}
	if (!buf_overflowed(&memo))
		memo_keep(model->cache_dir, MEMO, &print, (struct span){memo.bytes, memo.len});
	buf_free(&memo);
}
