/* doc.c -- page documents as trees of small nodes. */
#include <headwater/doc.h>

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "doc_tree.h"

#define TEXT_MAX_BYTES ((size_t)64 * 1024 * 1024)
#define FIRST_NAME_SLOTS 256
#define BLOCK_BYTES ((size_t)32 * 1024)

/* ---- texts ---- */

/* Texts stand one after the other, so that all of them can be searched at once. Newest block first. */
struct text_block {
	struct text_block *next;
	size_t used, capacity;
	char bytes[];
};

static char *text_room(struct doc *doc, size_t len)
{
	struct text_block *block = doc->blocks;
	if (!block || block->capacity - block->used < len) {
		size_t capacity = len > BLOCK_BYTES ? len : BLOCK_BYTES;
		block = memory_alloc(sizeof *block + capacity);
		*block = (struct text_block){.next = doc->blocks, .capacity = capacity};
		doc->blocks = block;
	}
	block->used += len;
	return block->bytes + block->used - len;
}

/* The document's own copy of `text`, made clean. */
static struct span keep_text(struct doc *doc, const char *text, size_t len)
{
	assert(len <= TEXT_MAX_BYTES);
	if (clean_prefix(text, len) != len) {
		buf_reset(&doc->scratch);
		clean_add(&doc->scratch, text, len);
		text = doc->scratch.bytes;
		len = doc->scratch.len;
	}
	if (len == 0)
		return (struct span){"", 0};
	return (struct span){memcpy(text_room(doc, len), text, len), len};
}

bool doc_has_byte(const struct doc *doc, char byte)
{
	for (const struct text_block *block = doc->blocks; block; block = block->next)
		if (memchr(block->bytes, byte, block->used))
			return true;
	return false;
}

/* ---- names ---- */

static uint32_t *name_slot(const struct doc *doc, const char *name)
{
	uint32_t hash = 2166136261u;
	for (const char *at = name; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619u;
	for (size_t i = hash & (doc->name_slot_count - 1);; i = (i + 1) & (doc->name_slot_count - 1)) {
		uint32_t *slot = &doc->name_slots[i];
		if (*slot == 0 || strcmp(doc->names[*slot - 1], name) == 0)
			return slot;
	}
}

static void make_name_slots(struct doc *doc, size_t count)
{
	doc->name_slots = arena_array(doc->arena, count, sizeof *doc->name_slots);
	doc->name_slot_count = count;
	for (size_t i = 0; i < doc->name_count; i++)
		*name_slot(doc, doc->names[i]) = (uint32_t)i + 1;
}

uint32_t doc_name(struct doc *doc, const char *name)
{
	uint32_t *slot = name_slot(doc, name);
	if (*slot)
		return *slot - 1;
	*ARENA_PUSH(doc->arena, doc->names, doc->name_count, doc->name_capacity) = arena_string(doc->arena, name);
	*slot = (uint32_t)doc->name_count;
	if (doc->name_count * 2 > doc->name_slot_count)
		make_name_slots(doc, doc->name_slot_count * 2);
	return (uint32_t)doc->name_count - 1;
}

uint32_t doc_find_name(const struct doc *doc, const char *name)
{
	uint32_t slot = *name_slot(doc, name);
	return slot ? slot - 1 : NAME_UNKNOWN;
}

/* ---- documents ---- */

struct doc *doc_new(const char *kind)
{
	struct doc *doc = memory_alloc(sizeof *doc);
	memset(doc, 0, sizeof *doc);
	doc->kind = kind;
	doc->arena = arena_new();
	buf_init(&doc->scratch, TEXT_MAX_BYTES);
	make_name_slots(doc, FIRST_NAME_SLOTS);
	doc->root = (struct node){.kind = NODE_ROOT, .name = NAME_NONE, .doc = doc};
	node_attr(node_add(&doc->root, "pages"), "kind", kind);
	return doc;
}

void doc_free(struct doc *doc)
{
	if (!doc)
		return;
	while (doc->blocks) {
		struct text_block *next = doc->blocks->next;
		free(doc->blocks);
		doc->blocks = next;
	}
	buf_free(&doc->scratch);
	arena_free(doc->arena);
	free(doc);
}

const char *doc_kind(const struct doc *doc)
{
	return doc->kind;
}

struct node *doc_root(struct doc *doc)
{
	return doc->root.first;
}

struct node *doc_page(struct doc *doc, enum lang lang, const char *path)
{
	struct node *page = node_add(doc_root(doc), "page");
	node_attr(page, "lang", lang_tag(lang));
	node_attr(page, "path", path);
	doc->page_count++;
	return page;
}

size_t doc_page_count(const struct doc *doc)
{
	return doc->page_count;
}

/* ---- nodes ---- */

static struct node *add_child(struct node *parent, enum node_kind kind)
{
	struct node *node = arena_alloc(parent->doc->arena, sizeof *node);
	node->kind = kind;
	node->name = NAME_NONE;
	node->doc = parent->doc;
	node->parent = parent;
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	return node;
}

struct node *node_add(struct node *parent, const char *name)
{
	uint32_t number = doc_name(parent->doc, name);
	struct node *node = add_child(parent, NODE_ELEMENT);
	node->name = number;
	return node;
}

static bool is_blank(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr(" \t\r\n", text.ptr[i]))
			return false;
	return true;
}

