/* rdf_xml.c -- the striped syntax: nodes and properties in turn, one function for each. */
#include "rdf_xml.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlreader.h>

#include <headwater/buf.h>

#include "source_rules.h"

#define DEPTH_MAX 64
#define XML_NAMESPACE "http://www.w3.org/XML/1998/namespace"
#define LITERAL_MAX ((size_t)16 << 20)

struct rdf_walk {
	struct triples *triples;
	struct arena *arena;   /* of literals */
	struct arena *scratch; /* of the attributes of one element, until those of the next */
	struct names words;    /* IRIs of elements, each once */
	struct names langs;
	xmlTextReaderPtr reader;
	char message[256]; /* the first complaint of the parser */
	bool bad;
};

/* The attributes of one element, until those of the next are taken. */
struct attributes {
	const char *about, *id, *node, *resource, *parse_type;
	struct {
		const char *property, *value;
	} * others; /* property attributes */
	size_t count, capacity;
};

static void read_node(struct rdf_walk *walk, size_t *node);
static void read_properties(struct rdf_walk *walk, size_t node, int depth);

static const char *text_of(const xmlChar *text)
{
	return text ? (const char *)text : "";
}

static void hear(void *context, xmlErrorPtr error)
{
	struct rdf_walk *walk = context;
	if (walk->message[0] || !error->message)
		return;
	snprintf(walk->message, sizeof walk->message, "%s", error->message);
	walk->message[strcspn(walk->message, "\n")] = '\0';
}

static void refuse(struct rdf_walk *walk, const struct rule *rule, const char *what)
{
	struct place place = {walk->triples->file, xmlTextReaderGetParserLineNumber(walk->reader),
			      xmlTextReaderGetParserColumnNumber(walk->reader)};
	if (!walk->bad)
		diag_add(walk->triples->reading->diags, place, rule, what, (char *)NULL);
	walk->bad = true;
}

/* Moves on; false at the end and on a fault (told). */
static bool step(struct rdf_walk *walk)
{
	if (walk->bad)
		return false;
	int read = xmlTextReaderRead(walk->reader);
	int type = xmlTextReaderNodeType(walk->reader);
	if (read < 0)
		refuse(walk, &RULE_S108, walk->message[0] ? walk->message : "XML");
	else if (read == 1 && (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE))
		refuse(walk, &RULE_S108, type == XML_READER_TYPE_DOCUMENT_TYPE ? "<!DOCTYPE" : "&…;");
	else if (triples_full(walk->triples))
		refuse(walk, &RULE_S105, "RDF");
	return read == 1 && !walk->bad;
}

static const char *resolve(struct rdf_walk *walk, const char *reference)
{
	const char *base = (const char *)xmlTextReaderConstBaseUri(walk->reader);
	return iri_resolve(walk->scratch, base, reference);
}

static bool in_rdf(const struct rdf_walk *walk, const char *local)
{
	return strcmp(text_of(xmlTextReaderConstNamespaceUri(walk->reader)), RDF_NAMESPACE) == 0 &&
	       strcmp(text_of(xmlTextReaderConstLocalName(walk->reader)), local) == 0;
}

static const char *name_of(struct rdf_walk *walk)
{
	const char *name = arena_printf(walk->scratch, "%s%s", text_of(xmlTextReaderConstNamespaceUri(walk->reader)),
					text_of(xmlTextReaderConstLocalName(walk->reader)));
	return names_kept(&walk->words, span_of(name));
}

/* NULL: none. */
static const char *lang_of(struct rdf_walk *walk)
{
	const char *lang = (const char *)xmlTextReaderConstXmlLang(walk->reader);
	return lang ? names_kept(&walk->langs, span_of(lang)) : NULL;
}

