#include "catalog_dcat.h"

#include "stages.h"
#include "urls.h"

static const char *portal_iri(struct dcat *dcat, const char *fragment)
{
	return arena_printf(dcat->arena, "%s/#%s", dcat->model->portal.base_url, fragment);
}

const char *dcat_catalog_iri(struct dcat *dcat)
{
	return portal_iri(dcat, "catalog");
}

const char *dcat_publisher_iri(struct dcat *dcat)
{
	return portal_iri(dcat, "publisher");
}

const char *dcat_rights_iri(struct dcat *dcat, const char *licence)
{
	return portal_iri(dcat, arena_printf(dcat->arena, "rights-%s", licence));
}

const char *dcat_part_iri(struct dcat *dcat, const char *id, const char *part)
{
	return arena_printf(dcat->arena, "%s#%s", url_dataset(dcat->model, dcat->arena, id), part);
}

const char *dcat_dataset_iri(struct dcat *dcat, const char *id)
{
	return dcat_part_iri(dcat, id, "dataset");
}

const char *dcat_org_iri(struct dcat *dcat, const struct org *org)
{
	return arena_printf(dcat->arena, "%s#org", url_org(dcat->model, dcat->arena, org));
}

const char *dcat_region_iri(struct dcat *dcat, const struct region *region)
{
	return arena_printf(dcat->arena, "%s#region", url_region(dcat->model, dcat->arena, region));
}

const char *dcat_theme_iri(struct dcat *dcat, const struct term *theme)
{
	return arena_printf(dcat->arena, "%s#theme", url_term(dcat->model, dcat->arena, "themes", theme));
}

void dcat_term(struct dcat *dcat, const char *predicate, const char *iri, const char *type, const struct label *label)
{
	graph_mention(&dcat->graph, predicate, &(struct graph_mention){.iri = iri, .type = type, .label = label});
}

void dcat_language(struct dcat *dcat, enum lang lang)
{
	static const struct {
		const char *iri;
		struct label label;
	} languages[LANG__MAX] = {
	    [LANG_ZH] = {DCAT_EU_AUTHORITY "language/ZHO", {{"中文", "Chinese"}}},
	    [LANG_EN] = {DCAT_EU_AUTHORITY "language/ENG", {{"英文", "English"}}},
	};

	dcat_term(dcat, "dct:language", languages[lang].iri, "dct:LinguisticSystem", &languages[lang].label);
}

void dcat_date(struct dcat *dcat, const char *predicate, const struct date *date)
{
	if (date->text)
		graph_typed(&dcat->graph, predicate, date->text,
			    date->day     ? "xsd:date"
			    : date->month ? "xsd:gYearMonth"
					  : "xsd:gYear");
}

const struct dcat_file dcat_files[DCAT_FILES] = {
    {"rdf", &graph_rdfxml}, {"jsonld", &graph_jsonld}, {"ttl", &graph_turtle}};

size_t dcat_pages(const struct model *model)
{
	size_t pages = (model->dataset_count + DCAT_PAGE_DATASETS - 1) / DCAT_PAGE_DATASETS;
	return pages > 0 ? pages : 1;
}

/* Begins all files. What is said of the portal names the file it stands in, and so is said to each on its own. */
static void begin(struct dcat *dcat, struct sink out[DCAT_FILES])
{
	graph_begin(&dcat->graph, dcat->arena);
	for (size_t f = 0; f < DCAT_FILES; f++)
		graph_write(&dcat->graph, dcat_files[f].syntax, &out[f].buf);
	for (size_t f = 0; f < DCAT_FILES; f++) {
		graph_only(&dcat->graph, f);
		dcat->extension = dcat_files[f].extension;
		dcat_portal(dcat);
		graph_rest(&dcat->graph);
	}
	graph_all(&dcat->graph);
}

void catalog_dcat(const struct model *model, const struct catalog_facts *facts, size_t page,
		  struct sink out[DCAT_FILES])
{
	struct dcat dcat = {.model = model, .arena = arena_new(), .facts = *facts, .end = model->dataset_count};
	struct arena *opened = arena_new();

	if (page > 0) {
		dcat.page = page;
		dcat.pages = dcat_pages(model);
		dcat.first = (page - 1) * DCAT_PAGE_DATASETS;
		if (dcat.end > dcat.first + DCAT_PAGE_DATASETS)
			dcat.end = dcat.first + DCAT_PAGE_DATASETS;
	}
	begin(&dcat, out);
	for (size_t i = dcat.first; i < dcat.end; i++) {
		dcat_dataset(&dcat, dataset_items(model, &model->cards[i], opened));
		graph_rest(&dcat.graph);
		arena_reset(dcat.arena);
		arena_reset(opened);
		for (size_t f = 0; f < DCAT_FILES; f++)
			sink_flow(&out[f]);
	}
	graph_end(&dcat.graph);
	arena_free(opened);
	arena_free(dcat.arena);
}

void pack_graphs(const struct model *model, const struct dataset *dataset, struct buf out[GRAPH__MAX])
{
	static const struct graph_syntax *const syntaxes[GRAPH__MAX] = {
	    [GRAPH_TURTLE] = &graph_turtle, [GRAPH_JSONLD] = &graph_jsonld, [GRAPH_RDFXML] = &graph_rdfxml};
	struct dcat dcat = {.model = model, .arena = arena_new(), .facts = catalog_facts_of_manifest(model->manifest)};
	graph_begin(&dcat.graph, dcat.arena);
	for (int form = 0; form < GRAPH__MAX; form++)
		graph_write(&dcat.graph, syntaxes[form], &out[form]);
	dcat_dataset(&dcat, dataset);
	graph_end(&dcat.graph);
	arena_free(dcat.arena);
}
