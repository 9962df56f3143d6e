/*
 * real_catalogue.h -- the 54,623 catalogue records of 43 Chinese portals in ../shared/data as a model, for tests and
 * benches of search. They are read in place and never leave the machine.
 */
#ifndef TESTS_REAL_CATALOGUE_H
#define TESTS_REAL_CATALOGUE_H

#include <glob.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

#define REAL_CATALOGUE_FILES "../shared/data/cn-open-catalogs/*_*.json"

/* The first of `keys` that the record has as a string that is not empty. */
static inline const char *real_value(const json_t *record, const char *const *keys)
{
	for (; *keys; keys++) {
		const char *value = json_string_value(json_object_get(record, *keys));
		if (value && *value)
			return value;
	}
	return NULL;
}

static inline void real_keywords(struct arena *arena, struct strings *keywords, const char *tags)
{
	static const char separators[] = ",; \t\r\n";
	while (tags && *tags) {
		size_t len = strcspn(tags, separators);
		if (len > 0)
			*ARENA_PUSH(arena, keywords->items, keywords->count, keywords->capacity) =
			    arena_copy(arena, tags, len);
		tags += len;
		tags += strspn(tags, separators);
	}
}

static inline const char *real_string(struct arena *arena, const char *text)
{
	return text ? arena_string(arena, text) : NULL;
}

static inline void real_record(struct model *model, const json_t *record)
{
	static const char *const titles[] = {"标题",         "资源名称",     "目录名称", "数据集名称",
					     "信息资源名称", "资源信息名称", NULL};
	static const char *const abstracts[] = {"摘要", "描述", "数据摘要", "资源摘要", "简介", NULL};
	static const char *const tags[] = {"标签", "数据标签", NULL};
	static const char *const providers[] = {"数据提供方", "来源部门",       "数源单位", "提供机构", "所属部门",
						"资源提供方", "信息资源提供方", "提供部门", "所属单位", NULL};
	struct arena *arena = model->arena;
	const char *title = real_value(record, titles);
	if (!title)
		return;
	size_t n = model->folder_count;
	struct dataset *dataset = ARENA_PUSH(arena, model->folders, model->folder_count, model->folder_capacity);
	*dataset = (struct dataset){.id = arena_printf(arena, "d%06zu", n), .open = OPEN_UNCONDITIONAL};
	const char *abstract = real_value(record, abstracts);
	dataset->title.text[LANG_ZH] = arena_string(arena, title);
	dataset->abstract.text[LANG_ZH] = abstract ? arena_string(arena, abstract) : "";
	real_keywords(arena, &dataset->keywords, real_value(record, tags));
	dataset->provider_id = real_string(arena, real_value(record, providers));
	dataset->modified.text = arena_printf(arena, "20%02zu-%02zu-%02zu", 10 + n % 14, 1 + n % 12, 1 + n % 28);
	dataset->issued.text = dataset->modified.text;
	dataset->field_total = n % 37;
	dataset->row_total = n * 7919 % 100003;
}

/* Adds every record to `model` (its arena must be set). False when the folder is not there. */
static inline bool real_catalogue(struct model *model)
{
	glob_t files;
	if (glob(REAL_CATALOGUE_FILES, 0, NULL, &files) != 0)
		return false;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		FILE *file = fopen(files.gl_pathv[i], "rb");
		json_t *records;
		/* one of them holds two arrays, one after the other */
		while (file && (records = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL))) {
			for (size_t k = 0; k < json_array_size(records); k++)
				real_record(model, json_array_get(records, k));
			json_decref(records);
		}
		if (file)
			fclose(file);
	}
	globfree(&files);
	return model->folder_count > 0;
}

/* A tree of regions, some providers and vocabularies, so that every facet has values. */
static inline void real_vocabulary(struct model *model, const char *id, const char *prefix, size_t count)
{
	struct vocabulary *vocabulary =
	    ARENA_PUSH(model->arena, model->vocabularies, model->vocabulary_count, model->vocabulary_capacity);
	*vocabulary = (struct vocabulary){.id = id};
	for (size_t i = 0; i < count; i++) {
		struct term *term =
		    ARENA_PUSH(model->arena, vocabulary->terms, vocabulary->count, vocabulary->capacity);
		*term = (struct term){.code = arena_printf(model->arena, "%s%zu", prefix, i + 1)};
		term->label.text[LANG_ZH] = arena_printf(model->arena, "%s-%zu", id, i + 1);
	}
}

static inline void real_facets(struct model *model)
{
	enum { REGIONS = 53, ORGS = 40 };
	struct arena *arena = model->arena;
	real_vocabulary(model, "formats", "f", 6);
	real_vocabulary(model, "industries", "i", 5);
	real_vocabulary(model, "open-types", "", 3);
	real_vocabulary(model, "sectors", "s", 8);
	real_vocabulary(model, "themes", "t", 21);
	model->regions = arena_array(arena, REGIONS, sizeof *model->regions);
	model->region_count = REGIONS;
	for (size_t i = 0; i < REGIONS; i++) {
		struct region *region = &model->regions[i];
		region->code = arena_printf(arena, "%06zu", 630000 + i);
		region->name.text[LANG_ZH] = arena_printf(arena, "R%zu", i);
		region->parent = i == 0 ? NULL : i < 9 ? &model->regions[0] : &model->regions[1 + i % 8];
		region->children = arena_array(arena, REGIONS, sizeof(struct region *));
	}
	for (size_t i = 1; i < REGIONS; i++) {
		struct region *parent = model->regions[i].parent;
		parent->children[parent->child_count++] = &model->regions[i];
	}
	model->orgs = arena_array(arena, ORGS, sizeof *model->orgs);
	model->org_count = ORGS;
	for (size_t i = 0; i < ORGS; i++) {
		model->orgs[i].id = arena_printf(arena, "o%02zu", i);
		model->orgs[i].name.text[LANG_ZH] = arena_printf(arena, "O%zu", i);
	}
	model->portal.languages[0] = LANG_ZH;
	model->portal.language_count = 1;
	model->portal.name.text[LANG_ZH] = "T";
}

static inline void real_add_code(struct arena *arena, struct strings *codes, const char *prefix, size_t n)
{
	const char *code = arena_printf(arena, "%s%zu", prefix, n);
	if (!strings_has(codes, code))
		*ARENA_PUSH(arena, codes->items, codes->count, codes->capacity) = code;
}

/* Gives a dataset values of every facet out of one number. */
static inline void real_classify(struct model *model, struct dataset *dataset, size_t seed)
{
	struct arena *arena = model->arena;
	dataset->org = &model->orgs[seed % model->org_count];
	dataset->region = &model->regions[seed / 3 % model->region_count];
	dataset->open = (enum open_type)(1 + seed % 10 / 8 + seed % 50 / 49);
	real_add_code(arena, &dataset->themes, "t", 1 + seed % 21);
	real_add_code(arena, &dataset->themes, "t", 1 + seed / 7 % 21);
	real_add_code(arena, &dataset->formats, "f", 1 + seed % 6);
	real_add_code(arena, &dataset->formats, "f", 1 + seed / 11 % 6);
	real_add_code(arena, &dataset->industries, "i", 1 + seed / 13 % 5);
	if (seed % 4 == 0)
		real_add_code(arena, &dataset->sectors, "s", 1 + seed / 4 % 8);
}

#endif
