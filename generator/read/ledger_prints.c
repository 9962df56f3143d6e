/* ledger_prints.c -- what rows, and datasets with a folder of their own, are compared by. */
#include <string.h>

#include "ledger_rows.h"

static uint64_t mix(uint64_t hash, struct span text)
{
	return (hash ^ span_hash(text)) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t hash_of(const char *text, uint64_t seed)
{
	return text ? mix(seed, span_of(text)) | 1 : 0;
}

/* All a row says, but for what is its own: ids, codes, states, notes. */
static uint64_t same_print(const struct ledger_judge *judge, uint64_t seed)
{
	static const bool own[ITEM__MAX] = {[ITEM_CODE] = true,    [ITEM_SOURCE_KEY] = true, [ITEM_NOTE] = true,
					    [ITEM_STATE] = true,   [ITEM_STATE_DATE] = true, [ITEM_REASON] = true,
					    [ITEM_HISTORY] = true, [ITEM_ALIASES] = true,    [ITEM_CLASS] = true};
	uint64_t hash = seed;
	for (int item = 0; item < ITEM__MAX; item++) {
		const char *kept = judge->record.kept[item];
		if (!own[item])
			hash = mix(hash, span_of(kept ? kept : ""));
	}
	return hash | 1;
}

static uint64_t field_print(struct folder *folder, const char *name, size_t len, struct arena *scratch)
{
	return span_hash(span_of(fold_key(folder, name, len, scratch)));
}

/* Of a set of field names, summed up: their order does not count. 0: none are listed. */
static uint64_t set_print(uint64_t sum, uint64_t seed)
{
	return sum ? (sum ^ seed) | 1 : 0;
}

uint64_t ledger_code_print(const char *code)
{
	return hash_of(code, 1);
}

struct row_print row_print_of(const struct ledger_judge *judge, struct folder *folder, uint32_t ledger)
{
	const char *const *values = judge->record.values;
	const char *title = values[ITEM_TITLE], *fields = values[ITEM_FIELDS];
	const char *key = title ? fold_key(folder, title, strlen(title), judge->scratch) : NULL;
	struct row_print print = {.same = same_print(judge, ledger + 1),
				  .key = hash_of(values[ITEM_SOURCE_KEY], ledger + 1),
				  .code = ledger_code_print(values[ITEM_CODE]),
				  .region = judge->region ? (uint32_t)(judge->region - judge->model->regions) + 1 : 0};
	uint64_t sum = 0;
	if (!key || !key[0])
		return print;
	print.title = hash_of(judge->org ? judge->org->id : values[ITEM_PROVIDER], hash_of(key, 1));
	for (size_t len; fields && *fields; fields += len + (fields[len] == ';')) {
		len = strcspn(fields, ";");
		sum += field_print(folder, fields, len, judge->scratch);
	}
	print.fields = set_print(sum, hash_of(key, 1));
	return print;
}

struct row_print row_print_of_folder(const struct model *model, const struct dataset *dataset, struct folder *folder,
				     struct arena *scratch)
{
	const struct region *region = model_region(model, dataset->region_code);
	const char *title = dataset->title.text[LANG_ZH];
	const char *key = title ? fold_key(folder, title, strlen(title), scratch) : NULL;
	struct row_print print = {.code = ledger_code_print(dataset->code),
				  .region = region ? (uint32_t)(region - model->regions) + 1 : 0};
	uint64_t sum = 0;
	if (!key || !key[0])
		return print;
	print.title = hash_of(dataset->provider_id, hash_of(key, 1));
	for (size_t i = 0; i < dataset->resource_count; i++) {
		for (size_t k = 0; k < dataset->resources[i].field_count; k++) {
			const struct field *field = &dataset->resources[i].fields[k];
			const char *name = label_text(&field->title, LANG_ZH, NULL);
			name = name ? name : field->name;
			sum += name ? field_print(folder, name, strlen(name), scratch) : 0;
		}
	}
	print.fields = set_print(sum, hash_of(key, 1));
	return print;
}
