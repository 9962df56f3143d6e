#include <string.h>

#include "catalog_dcat.h"
#include "urls.h"

#define ADMS_PUBLISHER "http://purl.org/adms/publishertype/"

static void say_catalog(struct dcat *dcat)
{
	const struct model *model = dcat->model;
	const struct portal *portal = &model->portal;
	struct graph *graph = &dcat->graph;
	const struct region *region = model_region(model, portal->region);
	const struct term *licence = model_term(model, "licences", portal->licence);
	struct date modified = catalog_modified(model);

	graph_subject(graph, dcat_catalog_iri(dcat), "dcat:Catalog");
	graph_label(graph, "dct:title", &portal->name);
	graph_label(graph, "dct:description", portal->description.text[LANG_ZH] ? &portal->description : &portal->name);
	graph_iri(graph, "dct:publisher", dcat_publisher_iri(dcat));
	dcat_term(dcat, "foaf:homepage", url_file(model, dcat->arena, "/"), "foaf:Document", &portal->name);
	for (size_t i = 0; i < portal->language_count; i++)
		dcat_language(dcat, portal->languages[i]);
	if (licence)
		dcat_term(dcat, "dct:license", term_extra(licence, "uri"), "dct:LicenseDocument", &licence->label);
	/* the catalogue began when the first thing it lists was issued */
	dcat_date(dcat, "dct:issued", &model->first_issued);
	dcat_date(dcat, "dct:modified", &modified);
	if (region)
		graph_iri(graph, "dct:spatial", dcat_region_iri(dcat, region));
	graph_iri(graph, "dcat:themeTaxonomy", arena_printf(dcat->arena, "%s/themes/#scheme", portal->base_url));
	graph_iri(graph, "dcat:service", arena_printf(dcat->arena, "%s/#search", portal->base_url));
	for (size_t i = dcat->first; i < dcat->end; i++)
		graph_iri(graph, "dcat:dataset", dcat_dataset_iri(dcat, model->cards[i].id));
}

static const char *page_iri(struct dcat *dcat, size_t page)
{
	return url_file(dcat->model, dcat->arena,
			arena_printf(dcat->arena, "dcat/pages/%zu.%s", page, dcat->extension));
}

static void say_page(struct dcat *dcat)
{
	struct graph *graph = &dcat->graph;

	if (dcat->page == 0)
		return;
	graph_subject(graph, page_iri(dcat, dcat->page), "hydra:PagedCollection");
	graph_typed(graph, "hydra:totalItems", arena_printf(dcat->arena, "%zu", dcat->model->dataset_count),
		    "xsd:integer");
	graph_typed(graph, "hydra:itemsPerPage", arena_printf(dcat->arena, "%zu", DCAT_PAGE_DATASETS), "xsd:integer");
	graph_iri(graph, "hydra:firstPage", page_iri(dcat, 1));
	graph_iri(graph, "hydra:lastPage", page_iri(dcat, dcat->pages));
	if (dcat->page > 1)
		graph_iri(graph, "hydra:previousPage", page_iri(dcat, dcat->page - 1));
	if (dcat->page < dcat->pages)
		graph_iri(graph, "hydra:nextPage", page_iri(dcat, dcat->page + 1));
}

/* What kind of body an agent is, in the words of ADMS. */
static void say_kind(struct dcat *dcat, bool province)
{
	static const struct label regional = {{"省级机构", "Regional authority"}};
	static const struct label local = {{"地方机构", "Local authority"}};

	dcat_term(dcat, "dct:type", province ? ADMS_PUBLISHER "RegionalAuthority" : ADMS_PUBLISHER "LocalAuthority",
		  "skos:Concept", province ? &regional : &local);
}

static void say_publisher(struct dcat *dcat)
{
	const struct portal *portal = &dcat->model->portal;

	graph_subject(&dcat->graph, dcat_publisher_iri(dcat), "foaf:Agent");
	graph_label(&dcat->graph, "foaf:name", &portal->host);
	say_kind(dcat, true);
	if (portal->email)
		graph_iri(&dcat->graph, "foaf:mbox", arena_printf(dcat->arena, "mailto:%s", portal->email));
}

/* The search service answers JSON; its description is the developers' section. */
static void say_service(struct dcat *dcat)
{
	static const struct label title = {{"数据目录检索接口", "Catalogue search interface"}};
	static const struct label keyword = {{"数据目录", "catalogue"}};
	const struct portal *portal = &dcat->model->portal;
	const char *contact = arena_printf(dcat->arena, "%s/#contact", portal->base_url);
	const struct term *open = model_term(dcat->model, "open-types", "1");
	struct graph *graph = &dcat->graph;

	graph_subject(graph, arena_printf(dcat->arena, "%s/#search", portal->base_url), "dcat:DataService");
	graph_label(graph, "dct:title", &title);
	graph_label(graph, "dcat:keyword", &keyword);
	dcat_term(dcat, "dcat:endpointURL", url_file(dcat->model, dcat->arena, "/search"), "rdfs:Resource", NULL);
	dcat_term(dcat, "dcat:endpointDescription", url_file(dcat->model, dcat->arena, "/developers/"), "rdfs:Resource",
		  NULL);
	graph_iri(graph, "dct:publisher", dcat_publisher_iri(dcat));
	if (open)
		dcat_term(dcat, "dct:accessRights", term_extra(open, "access_right"), "dct:RightsStatement",
			  &open->label);
	if (!portal->email)
		return;
	graph_iri(graph, "dcat:contactPoint", contact);
	graph_subject(graph, contact, "vcard:Kind");
	graph_type(graph, "vcard:Organization");
	graph_label(graph, "vcard:fn", &portal->host);
	graph_iri(graph, "vcard:hasEmail", arena_printf(dcat->arena, "mailto:%s", portal->email));
}

