#include "catalog_graph.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const struct graph_prefix graph_prefixes[] = {
    {"adms", "http://www.w3.org/ns/adms#"},
    {"dcat", "http://www.w3.org/ns/dcat#"},
    {"dcatap", "http://data.europa.eu/r5r/"},
    {"dct", "http://purl.org/dc/terms/"},
    {"foaf", "http://xmlns.com/foaf/0.1/"},
    {"hydra", "http://www.w3.org/ns/hydra/core#"},
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"skos", "http://www.w3.org/2004/02/skos/core#"},
    {"spdx", "http://spdx.org/rdf/terms#"},
    {"vcard", "http://www.w3.org/2006/vcard/ns#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    {NULL, NULL},
};

const char *graph_expand(struct arena *arena, const char *name)
{
	size_t len = strcspn(name, ":");
	for (const struct graph_prefix *row = graph_prefixes; row->prefix; row++)
		if (strlen(row->prefix) == len && memcmp(row->prefix, name, len) == 0)
			return arena_printf(arena, "%s%s", row->iri, name + len + 1);
	assert(!"a prefix of graph_prefixes");
	return NULL;
}

/* An IRI fit for every syntax: the characters none of them allows are percent-encoded. */
static const char *clean_iri(struct graph *graph, const char *iri)
{
	static const char forbidden[] = "<>\"{}|^`\\ ";
	struct buf buf;
	size_t at = 0;

	while (iri[at] && (unsigned char)iri[at] > 0x20 && !strchr(forbidden, iri[at]))
		at++;
	if (!iri[at])
		return iri;
	buf_init(&buf, BUF_MAX_DEFAULT);
	for (const char *p = iri; *p; p++) {
		if ((unsigned char)*p <= 0x20 || strchr(forbidden, *p))
			buf_printf(&buf, "%%%02X", (unsigned char)*p);
		else
			buf_byte(&buf, *p);
	}
	const char *clean = arena_copy(graph->arena, buf.bytes, buf.len);
	buf_free(&buf);
	return clean;
}

/* A literal fit for every syntax: XML has no form for control characters, so no syntax gets them. */
static const char *clean_text(struct graph *graph, const char *text)
{
	char *clean, *to;
	const char *p;

	for (p = text; *p && (unsigned char)*p >= 0x20 && *p != 0x7f; p++)
		;
	if (!*p)
		return text;
	to = clean = arena_string(graph->arena, text);
	for (p = text; *p; p++)
		if (((unsigned char)*p >= 0x20 && *p != 0x7f) || *p == '\n' || *p == '\t')
			*to++ = *p;
	*to = '\0';
	return clean;
}

static void say(struct graph *graph, struct graph_property property)
{
	struct graph_subject *subject = &graph->subject;

	assert(subject->iri);
	property.order = subject->count;
	*ARENA_PUSH(graph->arena, subject->properties, subject->count, subject->capacity) = property;
}

void graph_type(struct graph *graph, const char *type)
{
	say(graph, (struct graph_property){.predicate = "rdf:type", .kind = GRAPH_CLASS, .value = type});
}

void graph_iri(struct graph *graph, const char *predicate, const char *iri)
{
	if (iri && iri[0])
		say(graph,
		    (struct graph_property){.predicate = predicate, .kind = GRAPH_IRI, .value = clean_iri(graph, iri)});
}

void graph_text(struct graph *graph, const char *predicate, const char *text)
{
	graph_typed(graph, predicate, text, NULL);
}

void graph_typed(struct graph *graph, const char *predicate, const char *text, const char *datatype)
{
	if (text && text[0])
		say(graph, (struct graph_property){.predicate = predicate,
						   .kind = GRAPH_LITERAL,
						   .value = clean_text(graph, text),
						   .datatype = datatype});
}

void graph_in_lang(struct graph *graph, const char *predicate, const char *text, enum lang lang)
{
	if (text && text[0])
		say(graph, (struct graph_property){.predicate = predicate,
						   .kind = GRAPH_LITERAL,
						   .value = clean_text(graph, text),
						   .lang = lang_name(lang)});
}

