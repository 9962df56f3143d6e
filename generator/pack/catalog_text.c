#include "catalog_text.h"

#include <string.h>

#include "urls.h"

static bool find_in_manifest(const void *source, const char *path, struct file_facts *facts)
{
	return manifest_find(source, path, facts);
}

static bool find_in_output(const void *source, const char *path, struct file_facts *facts)
{
	return output_facts(source, path, facts);
}

struct catalog_facts catalog_facts_of_output(const struct output *output)
{
	return (struct catalog_facts){.find = find_in_output, .source = output};
}

struct catalog_facts catalog_facts_of_manifest(const struct manifest *manifest)
{
	return (struct catalog_facts){.find = find_in_manifest, .source = manifest};
}

bool catalog_find(const struct catalog_facts *facts, const char *path, struct file_facts *found)
{
	return facts->source && facts->find(facts->source, path, found);
}

size_t catalog_files(const struct dataset *dataset, struct arena *arena, struct catalog_file **files)
{
	size_t count = 0, capacity = 0;
	*files = NULL;
	if (dataset->open == OPEN_CLOSED)
		return 0;
	for (size_t i = 0; i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		if (!resource_is_public(dataset, resource))
			continue;
		for (size_t d = 0; d < resource->download_count; d++)
			*ARENA_PUSH(arena, *files, count, capacity) =
			    (struct catalog_file){.resource = resource, .download = &resource->downloads[d]};
	}
	if (count > 0 && dataset->archive.path)
		*ARENA_PUSH(arena, *files, count, capacity) = (struct catalog_file){.download = &dataset->archive};
	return count;
}

const struct label *catalog_description(const struct dataset *dataset)
{
	const char *abstract = label_text(&dataset->abstract, LANG_ZH, NULL);
	return abstract[0] ? &dataset->abstract : &dataset->title;
}

const char *catalog_term_label(const struct model *model, const char *vocabulary, const char *code, enum lang lang)
{
	const struct term *term = code ? model_term(model, vocabulary, code) : NULL;
	return term ? term->label.text[lang] : NULL;
}

const char *catalog_term_extra(const struct model *model, const char *vocabulary, const char *code, const char *column)
{
	const struct term *term = code ? model_term(model, vocabulary, code) : NULL;
	return term ? term_extra(term, column) : NULL;
}

const char *catalog_media_type(const struct model *model, const char *format)
{
	const char *type = catalog_term_extra(model, "formats", format, "media_type");
	return type ? type : "application/octet-stream";
}

const char *catalog_licence_url(const struct model *model, struct arena *arena, const char *licence)
{
	const char *url = catalog_term_extra(model, "licences", licence, "url");
	if (url && url[0] == '/')
		return url_file(model, arena, url);
	return url;
}

const char *catalog_file_title(const struct model *model, struct arena *arena, const struct dataset *dataset,
			       const struct catalog_file *file, enum lang lang)
{
	const char *title = (file->resource ? &file->resource->title : &dataset->title)->text[lang];
	const char *label = catalog_term_label(model, "formats", file->download->format, lang);
	const char *variant = file->download->variant;

	if (!title)
		return NULL;
	return arena_printf(arena, "%s%s%s%s%s%s", title, lang == LANG_ZH ? "（" : " (",
			    label ? label : file->download->format, variant ? ", " : "", variant ? variant : "",
			    lang == LANG_ZH ? "）" : ")");
}

const char *catalog_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *catalog_day(struct arena *arena, const struct date *date)
{
	return arena_printf(arena, "%04d-%02d-%02d", date->year, date->month ? date->month : 1,
			    date->day ? date->day : 1);
}

const char *catalog_instant(struct arena *arena, const struct date *date)
{
	return arena_printf(arena, "%sT00:00:00+08:00", catalog_day(arena, date));
}

/* The last day of the year or month where that is all that is stated. */
static struct date last_day(const struct date *date)
{
	static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	struct date last = *date;
	bool leap = (date->year % 4 == 0 && date->year % 100 != 0) || date->year % 400 == 0;

	if (!last.month)
		last.month = 12;
	if (!last.day)
		last.day = days[last.month - 1] + (last.month == 2 && leap);
	return last;
}

const char *catalog_period(struct arena *arena, const struct dataset *dataset)
{
	struct date end = last_day(&dataset->period_end);

	if (!dataset->period_start.text || !dataset->period_end.text)
		return NULL;
	return arena_printf(arena, "%s/%s", catalog_day(arena, &dataset->period_start), catalog_day(arena, &end));
}

struct date catalog_modified(const struct model *model)
{
	return model->last_modified;
}

void catalog_put_label(struct json *json, const char *key, const struct label *label)
{
	json_key(json, key);
	if (!label->text[LANG_ZH] && !label->text[LANG_EN]) {
		json_null(json);
		return;
	}
	json_object(json);
	for (int lang = 0; lang < LANG__MAX; lang++)
		json_put_if(json, lang_name((enum lang)lang), label->text[lang]);
	json_object_end(json);
}

void catalog_put_strings(struct json *json, const char *key, const struct strings *strings)
{
	json_key(json, key);
	json_array(json);
	for (size_t i = 0; i < strings->count; i++)
		json_string(json, strings->items[i]);
	json_array_end(json);
}
