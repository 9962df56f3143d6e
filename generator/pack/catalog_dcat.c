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

static void begin(struct dcat *dcat, const struct model *model, const struct catalog_facts *facts,
		  const struct dcat_file *file, struct sink *out)
{
	dcat->model = model;
	dcat->arena = arena_new();
	dcat->facts = *facts;
	dcat->extension = file->extension;
	graph_begin(&dcat->graph, file->syntax, &out->buf, dcat->arena);
	dcat_portal(dcat);
}

static void put(struct dcat *dcat, const struct dataset *dataset, struct sink *out)
{
	dcat_dataset(dcat, dataset);
	graph_rest(&dcat->graph);
	arena_reset(dcat->arena);
	sink_flow(out);
}

static void end(struct dcat *dcat)
{
	graph_end(&dcat->graph);
	arena_free(dcat->arena);
}

void catalog_dcat(const struct model *model, const struct catalog_facts *facts, const struct dcat_file *file,
		  struct sink *out)
{
	struct dcat dcat = {.end = model->dataset_count};
	struct arena *opened = arena_new();

	begin(&dcat, model, facts, file, out);
	for (size_t i = 0; i < model->dataset_count; i++) {
		put(&dcat, dataset_items(model, &model->cards[i], opened), out);
		arena_reset(opened);
	}
	end(&dcat);
	arena_free(opened);
}

size_t dcat_pages(const struct model *model)
{
	size_t pages = (model->dataset_count + DCAT_PAGE_DATASETS - 1) / DCAT_PAGE_DATASETS;
	return pages > 0 ? pages : 1;
}

void catalog_dcat_page(const struct model *model, const struct catalog_facts *facts, size_t page,
		       struct sink out[DCAT_FILES])
{
	struct dcat dcats[DCAT_FILES];
	size_t first = (page - 1) * DCAT_PAGE_DATASETS, last = first + DCAT_PAGE_DATASETS;
	struct arena *opened = arena_new();

	if (last > model->dataset_count)
		last = model->dataset_count;
	for (size_t f = 0; f < DCAT_FILES; f++) {
		dcats[f] = (struct dcat){.first = first, .end = last, .page = page, .pages = dcat_pages(model)};
		begin(&dcats[f], model, facts, &dcat_files[f], &out[f]);
	}
	for (size_t i = first; i < last; i++) {
		const struct dataset *dataset = dataset_items(model, &model->cards[i], opened);
		for (size_t f = 0; f < DCAT_FILES; f++)
			put(&dcats[f], dataset, &out[f]);
		arena_reset(opened);
	}
	for (size_t f = 0; f < DCAT_FILES; f++)
		end(&dcats[f]);
	arena_free(opened);
}

void pack_graph(const struct model *model, const struct dataset *dataset, enum graph_form form, struct buf *out)
{
	static const struct graph_syntax *const syntaxes[GRAPH__MAX] = {
	    [GRAPH_TURTLE] = &graph_turtle, [GRAPH_JSONLD] = &graph_jsonld, [GRAPH_RDFXML] = &graph_rdfxml};
	struct dcat dcat = {.model = model, .arena = arena_new(), .facts = catalog_facts_of_manifest(model->manifest)};
	graph_begin(&dcat.graph, syntaxes[form], out, dcat.arena);
	dcat_dataset(&dcat, dataset);
	graph_end(&dcat.graph);
	arena_free(dcat.arena);
}
