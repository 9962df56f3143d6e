#include <inttypes.h>
#include <string.h>

#include "catalog_dcat.h"
#include "urls.h"

#define IANA_MEDIA_TYPES "http://www.iana.org/assignments/media-types/"

static void say_classification(struct dcat *dcat, const struct dataset *dataset)
{
	const struct model *model = dcat->model;
	struct graph *graph = &dcat->graph;

	for (size_t i = 0; i < dataset->themes.count; i++) {
		const struct term *theme = model_term(model, "themes", dataset->themes.items[i]);
		graph_iri(graph, "dcat:theme", theme ? dcat_theme_iri(dcat, theme) : NULL);
	}
	for (size_t i = 0; i < dataset->keywords.count; i++)
		graph_in_lang(graph, "dcat:keyword", dataset->keywords.items[i], LANG_ZH);
	graph_iri(graph, "dct:spatial", dataset->region ? dcat_region_iri(dcat, dataset->region) : NULL);
	if (dataset->period_start.text || dataset->period_end.text)
		graph_iri(graph, "dct:temporal", dcat_part_iri(dcat, dataset->id, "period"));
}

static void say_rights(struct dcat *dcat, const struct dataset *dataset)
{
	char code[] = {(char)('0' + dataset->open), '\0'};
	const struct term *open = model_term(dcat->model, "open-types", code);
	const struct term *cycle = model_term(dcat->model, "update-cycles", dataset->update_cycle);

	if (open)
		dcat_term(dcat, "dct:accessRights", term_extra(open, "access_right"), "dct:RightsStatement",
			  &open->label);
	if (cycle)
		dcat_term(dcat, "dct:accrualPeriodicity", term_extra(cycle, "frequency"), "dct:Frequency",
			  &cycle->label);
}

static void say_dataset(struct dcat *dcat, const struct dataset *dataset)
{
	const struct model *model = dcat->model;
	struct graph *graph = &dcat->graph;

	graph_subject(graph, dcat_dataset_iri(dcat, dataset->id), "dcat:Dataset");
	graph_label(graph, "dct:title", &dataset->title);
	graph_label(graph, "dct:description", catalog_description(dataset));
	graph_text(graph, "dct:identifier", dataset->id);
	graph_iri(graph, "adms:identifier", dcat_part_iri(dcat, dataset->id, "code"));
	graph_iri(graph, "dcat:landingPage", url_dataset(model, dcat->arena, dataset->id));
	graph_iri(graph, "dct:publisher", dataset->org ? dcat_org_iri(dcat, dataset->org) : NULL);
	graph_iri(graph, "dcat:contactPoint", dcat_part_iri(dcat, dataset->id, "contact"));
	say_classification(dcat, dataset);
	say_rights(dcat, dataset);
	dcat_date(dcat, "dct:issued", &dataset->issued);
	dcat_date(dcat, "dct:modified", &dataset->modified);
	dcat_language(dcat, LANG_ZH);
	graph_iri(graph, "dct:provenance", dcat_part_iri(dcat, dataset->id, "provenance"));
	if (dataset->change_count > 0)
		graph_label(graph, "adms:versionNotes", &dataset->changes[0].note);
	for (size_t i = 0; i < dataset->card->related_count; i++)
		graph_iri(graph, "dct:relation", dcat_dataset_iri(dcat, dataset->card->related[i]->id));
}

/* "tel:" allows digits, '+' and '-' here; what else an editor wrote (extension words, spaces) is left out. */
static const char *telephone(struct dcat *dcat, const char *written)
{
	char *number = arena_string(dcat->arena, written), *to = number;
	for (const char *p = written; *p; p++)
		if (strchr("0123456789+-", *p))
			*to++ = *p;
	*to = '\0';
	return number[0] ? arena_printf(dcat->arena, "tel:%s", number) : NULL;
}

/* A contact is reached by its own address or telephone; where a source gives neither, through the portal's. */
static void say_contact(struct dcat *dcat, const struct dataset *dataset)
{
	struct graph *graph = &dcat->graph;
	const char *email = dataset->contact_email;
	const char *phone = dataset->contact_phone ? telephone(dcat, dataset->contact_phone) : NULL;

	if (!email && !phone) {
		email = dcat->model->portal.email;
		phone = dcat->model->portal.phone ? telephone(dcat, dcat->model->portal.phone) : NULL;
	}
	graph_subject(graph, dcat_part_iri(dcat, dataset->id, "contact"), "vcard:Kind");
	graph_type(graph, "vcard:Organization");
	graph_in_lang(graph, "vcard:fn",
		      dataset->contact_name ? dataset->contact_name : dataset->org->name.text[LANG_ZH], LANG_ZH);
	if (email)
		graph_iri(graph, "vcard:hasEmail", arena_printf(dcat->arena, "mailto:%s", email));
	if (phone)
		graph_iri(graph, "vcard:hasTelephone", phone);
}

