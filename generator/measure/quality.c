/* quality.c -- what each metric of quality.h asks, of one dataset and of all. */
#include "quality.h"

#include <string.h>

#include "recall.h"
#include "stages.h"

#define MEMO "qualities"
#define MEMO_MAX_BYTES ((size_t)32 << 20)
#define QUALITY_COUNTS (sizeof(struct quality) / sizeof(size_t)) /* it is made of nothing else */

#define EU_AUTHORITY "http://publications.europa.eu/resource/authority/"

static void ask(struct quality *quality, enum metric metric, bool passed)
{
	quality->asked[metric]++;
	quality->passed[metric] += passed;
}

static bool is_eu(const char *iri)
{
	return iri && strncmp(iri, EU_AUTHORITY, strlen(EU_AUTHORITY)) == 0;
}

static bool given(const char *text)
{
	return text && text[0];
}

static const char *extra_of(const struct model *model, const char *vocabulary, const char *code, const char *column)
{
	const struct term *term = code ? model_term(model, vocabulary, code) : NULL;
	return term ? term_extra(term, column) : NULL;
}

static void ask_dataset(const struct model *model, const struct dataset *dataset, struct quality *quality)
{
	const char open[] = {(char)('0' + dataset->open), '\0'};
	const char *rights = extra_of(model, "open-types", open, "access_right");
	bool theme = false;
	for (size_t i = 0; i < dataset->themes.count; i++)
		theme |= model_term(model, "themes", dataset->themes.items[i]) != NULL;
	ask(quality, METRIC_KEYWORD, dataset->keywords.count > 0);
	ask(quality, METRIC_THEME, theme);
	ask(quality, METRIC_SPATIAL, dataset->region != NULL);
	ask(quality, METRIC_TEMPORAL, dataset->period_start.text || dataset->period_end.text);
	ask(quality, METRIC_DCAT_AP, given(dataset->title.text[LANG_ZH]) && given(dataset->abstract.text[LANG_ZH]));
	ask(quality, METRIC_ACCESS_RIGHTS, rights != NULL);
	ask(quality, METRIC_ACCESS_RIGHTS_KNOWN, is_eu(rights));
	ask(quality, METRIC_CONTACT, given(dataset->contact_phone) || given(dataset->contact_email));
	ask(quality, METRIC_PUBLISHER, dataset->org != NULL);
	ask(quality, METRIC_ISSUED, dataset->issued.text != NULL);
	ask(quality, METRIC_MODIFIED, dataset->modified.text != NULL);
}

/* What the best of a dataset's distributions is. */
struct best {
	bool format, known, open, machine_readable;
};

static void ask_file(const struct model *model, const struct dataset *dataset, const char *format,
		     struct quality *quality, struct best *best)
{
	const struct term *licence = dataset->licence ? model_term(model, "licences", dataset->licence) : NULL;
	const char *uri = licence ? term_extra(licence, "uri") : NULL;
	const char *type = extra_of(model, "formats", format, "file_type");
	const char *open = extra_of(model, "formats", format, "open");
	const char *machine = extra_of(model, "formats", format, "machine_readable");
	/* every file that is planned is put out, with its size, and is served as it stands */
	static const enum metric held[] = {METRIC_ACCESS_ANSWERS, METRIC_DOWNLOAD, METRIC_DOWNLOAD_ANSWERS,
					   METRIC_BYTE_SIZE};
	for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
		ask(quality, held[i], true);
	ask(quality, METRIC_LICENCE, uri || (licence && term_extra(licence, "url")));
	ask(quality, METRIC_LICENCE_KNOWN, is_eu(uri));
	ask(quality, METRIC_RIGHTS, licence != NULL);
	best->format |= type != NULL;
	best->known |= is_eu(type);
	best->open |= type && open && strcmp(open, "yes") == 0;
	best->machine_readable |= type && machine && strcmp(machine, "yes") == 0;
}

