/*
 * rdf_xml.h -- RDF/XML 1.1 into triples, by libxml2's streaming reader: no network, no document type, no entities.
 *
 * Read are node and property elements, rdf:about, ID, nodeID, resource, datatype, property attributes, parseType
 * Resource, Literal (its text alone) and Collection (its members, without the list), xml:lang and xml:base. Reification by
 * rdf:ID on a property and containers' order carry nothing that a catalogue needs and are not read.
 */
#ifndef READ_RDF_XML_H
#define READ_RDF_XML_H

#include "files.h"
#include "triples.h"

/* False when it cannot be read whole (told). */
bool rdf_xml_read(struct triples *triples, struct text text);

#endif
