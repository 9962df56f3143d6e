/* dcat.c -- out of the triples, the datasets; out of a dataset, its columns. */
#include "dcat.h"

#include <stdio.h>
#include <string.h>

#include <headwater/buf.h>

#include "address.h"
#include "json_ld.h"
#include "rdf_xml.h"
#include "records.h"
#include "source_rules.h"

#define DCAT "http://www.w3.org/ns/dcat#"
#define PATH_MAX_BYTES 2048
#define STEPS_MAX 3

static const struct {
	const char *prefix, *namespace;
} prefixes[] = {{"dcat:", DCAT},
		{"dct:", "http://purl.org/dc/terms/"},
		{"dc:", "http://purl.org/dc/elements/1.1/"},
		{"dcatap:", "http://data.europa.eu/r5r/"},
		{"foaf:", "http://xmlns.com/foaf/0.1/"},
		{"vcard:", "http://www.w3.org/2006/vcard/ns#"},
		{"adms:", "http://www.w3.org/ns/adms#"},
		{"skos:", "http://www.w3.org/2004/02/skos/core#"},
		{"rdf:", RDF_NAMESPACE},
		{"rdfs:", "http://www.w3.org/2000/01/rdf-schema#"},
		{"owl:", "http://www.w3.org/2002/07/owl#"},
		{"prov:", "http://www.w3.org/ns/prov#"},
		{"locn:", "http://www.w3.org/ns/locn#"},
		{"org:", "http://www.w3.org/ns/org#"},
		{"odrl:", "http://www.w3.org/ns/odrl/2/"},
		{"spdx:", "http://spdx.org/rdf/terms#"},
		{"schema:", "http://schema.org/"},
		{"time:", "http://www.w3.org/2006/time#"}};

/* What a table has in any case, so that one mapping goes for many catalogues. */
static const char *const columns[] = {"@id",
				      "dct:identifier",
				      "dct:title",
				      "dct:description",
				      "dcat:keyword",
				      "dcat:theme",
				      "dcat:theme/skos:prefLabel",
				      "dct:publisher",
				      "dct:publisher/foaf:name",
				      "dcat:contactPoint/vcard:fn",
				      "dcat:contactPoint/vcard:hasEmail",
				      "dcat:contactPoint/vcard:hasTelephone",
				      "dct:accessRights",
				      "dct:accrualPeriodicity",
				      "dct:issued",
				      "dct:modified",
				      "dct:spatial",
				      "dct:temporal",
				      "dct:language",
				      "dct:license",
				      "dcat:landingPage",
				      "adms:identifier/skos:notation",
				      "dct:relation",
				      "dcat:distribution",
				      "dcat:distribution/dct:title",
				      "dcat:distribution/dct:format",
				      "dcat:distribution/dcat:mediaType",
				      "dcat:distribution/dct:license",
				      "dcat:distribution/dcat:accessURL",
				      "dcat:distribution/dcat:downloadURL"};

enum part { PART_OTHER, PART_DATASET, PART_CATALOGUE };

struct dcat_walk {
	struct triples triples;
	struct records *records;
	const char **short_names; /* of properties */
	unsigned char *parts;     /* enum part of each node */
	/* the language to take of each property at the node that was looked at last */
	struct {
		size_t visit;
		const char *lang;
	} * chosen;
	size_t visit;
	char path[PATH_MAX_BYTES];
	bool long_path;
};

static const char *short_name(struct arena *arena, const char *iri)
{
	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		size_t len = strlen(prefixes[i].namespace);
		if (strncmp(iri, prefixes[i].namespace, len) == 0)
			return arena_printf(arena, "%s%s", prefixes[i].prefix, iri + len);
	}
	return iri;
}

static int lang_rank(const char *lang)
{
	if (strncmp(lang, "zh", 2) == 0 && (lang[2] == '\0' || lang[2] == '-'))
		return 0;
	if (lang[0] == '\0')
		return 1;
	return strncmp(lang, "en", 2) == 0 && (lang[2] == '\0' || lang[2] == '-') ? 2 : 3;
}

static bool better_lang(const char *lang, const char *than)
{
	int rank = lang_rank(lang), other = lang_rank(than);
	return rank != other ? rank < other : strcmp(lang, than) < 0;
}

static void choose_languages(struct dcat_walk *walk, const struct rdf_node *node)
{
	walk->visit++;
	for (const struct statement *said = node->first; said; said = said->next) {
		if (!statement_is_literal(said))
			continue;
		const char *lang = walk->triples.langs.items[said->lang];
		if (walk->chosen[said->property].visit != walk->visit ||
		    better_lang(lang, walk->chosen[said->property].lang))
			walk->chosen[said->property].lang = lang;
		walk->chosen[said->property].visit = walk->visit;
	}
}

static bool stands_for_node(const char *name)
{
	return strcmp(name, "vcard:hasValue") == 0 || strcmp(name, "rdf:value") == 0;
}

/* The path with a mark and a name behind it; returns where the path ended before. */
static size_t lengthen_by(struct dcat_walk *walk, const char *mark, const char *name)
{
	size_t len = strlen(walk->path), room = sizeof walk->path - len;
	if ((size_t)snprintf(walk->path + len, room, "%s%s", mark, name) >= room) {
		walk->long_path = true;
		walk->path[len] = '\0';
	}
	return len;
}

