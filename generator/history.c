/* history.c -- prints of the items of a record. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>
#include <headwater/hash.h>

#define OF(name) offsetof(struct dataset, name)

enum part_kind { PART_TEXT, PART_LABEL, PART_DATE, PART_STRINGS, PART_NUMBER };

/* What an item is made of; its parts stand together. */
static const struct part {
	const char *item;
	enum part_kind kind;
	size_t offset; /* in struct dataset */
} parts[] = {
    {"title", PART_LABEL, OF(title)},       /* core 2 */
    {"abstract", PART_LABEL, OF(abstract)}, /* core 6 */
    {"code", PART_TEXT, OF(code)},          /* core 3 */
    {"class", PART_TEXT, OF(class_code)},   /* core 1 */
    {"category", PART_TEXT, OF(category)},
    {"provider", PART_TEXT, OF(provider_id)}, /* core 4 and 5 */
    {"formats", PART_STRINGS, OF(formats)},   /* core 7 */
    {"share", PART_TEXT, OF(share_type)},     /* core 9 */
    {"share", PART_TEXT, OF(share_condition)},
    {"share", PART_TEXT, OF(share_method)},
    {"open", PART_NUMBER, OF(open)}, /* core 10 */
    {"open", PART_TEXT, OF(open_condition)},
    {"open", PART_TEXT, OF(open_reason)},
    {"open", PART_STRINGS, OF(open_materials)},
    {"update_cycle", PART_TEXT, OF(update_cycle)}, /* core 11 */
    {"issued", PART_DATE, OF(issued)},             /* core 12 */
    {"modified", PART_DATE, OF(modified)},
    {"related", PART_STRINGS, OF(related_ids)}, /* core 13 */
    {"region", PART_TEXT, OF(region_code)},
    {"themes", PART_STRINGS, OF(themes)},
    {"sectors", PART_STRINGS, OF(sectors)},
    {"industries", PART_STRINGS, OF(industries)},
    {"keywords", PART_STRINGS, OF(keywords)},
    {"licence", PART_TEXT, OF(licence)},
    {"grade", PART_NUMBER, OF(grade)},
    {"contact", PART_TEXT, OF(contact_name)},
    {"contact", PART_TEXT, OF(contact_phone)},
    {"contact", PART_TEXT, OF(contact_email)},
    {"period", PART_DATE, OF(period_start)},
    {"period", PART_DATE, OF(period_end)},
    {"source", PART_LABEL, OF(source_title)},
    {"source", PART_TEXT, OF(source_url)},
    {"source", PART_TEXT, OF(source_publisher)},
    {"source", PART_TEXT, OF(source_note)},
};

#define PART_COUNT (sizeof parts / sizeof parts[0])

/* Beyond members of the record: its files with their fields (core 8). */
static const char files_item[] = "files";

/* What the items are called. */
static const struct {
	const char *item;
	struct label label;
} names[] = {
    {"title", {{"名称", "title"}}},
    {"abstract", {{"摘要", "abstract"}}},
    {"code", {{"信息资源代码", "resource code"}}},
    {"class", {{"分类", "class"}}},
    {"category", {{"类目", "category"}}},
    {"provider", {{"提供方", "provider"}}},
    {"formats", {{"格式", "formats"}}},
    {"share", {{"共享属性", "sharing"}}},
    {"open", {{"开放属性", "openness"}}},
    {"update_cycle", {{"更新周期", "update cycle"}}},
    {"issued", {{"发布日期", "date of issue"}}},
    {"modified", {{"更新日期", "date of modification"}}},
    {"related", {{"关联数据集", "related datasets"}}},
    {"region", {{"区划", "region"}}},
    {"themes", {{"主题", "themes"}}},
    {"sectors", {{"重点行业", "sectors"}}},
    {"industries", {{"行业", "industries"}}},
    {"keywords", {{"关键词", "keywords"}}},
    {"licence", {{"许可", "licence"}}},
    {"grade", {{"分级", "grade"}}},
    {"contact", {{"联系方式", "contact"}}},
    {"period", {{"时间范围", "period"}}},
    {"source", {{"来源", "source"}}},
    {"files", {{"文件与字段", "files and fields"}}},
};

