/* The three syntaxes of catalog_graph.h: Turtle, JSON-LD and RDF/XML. */
#include <string.h>

#include "catalog_graph.h"

static bool same_predicate(const struct graph_subject *subject, size_t a, size_t b)
{
	return strcmp(subject->properties[a].predicate, subject->properties[b].predicate) == 0;
}

/* ---- Turtle ---- */

static void turtle_begin(struct graph_file *file)
{
	for (const struct graph_prefix *row = graph_prefixes; row->prefix; row++)
		buf_printf(file->out, "@prefix %s: <%s> .\n", row->prefix, row->iri);
}

/* A short string: quotes, backslashes and line ends escaped, the rest as it stands. */
static void turtle_string(struct buf *out, const char *text)
{
	buf_byte(out, '"');
	for (const char *p = text; *p; p++) {
		switch (*p) {
		case '"':
			buf_str(out, "\\\"");
			break;
		case '\\':
			buf_str(out, "\\\\");
			break;
		case '\n':
			buf_str(out, "\\n");
			break;
		case '\t':
			buf_str(out, "\\t");
			break;
		default:
			buf_byte(out, *p);
			break;
		}
	}
	buf_byte(out, '"');
}

static void turtle_object(struct buf *out, const struct graph_property *property)
{
	switch (property->kind) {
	case GRAPH_IRI:
		buf_printf(out, "<%s>", property->value);
		break;
	case GRAPH_CLASS:
		buf_str(out, property->value);
		break;
	case GRAPH_LITERAL:
		turtle_string(out, property->value);
		if (property->lang)
			buf_printf(out, "@%s", property->lang);
		else if (property->datatype)
			buf_printf(out, "^^%s", property->datatype);
		break;
	}
}

static void turtle_subject(struct graph_file *file, const struct graph_subject *subject)
{
	buf_printf(file->out, "\n<%s>", subject->iri);
	for (size_t i = 0; i < subject->count; i++) {
		const struct graph_property *property = &subject->properties[i];
		if (i > 0 && same_predicate(subject, i - 1, i)) {
			buf_str(file->out, ", ");
		} else {
			bool type = strcmp(property->predicate, "rdf:type") == 0;
			buf_printf(file->out, "%s\n  %s ", i > 0 ? " ;" : "", type ? "a" : property->predicate);
		}
		turtle_object(file->out, property);
	}
	buf_str(file->out, " .\n");
}

static void turtle_end(struct graph_file *file)
{
	(void)file;
}

const struct graph_syntax graph_turtle = {turtle_begin, turtle_subject, turtle_end};

/* ---- JSON-LD ---- */

static void jsonld_begin(struct graph_file *file)
{
	struct json *json = &file->json;

	json_init(json, file->out, false);
	json_object(json);
	json_key(json, "@context");
	json_object(json);
	for (const struct graph_prefix *row = graph_prefixes; row->prefix; row++)
		json_put(json, row->prefix, row->iri);
	json_object_end(json);
	json_key(json, "@graph");
	json_array(json);
}

static void jsonld_object(struct json *json, const struct graph_property *property)
{
	if (property->kind == GRAPH_CLASS) {
		json_string(json, property->value);
		return;
	}
	json_object(json);
	if (property->kind == GRAPH_IRI) {
		json_put(json, "@id", property->value);
	} else {
		json_put(json, "@value", property->value);
		json_put_if(json, "@language", property->lang);
		json_put_if(json, "@type", property->datatype);
	}
	json_object_end(json);
}

static void jsonld_subject(struct graph_file *file, const struct graph_subject *subject)
{
	struct json *json = &file->json;

	json_object(json);
	json_put(json, "@id", subject->iri);
	for (size_t i = 0; i < subject->count; i++) {
		const char *predicate = subject->properties[i].predicate;
		if (i == 0 || !same_predicate(subject, i - 1, i)) {
			json_key(json, strcmp(predicate, "rdf:type") == 0 ? "@type" : predicate);
			json_array(json);
		}
		jsonld_object(json, &subject->properties[i]);
		if (i + 1 == subject->count || !same_predicate(subject, i, i + 1))
			json_array_end(json);
	}
	json_object_end(json);
	buf_byte(file->out, '\n'); /* a line for each subject: white space to JSON, a help to diff */
}

static void jsonld_end(struct graph_file *file)
{
	json_array_end(&file->json);
	json_object_end(&file->json);
	buf_byte(file->out, '\n');
}

const struct graph_syntax graph_jsonld = {jsonld_begin, jsonld_subject, jsonld_end};

/* ---- RDF/XML ---- */

static void xml_attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	buf_xml(out, value, strlen(value));
	buf_byte(out, '"');
}

static void rdfxml_begin(struct graph_file *file)
{
	buf_str(file->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF");
	for (const struct graph_prefix *row = graph_prefixes; row->prefix; row++)
		xml_attribute(file->out, arena_printf(file->arena, "xmlns:%s", row->prefix), row->iri);
	buf_str(file->out, ">\n");
}

static void rdfxml_property(struct graph_file *file, const struct graph_property *property)
{
	struct buf *out = file->out;

	buf_printf(out, "    <%s", property->predicate);
	if (property->kind != GRAPH_LITERAL) {
		bool whole = property->kind == GRAPH_IRI;
		xml_attribute(out, "rdf:resource",
			      whole ? property->value : graph_expand(file->arena, property->value));
		buf_str(out, "/>\n");
		return;
	}
	if (property->lang)
		xml_attribute(out, "xml:lang", property->lang);
	else if (property->datatype)
		xml_attribute(out, "rdf:datatype", graph_expand(file->arena, property->datatype));
	buf_byte(out, '>');
	buf_xml(out, property->value, strlen(property->value));
	buf_printf(out, "</%s>\n", property->predicate);
}

static void rdfxml_subject(struct graph_file *file, const struct graph_subject *subject)
{
	buf_str(file->out, "  <rdf:Description");
	xml_attribute(file->out, "rdf:about", subject->iri);
	buf_str(file->out, ">\n");
	for (size_t i = 0; i < subject->count; i++)
		rdfxml_property(file, &subject->properties[i]);
	buf_str(file->out, "  </rdf:Description>\n");
}

static void rdfxml_end(struct graph_file *file)
{
	buf_str(file->out, "</rdf:RDF>\n");
}

const struct graph_syntax graph_rdfxml = {rdfxml_begin, rdfxml_subject, rdfxml_end};
