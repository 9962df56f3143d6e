#include <string.h>

#include <headwater/json.h>
#include <headwater/utf8.h>

#include "catalog_files.h"
#include "stages.h"
#include "urls.h"

#define RIGHTS_MAX 255
#define SCHEMA "https://project-open-data.cio.gov/v1.1/schema"

struct writer {
	const struct model *model;
	struct arena *arena;
	struct json json;
};

static void put_publisher(struct writer *writer, const struct dataset *dataset)
{
	json_key(&writer->json, "publisher");
	json_object(&writer->json);
	json_put(&writer->json, "@type", "org:Organization");
	json_put(&writer->json, "name", label_text(&dataset->org->name, LANG_ZH, NULL));
	json_object_end(&writer->json);
}

/* hasEmail is required; a contact with a telephone only is reached through the portal's address. */
static void put_contact(struct writer *writer, const struct dataset *dataset)
{
	const char *email = dataset->contact_email ? dataset->contact_email : writer->model->portal.email;
	const char *name = dataset->contact_name;

	json_key(&writer->json, "contactPoint");
	json_object(&writer->json);
	json_put(&writer->json, "@type", "vcard:Contact");
	json_put(&writer->json, "fn", name ? name : label_text(&dataset->org->name, LANG_ZH, NULL));
	json_put(&writer->json, "hasEmail", arena_printf(writer->arena, "mailto:%s", email ? email : ""));
	json_object_end(&writer->json);
}

static void put_theme_labels(struct writer *writer, const struct dataset *dataset)
{
	json_key(&writer->json, "theme");
	json_array(&writer->json);
	for (size_t i = 0; i < dataset->themes.count; i++) {
		const struct term *theme = model_term(writer->model, "themes", dataset->themes.items[i]);
		if (theme)
			json_string(&writer->json, label_text(&theme->label, LANG_ZH, NULL));
	}
	json_array_end(&writer->json);
}

/* At least one keyword is required: the themes' names stand in where an editor gave none, or else the publisher's. */
static void put_keywords(struct writer *writer, const struct dataset *dataset)
{
	if (dataset->keywords.count > 0) {
		catalog_put_strings(&writer->json, "keyword", &dataset->keywords);
		return;
	}
	json_key(&writer->json, "keyword");
	json_array(&writer->json);
	for (size_t i = 0; i < dataset->themes.count; i++)
		json_string(&writer->json,
			    catalog_term_label(writer->model, "themes", dataset->themes.items[i], LANG_ZH));
	if (dataset->themes.count == 0)
		json_string(&writer->json, label_text(&dataset->org->name, LANG_ZH, NULL));
	json_array_end(&writer->json);
}

static void put_distributions(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	struct catalog_file *files;
	size_t count = catalog_files(dataset, writer->arena, &files);

	if (count == 0)
		return;
	json_key(json, "distribution");
	json_array(json);
	for (size_t i = 0; i < count; i++) {
		const char *format = files[i].download->format;
		const char *label = catalog_term_label(writer->model, "formats", format, LANG_ZH);
		json_object(json);
		json_put(json, "@type", "dcat:Distribution");
		json_put(json, "title", catalog_file_title(writer->model, writer->arena, dataset, &files[i], LANG_ZH));
		json_put(json, "downloadURL", url_file(writer->model, writer->arena, files[i].download->path));
		json_put(json, "mediaType", catalog_media_type(writer->model, format));
		json_put(json, "format", label ? label : format);
		json_object_end(json);
	}
	json_array_end(json);
}

/*
 * Required of what is not public, of at most 255 characters: the condition (the page has it whole), or what this type of
 * opening means where the source states none.
 */
static void put_rights(struct writer *writer, const struct dataset *dataset)
{
	const char open[] = {(char)('0' + dataset->open), '\0'};
	const struct term *type = model_term(writer->model, "open-types", open);
	const char *condition = dataset->open_condition;

	if (dataset->open != OPEN_CONDITIONAL)
		return;
	if (!condition || !condition[0])
		condition = type ? label_text(&type->note, LANG_ZH, NULL) : NULL;
	if (!condition)
		return;
	json_key(&writer->json, "rights");
	json_bytes(&writer->json, condition, utf8_prefix(condition, strlen(condition), RIGHTS_MAX));
}

static void put_dataset(struct writer *writer, const struct dataset *dataset)
{
	struct json *json = &writer->json;
	const struct model *model = writer->model;
	char open[] = {(char)('0' + dataset->open), '\0'};

	json_object(json);
	json_put(json, "@type", "dcat:Dataset");
	json_put(json, "identifier", url_dataset(model, writer->arena, dataset->id));
	json_put(json, "title", label_text(&dataset->title, LANG_ZH, NULL));
	json_put(json, "description", label_text(catalog_description(dataset), LANG_ZH, NULL));
	put_keywords(writer, dataset);
	json_put(json, "issued", dataset->issued.text);
	json_put(json, "modified", dataset->modified.text);
	put_publisher(writer, dataset);
	put_contact(writer, dataset);
	json_put(json, "accessLevel", catalog_term_extra(model, "open-types", open, "dcat_us"));
	put_rights(writer, dataset);
	json_put_if(json, "license", catalog_licence_url(model, writer->arena, dataset->licence));
	json_put(json, "spatial", label_text(&dataset->region->name, LANG_ZH, NULL));
	json_put_if(json, "temporal", catalog_period(writer->arena, dataset));
	json_put_if(json, "accrualPeriodicity",
		    catalog_term_extra(model, "update-cycles", dataset->update_cycle, "iso8601"));
	json_put(json, "landingPage", url_dataset(model, writer->arena, dataset->id));
	json_key(json, "language");
	json_array(json);
	json_string(json, lang_tag(LANG_ZH));
	json_array_end(json);
	put_theme_labels(writer, dataset);
	put_distributions(writer, dataset);
	json_object_end(json);
}

void catalog_us(const struct model *model, const struct catalog_facts *facts, struct sink *out)
{
	struct writer writer = {.model = model, .arena = arena_new()};
	struct json *json = &writer.json;

	(void)facts;
	json_init(json, &out->buf, true);
	json_object(json);
	json_put(json, "@context", SCHEMA "/catalog.jsonld");
	json_put(json, "@id", url_file(model, writer.arena, "data.json"));
	json_put(json, "@type", "dcat:Catalog");
	json_put(json, "conformsTo", SCHEMA);
	json_put(json, "describedBy", SCHEMA "/catalog.json");
	json_key(json, "dataset");
	json_array(json);
	for (size_t i = 0; i < model->dataset_count; i++) {
		if (model->cards[i].open == OPEN_CLOSED)
			continue;
		put_dataset(&writer, dataset_items(model, &model->cards[i], writer.arena));
		arena_reset(writer.arena);
		sink_flow(out);
	}
	json_array_end(json);
	json_object_end(json);
	arena_free(writer.arena);
}
