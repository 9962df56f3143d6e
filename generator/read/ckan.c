/* ckan.c -- packages out of any of the forms, extras by their key. */
#include "ckan.h"

#include <stdlib.h>
#include <string.h>

#include "json_flat.h"
#include "source_rules.h"

static const char *const columns[] = {"id",
				      "name",
				      "title",
				      "notes",
				      "url",
				      "metadata_created",
				      "metadata_modified",
				      "license_id",
				      "license_title",
				      "author",
				      "author_email",
				      "maintainer",
				      "maintainer_email",
				      "organization.name",
				      "organization.title",
				      "groups.name",
				      "groups.title",
				      "tags.name",
				      "tags.display_name",
				      "resources.name",
				      "resources.description",
				      "resources.format",
				      "resources.mimetype",
				      "resources.url"};

struct packages {
	struct reading *reading;
	const char *file;
	struct records *records;
	size_t count, announced; /* datasets there; datasets that package_search says there are */
};

static void tell(struct packages *ckan, const struct rule *rule, const char *value)
{
	diag_add(ckan->reading->diags, (struct place){ckan->file, (int)ckan->count + 1, 1}, rule, value, (char *)NULL);
}

static void put_extras(struct packages *ckan, const struct tree *extras)
{
	for (size_t i = 0; i < extras->count; i++) {
		const struct tree *key = tree_get(&extras->items[i], "key");
		const struct tree *value = tree_get(&extras->items[i], "value");
		if (key && tree_is_single(key) && value)
			json_flat_put(ckan->records, ckan->reading->arena,
				      arena_printf(ckan->reading->arena, "extras.%s", key->text.ptr), value);
		else
			json_flat_put(ckan->records, ckan->reading->arena, "extras", &extras->items[i]);
	}
}

static void put_package(struct packages *ckan, const struct tree *package)
{
	records_begin(ckan->records);
	ckan->count++;
	if (package->kind != TREE_MAP) {
		tell(ckan, &RULE_S102, arena_printf(ckan->reading->arena, "%zu", ckan->count));
		return;
	}
	for (size_t i = 0; i < package->count; i++) {
		if (strcmp(package->keys[i], "extras") == 0 && package->items[i].kind == TREE_LIST)
			put_extras(ckan, &package->items[i]);
		else
			json_flat_put(ckan->records, ckan->reading->arena, package->keys[i], &package->items[i]);
	}
}

static void put_packages(struct packages *ckan, const struct tree *list)
{
	for (size_t i = 0; i < list->count; i++)
		put_package(ckan, &list->items[i]);
}

bool ckan_page_of(const struct tree *answer, struct ckan_page *page)
{
	const struct tree *success = tree_get(answer, "success"), *result = tree_get(answer, "result");
	if (!success || !span_is(success->text, "true") || !result)
		return false;
	const struct tree *count = tree_get(result, "count");
	page->results = tree_get(result, "results");
	if (!page->results || page->results->kind != TREE_LIST || !count || count->kind != TREE_WORD)
		return false;
	page->count = strtoul(count->text.ptr, NULL, 10);
	return true;
}

/* What an answer gives as its result; false when that is no dataset (told). */
static bool put_answer(struct packages *ckan, const struct tree *answer)
{
	struct ckan_page page;
	const struct tree *result = tree_get(answer, "result"), *success = tree_get(answer, "success");
	if (!success || !span_is(success->text, "true")) {
		const struct tree *error = tree_get(answer, "error");
		const struct tree *message = error ? tree_get(error, "message") : NULL;
		tell(ckan, &RULE_S103, message && message->text.len ? message->text.ptr : "success: false");
		return false;
	}
	if (ckan_page_of(answer, &page)) {
		ckan->announced = page.count > ckan->announced ? page.count : ckan->announced;
		put_packages(ckan, page.results);
	} else if (result && result->kind == TREE_LIST) {
		put_packages(ckan, result);
	} else if (result && tree_get(result, "name")) {
		put_package(ckan, result);
	} else {
		diag_add(ckan->reading->diags, (struct place){ckan->file, 1, 1}, &RULE_S101, "“result”里的数据集",
			 "datasets in “result”", (char *)NULL);
		return false;
	}
	return true;
}

static bool put_value(struct packages *ckan, const struct tree *value)
{
	if (tree_get(value, "success"))
		return put_answer(ckan, value);
	if (value->kind == TREE_LIST)
		put_packages(ckan, value);
	else
		put_package(ckan, value);
	return true;
}

struct table *ckan_parse(struct reading *reading, const char *file, struct text text)
{
	struct packages ckan = {.reading = reading, .file = file, .records = records_open(reading, file)};
	struct tree value;
	struct table *table = NULL;
	size_t at = json_blanks(text, 0);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		records_column(ckan.records, columns[i]);
	bool good = true;
	while (good && at < text.len)
		good = json_tree_next(reading, file, text, &at, &value) && put_value(&ckan, &value);
	if (good && ckan.announced > ckan.count)
		diag_add(reading->diags, (struct place){file, 1, 1}, &RULE_S104,
			 arena_printf(reading->arena, "%zu", ckan.announced),
			 arena_printf(reading->arena, "%zu", ckan.count), (char *)NULL);
	else if (good)
		table = records_table(ckan.records);
	records_close(ckan.records);
	return table;
}