static void take_attribute(struct rdf_walk *walk, struct attributes *attributes)
{
	const struct {
		const char *name, **value;
	} known[] = {{"about", &attributes->about},
		     {"ID", &attributes->id},
		     {"nodeID", &attributes->node},
		     {"resource", &attributes->resource},
		     {"parseType", &attributes->parse_type}};
	const char *space = text_of(xmlTextReaderConstNamespaceUri(walk->reader));
	const char *value = arena_string(walk->scratch, text_of(xmlTextReaderConstValue(walk->reader)));
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (in_rdf(walk, known[i].name)) {
			*known[i].value = value;
			return;
		}
	}
	if (space[0] == '\0' || strcmp(space, XML_NAMESPACE) == 0 || xmlTextReaderIsNamespaceDecl(walk->reader) == 1 ||
	    in_rdf(walk, "datatype"))
		return;
	*ARENA_PUSH(walk->scratch, attributes->others, attributes->count, attributes->capacity) =
	    (__typeof__(*attributes->others)){name_of(walk), value};
}

static struct attributes take_attributes(struct rdf_walk *walk)
{
	struct attributes attributes = {0};
	arena_reset(walk->scratch);
	for (int more = xmlTextReaderMoveToFirstAttribute(walk->reader); more == 1;
	     more = xmlTextReaderMoveToNextAttribute(walk->reader))
		take_attribute(walk, &attributes);
	xmlTextReaderMoveToElement(walk->reader);
	return attributes;
}

static size_t named(struct rdf_walk *walk, const char *name)
{
	return triples_node(walk->triples, span_of(name));
}

static size_t labelled(struct rdf_walk *walk, const char *label)
{
	return named(walk, arena_printf(walk->scratch, "_:%s", label));
}

static size_t subject_of(struct rdf_walk *walk, const struct attributes *attributes)
{
	if (attributes->about)
		return named(walk, resolve(walk, attributes->about));
	if (attributes->id)
		return named(walk, resolve(walk, arena_printf(walk->scratch, "#%s", attributes->id)));
	if (attributes->node)
		return labelled(walk, attributes->node);
	return triples_blank(walk->triples);
}

static void say_attributes(struct rdf_walk *walk, size_t node, const struct attributes *attributes)
{
	const char *lang = lang_of(walk);
	for (size_t i = 0; i < attributes->count; i++) {
		const char *property = attributes->others[i].property, *value = attributes->others[i].value;
		if (strcmp(property, RDF_TYPE) == 0)
			triples_link(walk->triples, node, property, named(walk, resolve(walk, value)));
		else
			triples_literal(walk->triples, node, property, span_of(arena_string(walk->arena, value)), lang);
	}
}

/* The element the reader stands on, up to its end. */
static void read_node(struct rdf_walk *walk, size_t *node)
{
	struct attributes attributes = take_attributes(walk);
	bool empty = xmlTextReaderIsEmptyElement(walk->reader) == 1;
	int depth = xmlTextReaderDepth(walk->reader);
	*node = subject_of(walk, &attributes);
	if (!in_rdf(walk, "Description"))
		triples_link(walk->triples, *node, RDF_TYPE, named(walk, name_of(walk)));
	say_attributes(walk, *node, &attributes);
	if (depth > DEPTH_MAX)
		refuse(walk, &RULE_S105, "nesting > 64");
	else if (!empty)
		read_properties(walk, *node, depth);
}

struct property {
	size_t subject;
	const char *name, *lang;
	int depth;
};

static bool at_end(const struct rdf_walk *walk, int depth)
{
	return xmlTextReaderNodeType(walk->reader) == XML_READER_TYPE_END_ELEMENT &&
	       xmlTextReaderDepth(walk->reader) == depth;
}

