/* check_openness.c -- nothing that is not open may be published, and why it is not must be said. */
#include <stdio.h>
#include <string.h>

#include "checking.h"

#define GRADE_CLOSED 4

static struct place place_of(const struct dataset *dataset, const char *key)
{
	return model_mark(&dataset->marks, key, dataset->place);
}

static const char *digit(struct checking *checking, int number)
{
	return arena_printf(checking->scratch, "%d", number);
}

static void check_reasons(struct checking *checking, const struct dataset *dataset)
{
	const char *share = dataset->share_type;
	if (dataset->from_ledger)
		return;
	if (dataset->open == OPEN_CONDITIONAL && !dataset->open_condition &&
	    !item_told(checking, &dataset->marks, "open.condition"))
		diag_add(checking->diags, place_of(dataset, "open.type"), &RULE_E507, (char *)NULL);
	if (dataset->open == OPEN_CLOSED && !dataset->open_reason &&
	    !item_told(checking, &dataset->marks, "open.reason"))
		diag_add(checking->diags, place_of(dataset, "open.type"), &RULE_E508, (char *)NULL);
	if (share && (strcmp(share, "2") == 0 || strcmp(share, "3") == 0) && !dataset->share_condition &&
	    !item_told(checking, &dataset->marks, "share.condition"))
		diag_add(checking->diags, place_of(dataset, "share.type"), &RULE_E509, share, (char *)NULL);
}

static void check_files(struct checking *checking, const struct dataset *dataset)
{
	static const struct item_name formats = {"formats", "信息资源格式", "formats"};
	bool sampled = false;
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		sampled |= resource->sample;
		if (dataset->open == OPEN_CONDITIONAL && !resource->sample)
			diag_add(checking->diags, model_mark(&resource->marks, "file", resource->place), &RULE_E502,
				 resource->file ? resource->file : "", (char *)NULL);
	}
	if (dataset->open == OPEN_CLOSED && dataset->resource_count > 0)
		diag_add(checking->diags, place_of(dataset, "resources"), &RULE_E501, (char *)NULL);
	if (dataset->open != OPEN_CLOSED && dataset->open != OPEN_NONE && dataset->resource_count == 0 &&
	    !dataset->from_ledger && !item_told(checking, &dataset->marks, "resources"))
		diag_add(checking->diags, place_of(dataset, "resources"), &RULE_E510, (char *)NULL);
	if (dataset->open == OPEN_CLOSED && dataset->resource_count == 0 && dataset->formats.count == 0 &&
	    !dataset->from_ledger && !item_told(checking, &dataset->marks, "formats"))
		missing_tell(checking, place_of(dataset, "formats"), &formats);
	if (dataset->open == OPEN_CONDITIONAL && sampled && !dataset->sample_note &&
	    !item_told(checking, &dataset->marks, "sample_note"))
		diag_add(checking->diags, dataset->place, &RULE_W712, (char *)NULL);
}

static const char *name_of(const struct field *field)
{
	return field->title.text[LANG_ZH] ? field->title.text[LANG_ZH] : field->name ? field->name : "";
}

static void check_field(struct checking *checking, const struct dataset *dataset, const struct field *field)
{
	struct place grade_place = model_mark(&field->marks, "grade", field->place);
	if (field->grade > dataset->grade && dataset->grade > 0)
		diag_add(checking->diags, place_of(dataset, "grade"), &RULE_E233, digit(checking, dataset->grade),
			 name_of(field), digit(checking, field->grade), (char *)NULL);
	if (field->grade == GRADE_CLOSED && field->open != OPEN_CLOSED && model_marked(&field->marks, "grade"))
		diag_add(checking->diags, grade_place, &RULE_E505, name_of(field), (char *)NULL);
	if (field->open_stated && field->open < dataset->open)
		diag_add(checking->diags, model_mark(&field->marks, "open", field->place), &RULE_E506, name_of(field),
			 digit(checking, (int)field->open), digit(checking, (int)dataset->open), (char *)NULL);
}

static void check_resource(struct checking *checking, const struct dataset *dataset, const struct resource *resource)
{
	size_t withheld = 0;
	for (size_t i = 0; i < resource->field_count; i++) {
		check_field(checking, dataset, &resource->fields[i]);
		withheld += resource->fields[i].open > dataset->open;
	}
	if (resource->field_count > 0 && withheld == resource->field_count)
		diag_add(checking->diags, model_mark(&resource->marks, "file", resource->place), &RULE_E511,
			 resource->file ? resource->file : "", (char *)NULL);
}

void openness_check(struct checking *checking, const struct dataset *dataset)
{
	check_reasons(checking, dataset);
	check_files(checking, dataset);
	for (size_t i = 0; i < dataset->resource_count; i++)
		check_resource(checking, dataset, &dataset->resources[i]);
	if (dataset->grade == GRADE_CLOSED && dataset->open != OPEN_CLOSED && dataset->open != OPEN_NONE)
		diag_add(checking->diags, place_of(dataset, "grade"), &RULE_E504, (char *)NULL);
	else if (dataset->grade > 1 && dataset->open == OPEN_UNCONDITIONAL && !dataset->masking)
		diag_add(checking->diags, place_of(dataset, "grade"), &RULE_E513, digit(checking, dataset->grade),
			 (char *)NULL);
}
