/*
 * json_ld.h -- JSON-LD 1.1 into triples, as far as catalogues use it.
 *
 * Read are: contexts inside the document (prefixes, terms, aliases of keywords, @vocab, @base, @language, coercion to @id
 * and @vocab, language and index maps, lists and sets, reverse terms), @graph, @included, @reverse, nested nodes, compact
 * and expanded forms. A context outside the document is never fetched; it, scoped contexts, @nest, @import, @propagate,
 * @json, and maps by id, type or graph are told as faults. Named graphs are merged. Words without meaning are told.
 */
#ifndef READ_JSON_LD_H
#define READ_JSON_LD_H

#include "json_tree.h"
#include "triples.h"

/* False when there was a fault (told). */
bool json_ld_read(struct triples *triples, const struct tree *document);

#endif