static void say_themes(struct dcat *dcat)
{
	static const struct label title = {{"数据主题", "Themes"}};
	const struct vocabulary *themes = model_vocabulary(dcat->model, "themes");
	const char *scheme = arena_printf(dcat->arena, "%s/themes/#scheme", dcat->model->portal.base_url);
	struct graph *graph = &dcat->graph;

	graph_subject(graph, scheme, "skos:ConceptScheme");
	graph_label(graph, "dct:title", &title);
	for (size_t i = 0; themes && i < themes->count; i++) {
		graph_subject(graph, dcat_theme_iri(dcat, &themes->terms[i]), "skos:Concept");
		graph_label(graph, "skos:prefLabel", &themes->terms[i].label);
		graph_label(graph, "skos:definition", &themes->terms[i].note);
		graph_text(graph, "skos:notation", themes->terms[i].code);
		graph_iri(graph, "skos:inScheme", scheme);
	}
}

/* A code made up for the sample is no identifier, so it is not published as one. */
static void say_org(struct dcat *dcat, const struct org *org)
{
	struct graph *graph = &dcat->graph;

	graph_subject(graph, dcat_org_iri(dcat, org), "foaf:Agent");
	graph_label(graph, "foaf:name", &org->name);
	say_kind(dcat, org->region && org->region->level == REGION_PROVINCE);
	if (!org->synthetic)
		graph_text(graph, "dct:identifier", org->code);
	graph_iri(graph, "foaf:page", url_org(dcat->model, dcat->arena, org));
	graph_subject(graph, url_org(dcat->model, dcat->arena, org), "foaf:Document");
	graph_label(graph, "rdfs:label", &org->name);
}

static void say_region(struct dcat *dcat, const struct region *region)
{
	struct graph *graph = &dcat->graph;

	graph_subject(graph, dcat_region_iri(dcat, region), "dct:Location");
	graph_label(graph, "skos:prefLabel", &region->name);
	graph_text(graph, "dct:identifier", region->code);
	if (region->parent)
		graph_iri(graph, "dct:isPartOf", dcat_region_iri(dcat, region->parent));
}

/* What a licence lets people do, in a sentence: the rights statement of every distribution under it. */
static void say_rights(struct dcat *dcat, const struct term *licence)
{
	struct label text = {{term_extra(licence, "text"), term_extra(licence, "text_en")}};

	graph_subject(&dcat->graph, dcat_rights_iri(dcat, licence->code), "dct:RightsStatement");
	graph_label(&dcat->graph, "rdfs:label", text.text[LANG_ZH] ? &text : &licence->label);
}

static void mark_region(const struct model *model, bool *marks, const struct region *region)
{
	for (; region; region = region->parent)
		marks[region - model->regions] = true;
}

/* The organisations and regions that the datasets at hand name, with the regions above. */
static void say_places(struct dcat *dcat)
{
	const struct model *model = dcat->model;
	bool *orgs = arena_array(dcat->arena, model->org_count + 1, sizeof *orgs);
	bool *regions = arena_array(dcat->arena, model->region_count + 1, sizeof *regions);

	mark_region(model, regions, model_region(model, model->portal.region));
	for (size_t i = dcat->first; i < dcat->end; i++) {
		if (model->cards[i].org)
			orgs[model->cards[i].org - model->orgs] = true;
		mark_region(model, regions, model->cards[i].region);
	}
	for (size_t i = 0; i < model->org_count; i++)
		if (orgs[i])
			say_org(dcat, &model->orgs[i]);
	for (size_t i = 0; i < model->region_count; i++)
		if (regions[i])
			say_region(dcat, &model->regions[i]);
}

void dcat_portal(struct dcat *dcat)
{
	const struct model *model = dcat->model;
	const struct vocabulary *licences = model_vocabulary(model, "licences");

	say_catalog(dcat);
	say_page(dcat);
	say_publisher(dcat);
	say_service(dcat);
	say_themes(dcat);
	say_places(dcat);
	for (size_t i = 0; licences && i < licences->count; i++)
		say_rights(dcat, &licences->terms[i]);
	graph_subject(&dcat->graph, "http://spdx.org/rdf/terms#checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm");
}