/* The path with a property behind it; returns where the path ended before. */
static size_t lengthen(struct dcat_walk *walk, const char *name)
{
	bool first = walk->path[0] == '\0';
	return !first && stands_for_node(name) ? strlen(walk->path) : lengthen_by(walk, first ? "" : "/", name);
}

static void put_value(struct dcat_walk *walk, const struct statement *said)
{
	const struct rdf_node *object = statement_is_literal(said) ? NULL : &walk->triples.nodes[said->object];
	const char *lang = walk->triples.langs.items[said->lang];
	size_t len = lengthen(walk, walk->short_names[said->property]);
	if (!object && strcmp(lang, walk->chosen[said->property].lang) != 0) {
		size_t end = lengthen_by(walk, "@", lang[0] ? lang : "und");
		records_put(walk->records, walk->path, said->text);
		walk->path[end] = '\0';
	} else if (!object) {
		records_put(walk->records, walk->path, said->text);
	} else if (!rdf_is_blank(object)) {
		records_put(walk->records, walk->path, address_of(span_of(object->name)));
	}
	walk->path[len] = '\0';
}

/* Whether one may go on from a statement to what is said of its object. */
static bool leads_on(const struct dcat_walk *walk, const struct statement *said)
{
	return !statement_is_literal(said) && walk->parts[said->object] == PART_OTHER &&
	       walk->triples.nodes[said->object].first;
}

static void put_node(struct dcat_walk *walk, size_t number, int steps)
{
	const struct rdf_node *node = &walk->triples.nodes[number];
	choose_languages(walk, node);
	for (const struct statement *said = node->first; said; said = said->next)
		if (strcmp(walk->short_names[said->property], "rdf:type") != 0)
			put_value(walk, said);
	for (const struct statement *said = node->first; said && steps < STEPS_MAX; said = said->next) {
		if (!leads_on(walk, said) || records_full(walk->records))
			continue;
		size_t len = lengthen(walk, walk->short_names[said->property]);
		put_node(walk, said->object, steps + 1);
		walk->path[len] = '\0';
	}
}

static enum part part_of(const struct dcat_walk *walk, const struct rdf_node *node)
{
	enum part part = PART_OTHER;
	for (const struct statement *said = node->first; said; said = said->next) {
		if (statement_is_literal(said) || strcmp(walk->short_names[said->property], "rdf:type") != 0)
			continue;
		const char *type = walk->triples.nodes[said->object].name;
		if (strcmp(type, DCAT "Dataset") == 0)
			return PART_DATASET;
		if (strcmp(type, DCAT "Catalog") == 0 || strcmp(type, DCAT "CatalogRecord") == 0)
			part = PART_CATALOGUE;
	}
	return part;
}

static void find_parts(struct dcat_walk *walk)
{
	struct arena *arena = walk->triples.reading->arena;
	const struct names *properties = &walk->triples.properties;
	walk->short_names = arena_array(arena, properties->count + 1, sizeof *walk->short_names);
	walk->chosen = arena_array(arena, properties->count + 1, sizeof *walk->chosen);
	walk->parts = arena_array(arena, walk->triples.node_count + 1, 1);
	for (size_t i = 0; i < properties->count; i++)
		walk->short_names[i] = short_name(arena, properties->items[i]);
	for (size_t i = 0; i < walk->triples.node_count; i++)
		walk->parts[i] = (unsigned char)part_of(walk, &walk->triples.nodes[i]);
	for (size_t i = 0; i < walk->triples.node_count; i++)
		for (const struct statement *said = walk->triples.nodes[i].first; said; said = said->next)
			if (!statement_is_literal(said) &&
			    strcmp(walk->short_names[said->property], "dcat:dataset") == 0)
				walk->parts[said->object] = PART_DATASET;
}

static struct table *make_table(struct dcat_walk *walk)
{
	struct triples *triples = &walk->triples;
	struct place place = {triples->file, 1, 1};
	size_t datasets = 0;
	find_parts(walk);
	walk->records = records_open(triples->reading, triples->file);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		records_column(walk->records, columns[i]);
	for (size_t i = 0; i < triples->node_count; i++) {
		if (walk->parts[i] != PART_DATASET)
			continue;
		datasets++;
		records_begin(walk->records);
		if (!rdf_is_blank(&triples->nodes[i]))
			records_put(walk->records, "@id", span_of(triples->nodes[i].name));
		put_node(walk, i, 1);
	}
	struct table *table = NULL;
	if (datasets == 0)
		diag_add(triples->reading->diags, place, &RULE_S109, (char *)NULL);
	else if (walk->long_path)
		diag_add(triples->reading->diags, place, &RULE_S105, "column name > 2048", (char *)NULL);
	else
		table = records_table(walk->records);
	records_close(walk->records);
	return table;
}

struct table *dcat_jsonld_parse(struct reading *reading, const char *file, struct text text)
{
	struct tree document;
	struct table *table = NULL;
	struct dcat_walk walk = {.visit = 0};
	if (!json_tree_parse(reading, file, text, &document))
		return NULL;
	triples_open(&walk.triples, reading, file);
	if (json_ld_read(&walk.triples, &document))
		table = make_table(&walk);
	triples_close(&walk.triples);
	return table;
}

struct table *dcat_rdf_parse(struct reading *reading, const char *file, struct text text)
{
	struct table *table = NULL;
	struct dcat_walk walk = {.visit = 0};
	triples_open(&walk.triples, reading, file);
	if (rdf_xml_read(&walk.triples, text))
		table = make_table(&walk);
	triples_close(&walk.triples);
	return table;
}
