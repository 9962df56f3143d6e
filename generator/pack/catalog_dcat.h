/*
 * catalog_dcat.h -- the catalogue as DCAT-AP 3.0.1: what is said of the portal and of each dataset.
 *
 * Open type becomes dct:accessRights, update cycle dct:accrualPeriodicity, division dct:spatial, licence and rights go
 * with each distribution. Closed datasets are listed without one. National codes become adms:identifier.
 */
#ifndef GENERATOR_PACK_CATALOG_DCAT_H
#define GENERATOR_PACK_CATALOG_DCAT_H

#include "catalog_graph.h"
#include "catalog_text.h"
#include "model.h"
#include "sink.h"

/* Where the EU's authority tables live. */
#define DCAT_EU_AUTHORITY "http://publications.europa.eu/resource/authority/"

/*
 * Harvesters take the catalogue page by page: dcat/pages/<n>.ttl, .jsonld and .rdf hold DCAT_PAGE_DATASETS each, with the
 * catalogue itself and all that these datasets name, linked as hydra:PagedCollection in the way of ckanext-dcat. The whole
 * graph in one file (dcat/catalog.ttl, ...) is for portals of at most CATALOG_WHOLE_MAX datasets.
 */
#define DCAT_PAGE_DATASETS ((size_t)1000)

struct dcat {
	const struct model *model;
	struct arena *arena; /* forgotten after each dataset */
	struct catalog_facts facts;
	struct graph graph;
	size_t first, end;     /* the cards this graph is about */
	size_t page, pages;    /* from 1; 0: the whole in one file */
	const char *extension; /* of the file */
};

struct dcat_file {
	const char *extension;
	const struct graph_syntax *syntax;
};

#define DCAT_FILES 3
extern const struct dcat_file dcat_files[DCAT_FILES];

size_t dcat_pages(const struct model *model);
/* One page, from 1, or the whole graph (page 0), in every syntax: a sink for each of dcat_files. */
void catalog_dcat(const struct model *model, const struct catalog_facts *facts, size_t page,
		  struct sink out[DCAT_FILES]);

/* Addresses of the things the graph names, in dcat->arena. */
const char *dcat_catalog_iri(struct dcat *dcat);
const char *dcat_dataset_iri(struct dcat *dcat, const char *id);
const char *dcat_part_iri(struct dcat *dcat, const char *id, const char *part);
const char *dcat_org_iri(struct dcat *dcat, const struct org *org);
const char *dcat_region_iri(struct dcat *dcat, const struct region *region);
const char *dcat_theme_iri(struct dcat *dcat, const struct term *theme);
const char *dcat_publisher_iri(struct dcat *dcat);
const char *dcat_rights_iri(struct dcat *dcat, const char *licence);

/* The object is a vocabulary's term known by an EU or IANA address; `type` is its class. */
void dcat_term(struct dcat *dcat, const char *predicate, const char *iri, const char *type, const struct label *label);
void dcat_language(struct dcat *dcat, enum lang lang);
/* xsd:gYear, xsd:gYearMonth or xsd:date, by how much is stated. */
void dcat_date(struct dcat *dcat, const char *predicate, const struct date *date);

/* The portal's own subjects: catalogue, publisher, search service, themes, organisations, regions, rights. */
void dcat_portal(struct dcat *dcat);
/* A dataset, its parts and its distributions. */
void dcat_dataset(struct dcat *dcat, const struct dataset *dataset);

#endif
