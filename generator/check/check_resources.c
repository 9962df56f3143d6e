/* check_resources.c -- files and field dictionaries of one dataset. */
#include <string.h>

#include "checking.h"

static const struct item_name FILE_ITEM = {"resources.file", "文件名", "file name"};
static const struct item_name RESOURCE_TITLE = {"resources.title", "文件标题", "title of the file"};
static const struct item_name FIELD_NAME = {"fields.name", "字段名", "name of the field"};
static const struct item_name FIELD_TITLE = {"fields.title", "字段标题", "title of the field"};
static const struct item_name FIELD_TYPE = {"fields.type", "数据类型", "type of the field"};

static bool field_name_ok(const char *name)
{
	return name[0] >= 'a' && name[0] <= 'z' && strlen(name) <= 64 &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static void check_field_names(struct checking *checking, const struct resource *resource, size_t index)
{
	const struct field *field = &resource->fields[index];
	for (size_t i = 0; i < index; i++) {
		const struct field *other = &resource->fields[i];
		bool name = same(field->name, other->name);
		if (name || same(field->title.text[LANG_ZH], other->title.text[LANG_ZH])) {
			diag_add(checking->diags, model_mark(&field->marks, name ? "name" : "title", field->place),
				 &RULE_E308, name ? field->name : field->title.text[LANG_ZH], (char *)NULL);
			return;
		}
	}
}

static bool is_code_list(const struct model *model, const char *id)
{
	return strcmp(id, "regions") == 0 || strcmp(id, "orgs") == 0 || model_vocabulary(model, id);
}

static void check_field(struct checking *checking, const struct resource *resource, size_t index)
{
	const struct field *field = &resource->fields[index];
	bool untitled = !field->title.text[LANG_ZH];
	if (!field->name && !item_told(checking, &field->marks, "name"))
		missing_tell(checking, field->place, &FIELD_NAME);
	else if (field->name && !field_name_ok(field->name))
		diag_add(checking->diags, model_mark(&field->marks, "name", field->place), &RULE_E307, field->name,
			 (char *)NULL);
	if (untitled && !item_told(checking, &field->marks, "title"))
		missing_tell(checking, field->place, &FIELD_TITLE);
	if (!model_marked(&field->marks, "type") && !item_told(checking, &field->marks, "type"))
		missing_tell(checking, field->place, &FIELD_TYPE);
	if (field->codes && !is_code_list(checking->model, field->codes))
		diag_add(checking->diags, model_mark(&field->marks, "codes", field->place), &RULE_E310,
			 field->name ? field->name : "", field->codes, (char *)NULL);
	check_field_names(checking, resource, index);
}

static void check_key(struct checking *checking, const struct resource *resource)
{
	for (size_t i = 0; i < resource->primary_key.count; i++) {
		bool found = false;
		for (size_t k = 0; k < resource->field_count; k++)
			found |= same(resource->fields[k].name, resource->primary_key.items[i]);
		if (!found)
			diag_add(checking->diags, resource->primary_key.places[i], &RULE_E309,
				 resource->primary_key.items[i], (char *)NULL);
	}
}

/* Items that only some formats can have. */
static void check_fitting(struct checking *checking, const struct resource *resource)
{
	static const char *const of_tables[] = {"fields", "primary_key"};
	for (size_t i = 0; i < sizeof of_tables / sizeof of_tables[0]; i++)
		if (!resource->tabular && model_marked(&resource->marks, of_tables[i]))
			diag_add(checking->diags, model_mark(&resource->marks, of_tables[i], resource->place),
				 &RULE_E306, resource->file, of_tables[i], (char *)NULL);
	static const struct {
		const char *item, *format;
	} bound[] = {{"encoding", "csv"}, {"sheet", "xlsx"}};
	for (size_t i = 0; i < sizeof bound / sizeof bound[0]; i++)
		if (model_marked(&resource->marks, bound[i].item) && strcmp(resource->format, bound[i].format) != 0)
			diag_add(checking->diags, model_mark(&resource->marks, bound[i].item, resource->place),
				 &RULE_E311, bound[i].item, bound[i].format, (char *)NULL);
	if (resource->tabular && resource->field_count == 0 && !item_told(checking, &resource->marks, "fields"))
		diag_add(checking->diags, model_mark(&resource->marks, "file", resource->place), &RULE_E305,
			 resource->file, (char *)NULL);
}

static void check_names(struct checking *checking, const struct dataset *dataset, size_t index)
{
	const struct resource *resource = &dataset->resources[index];
	struct place place = model_mark(&resource->marks, "file", resource->place);
	if (same(resource->format, "gz"))
		diag_add(checking->diags, place, &RULE_E313, resource->file, (char *)NULL);
	for (size_t i = 0; i < index; i++) {
		const struct resource *other = &dataset->resources[i];
		if (same(other->file, resource->file)) {
			diag_add(checking->diags, place, &RULE_E303, resource->file, (char *)NULL);
			return;
		}
		if (same(other->name, resource->name) && (other->tabular || resource->tabular)) {
			diag_add(checking->diags, place, &RULE_E304, resource->file, other->file, (char *)NULL);
			return;
		}
	}
}

static void check_resource(struct checking *checking, const struct dataset *dataset, size_t index)
{
	const struct resource *resource = &dataset->resources[index];
	if (!resource->title.text[LANG_ZH] && !item_told(checking, &resource->marks, "title"))
		missing_tell(checking, resource->place, &RESOURCE_TITLE);
	if (!resource->file) {
		if (!item_told(checking, &resource->marks, "file"))
			missing_tell(checking, resource->place, &FILE_ITEM);
		return;
	}
	check_names(checking, dataset, index);
	struct place place = model_mark(&resource->marks, "file", resource->place);
	term_check(checking, place, "file", "formats", resource->format);
	check_fitting(checking, resource);
	for (size_t i = 0; i < resource->field_count; i++)
		check_field(checking, resource, i);
	if (resource->field_count > 0)
		check_key(checking, resource);
	if (resource->table && resource->table->row_count == 0)
		diag_add(checking->diags, place, &RULE_W706, resource->file, (char *)NULL);
	if (resource->table)
		values_check(checking, dataset, resource);
}

void resources_check(struct checking *checking, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->resource_count; i++)
		check_resource(checking, dataset, i);
}
