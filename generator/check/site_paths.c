/* site_paths.c -- which addresses within the site will exist: the list of house pages, and those made from the model. */
#include <string.h>

#include "../stages.h"
#include "checking.h"

static const char *const FIXED[] = {
    "",
    "datasets/",
    "datasets/by-title/",
    "datasets/by-fields/",
    "datasets/letters/",
    "datasets/years/",
    "themes/",
    "orgs/",
    "regions/",
    "sectors/",
    "formats/",
    "open-types/",
    "news/",
    "policies/",
    "help/",
    "developers/",
    "about/",
    "archives/",
    "site-map/",
    "changes/",
    "quality/",
    "quality.csv",
    "quality.json",
    "changes.csv",
    "changes.json",
    "changes.atom",
    "search",
    "catalog.csv",
    "catalog.xlsx",
    "catalog.json",
    "catalog.jsonl",
    "catalog.xml",
    "dcat/pages/1.jsonld",
    "dcat/pages/1.ttl",
    "dcat/pages/1.rdf",
    "dcat/catalog.jsonld",
    "dcat/catalog.ttl",
    "dcat/catalog.rdf",
    "data.json",
    "feed.atom",
    "sitemap.xml",
    "robots.txt",
    "SHA256SUMS",
};

static const char *const DATASET_FILES[] = {"", "metadata.json", "datapackage.json", "feed.atom"};
static const char *const FOLDER_FILES[] = {"metadata.xml", "dictionary.csv"}; /* not of rows of ledgers */
static const char *const CATALOGUE_FOLDERS[] = {"orgs", "regions", "themes"};
static const char *const CATALOGUE_FILES[] = {"catalog.csv",   "catalog.xlsx", "catalog.json",
					      "catalog.jsonl", "catalog.xml",  "feed.atom"};
static const char *const TABLE_ENDINGS[] = {"csv", "no-bom.csv", "json", "xml", "xlsx"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool is_one_of(const char *text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}

static bool slug_exists(const struct model *model, const char *vocabulary_id, const char *slug)
{
	const struct vocabulary *vocabulary = model_vocabulary(model, vocabulary_id);
	for (size_t i = 0; vocabulary && i < vocabulary->count; i++) {
		const char *own = term_extra(&vocabulary->terms[i], "slug");
		if (strcmp(own ? own : vocabulary->terms[i].code, slug) == 0)
			return true;
	}
	return false;
}

static bool article_exists(const struct model *model, const char *section, const char *id)
{
	for (size_t i = 0; i < model->article_count; i++)
		if (strcmp(section_name(model->articles[i].section), section) == 0 &&
		    strcmp(model->articles[i].id, id) == 0)
			return true;
	return false;
}

static bool item_exists(const struct model *model, const char *folder, const char *name)
{
	if (strcmp(folder, "orgs") == 0)
		return model_org(model, name) != NULL;
	if (strcmp(folder, "regions") == 0)
		return model_region(model, name) != NULL;
	if (strcmp(folder, "formats") == 0)
		return model_term(model, "formats", name) != NULL;
	if (is_one_of(folder, (const char *const[]){"themes", "sectors", "open-types"}, 3))
		return slug_exists(model, folder, name);
	return article_exists(model, folder, name);
}

static bool table_file_exists(const struct resource *resource, const char *file)
{
	size_t len = resource->name ? strlen(resource->name) : 0;
	if (!resource->tabular)
		return resource->file && strcmp(resource->file, file) == 0;
	return len > 0 && strncmp(file, resource->name, len) == 0 && file[len] == '.' &&
	       is_one_of(file + len + 1, TABLE_ENDINGS, COUNT(TABLE_ENDINGS));
}

static bool dataset_file_exists(const struct dataset *dataset, const char *file, struct arena *scratch)
{
	if (is_one_of(file, DATASET_FILES, COUNT(DATASET_FILES)))
		return true;
	if (is_one_of(file, FOLDER_FILES, COUNT(FOLDER_FILES)))
		return dataset->card->folder != NULL;
	if (dataset->open != OPEN_CLOSED && strcmp(file, arena_printf(scratch, "%s.zip", dataset->id)) == 0)
		return true;
	if (strncmp(file, "files/", 6) != 0)
		return false;
	for (size_t i = 0; i < dataset->resource_count; i++)
		if (table_file_exists(&dataset->resources[i], file + 6))
			return true;
	return false;
}

static bool archive_exists(const struct model *model, const char *file, struct arena *scratch)
{
	size_t len = strlen(file);
	size_t ending = len > 4 && strcmp(file + len - 4, ".zip") == 0       ? 4
			: len > 8 && strcmp(file + len - 8, ".tar.zst") == 0 ? 8
									     : 0;
	const char *name = arena_copy(scratch, file, len - ending);
	if (ending == 0)
		return false;
	if (strncmp(name, "region-", 7) == 0)
		return model_region(model, name + 7) != NULL;
	if (strncmp(name, "theme-", 6) == 0)
		return slug_exists(model, "themes", name + 6);
	return strcmp(name, "portal") == 0;
}

/* `rest` is what stands behind "<folder>/". */
static bool below_folder(const struct model *model, const char *folder, const char *rest, struct arena *scratch)
{
	if (strcmp(folder, "archives") == 0)
		return archive_exists(model, rest, scratch);
	const char *slash = strchr(rest, '/');
	if (!slash)
		return false;
	const char *name = arena_copy(scratch, rest, (size_t)(slash - rest));
	if (strcmp(folder, "datasets") == 0) {
		const struct card *card = model_card(model, name);
		return card && dataset_file_exists(dataset_items(model, card, scratch), slash + 1, scratch);
	}
	bool catalogue = is_one_of(folder, CATALOGUE_FOLDERS, COUNT(CATALOGUE_FOLDERS)) &&
			 is_one_of(slash + 1, CATALOGUE_FILES, COUNT(CATALOGUE_FILES));
	return (slash[1] == '\0' || catalogue) && item_exists(model, folder, name);
}

bool site_path_exists(const struct model *model, const char *path, struct arena *scratch)
{
	const char *bare = arena_copy(scratch, path + 1, strcspn(path + 1, "?#"));
	if (strncmp(bare, "latest/", 7) == 0)
		bare += 7;
	if (strncmp(bare, "en/", 3) == 0)
		bare += 3;
	if (is_one_of(bare, FIXED, COUNT(FIXED)))
		return true;
	const char *slash = strchr(bare, '/');
	return slash && below_folder(model, arena_copy(scratch, bare, (size_t)(slash - bare)), slash + 1, scratch);
}
