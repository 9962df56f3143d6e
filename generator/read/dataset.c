/* dataset.c -- datasets/<id>/dataset.md and the files beside it. */
#include <stdlib.h>
#include <string.h>

#include "../near.h"
#include "files.h"
#include "front_matter.h"
#include "keep.h"
#include "keys.h"
#include "ledger_rows.h"
#include "table.h"

#define FIELD(member) offsetof(struct field, member)
#define RESOURCE(member) offsetof(struct resource, member)
#define DATASET(member) offsetof(struct dataset, member)

static const struct key FIELD_KEYS[] = {
    {.name = "name", .offset = FIELD(name)},
    {.name = "title", .offset = FIELD(title.text[LANG_ZH])},
    {.name = "title_en", .offset = FIELD(title.text[LANG_EN])},
    {.name = "type", .kind = KEY_TYPE, .offset = FIELD(type)},
    {.name = "length", .kind = KEY_INT, .offset = FIELD(length)},
    {.name = "unit", .offset = FIELD(unit)},
    {.name = "required", .kind = KEY_BOOL, .offset = FIELD(required)},
    {.name = "unique", .kind = KEY_BOOL, .offset = FIELD(unique)},
    {.name = "codes", .offset = FIELD(codes)},
    {.name = "enum", .kind = KEY_LIST, .offset = FIELD(values)},
    {.name = "description", .offset = FIELD(description.text[LANG_ZH])},
    {.name = "description_en", .offset = FIELD(description.text[LANG_EN])},
    {.name = "open", .kind = KEY_CODE, .offset = FIELD(open), .codes = "open-types", .code_max = 3},
    {.name = "grade", .kind = KEY_CODE, .offset = FIELD(grade), .codes = "grades", .code_max = 4},
};

static void *new_field(struct reading *reading, void *parent, struct place place)
{
	struct resource *resource = parent;
	struct field *field =
	    ARENA_PUSH(reading->arena, resource->fields, resource->field_count, resource->field_capacity);
	*field = (struct field){.place = place, .column = -1};
	return field;
}

static const struct key RESOURCE_KEYS[] = {
    {.name = "file", .offset = RESOURCE(file)},
    {.name = "title", .offset = RESOURCE(title.text[LANG_ZH])},
    {.name = "title_en", .offset = RESOURCE(title.text[LANG_EN])},
    {.name = "encoding", .offset = RESOURCE(encoding)},
    {.name = "sheet", .offset = RESOURCE(sheet)},
    {.name = "sample", .kind = KEY_BOOL, .offset = RESOURCE(sample)},
    {.name = "primary_key", .kind = KEY_LIST, .offset = RESOURCE(primary_key)},
    {.name = "fields", .kind = KEY_ITEMS, .keys = KEYS(FIELD_KEYS), .item = new_field, .item_marks = FIELD(marks)},
};

static void *new_resource(struct reading *reading, void *parent, struct place place)
{
	struct dataset *dataset = parent;
	struct resource *resource =
	    ARENA_PUSH(reading->arena, dataset->resources, dataset->resource_count, dataset->resource_capacity);
	*resource = (struct resource){.place = place};
	return resource;
}

static const struct key CHANGE_KEYS[] = {
    {.name = "date", .kind = KEY_DATE, .offset = offsetof(struct change, date)},
    {.name = "note", .offset = offsetof(struct change, note.text[LANG_ZH])},
    {.name = "note_en", .offset = offsetof(struct change, note.text[LANG_EN])},
};

static void *new_change(struct reading *reading, void *parent, struct place place)
{
	struct dataset *dataset = parent;
	struct change *change =
	    ARENA_PUSH(reading->arena, dataset->changes, dataset->change_count, dataset->change_capacity);
	*change = (struct change){.place = place};
	return change;
}

