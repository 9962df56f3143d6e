/* render_load.c -- the files of a stylesheet set, read into memory. */
#include <headwater/render.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headwater/buf.h>

#define FILE_MAX_BYTES ((size_t)4 * 1024 * 1024)

struct loader {
	const char *dir;
	struct arena *arena;
	struct render_source *sources;
	size_t count, capacity;
	const char *error;
};

static enum status load_file(struct loader *loader, const char *name)
{
	const char *path = arena_printf(loader->arena, "%s/%s", loader->dir, name);
	FILE *file = fopen(path, "rbe");
	if (!file) {
		loader->error = arena_printf(loader->arena, "%s: %s", path, strerror(errno));
		return STATUS_IO;
	}
	struct buf bytes;
	buf_init(&bytes, FILE_MAX_BYTES);
	char chunk[16384];
	for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
		buf_add(&bytes, chunk, got);
	enum status status = ferror(file) || buf_overflowed(&bytes) ? STATUS_IO : STATUS_OK;
	fclose(file);
	if (status == STATUS_OK) {
		struct render_source *source =
		    ARENA_PUSH(loader->arena, loader->sources, loader->count, loader->capacity);
		source->name = arena_string(loader->arena, name);
		source->bytes = arena_copy(loader->arena, bytes.bytes, bytes.len);
		source->len = bytes.len;
	} else {
		loader->error = arena_printf(loader->arena, "%s: cannot be read whole", path);
	}
	buf_free(&bytes);
	return status;
}

/* Every file of <dir>/<folder>/ whose name ends in `ending`; a folder that is not there holds none. */
static enum status load_folder(struct loader *loader, const char *folder, const char *ending)
{
	const char *path = arena_printf(loader->arena, "%s/%s", loader->dir, folder);
	DIR *dir = opendir(path);
	if (!dir && errno == ENOENT)
		return STATUS_OK;
	if (!dir) {
		loader->error = arena_printf(loader->arena, "%s: %s", path, strerror(errno));
		return STATUS_IO;
	}
	enum status status = STATUS_OK;
	for (struct dirent *entry; status == STATUS_OK && (entry = readdir(dir));) {
		size_t len = strlen(entry->d_name), ending_len = strlen(ending);
		if (entry->d_name[0] == '.' || len <= ending_len ||
		    strcmp(entry->d_name + len - ending_len, ending) != 0)
			continue;
		status = load_file(loader, arena_printf(loader->arena, "%s/%s", folder, entry->d_name));
	}
	closedir(dir);
	return status;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct render_source *)a)->name, ((const struct render_source *)b)->name);
}

enum status render_sources(const char *templates_dir, struct arena *arena, struct render_source **sources,
			   size_t *count, const char **error)
{
	struct loader loader = {.dir = templates_dir, .arena = arena};
	enum status status = load_file(&loader, "layout.xsl");
	if (status == STATUS_OK)
		status = load_folder(&loader, "part", ".xsl");
	if (status == STATUS_OK)
		status = load_folder(&loader, "page", ".xsl");
	if (status == STATUS_OK)
		status = load_folder(&loader, "text", ".xml");
	if (loader.count)
		qsort(loader.sources, loader.count, sizeof *loader.sources, by_name);
	*sources = loader.sources;
	*count = loader.count;
	*error = loader.error;
	return status;
}