void graph_label(struct graph *graph, const char *predicate, const struct label *label)
{
	for (int lang = 0; lang < LANG__MAX; lang++)
		graph_in_lang(graph, predicate, label->text[lang], (enum lang)lang);
}

void graph_mention(struct graph *graph, const char *predicate, const struct graph_mention *mention)
{
	if (!mention->iri || !mention->iri[0])
		return;
	graph_iri(graph, predicate, mention->iri);
	for (size_t i = 0; i < graph->mention_count; i++)
		if (strcmp(graph->mentions[i].iri, mention->iri) == 0)
			return;
	struct graph_mention *kept =
	    ARENA_PUSH(graph->kept, graph->mentions, graph->mention_count, graph->mention_capacity);
	*kept = *mention;
	kept->iri = arena_string(graph->kept, mention->iri);
}

/* Types first, then by predicate, each in the order said, so that a syntax can group what belongs together. */
static int by_predicate(const void *left, const void *right)
{
	const struct graph_property *a = left, *b = right;
	int order = strcmp(a->predicate, b->predicate);
	bool a_type = strcmp(a->predicate, "rdf:type") == 0, b_type = strcmp(b->predicate, "rdf:type") == 0;

	if (a_type != b_type)
		return a_type ? -1 : 1;
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void finish_subject(struct graph *graph)
{
	struct graph_subject *subject = &graph->subject;

	if (!subject->iri)
		return;
	qsort(subject->properties, subject->count, sizeof *subject->properties, by_predicate);
	for (size_t i = graph->first; i < graph->end; i++)
		graph->files[i].syntax->subject(&graph->files[i], subject);
	subject->iri = NULL;
	subject->count = 0;
}

void graph_subject(struct graph *graph, const char *iri, const char *type)
{
	finish_subject(graph);
	graph->subject.iri = clean_iri(graph, iri);
	graph_type(graph, type);
}

void graph_begin(struct graph *graph, struct arena *arena)
{
	*graph = (struct graph){.arena = arena, .kept = arena_new()};
}

void graph_write(struct graph *graph, const struct graph_syntax *syntax, struct buf *out)
{
	assert(graph->file_count < GRAPH_FILES_MAX && !graph->subject.iri);
	struct graph_file *file = &graph->files[graph->file_count++];
	*file = (struct graph_file){.syntax = syntax, .out = out, .arena = graph->arena};
	syntax->begin(file);
	graph_all(graph);
}

void graph_only(struct graph *graph, size_t file)
{
	assert(file < graph->file_count && !graph->subject.iri);
	graph->first = file;
	graph->end = file + 1;
}

void graph_all(struct graph *graph)
{
	assert(!graph->subject.iri);
	graph->first = 0;
	graph->end = graph->file_count;
}

/* Terms of the EU authority tables are concepts, and name their table: everything up to the last slash. */
static void describe(struct graph *graph, const struct graph_mention *mention)
{
	static const char authority[] = "http://publications.europa.eu/resource/authority/";
	bool table = strncmp(mention->iri, authority, sizeof authority - 1) == 0;
	bool concept = strcmp(mention->type, "skos:Concept") == 0;

	graph_subject(graph, mention->iri, mention->type);
	if (table) {
		const char *slash = strrchr(mention->iri, '/');
		if (!concept)
			graph_type(graph, "skos:Concept");
		graph_iri(graph, "skos:inScheme",
			  arena_copy(graph->arena, mention->iri, (size_t)(slash - mention->iri)));
	}
	if (mention->label)
		graph_label(graph, table || concept ? "skos:prefLabel" : "rdfs:label", mention->label);
}

void graph_rest(struct graph *graph)
{
	finish_subject(graph);
	graph->subject = (struct graph_subject){0};
}

void graph_end(struct graph *graph)
{
	for (size_t i = 0; i < graph->mention_count; i++)
		describe(graph, &graph->mentions[i]);
	finish_subject(graph);
	for (size_t i = 0; i < graph->file_count; i++)
		graph->files[i].syntax->end(&graph->files[i]);
	arena_free(graph->kept);
}