static void ask_files(const struct model *model, const struct dataset *dataset, struct quality *quality)
{
	struct best best = {0};
	size_t count = 0;
	for (size_t i = 0; dataset->open != OPEN_CLOSED && i < dataset->resource_count; i++) {
		const struct resource *resource = &dataset->resources[i];
		for (size_t d = 0; resource_is_public(dataset, resource) && d < resource->download_count; d++) {
			ask_file(model, dataset, resource->downloads[d].format, quality, &best);
			count++;
		}
	}
	if (count == 0)
		return;
	if (dataset->archive.path)
		ask_file(model, dataset, dataset->archive.format, quality, &best);
	ask(quality, METRIC_FORMAT, best.format);
	ask(quality, METRIC_MEDIA_TYPE, true); /* an unknown one is application/octet-stream */
	ask(quality, METRIC_FORMAT_KNOWN, best.known);
	ask(quality, METRIC_NON_PROPRIETARY, best.open);
	ask(quality, METRIC_MACHINE_READABLE, best.machine_readable);
}

static void want(struct quality *quality, int item, bool filled)
{
	quality->wanted[item - 1]++;
	quality->filled[item - 1] += filled;
}

/* The 13 core items; formats and fields (7, 8) are asked only of what has files. */
static void want_core(const struct dataset *dataset, struct quality *quality)
{
	bool tables = false, fields = true;
	for (size_t i = 0; i < dataset->resource_count; i++) {
		tables |= dataset->resources[i].tabular;
		fields &= !dataset->resources[i].tabular || dataset->resources[i].field_count > 0;
	}
	want(quality, 1, given(dataset->class_code));
	want(quality, 2, given(dataset->title.text[LANG_ZH]));
	want(quality, 3, given(dataset->code));
	want(quality, 4, dataset->org != NULL);
	want(quality, 5, dataset->org && given(dataset->org->code));
	want(quality, 6, given(dataset->abstract.text[LANG_ZH]));
	if (dataset->resource_count > 0)
		want(quality, 7, dataset->formats.count > 0);
	if (tables)
		want(quality, 8, fields);
	want(quality, 9, given(dataset->share_type));
	want(quality, 10, dataset->open != OPEN_NONE);
	want(quality, 11, given(dataset->update_cycle));
	want(quality, 12, dataset->issued.text != NULL);
	want(quality, 13, dataset->related_ids.count > 0);
}

void measure_quality(const struct model *model, const struct dataset *dataset, struct quality *quality)
{
	*quality = (struct quality){.datasets = 1};
	ask_dataset(model, dataset, quality);
	ask_files(model, dataset, quality);
	want_core(dataset, quality);
}

/* Counts of a dataset are small, but one may have files by the hundred. */
static bool fits_bytes(const struct quality *quality, unsigned char bytes[QUALITY_COUNTS])
{
	const size_t *counts = (const size_t *)quality;
	for (size_t i = 0; i < QUALITY_COUNTS; i++) {
		if (counts[i] > UINT8_MAX)
			return false;
		bytes[i] = (unsigned char)counts[i];
	}
	return true;
}

/* By the print of the dataset, so that it need not be opened for this. */
static struct quality quality_of(const struct model *model, const struct card *card, struct recall *recall,
				 struct arena *scratch)
{
	struct recall_key key = recall_key_of_print(&card->print);
	struct quality quality;
	struct span answer;
	unsigned char bytes[QUALITY_COUNTS];
	if (recall && recall_find(recall, key, &answer)) {
		for (size_t i = 0; i < QUALITY_COUNTS; i++)
			((size_t *)&quality)[i] = (unsigned char)answer.ptr[i];
		return quality;
	}
	measure_quality(model, dataset_items(model, card, scratch), &quality);
	if (recall && fits_bytes(&quality, bytes))
		recall_add(recall, key, (struct span){(const char *)bytes, sizeof bytes});
	return quality;
}

void measure_qualities(struct model *model)
{
	struct arena *arena = arena_new(), *kept = arena_new();
	struct recall_place place = {model->cache_dir, MEMO, model->lists};
	struct recall *recall = model->cache_dir ? recall_open(&place, MEMO_MAX_BYTES, kept) : NULL;
	model->quality = arena_array(model->arena, model->org_count + 1, sizeof *model->quality);
	for (size_t i = 0; i < model->dataset_count; i++) {
		const struct card *card = &model->cards[i];
		struct quality quality = quality_of(model, card, recall, arena);
		quality_add(&model->quality[0], &quality);
		if (card->org)
			quality_add(&model->quality[1 + (card->org - model->orgs)], &quality);
		arena_reset(arena);
	}
	if (recall)
		recall_keep(recall);
	arena_free(kept);
	arena_free(arena);
}
