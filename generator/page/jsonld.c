#include "jsonld.h"

#include <headwater/json.h>

#include "manifest.h"
#include "urls.h"

#define CONTEXT "https://schema.org/"

struct writer {
	const struct model *model;
	struct arena *arena;
	enum lang lang;
	struct json json;
};

static void begin(struct writer *writer, const struct model *model, enum lang lang, struct buf *out)
{
	*writer = (struct writer){.model = model, .arena = arena_new(), .lang = lang};
	json_init(&writer->json, out, false);
	json_object(&writer->json);
	json_put(&writer->json, "@context", CONTEXT);
	json_key(&writer->json, "@graph");
	json_array(&writer->json);
}

static void end(struct writer *writer)
{
	json_array_end(&writer->json);
	json_object_end(&writer->json);
	arena_free(writer->arena);
}

static const char *text(const struct writer *writer, const struct label *label)
{
	return label_text(label, writer->lang, NULL);
}

/* An address under the portal, with a fragment that names the thing and not its page. */
static const char *thing(struct writer *writer, const char *fragment)
{
	return arena_printf(writer->arena, "%s/#%s", writer->model->portal.base_url, fragment);
}

static void reference(struct writer *writer, const char *key, const char *iri)
{
	json_key(&writer->json, key);
	json_object(&writer->json);
	json_put(&writer->json, "@id", iri);
	json_object_end(&writer->json);
}

static void put_organisation(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;

	json_key(json, "creator");
	json_object(json);
	json_put(json, "@type", "GovernmentOrganization");
	json_put(json, "@id",
		 arena_printf(writer->arena, "%s#org", url_org(writer->model, writer->arena, dataset->org)));
	json_put(json, "name", text(writer, &dataset->org->name));
	json_put(json, "url", url_org(writer->model, writer->arena, dataset->org));
	if (dataset->contact_email || dataset->contact_phone) {
		json_key(json, "contactPoint");
		json_object(json);
		json_put(json, "@type", "ContactPoint");
		json_put(json, "contactType", "customer service");
		json_put_if(json, "name", dataset->contact_name);
		json_put_if(json, "telephone", dataset->contact_phone);
		json_put_if(json, "email", dataset->contact_email);
		json_object_end(json);
	}
	json_object_end(json);
}

static void put_place(struct writer *writer, const struct region *region)
{
	struct json *json = &writer->json;

	json_key(json, "spatialCoverage");
	json_object(json);
	json_put(json, "@type", "AdministrativeArea");
	json_put(json, "name", text(writer, &region->name));
	json_put(json, "identifier", region->code);
	json_object_end(json);
}

static void put_period(struct writer *writer, const struct dataset *dataset)
{
	const char *start = dataset->period_start.text, *stop = dataset->period_end.text;

	if (start || stop)
		json_put(&writer->json, "temporalCoverage",
			 arena_printf(writer->arena, "%s/%s", start ? start : "..", stop ? stop : ".."));
}

/* What the tables measure: each public field once, by its title. */
static void put_variables(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	size_t count = 0;

	for (size_t r = 0; r < dataset->resource_count; r++) {
		const struct resource *resource = &dataset->resources[r];
		for (size_t f = 0; f < resource->field_count && count < JSONLD_MAX_VARIABLES; f++) {
			const struct field *field = &resource->fields[f];
			if (!resource_is_public(dataset, resource) || field->column < 0 || field->open > dataset->open)
				continue;
			if (count++ == 0) {
				json_key(json, "variableMeasured");
				json_array(json);
			}
			json_object(json);
			json_put(json, "@type", "PropertyValue");
			json_put(json, "name", text(writer, &field->title));
			json_put_if(json, "description", field->description.text[writer->lang]);
			json_put_if(json, "unitText", field->unit);
			json_object_end(json);
		}
	}
	if (count > 0)
		json_array_end(json);
}