static const struct key SHARE_KEYS[] = {
    {.name = "share.type", .offset = DATASET(share_type)},
    {.name = "share.condition", .offset = DATASET(share_condition)},
    {.name = "share.method", .offset = DATASET(share_method)},
};

static const struct key OPEN_KEYS[] = {
    {.name = "open.type", .kind = KEY_CODE, .offset = DATASET(open), .codes = "open-types", .code_max = 3},
    {.name = "open.condition", .offset = DATASET(open_condition)},
    {.name = "open.materials", .kind = KEY_LIST, .offset = DATASET(open_materials)},
    {.name = "open.reason", .offset = DATASET(open_reason)},
};

static const struct key CONTACT_KEYS[] = {
    {.name = "contact.name", .offset = DATASET(contact_name)},
    {.name = "contact.phone", .offset = DATASET(contact_phone)},
    {.name = "contact.email", .offset = DATASET(contact_email)},
};

static const struct key PERIOD_KEYS[] = {
    {.name = "period.start", .kind = KEY_SPAN, .offset = DATASET(period_start)},
    {.name = "period.end", .kind = KEY_SPAN, .offset = DATASET(period_end)},
};

static const struct key SOURCE_KEYS[] = {
    {.name = "source.title", .offset = DATASET(source_title.text[LANG_ZH])},
    {.name = "source.title_en", .offset = DATASET(source_title.text[LANG_EN])},
    {.name = "source.url", .offset = DATASET(source_url)},
    {.name = "source.publisher", .offset = DATASET(source_publisher)},
    {.name = "source.note", .offset = DATASET(source_note)},
};

static const struct key DATASET_KEYS[] = {
    {.name = "title", .offset = DATASET(title.text[LANG_ZH])},
    {.name = "title_en", .offset = DATASET(title.text[LANG_EN])},
    {.name = "code", .offset = DATASET(code)},
    {.name = "class", .offset = DATASET(class_code)},
    {.name = "category", .offset = DATASET(category)},
    {.name = "provider", .offset = DATASET(provider_id)},
    {.name = "abstract", .offset = DATASET(abstract.text[LANG_ZH])},
    {.name = "abstract_en", .offset = DATASET(abstract.text[LANG_EN])},
    {.name = "formats", .kind = KEY_LIST, .offset = DATASET(formats)},
    {.name = "share", .kind = KEY_MAP, .keys = KEYS(SHARE_KEYS)},
    {.name = "open", .kind = KEY_MAP, .keys = KEYS(OPEN_KEYS)},
    {.name = "update_cycle", .offset = DATASET(update_cycle)},
    {.name = "issued", .kind = KEY_DATE, .offset = DATASET(issued)},
    {.name = "modified", .kind = KEY_DATE, .offset = DATASET(modified)},
    {.name = "related", .kind = KEY_LIST, .offset = DATASET(related_ids)},
    {.name = "region", .offset = DATASET(region_code)},
    {.name = "themes", .kind = KEY_LIST, .offset = DATASET(themes)},
    {.name = "sectors", .kind = KEY_LIST, .offset = DATASET(sectors)},
    {.name = "industry", .kind = KEY_LIST, .offset = DATASET(industries)},
    {.name = "keywords", .kind = KEY_LIST, .offset = DATASET(keywords)},
    {.name = "licence", .offset = DATASET(licence)},
    {.name = "grade", .kind = KEY_CODE, .offset = DATASET(grade), .codes = "grades", .code_max = 4},
    {.name = "masking", .offset = DATASET(masking)},
    {.name = "contact", .kind = KEY_MAP, .keys = KEYS(CONTACT_KEYS)},
    {.name = "period", .kind = KEY_MAP, .keys = KEYS(PERIOD_KEYS)},
    {.name = "source", .kind = KEY_MAP, .keys = KEYS(SOURCE_KEYS)},
    {.name = "sample_note", .offset = DATASET(sample_note)},
    {.name = "changes", .kind = KEY_ITEMS, .keys = KEYS(CHANGE_KEYS), .item = new_change, .item_marks = NO_MARKS},
    {.name = "resources",
     .kind = KEY_ITEMS,
     .keys = KEYS(RESOURCE_KEYS),
     .item = new_resource,
     .item_marks = RESOURCE(marks)},
};

