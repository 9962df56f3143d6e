/*
 * dcat.h -- a DCAT catalogue (DCAT-AP and its kin) as JSON-LD or RDF/XML: one record for each dataset.
 *
 * A dataset is a node of type dcat:Dataset, or one that a catalogue names by dcat:dataset, whether it is described or not.
 * Columns are paths of properties by their usual prefixes: "dct:title", "dct:publisher/foaf:name",
 * "dcat:distribution/dct:format"; a property without usual prefix goes by its IRI. "@id" is the IRI of the dataset. A path
 * has three properties at most, and does not lead into other datasets and catalogues. vcard:hasValue and rdf:value stand
 * for the node that has them. rdf:type has no column.
 * Of texts in several languages those in Chinese are taken, else those without language, else in English, else in the
 * first by its tag; the others go to the column with "@" and their tag behind: "dct:title@en".
 */
#ifndef READ_DCAT_H
#define READ_DCAT_H

#include "files.h"

/* NULL: told. */
struct table *dcat_jsonld_parse(struct reading *reading, const char *file, struct text text);
struct table *dcat_rdf_parse(struct reading *reading, const char *file, struct text text);

#endif