void node_content(struct node *node, const char *text, size_t len)
{
	struct span kept = keep_text(node->doc, text, len);
	if (kept.len == 0)
		return;
	struct node *last = node->last;
	if (!last || last->kind != NODE_TEXT) {
		last = add_child(node, NODE_TEXT);
		last->text = kept;
	} else {
		size_t before = last->text.len;
		char *joined = text_room(node->doc, before + kept.len);
		memcpy(joined, last->text.ptr, before);
		memcpy(joined + before, kept.ptr, kept.len);
		last->text = (struct span){joined, before + kept.len};
	}
	last->blank = is_blank(last->text);
}

struct node *node_text_n(struct node *parent, const char *name, const char *text, size_t len)
{
	struct node *node = node_add(parent, name);
	node_content(node, text, len);
	return node;
}

struct node *node_text(struct node *parent, const char *name, const char *text)
{
	return node_text_n(parent, name, text ? text : "", text ? strlen(text) : 0);
}

struct node *node_label(struct node *parent, const char *name, const struct label *label, enum lang lang)
{
	enum lang actual = lang;
	struct node *node = node_text(parent, name, label_text(label, lang, &actual));
	if (actual != lang && node->first)
		node_attr(node, "lang", lang_tag(actual));
	return node;
}

const struct node *node_find_attr(const struct node *element, uint32_t name)
{
	for (const struct node *attr = element->attrs; attr; attr = attr->next)
		if (attr->name == name)
			return attr;
	return NULL;
}

static void set_attr(struct node *node, const char *name, const char *value, size_t len)
{
	struct doc *doc = node->doc;
	uint32_t number = doc_name(doc, name);
	struct node **end = &node->attrs;
	while (*end && (*end)->name != number)
		end = &(*end)->next;
	if (!*end) {
		*end = arena_alloc(doc->arena, sizeof **end);
		**end = (struct node){.kind = NODE_ATTR, .name = number, .doc = doc, .parent = node};
	}
	(*end)->text = keep_text(doc, value, len);
}

void node_attr(struct node *node, const char *name, const char *value)
{
	if (value)
		set_attr(node, name, value, strlen(value));
}

void node_attr_int(struct node *node, const char *name, int64_t value)
{
	char digits[24];
	char *at = digits + sizeof digits;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--at = '-';
	set_attr(node, name, at, (size_t)(digits + sizeof digits - at));
}

void node_attr_printf(struct node *node, const char *name, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	char shorter[256];
	int len = vsnprintf(shorter, sizeof shorter, format, args);
	va_end(args);
	assert(len >= 0);
	if ((size_t)len < sizeof shorter) {
		set_attr(node, name, shorter, (size_t)len);
	} else {
		char *longer = memory_alloc((size_t)len + 1);
		vsnprintf(longer, (size_t)len + 1, format, again);
		set_attr(node, name, longer, (size_t)len);
		free(longer);
	}
	va_end(again);
}

void node_splice(struct node *parent, const char *name, const char *html, size_t len)
{
	struct doc *doc = parent->doc;
	struct node *node = node_add(parent, name);
	node_attr_int(node, "splice", (int64_t)doc->splice_count);
	struct splice *splice = ARENA_PUSH(doc->arena, doc->splices, doc->splice_count, doc->splice_capacity);
	*splice = (struct splice){arena_copy(doc->arena, html, len), len};
}