/* The file's name without extension, in lower case, anything but letters and digits as '-'. */
static const char *slug_of(struct arena *arena, const char *file)
{
	const char *dot = strrchr(file, '.');
	size_t len = dot && dot > file ? (size_t)(dot - file) : strlen(file);
	char *slug = arena_copy(arena, file, len);
	for (size_t i = 0; i < len; i++) {
		if (slug[i] >= 'A' && slug[i] <= 'Z')
			slug[i] = (char)(slug[i] - 'A' + 'a');
		else if (!((slug[i] >= 'a' && slug[i] <= 'z') || (slug[i] >= '0' && slug[i] <= '9') || slug[i] == '_'))
			slug[i] = '-';
	}
	return slug;
}

static const char *lower(struct arena *arena, const char *text)
{
	char *copy = arena_string(arena, text);
	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

/* The encoding a name stands for; NULL when nobody knows it. GB 18030 holds all of GBK and GB 2312. */
static const char *encoding_of(const char *name)
{
	static const struct {
		const char *name, *encoding;
	} known[] = {{"utf-8", "utf-8"}, {"gb18030", "gb18030"}, {"gbk", "gb18030"}, {"gb2312", "gb18030"}};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].encoding;
	return NULL;
}

static void complete_encoding(struct reading *reading, struct resource *resource)
{
	const char *written = resource->encoding ? resource->encoding : "utf-8";
	resource->encoding = encoding_of(lower(reading->arena, written));
	if (!resource->encoding)
		diag_add(reading->diags, model_mark(&resource->marks, "encoding", resource->place), &RULE_E160, written,
			 (char *)NULL);
}

/* What follows from the resource's own items; false when it names no file that could be read. */
static bool complete_resource(struct reading *reading, struct resource *resource)
{
	struct place place = model_mark(&resource->marks, "file", resource->place);
	if (!resource->file)
		return false;
	resource->name = slug_of(reading->arena, resource->file);
	resource->format = lower(reading->arena, files_extension(resource->file));
	resource->tabular = table_is_format(resource->format);
	complete_encoding(reading, resource);
	if (!files_name_ok(resource->file)) {
		diag_add(reading->diags, place, &RULE_E104, resource->file, (char *)NULL);
		return false;
	}
	return true;
}

static bool is_listed(const struct dataset *dataset, const char *file)
{
	for (size_t i = 0; i < dataset->resource_count; i++)
		if (dataset->resources[i].file && strcmp(dataset->resources[i].file, file) == 0)
			return true;
	return false;
}

static bool in_folder(const struct entries *entries, const char *file)
{
	for (size_t i = 0; i < entries->count; i++)
		if (strcmp(entries->items[i].name, file) == 0)
			return true;
	return false;
}

/* Everything in the folder is either listed or a fault. */
static void check_folder(struct reading *reading, const struct dataset *dataset, const struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->items[i];
		if (strcmp(entry->name, "dataset.md") == 0)
			continue;
		struct place place = {arena_printf(reading->arena, "%s/%s", dataset->folder, entry->name), 0, 0};
		if (!entry->plain)
			diag_add(reading->diags, place, &RULE_E103, entry->name, (char *)NULL);
		else if (!dataset->unread && !entry->meant && !is_listed(dataset, entry->name))
			diag_add(reading->diags, place, &RULE_E302, entry->name, (char *)NULL);
	}
}

