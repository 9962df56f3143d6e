/* xlsx_xml.c -- NONET, no entities, no document type. */
#include "xlsx_xml.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlreader.h>

struct walk {
	xmlTextReaderPtr reader;
	bool closing; /* an empty element was told as open; its close comes next */
};

struct walk *walk_open(const char *bytes, size_t len)
{
	int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
	xmlTextReaderPtr reader = len <= INT_MAX ? xmlReaderForMemory(bytes, (int)len, NULL, NULL, options) : NULL;
	if (!reader)
		return NULL;
	struct walk *walk = memory_alloc(sizeof *walk);
	*walk = (struct walk){reader, false};
	return walk;
}

void walk_close(struct walk *walk)
{
	if (!walk)
		return;
	xmlFreeTextReader(walk->reader);
	free(walk);
}

enum step walk_next(struct walk *walk)
{
	if (walk->closing) {
		walk->closing = false;
		return STEP_CLOSE;
	}
	for (;;) {
		int read = xmlTextReaderRead(walk->reader);
		if (read != 1)
			return read == 0 ? STEP_END : STEP_BAD;
		switch (xmlTextReaderNodeType(walk->reader)) {
		case XML_READER_TYPE_ELEMENT:
			walk->closing = xmlTextReaderIsEmptyElement(walk->reader) == 1;
			return STEP_OPEN;
		case XML_READER_TYPE_END_ELEMENT:
			return STEP_CLOSE;
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_WHITESPACE:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
			return STEP_TEXT;
		case XML_READER_TYPE_DOCUMENT_TYPE:
		case XML_READER_TYPE_ENTITY_REFERENCE:
			return STEP_BAD;
		default:
			break;
		}
	}
}

bool walk_is(const struct walk *walk, const char *local_name)
{
	const xmlChar *name = xmlTextReaderConstLocalName(walk->reader);
	return name && strcmp((const char *)name, local_name) == 0;
}

const char *walk_attribute(struct walk *walk, const char *local_name, struct arena *arena)
{
	const char *value = NULL;
	int more = xmlTextReaderMoveToFirstAttribute(walk->reader);
	while (more == 1 && !value) {
		if (walk_is(walk, local_name)) {
			const xmlChar *text = xmlTextReaderConstValue(walk->reader);
			value = arena_string(arena, text ? (const char *)text : "");
		}
		more = xmlTextReaderMoveToNextAttribute(walk->reader);
	}
	xmlTextReaderMoveToElement(walk->reader);
	return value;
}

const char *walk_text(const struct walk *walk)
{
	const xmlChar *text = xmlTextReaderConstValue(walk->reader);
	return text ? (const char *)text : "";
}