static void say_parts(struct dcat *dcat, const struct dataset *dataset)
{
	struct graph *graph = &dcat->graph;

	graph_subject(graph, url_dataset(dcat->model, dcat->arena, dataset->id), "foaf:Document");
	graph_label(graph, "rdfs:label", &dataset->title);
	graph_subject(graph, dcat_part_iri(dcat, dataset->id, "code"), "adms:Identifier");
	graph_text(graph, "skos:notation", dataset->code);
	say_contact(dcat, dataset);
	graph_subject(graph, dcat_part_iri(dcat, dataset->id, "provenance"), "dct:ProvenanceStatement");
	graph_label(graph, "rdfs:label", &dataset->source_title);
	graph_in_lang(graph, "rdfs:comment", dataset->source_note, LANG_ZH);
	graph_iri(graph, "rdfs:seeAlso", dataset->source_url);
	if (dataset->period_start.text || dataset->period_end.text) {
		graph_subject(graph, dcat_part_iri(dcat, dataset->id, "period"), "dct:PeriodOfTime");
		dcat_date(dcat, "dcat:startDate", &dataset->period_start);
		dcat_date(dcat, "dcat:endDate", &dataset->period_end);
	}
}

static const char *distribution_iri(struct dcat *dcat, const struct dataset *dataset, const struct catalog_file *file)
{
	struct buf part;
	const char *iri;

	buf_init(&part, BUF_MAX_DEFAULT);
	buf_url_path(&part, catalog_base_name(file->download->path));
	iri = dcat_part_iri(dcat, dataset->id, arena_printf(dcat->arena, "file-%s", part.bytes));
	buf_free(&part);
	return iri;
}

static void say_format(struct dcat *dcat, const struct catalog_file *file)
{
	const struct term *format = model_term(dcat->model, "formats", file->download->format);
	const char *media_type = catalog_media_type(dcat->model, file->download->format);
	const char *iana = arena_printf(dcat->arena, IANA_MEDIA_TYPES "%s", media_type);

	if (format)
		dcat_term(dcat, "dct:format", term_extra(format, "file_type"), "dct:MediaTypeOrExtent", &format->label);
	dcat_term(dcat, "dcat:mediaType", iana, "dct:MediaType", NULL);
	if (!file->resource)
		dcat_term(dcat, "dcat:packageFormat", iana, "dct:MediaType", NULL);
}

static void say_distribution(struct dcat *dcat, const struct dataset *dataset, const struct catalog_file *file)
{
	static const struct label stable = {{"长期稳定", "stable"}};
	const struct model *model = dcat->model;
	const char *iri = distribution_iri(dcat, dataset, file);
	const char *checksum = arena_printf(dcat->arena, "%s-checksum", iri);
	const char *url = url_file(model, dcat->arena, file->download->path);
	struct file_facts facts;
	const struct term *licence = model_term(model, "licences", dataset->licence);
	struct graph *graph = &dcat->graph;

	graph_subject(graph, iri, "dcat:Distribution");
	for (int lang = 0; lang < LANG__MAX; lang++)
		graph_in_lang(graph, "dct:title",
			      catalog_file_title(model, dcat->arena, dataset, file, (enum lang)lang), (enum lang)lang);
	graph_label(graph, "dct:description", &file->download->title);
	graph_iri(graph, "dcat:accessURL", url);
	graph_iri(graph, "dcat:downloadURL", url);
	say_format(dcat, file);
	dcat_term(dcat, "dcatap:availability", DCAT_EU_AUTHORITY "planned-availability/STABLE", "skos:Concept",
		  &stable);
	dcat_language(dcat, LANG_ZH);
	dcat_date(dcat, "dct:issued", &dataset->issued);
	dcat_date(dcat, "dct:modified", &dataset->modified);
	if (licence) {
		const char *uri = term_extra(licence, "uri");
		if (!uri)
			uri = catalog_licence_url(model, dcat->arena, licence->code);
		dcat_term(dcat, "dct:license", uri, "dct:LicenseDocument", &licence->label);
		graph_iri(graph, "dct:rights", dcat_rights_iri(dcat, licence->code));
	}
	if (!catalog_find(&dcat->facts, file->download->path, &facts))
		return;
	graph_typed(graph, "dcat:byteSize", arena_printf(dcat->arena, "%" PRIu64, facts.size_bytes),
		    "xsd:nonNegativeInteger");
	graph_iri(graph, "spdx:checksum", checksum);
	graph_subject(graph, checksum, "spdx:Checksum");
	graph_iri(graph, "spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256");
	graph_typed(graph, "spdx:checksumValue", file_facts_sha256(&facts, dcat->arena), "xsd:hexBinary");
}

void dcat_dataset(struct dcat *dcat, const struct dataset *dataset)
{
	struct catalog_file *files;
	size_t count = catalog_files(dataset, dcat->arena, &files);

	say_dataset(dcat, dataset);
	for (size_t i = 0; i < count; i++)
		graph_iri(&dcat->graph, "dcat:distribution", distribution_iri(dcat, dataset, &files[i]));
	say_parts(dcat, dataset);
	for (size_t i = 0; i < count; i++)
		say_distribution(dcat, dataset, &files[i]);
}
