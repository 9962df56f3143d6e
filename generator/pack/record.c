#include "record.h"

#include <assert.h>
#include <string.h>

static void indent(struct record *record)
{
	buf_byte(record->out, '\n');
	for (int i = 0; i < record->depth; i++)
		buf_str(record->out, "  ");
}

static void tag(struct record *record, const char *before, const char *name)
{
	buf_str(record->out, before);
	buf_str(record->out, name);
	buf_byte(record->out, '>');
}

/* What stands before a value: its key, unless it is an item of a list. */
static void key(struct record *record, const char *name)
{
	if (!record->lists[record->depth])
		json_key(&record->json, name);
}

static void open_level(struct record *record, const char *name, bool list)
{
	if (record->notation == NOTATION_XML) {
		indent(record);
		tag(record, "<", name);
	} else {
		if (record->depth > 0)
			key(record, name);
		if (list)
			json_array(&record->json);
		else
			json_object(&record->json);
	}
	assert(record->depth + 1 < RECORD_DEPTH_MAX);
	record->depth++;
	record->names[record->depth] = name;
	record->lists[record->depth] = list;
}

void record_begin(struct record *record, enum notation notation, struct buf *out, const char *root)
{
	*record = (struct record){.notation = notation, .out = out};
	json_init(&record->json, out, true);
	if (notation == NOTATION_XML)
		buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	open_level(record, root, false);
}

void record_begin_part(struct record *record, struct buf *out, int depth)
{
	*record = (struct record){.notation = NOTATION_XML, .out = out, .depth = depth};
}

void record_finish(struct record *record)
{
	record_end(record);
	assert(record->depth == 0);
	if (record->notation == NOTATION_XML)
		buf_byte(record->out, '\n');
}

void record_object(struct record *record, const char *name)
{
	open_level(record, name, false);
}

void record_list(struct record *record, const char *name)
{
	open_level(record, name, true);
}

void record_end(struct record *record)
{
	assert(record->depth > 0);
	const char *name = record->names[record->depth];
	bool list = record->lists[record->depth];
	record->depth--;
	if (record->notation == NOTATION_XML) {
		indent(record);
		tag(record, "</", name);
	} else if (list) {
		json_array_end(&record->json);
	} else {
		json_object_end(&record->json);
	}
}

static void leaf(struct record *record, const char *name, const char *text)
{
	indent(record);
	tag(record, "<", name);
	buf_xml(record->out, text, strlen(text));
	tag(record, "</", name);
}

void record_text(struct record *record, const char *name, const char *text)
{
	if (!text || !text[0])
		return;
	if (record->notation == NOTATION_XML) {
		leaf(record, name, text);
		return;
	}
	key(record, name);
	json_string(&record->json, text);
}

void record_int(struct record *record, const char *name, int64_t number)
{
	if (record->notation == NOTATION_XML) {
		indent(record);
		tag(record, "<", name);
		buf_printf(record->out, "%lld", (long long)number);
		tag(record, "</", name);
		return;
	}
	key(record, name);
	json_int(&record->json, number);
}

void record_bool(struct record *record, const char *name, bool value)
{
	if (record->notation == NOTATION_XML) {
		leaf(record, name, value ? "true" : "false");
		return;
	}
	key(record, name);
	json_bool(&record->json, value);
}

void record_label(struct record *record, const char *name, const struct label *label)
{
	bool any = false;
	for (int lang = 0; lang < LANG__MAX; lang++)
		any = any || (label->text[lang] && label->text[lang][0]);
	if (!any)
		return;
	record_object(record, name);
	for (int lang = 0; lang < LANG__MAX; lang++)
		record_text(record, lang_name((enum lang)lang), label->text[lang]);
	record_end(record);
}

void record_strings(struct record *record, const char *name, const char *item, const struct strings *strings)
{
	if (strings->count == 0)
		return;
	record_list(record, name);
	for (size_t i = 0; i < strings->count; i++)
		record_text(record, item, strings->items[i]);
	record_end(record);
}