static void put_download(struct writer *writer, const struct label *title, const struct download *download)
{
	const struct term *format = model_term(writer->model, "formats", download->format);
	const char *media_type = format ? term_extra(format, "media_type") : NULL;
	struct file_facts facts;
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "@type", "DataDownload");
	json_put(json, "name",
		 arena_printf(writer->arena, "%s · %s", text(writer, title), text(writer, &download->title)));
	json_put(json, "contentUrl", url_file(writer->model, writer->arena, download->path));
	json_put(json, "encodingFormat", media_type ? media_type : "application/octet-stream");
	if (writer->model->manifest && manifest_find(writer->model->manifest, download->path, &facts)) {
		json_put(json, "contentSize",
			 arena_printf(writer->arena, "%llu B", (unsigned long long)facts.size_bytes));
		json_put(json, "sha256", file_facts_sha256(&facts, writer->arena));
	}
	json_object_end(json);
}

static void put_downloads(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	size_t count = 0;

	if (!dataset->archive.path)
		return;
	json_key(json, "distribution");
	json_array(json);
	for (size_t r = 0; r < dataset->resource_count; r++) {
		const struct resource *resource = &dataset->resources[r];
		if (!resource_is_public(dataset, resource))
			continue;
		for (size_t d = 0; d < resource->download_count && count < JSONLD_MAX_DOWNLOADS - 1; d++, count++)
			put_download(writer, &resource->title, &resource->downloads[d]);
	}
	put_download(writer, &dataset->title, &dataset->archive);
	json_array_end(json);
}

static void put_licence(struct writer *writer, const struct dataset *dataset)
{
	const struct term *licence = dataset->licence ? model_term(writer->model, "licences", dataset->licence) : NULL;
	const char *url = licence ? term_extra(licence, "url") : NULL;

	if (url)
		json_put(&writer->json, "license", url[0] == '/' ? url_file(writer->model, writer->arena, url) : url);
}

static void put_keywords(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;

	if (dataset->keywords.count == 0)
		return;
	json_key(json, "keywords");
	json_array(json);
	for (size_t i = 0; i < dataset->keywords.count; i++)
		json_string(json, dataset->keywords.items[i]);
	json_array_end(json);
}

/* Search engines want 50 characters or more, and a Chinese abstract may have fewer: what, who and whence go with it. */
static const char *description(struct writer *writer, const struct dataset *dataset)
{
	static const struct label open = {{"（", " ("}}, close = {{"）：", "): "}}, source = {{"来源：", " Source: "}};

	return arena_printf(writer->arena, "%s%s%s%s%s%s%s", text(writer, &dataset->title), text(writer, &open),
			    text(writer, &dataset->org->name), text(writer, &close), text(writer, &dataset->abstract),
			    text(writer, &source), text(writer, &dataset->source_title));
}

static void put_about(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	const char *other = dataset->title.text[writer->lang == LANG_ZH ? LANG_EN : LANG_ZH];

	json_put(json, "name", text(writer, &dataset->title));
	if (other != text(writer, &dataset->title))
		json_put_if(json, "alternateName", other);
	json_put(json, "description", description(writer, dataset));
	json_key(json, "identifier");
	json_array(json);
	json_string(json, dataset->id);
	json_string(json, dataset->code);
	json_array_end(json);
	put_keywords(writer, dataset);
}

static void put_dataset(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	const char *url = url_dataset(writer->model, writer->arena, dataset->id);
	const char *path = arena_printf(writer->arena, "/datasets/%s/", dataset->id);

	json_object(json);
	json_put(json, "@type", "Dataset");
	json_put(json, "@id", arena_printf(writer->arena, "%s#dataset", url));
	json_put(json, "url", url_page(writer->model, writer->arena, path, writer->lang));
	put_about(writer, dataset);
	put_licence(writer, dataset);
	json_put_bool(json, "isAccessibleForFree", dataset->open != OPEN_CLOSED);
	json_put(json, "inLanguage", lang_tag(LANG_ZH));
	json_put(json, "datePublished", dataset->issued.text);
	json_put(json, "dateModified", dataset->modified.text);
	json_put(json, "version", dataset->modified.text);
	put_organisation(writer, dataset);
	reference(writer, "publisher", thing(writer, "publisher"));
	reference(writer, "includedInDataCatalog", thing(writer, "catalog"));
	put_place(writer, dataset->region);
	put_period(writer, dataset);
	json_put_if(json, "isBasedOn", dataset->source_url);
	put_variables(writer, dataset);
	put_downloads(writer, dataset);
	json_object_end(json);
}

