/*
 * catalog_graph.h -- an RDF graph, said subject by subject and written in any of three syntaxes at once.
 *
 * The builder (catalog_dcat.c) does not know which syntax it is heard in, so the three files hold the same graph. Every
 * node has an IRI: there are no blank nodes. A subject is complete before the next begins, so memory holds one at a time.
 *
 * Predicates, classes and datatypes are given with one of graph_prefixes' prefixes ("dct:title"); IRIs are given whole.
 * Nothing is said when an object is NULL or "".
 */
#ifndef GENERATOR_PACK_CATALOG_GRAPH_H
#define GENERATOR_PACK_CATALOG_GRAPH_H

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/json.h>
#include <headwater/lang.h>

struct graph_prefix {
	const char *prefix, *iri;
};

/* Ends with a row of NULLs. */
extern const struct graph_prefix graph_prefixes[];

enum graph_kind { GRAPH_IRI, GRAPH_CLASS, GRAPH_LITERAL };

struct graph_property {
	const char *predicate;
	enum graph_kind kind;
	const char *value;
	const char *lang;     /* of a literal: "zh", "en" or NULL */
	const char *datatype; /* of a literal: "xsd:date" or NULL */
	size_t order;         /* as said */
};

struct graph_subject {
	const char *iri;
	struct graph_property *properties; /* those of one predicate stand together */
	size_t count, capacity;
};

struct graph_syntax;

/* One file that a graph is written to. */
struct graph_file {
	const struct graph_syntax *syntax;
	struct buf *out;
	struct arena *arena; /* of the subject at hand */
	struct json json;    /* of the JSON-LD syntax */
};

#define GRAPH_FILES_MAX 3

struct graph_syntax {
	void (*begin)(struct graph_file *file);
	void (*subject)(struct graph_file *file, const struct graph_subject *subject);
	void (*end)(struct graph_file *file);
};

extern const struct graph_syntax graph_turtle, graph_jsonld, graph_rdfxml;

/* A term of someone else's vocabulary, met in the graph and described once at its end. */
struct graph_mention {
	const char *iri, *type;
	const struct label *label; /* may be NULL */
};

struct graph {
	struct graph_file files[GRAPH_FILES_MAX];
	size_t file_count;
	size_t first, end;   /* the files that hear what is said */
	struct arena *arena; /* of the subject at hand */
	struct arena *kept;  /* of what is described at the end */
	struct graph_subject subject;
	struct graph_mention *mentions;
	size_t mention_count, mention_capacity;
};

void graph_begin(struct graph *graph, struct arena *arena);
/* Writes what is said from now on to `out` as well. */
void graph_write(struct graph *graph, const struct graph_syntax *syntax, struct buf *out);
/* Between subjects: from now on only the file of that number, in the order of graph_write, hears; or all of them. */
void graph_only(struct graph *graph, size_t file);
void graph_all(struct graph *graph);
/* Ends the subject at hand: the arena may be reset. */
void graph_rest(struct graph *graph);
/* Describes what was mentioned and ends the document. */
void graph_end(struct graph *graph);

/* Ends the subject before and starts one. Each IRI is a subject once. */
void graph_subject(struct graph *graph, const char *iri, const char *type);
void graph_type(struct graph *graph, const char *type);
void graph_iri(struct graph *graph, const char *predicate, const char *iri);
void graph_text(struct graph *graph, const char *predicate, const char *text);
void graph_label(struct graph *graph, const char *predicate, const struct label *label);
void graph_in_lang(struct graph *graph, const char *predicate, const char *text, enum lang lang);
void graph_typed(struct graph *graph, const char *predicate, const char *text, const char *datatype);
/*
 * The object is a term of a public vocabulary: it is described at the end by its class, label (which must last till then)
 * and scheme.
 */
void graph_mention(struct graph *graph, const char *predicate, const struct graph_mention *mention);

/* The whole IRI of a prefixed name, in `arena`. */
const char *graph_expand(struct arena *arena, const char *name);

#endif