/* A file that is not there: most often one that is there and not listed was meant; then both are one fault. */
static void tell_absent(struct reading *reading, const struct dataset *dataset, const struct resource *resource,
			struct entries *entries)
{
	struct place place = model_mark(&resource->marks, "file", resource->place);
	const char **names = arena_array(reading->arena, entries->count + 1, sizeof *names);
	size_t count = 0;
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->items[i];
		if (entry->plain && !entry->meant && strcmp(entry->name, "dataset.md") != 0 &&
		    !is_listed(dataset, entry->name))
			names[count++] = entry->name;
	}
	const char *near = near_name(resource->file, names, count);
	for (size_t i = 0; near && i < entries->count; i++)
		entries->items[i].meant |= entries->items[i].name == near;
	diag_add(reading->diags, place, near ? &RULE_E312 : &RULE_E301, resource->file, near, (char *)NULL);
}

static void read_resources(struct reading *reading, struct dataset *dataset, struct entries *entries)
{
	for (size_t i = 0; i < dataset->resource_count; i++) {
		struct resource *resource = &dataset->resources[i];
		if (!complete_resource(reading, resource))
			continue;
		resource->is_there = in_folder(entries, resource->file);
		if (!resource->is_there)
			tell_absent(reading, dataset, resource, entries);
		else if (!resource->tabular)
			table_read(reading, dataset, resource);
	}
}

static void read_dataset(struct reading *reading, const char *id)
{
	static const struct keys keys = KEYS(DATASET_KEYS);
	struct model *model = reading->model;
	struct dataset *dataset =
	    ARENA_PUSH(reading->arena, model->folders, model->folder_count, model->folder_capacity);
	*dataset = (struct dataset){.id = id, .unread = true, .body = ""};
	dataset->folder = arena_printf(reading->arena, "datasets/%s", id);
	const char *file = arena_printf(reading->arena, "%s/dataset.md", dataset->folder);
	dataset->place = (struct place){file, 1, 1};
	if (!slug_is_valid(id))
		diag_add(reading->diags, (struct place){dataset->folder, 0, 0}, &RULE_E202, id, (char *)NULL);
	else if (dataset_id_is_reserved(id))
		diag_add(reading->diags, (struct place){dataset->folder, 0, 0}, &RULE_E227, id, (char *)NULL);
	if (keep_take(reading, dataset))
		return;
	size_t told = reading->diags->count;
	struct text text;
	struct entries entries;
	files_list(reading, dataset->folder, &entries);
	keep_stamp(reading, dataset, &entries);
	if (files_read_text(reading, file, (struct place){file, 0, 0}, &text)) {
		struct front_matter front;
		struct printer *printer = printer_new();
		printer_add(printer, text.bytes, text.len);
		dataset->print = printer_end(printer);
		printer_free(printer);
		front_matter_parse(reading, file, text, &front);
		dataset->unread = !front.items;
		dataset->body = front.body;
		dataset->body_len = front.body_len;
		dataset->body_line = front.body_line;
		ledger_prefill(reading, dataset);
		if (front.items)
			keys_fill(reading, front.items, &keys, dataset, DATASET(marks));
	}
	read_resources(reading, dataset, &entries);
	check_folder(reading, dataset, &entries);
	kept_tell(dataset, reading->diags, told, reading->arena);
	if (dataset->from_ledger && !ledger_amend(reading, dataset))
		model->folder_count--; /* its row is returned, or not published (yet, or any more) */
}

void datasets_read(struct reading *reading)
{
	struct entries entries;
	if (!files_list(reading, "datasets", &entries)) {
		diag_add(reading->diags, (struct place){"datasets", 0, 0}, &RULE_E101, "datasets", (char *)NULL);
		return;
	}
	for (size_t i = 0; i < entries.count; i++) {
		const struct entry *entry = &entries.items[i];
		struct place place = {arena_printf(reading->arena, "datasets/%s", entry->name), 0, 0};
		if (entry->folder)
			read_dataset(reading, entry->name);
		else
			diag_add(reading->diags, place, &RULE_E106, entry->name, (char *)NULL);
	}
}