static void put_crumb(struct writer *writer, int position, const char *name, const char *path)
{
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "@type", "ListItem");
	json_put_int(json, "position", position);
	json_put(json, "name", name);
	json_put(json, "item", url_page(writer->model, writer->arena, path, writer->lang));
	json_object_end(json);
}

static void put_crumbs(struct writer *writer, const struct dataset *dataset)
{
	static const struct label datasets = {{"数据目录", "Datasets"}};
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "@type", "BreadcrumbList");
	json_key(json, "itemListElement");
	json_array(json);
	put_crumb(writer, 1, text(writer, &writer->model->portal.name), "/");
	put_crumb(writer, 2, text(writer, &datasets), "/datasets/");
	put_crumb(writer, 3, text(writer, &dataset->title), arena_printf(writer->arena, "/datasets/%s/", dataset->id));
	json_array_end(json);
	json_object_end(json);
}

static void put_publisher(struct writer *writer)
{
	const struct portal *portal = &writer->model->portal;
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "@type", "GovernmentOrganization");
	json_put(json, "@id", thing(writer, "publisher"));
	json_put(json, "name", text(writer, &portal->host));
	json_put_if(json, "email", portal->email);
	json_put_if(json, "telephone", portal->phone);
	json_object_end(json);
}

static void put_catalog(struct writer *writer)
{
	const struct portal *portal = &writer->model->portal;
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "@type", "DataCatalog");
	json_put(json, "@id", thing(writer, "catalog"));
	json_put(json, "name", text(writer, &portal->name));
	json_put_if(json, "description", text(writer, &portal->description));
	json_put(json, "url", url_page(writer->model, writer->arena, "/", writer->lang));
	reference(writer, "publisher", thing(writer, "publisher"));
	json_object_end(json);
}

static void put_site(struct writer *writer)
{
	const struct portal *portal = &writer->model->portal;
	struct json *json = &writer->json;

	json_object(json);
	json_put(json, "@type", "WebSite");
	json_put(json, "@id", thing(writer, "site"));
	json_put(json, "name", text(writer, &portal->name));
	json_put(json, "url", url_page(writer->model, writer->arena, "/", writer->lang));
	json_put(json, "inLanguage", lang_tag(writer->lang));
	reference(writer, "publisher", thing(writer, "publisher"));
	json_key(json, "potentialAction");
	json_object(json);
	json_put(json, "@type", "SearchAction");
	json_put(json, "target",
		 arena_printf(writer->arena, "%s?q={search_term_string}",
			      url_page(writer->model, writer->arena, "/search", writer->lang)));
	json_put(json, "query-input", "required name=search_term_string");
	json_object_end(json);
	json_object_end(json);
}

void jsonld_dataset(const struct model *model, const struct dataset *dataset, enum lang lang, struct buf *out)
{
	struct writer writer;

	begin(&writer, model, lang, out);
	put_dataset(&writer, dataset);
	put_catalog(&writer);
	put_publisher(&writer);
	put_crumbs(&writer, dataset);
	end(&writer);
}

void jsonld_home(const struct model *model, enum lang lang, struct buf *out)
{
	struct writer writer;

	begin(&writer, model, lang, out);
	put_catalog(&writer);
	put_publisher(&writer);
	put_site(&writer);
	end(&writer);
}
