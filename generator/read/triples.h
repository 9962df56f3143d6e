/*
 * triples.h -- RDF in memory: nodes by IRI or blank label, and what is said of each, in the order it was read.
 *
 * What is said twice is kept once. Nodes and properties are numbers: the place in `nodes`, the number among `properties`.
 */
#ifndef READ_TRIPLES_H
#define READ_TRIPLES_H

#include "reading.h"
#include "names.h"

#define RDF_NAMESPACE "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define RDF_TYPE RDF_NAMESPACE "type"

struct statement {
	uint32_t subject, property;
	uint32_t object;  /* a node, unless literal */
	uint32_t lang;    /* of a literal: number among `langs` */
	struct span text; /* of a literal; a NULL pointer: it is none */
	struct statement *next;
};

struct rdf_node {
	const char *name; /* IRI, or "_:" and a label */
	struct statement *first, *last;
	size_t count;
};

struct triples {
	struct reading *reading;
	const char *file;
	struct names names, properties;
	struct names langs; /* lower case; number 0 is "", for none */
	struct rdf_node *nodes;
	size_t node_count, node_capacity;
	size_t statement_count, blank_count;
	void *said; /* tree of the statements of nodes that have many */
};

void triples_open(struct triples *triples, struct reading *reading, const char *file);
/* What was taken from it stays, in the arena. */
void triples_close(struct triples *triples);
/* The node of an absolute IRI, or of "_:label". */
size_t triples_node(struct triples *triples, struct span name);
/* A blank node that no label names. */
size_t triples_blank(struct triples *triples);
void triples_link(struct triples *triples, size_t subject, const char *property, size_t object);
/* `text` must live as long as the arena; `lang` NULL for none. */
void triples_literal(struct triples *triples, size_t subject, const char *property, struct span text, const char *lang);
/* True once there is more than can be held; more is dropped. */
bool triples_full(const struct triples *triples);
bool statement_is_literal(const struct statement *statement);
bool rdf_is_blank(const struct rdf_node *node);

/* `reference` made absolute by `base` (RFC 3986), in arena. A NULL base leaves it as it is. */
const char *iri_resolve(struct arena *arena, const char *base, const char *reference);

#endif