static bool is_text(const struct rdf_walk *walk)
{
	int type = xmlTextReaderNodeType(walk->reader);
	return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA || type == XML_READER_TYPE_WHITESPACE ||
	       type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

/* What stands inside a property: nodes, or a text; with `xml` all elements are part of the text. */
static void read_content(struct rdf_walk *walk, const struct property *property, bool xml)
{
	struct buf text;
	size_t nodes = 0;
	buf_init(&text, LITERAL_MAX);
	while (step(walk) && !at_end(walk, property->depth)) {
		if (is_text(walk)) {
			buf_str(&text, text_of(xmlTextReaderConstValue(walk->reader)));
		} else if (!xml && xmlTextReaderNodeType(walk->reader) == XML_READER_TYPE_ELEMENT) {
			size_t node;
			read_node(walk, &node);
			triples_link(walk->triples, property->subject, property->name, node);
			nodes++;
		}
	}
	struct span literal = {text.bytes, text.len};
	if (buf_overflowed(&text))
		refuse(walk, &RULE_S105, "a literal > 16 MiB");
	else if (nodes == 0)
		triples_literal(walk->triples, property->subject, property->name,
				(struct span){arena_copy(walk->arena, text.bytes, text.len), text.len}, property->lang);
	else if (span_trim(literal).len > 0)
		refuse(walk, &RULE_S108, "text beside elements");
	buf_free(&text);
}

/* A property whose value its attributes give: rdf:resource, rdf:nodeID, or what they say of a blank node. */
static void read_reference(struct rdf_walk *walk, const struct property *property, const struct attributes *attributes,
			   bool empty)
{
	size_t object = attributes->resource ? named(walk, resolve(walk, attributes->resource))
			: attributes->node   ? labelled(walk, attributes->node)
					     : triples_blank(walk->triples);
	triples_link(walk->triples, property->subject, property->name, object);
	say_attributes(walk, object, attributes);
	while (!empty && step(walk) && !at_end(walk, property->depth))
		if (!is_text(walk) || span_trim(span_of(text_of(xmlTextReaderConstValue(walk->reader)))).len > 0)
			refuse(walk, &RULE_S108, "content beside rdf:resource");
}

static void read_property(struct rdf_walk *walk, size_t subject)
{
	struct attributes attributes = take_attributes(walk);
	bool empty = xmlTextReaderIsEmptyElement(walk->reader) == 1;
	const char *kind = attributes.parse_type ? attributes.parse_type : "";
	struct property property = {subject, name_of(walk), lang_of(walk), xmlTextReaderDepth(walk->reader)};
	if (property.depth > DEPTH_MAX) {
		refuse(walk, &RULE_S105, "nesting > 64");
	} else if (strcmp(kind, "Resource") == 0) {
		size_t object = triples_blank(walk->triples);
		triples_link(walk->triples, subject, property.name, object);
		if (!empty)
			read_properties(walk, object, property.depth);
	} else if (attributes.resource || attributes.node || attributes.count > 0) {
		read_reference(walk, &property, &attributes, empty);
	} else if (!empty) {
		read_content(walk, &property, kind[0] && strcmp(kind, "Collection") != 0);
	}
}

static void read_properties(struct rdf_walk *walk, size_t node, int depth)
{
	while (step(walk) && !at_end(walk, depth)) {
		if (xmlTextReaderNodeType(walk->reader) == XML_READER_TYPE_ELEMENT)
			read_property(walk, node);
		else if (is_text(walk) && span_trim(span_of(text_of(xmlTextReaderConstValue(walk->reader)))).len > 0)
			refuse(walk, &RULE_S108, "text between properties");
	}
}

static void read_document(struct rdf_walk *walk)
{
	size_t node;
	while (step(walk)) {
		if (xmlTextReaderNodeType(walk->reader) == XML_READER_TYPE_ELEMENT && !in_rdf(walk, "RDF"))
			read_node(walk, &node);
		else if (is_text(walk) && span_trim(span_of(text_of(xmlTextReaderConstValue(walk->reader)))).len > 0)
			refuse(walk, &RULE_S108, "text between nodes");
	}
}

bool rdf_xml_read(struct triples *triples, struct text text)
{
	struct rdf_walk walk = {.triples = triples, .arena = triples->reading->arena, .scratch = arena_new()};
	/* the text was decoded before, whatever its own declaration says */
	int options = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
	/* a NUL is no XML, and would make libxml2 guess at another encoding */
	if (text.len <= INT_MAX && !memchr(text.bytes, '\0', text.len))
		walk.reader = xmlReaderForMemory(text.bytes, (int)text.len, NULL, "UTF-8", options);
	if (!walk.reader) {
		diag_add(triples->reading->diags, (struct place){triples->file, 1, 1}, &RULE_S108, "XML", (char *)NULL);
		arena_free(walk.scratch);
		return false;
	}
	names_open(&walk.words, walk.arena);
	names_open(&walk.langs, walk.arena);
	xmlTextReaderSetStructuredErrorHandler(walk.reader, hear, &walk);
	read_document(&walk);
	xmlFreeTextReader(walk.reader);
	names_close(&walk.words);
	names_close(&walk.langs);
	arena_free(walk.scratch);
	return !walk.bad;
}