size_t history_item_count(void)
{
	size_t count = 1;
	for (size_t i = 0; i < PART_COUNT; i++)
		count += i == 0 || strcmp(parts[i].item, parts[i - 1].item) != 0;
	return count;
}

const char *history_item_name(size_t item)
{
	size_t count = 0;
	for (size_t i = 0; i < PART_COUNT; i++) {
		count += i == 0 || strcmp(parts[i].item, parts[i - 1].item) != 0;
		if (count == item + 1)
			return parts[i].item;
	}
	return files_item;
}

bool history_item_known(const char *name)
{
	for (size_t i = 0; i < PART_COUNT; i++)
		if (strcmp(parts[i].item, name) == 0)
			return true;
	return strcmp(files_item, name) == 0;
}

const struct label *history_item_label(const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(names[i].item, name) == 0)
			return &names[i].label;
	return NULL;
}

/* A NUL ends each text, so that no two records run together into the same bytes. */
static void add(struct buf *out, const char *text)
{
	if (text)
		buf_str(out, text);
	buf_byte(out, '\0');
}

static void add_label(struct buf *out, const struct label *label)
{
	for (int lang = 0; lang < LANG__MAX; lang++)
		add(out, label->text[lang]);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The order in which an editor lists codes or words says nothing. */
static void add_strings(struct buf *out, const struct strings *strings, struct arena *arena)
{
	const char **sorted = arena_array(arena, strings->count + 1, sizeof *sorted);
	if (strings->count > 0)
		memcpy(sorted, strings->items, strings->count * sizeof *sorted);
	qsort(sorted, strings->count, sizeof *sorted, compare_texts);
	for (size_t i = 0; i < strings->count; i++)
		add(out, sorted[i]);
}

static void add_part(struct buf *out, const struct dataset *dataset, const struct part *part, struct arena *arena)
{
	const void *member = (const char *)dataset + part->offset;
	switch (part->kind) {
	case PART_TEXT:
		add(out, *(const char *const *)member);
		break;
	case PART_LABEL:
		add_label(out, member);
		break;
	case PART_DATE:
		add(out, ((const struct date *)member)->text);
		break;
	case PART_STRINGS:
		add_strings(out, member, arena);
		break;
	case PART_NUMBER:
		buf_printf(out, "%d", *(const int *)member);
		break;
	}
	buf_byte(out, '\0');
}

static void add_files(struct buf *out, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		add(out, resource->file);
		add_label(out, &resource->title);
		buf_printf(out, "%zu", resource->size_bytes);
		for (size_t k = 0; k < resource->field_count; k++) {
			const struct field *field = &resource->fields[k];
			add(out, field->name);
			add_label(out, &field->title);
			add_label(out, &field->description);
			add(out, field->unit);
			buf_printf(out, "%d %d %d", (int)field->type, (int)field->open, field->grade);
		}
		buf_byte(out, '\0');
	}
}

static void close_item(struct buf *item, struct buf *prints)
{
	char hex[SHA256_HEX_LEN + 1];
	sha256_hex(item->bytes, item->len, hex);
	buf_add(prints, hex, HISTORY_PRINT_CHARS);
	buf_reset(item);
}

const char *history_prints(const struct dataset *dataset, struct arena *arena)
{
	struct buf item, prints;
	buf_init(&item, BUF_MAX_DEFAULT);
	buf_init(&prints, BUF_MAX_DEFAULT);
	for (size_t i = 0; i < PART_COUNT; i++) {
		if (i > 0 && strcmp(parts[i].item, parts[i - 1].item) != 0)
			close_item(&item, &prints);
		add_part(&item, dataset, &parts[i], arena);
	}
	close_item(&item, &prints);
	add_files(&item, dataset);
	close_item(&item, &prints);
	const char *text = arena_copy(arena, prints.bytes, prints.len);
	buf_free(&item);
	buf_free(&prints);
	return text;
}
