#include "release.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <headwater/index_format.h>

#include "log.h"
#include "rows/table.h"
#include "search.h"
#include "store/catalogue.h"

#define RETRY_US 2000000 /* a release that could not be opened is tried again after this */

struct release {
	struct arena *arena;
	const char *id;
	struct span chrome[LANG__MAX];
	struct db *catalogue;
	struct render *render;
	struct search *search;
	struct tables *tables;
};

/* ---- opening ---- */

static enum status read_parts(struct release *release, const char **error)
{
	struct render_source *sources;
	size_t count;
	for (int lang = 0; lang < LANG__MAX; lang++)
		release->chrome[lang] = catalogue_chrome(release->catalogue, (enum lang)lang, release->arena);
	enum status status = catalogue_stylesheets(release->catalogue, release->arena, &sources, &count);
	if (status != STATUS_OK)
		return status;
	return render_open(sources, count, release->arena, &release->render, error);
}

static enum status open_parts(const char *dir, struct release *release, const char **error)
{
	const char *file = arena_printf(release->arena, "%s/" CATALOGUE_PATH, dir);
	enum status status = catalogue_open(file, release->arena, &release->catalogue, error);
	if (status == STATUS_OK)
		status = read_parts(release, error);
	if (status == STATUS_OK)
		status = search_open(release->catalogue, arena_printf(release->arena, "%s/" INDEX_FILE, dir),
				     release->arena, &release->search, error);
	if (status == STATUS_OK)
		release->tables = tables_new(arena_string(release->arena, dir), release->catalogue);
	return status;
}

enum status release_open(const char *dir, struct arena *arena, struct release **release, const char **error)
{
	struct release *made = memory_alloc(sizeof *made);
	*made = (struct release){.arena = arena_new()};
	const char *slash = strrchr(dir, '/');
	made->id = arena_string(made->arena, slash ? slash + 1 : dir);
	*error = NULL;
	enum status status = open_parts(dir, made, error);
	if (status == STATUS_OK) {
		*release = made;
		return STATUS_OK;
	}
	*error = arena_printf(arena, "%s: %s", dir, *error ? *error : status_name(status));
	release_close(made);
	return status;
}

void release_close(struct release *release)
{
	if (release->tables)
		tables_free(release->tables);
	if (release->search)
		search_close(release->search);
	if (release->render)
		render_close(release->render);
	if (release->catalogue)
		db_close(release->catalogue);
	arena_free(release->arena);
	free(release);
}

const char *release_id(const struct release *release)
{
	return release->id;
}

struct search *release_search(const struct release *release)
{
	return release->search;
}

struct tables *release_tables(const struct release *release)
{
	return release->tables;
}

struct db *release_catalogue(const struct release *release)
{
	return release->catalogue;
}

struct render *release_render(const struct release *release)
{
	return release->render;
}

struct span release_chrome(const struct release *release, enum lang lang)
{
	return release->chrome[lang];
}

/* ---- following OUT/current ---- */

struct watch {
	struct arena *arena; /* of one look */
	char link[PATH_MAX];
	char target[PATH_MAX]; /* what the link said when `release` was opened, or when opening last failed */
	struct release *release;
	bool failed; /* `target` could not be opened */
	int64_t retry_us;
};

struct watch *watch_new(const char *link)
{
	struct watch *watch = memory_alloc(sizeof *watch);
	*watch = (struct watch){.arena = arena_new()};
	size_t len = strlen(link);
	while (len > 1 && link[len - 1] == '/')
		len--;
	if (len < sizeof watch->link)
		memcpy(watch->link, link, len);
	return watch;
}

void watch_free(struct watch *watch)
{
	if (watch->release)
		release_close(watch->release);
	arena_free(watch->arena);
	free(watch);
}

/* Where the link leads now, as it stands in it; a folder that is no link leads to itself. False when it is not there. */
static bool look(const struct watch *watch, char target[PATH_MAX])
{
	ssize_t len = readlink(watch->link, target, PATH_MAX - 1);
	if (len < 0 && errno == EINVAL) {
		memcpy(target, watch->link, strlen(watch->link) + 1);
		return true;
	}
	if (len < 0)
		return false;
	target[len] = '\0';
	return true;
}

static const char *resolve(const struct watch *watch, const char *target)
{
	const char *slash = strrchr(watch->link, '/');
	if (target[0] == '/' || !slash || strcmp(target, watch->link) == 0)
		return target;
	return arena_printf(watch->arena, "%.*s/%s", (int)(slash - watch->link), watch->link, target);
}

/* The old release stays in service until the new one is open to the last part. */
static void switch_to(struct watch *watch, const char *target, int64_t tick_us)
{
	struct release *fresh;
	const char *error;
	arena_reset(watch->arena);
	bool again = watch->failed && strcmp(target, watch->target) == 0;
	enum status status = release_open(resolve(watch, target), watch->arena, &fresh, &error);
	memmove(watch->target, target, strlen(target) + 1);
	watch->failed = status != STATUS_OK;
	if (watch->failed) {
		watch->retry_us = tick_us + RETRY_US;
		if (!again)
			log_event("release-broken", error);
		return;
	}
	if (watch->release)
		release_close(watch->release);
	watch->release = fresh;
	log_event("release-opened", release_id(fresh));
}

struct release *watch_release(struct watch *watch, int64_t tick_us)
{
	char target[PATH_MAX];
	if (!look(watch, target))
		return watch->release;
	bool known = strcmp(target, watch->target) == 0;
	if (known && (!watch->failed || tick_us < watch->retry_us))
		return watch->release;
	switch_to(watch, target, tick_us);
	return watch->release;
}
