/* render_text.c -- texts by key for stylesheets. */
#include "render_text.h"

#include <string.h>

#include <libxml/xpathInternals.h>

#define ARGUMENTS_MAX 8
#define RESULT_MAX_BYTES ((size_t)1024 * 1024)

void text_catalogue_init(struct text_catalogue *catalogue, xmlDoc *tree)
{
	catalogue->tree = tree;
	catalogue->entries = xmlHashCreate(512);
	for (xmlNode *entry = xmlDocGetRootElement(tree)->children; entry; entry = entry->next) {
		if (entry->type != XML_ELEMENT_NODE)
			continue;
		xmlChar *id = xmlGetNoNsProp(entry, BAD_CAST "id");
		xmlChar *text = xmlNodeGetContent(entry);
		if (xmlHashAddEntry(catalogue->entries, id ? id : entry->name, text) != 0)
			xmlFree(text);
		xmlFree(id);
	}
}

static void free_text(void *text, const xmlChar *key)
{
	(void)key;
	xmlFree(text);
}

void text_catalogue_free(struct text_catalogue *catalogue)
{
	if (catalogue->entries)
		xmlHashFree(catalogue->entries, free_text);
	xmlFreeDoc(catalogue->tree);
	*catalogue = (struct text_catalogue){0};
}

/* The language of the page that `node` stands in; the page before it when it stands in none (a node of a variable). */
static enum lang lang_at(struct text_run *run, const xmlNode *node)
{
	const xmlNode *page = node;
	while (page && !(page->type == XML_ELEMENT_NODE && strcmp((const char *)page->name, "page") == 0))
		page = page->type == XML_NAMESPACE_DECL ? NULL : page->parent;
	if (!page || page == run->page)
		return run->lang;
	xmlChar *tag = xmlGetNoNsProp((xmlNode *)page, BAD_CAST "lang");
	if (tag && lang_parse((const char *)tag, &run->lang))
		run->page = page;
	xmlFree(tag);
	return run->lang;
}

/* Appends `text` with {0}, {1}, … filled in. */
static void fill(struct buf *out, const char *text, xmlChar *const *arguments, int count)
{
	for (const char *at = text; *at; at++) {
		int number = at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}' ? at[1] - '0' : -1;
		if (number < 0 || number >= count) {
			buf_byte(out, *at);
			continue;
		}
		buf_str(out, (const char *)arguments[number]);
		at += 2;
	}
}

/* Leaves the text on the parser's stack; false when there is none. */
static bool look_up(xmlXPathParserContext *parser, struct text_run *run, xmlChar *const *arguments, int count)
{
	const struct text_catalogue *catalogue = &run->catalogues[lang_at(run, parser->context->node)];
	const xmlChar *text = catalogue->entries ? xmlHashLookup(catalogue->entries, arguments[0]) : NULL;
	if (!text) {
		xmlXPathReturnEmptyString(parser);
		return false;
	}
	if (count == 1) { /* nothing to fill in */
		xmlXPathReturnString(parser, xmlStrdup(text));
		return true;
	}
	struct buf filled;
	buf_init(&filled, RESULT_MAX_BYTES);
	fill(&filled, (const char *)text, arguments + 1, count - 1);
	xmlXPathReturnString(parser, xmlStrdup(BAD_CAST filled.bytes));
	buf_free(&filled);
	return true;
}

bool text_function(xmlXPathParserContext *parser, int count, struct text_run *run, struct buf *error)
{
	if (count < 1 || count > ARGUMENTS_MAX) {
		xmlXPathSetArityError(parser);
		return true;
	}
	xmlChar *arguments[ARGUMENTS_MAX] = {0};
	for (int i = count - 1; i >= 0; i--)
		arguments[i] = xmlXPathPopString(parser);
	bool found = xmlXPathCheckError(parser) || look_up(parser, run, arguments, count);
	if (!found)
		buf_printf(error, "text/%s.xml has no \"%s\"\n", lang_name(run->lang), (const char *)arguments[0]);
	for (int i = 0; i < count; i++)
		xmlFree(arguments[i]);
	return found;
}
