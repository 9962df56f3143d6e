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

void catalog_dcat(const struct model *model, const struct catalog_facts *facts, const struct graph_syntax *syntax,
		  struct buf *out)
{
	struct dcat dcat = {.model = model, .arena = arena_new(), .facts = *facts};

	graph_begin(&dcat.graph, syntax, out, dcat.arena);
	dcat_portal(&dcat);
	struct arena *opened = arena_new();
	for (size_t i = 0; i < model->dataset_count; i++) {
		dcat_dataset(&dcat, dataset_items(model, &model->cards[i], opened));
		arena_reset(opened);
	}
	arena_free(opened);
	graph_end(&dcat.graph);
	arena_free(dcat.arena);
}
