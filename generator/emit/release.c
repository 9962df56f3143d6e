/* A release: staged, summed, synced, and put in place by renaming a symlink. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/buf.h>
#include <headwater/deflate.h>
#include <headwater/hash.h>

#include "../stages.h"
#include "../manifest.h"
#include "../worker.h"
#include "output.h"
#include "withdraw.h"

#define SUMS_FILE "SHA256SUMS"
#define RECIPE_FILE "cache/recipe" /* how what `current` names was compressed */
#define RECIPE_MAX 256
#define ID_HASH_LEN 12
#define WALK_FDS 32

struct release {
	struct output output;
	struct model *model;
	struct arena *arena;
	char out_dir[PATH_MAX]; /* absolute */
	int out_fd, releases_fd, lock_fd;
	const char *before_id; /* what `current` names now, or "" */
};

static const char staging_name[] = ".staging";

static enum status fail(struct release *release, const char **error, const char *doing, const char *what)
{
	*error = arena_printf(release->arena, "cannot %s %s: %s", doing, what, strerror(errno));
	return STATUS_IO;
}

static int remove_one(const char *path, const struct stat *facts, int type, struct FTW *walk)
{
	(void)facts, (void)type, (void)walk;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, WALK_FDS, FTW_DEPTH | FTW_PHYS);
}

static int open_dir(int at, const char *name)
{
	if (mkdirat(at, name, 0755) != 0 && errno != EEXIST)
		return -1;
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* mkdir -p for the folder the operator named. */
static enum status make_out_dir(const char *out_dir)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s", out_dir);
	for (char *p = path + 1;; p++) {
		if (*p && *p != '/')
			continue;
		char kept = *p;
		*p = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			return STATUS_IO;
		*p = kept;
		if (!kept)
			return STATUS_OK;
	}
}

/* Reads what `current` names: "releases/<id>". */
static void find_before(struct release *release)
{
	char target[PATH_MAX];
	ssize_t len = readlinkat(release->out_fd, "current", target, sizeof target - 1);
	if (len <= 0)
		return;
	target[len] = '\0';
	const char *name = strrchr(target, '/') ? strrchr(target, '/') + 1 : target;
	struct output *output = &release->output;
	output->previous_fd = openat(release->releases_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (output->previous_fd < 0)
		return;
	release->before_id = arena_string(release->arena, name);
	output->previous_dir = arena_printf(release->arena, "%s/releases/%s", release->out_dir, name);
}

static enum status open_folders(struct release *release, const char *out_dir, const char **error)
{
	if (make_out_dir(out_dir) != STATUS_OK || !realpath(out_dir, release->out_dir))
		return fail(release, error, "make the output folder", out_dir);
	release->out_fd = open(release->out_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (release->out_fd < 0)
		return fail(release, error, "open", out_dir);
	release->lock_fd = openat(release->out_fd, ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (release->lock_fd < 0)
		return fail(release, error, "lock", out_dir);
	if (flock(release->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		*error = arena_printf(release->arena, "another build is writing to %s", out_dir);
		return STATUS_UNAVAILABLE;
	}
	release->releases_fd = open_dir(release->out_fd, "releases");
	int cache_fd = open_dir(release->out_fd, "cache");
	if (release->releases_fd < 0 || cache_fd < 0)
		return fail(release, error, "make folders in", out_dir);
	close(cache_fd);
	return STATUS_OK;
}

/* A release made by another compressor, or by nobody knows which, has other bytes than a build from nothing would make. */
static bool is_same_recipe(const struct release *release)
{
	char line[RECIPE_MAX], wanted[RECIPE_MAX];
	int len = snprintf(wanted, sizeof wanted, "%s %s", release->before_id, deflate_recipe());
	int fd = openat(release->out_fd, RECIPE_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t got = fd < 0 ? -1 : read(fd, line, sizeof line);
	if (fd >= 0)
		close(fd);
	return got == len && memcmp(line, wanted, (size_t)len) == 0;
}

/* Not being able to say so costs the next build some time, and nothing else. */
static void keep_recipe(const struct release *release, const char *id)
{
	char temporary[] = RECIPE_FILE ".new";
	int fd = openat(release->out_fd, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
	bool written = fd >= 0 && dprintf(fd, "%s %s", id, deflate_recipe()) > 0;
	if (fd >= 0)
		written = close(fd) == 0 && written;
	if (!written || renameat(release->out_fd, temporary, release->out_fd, RECIPE_FILE) != 0)
		unlinkat(release->out_fd, temporary, 0);
}

static enum status open_staging(struct release *release, const char **error)
{
	struct output *output = &release->output;
	output->staging_dir = arena_printf(release->arena, "%s/releases/%s", release->out_dir, staging_name);
	output->cache_dir = arena_printf(release->arena, "%s/cache", release->out_dir);
	remove_tree(output->staging_dir); /* what a killed build left; the lock says nobody is at work there */
	output->staging_fd = open_dir(release->releases_fd, staging_name);
	if (output->staging_fd < 0)
		return fail(release, error, "make", output->staging_dir);
	int unfinished_fd = open_dir(output->staging_fd, STAGING_TEMPORARY);
	if (unfinished_fd < 0)
		return fail(release, error, "make a folder in", output->staging_dir);
	close(unfinished_fd);
	return STATUS_OK;
}

enum status release_begin(const char *out_dir, struct model *model, struct arena *arena, struct release **begun,
			  const char **error)
{
	struct release *release = *begun = arena_alloc(arena, sizeof *release);
	release->model = model;
	release->arena = arena;
	release->before_id = "";
	release->out_fd = release->releases_fd = release->lock_fd = -1;
	release->output.previous_fd = release->output.staging_fd = release->output.report_fd = -1;
	release->output.linked_count =
	    mmap(NULL, sizeof(size_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (release->output.linked_count == MAP_FAILED)
		return fail(release, error, "share memory for", out_dir);
	model->manifest = manifest_new(arena);
	release->output.manifest = model->manifest;
	enum status status = open_folders(release, out_dir, error);
	if (status == STATUS_OK) {
		find_before(release);
		release->output.same_recipe = is_same_recipe(release);
		status = open_staging(release, error);
	}
	return status;
}

struct output *release_output(struct release *release)
{
	return &release->output;
}

static void close_all(struct release *release)
{
	if (release->output.linked_count != MAP_FAILED)
		munmap(release->output.linked_count, sizeof(size_t));
	int fds[] = {release->output.staging_fd, release->output.previous_fd, release->releases_fd, release->out_fd,
		     release->lock_fd};
	for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

void release_abandon(struct release *release)
{
	if (release->output.staging_fd >= 0)
		remove_tree(release->output.staging_dir);
	close_all(release);
}

/* Names a symlink anew in one step: readers see the old target or the new one. */
static enum status point(struct release *release, const char *name, const char *id)
{
	char target[NAME_MAX + 16], temporary[64];
	snprintf(target, sizeof target, "releases/%s", id);
	snprintf(temporary, sizeof temporary, ".%s.new", name);
	unlinkat(release->out_fd, temporary, 0);
	if (symlinkat(target, release->out_fd, temporary) != 0)
		return STATUS_IO;
	return renameat(release->out_fd, temporary, release->out_fd, name) == 0 ? STATUS_OK : STATUS_IO;
}

/* The order that survives a power cut: everything of the release on disk, then its name, then the pointer to it. */
static enum status swap(struct release *release, const char *id, const char **error)
{
	if (syncfs(release->output.staging_fd) != 0)
		return fail(release, error, "sync", release->output.staging_dir);
	if (renameat(release->releases_fd, staging_name, release->releases_fd, id) != 0)
		return fail(release, error, "name the release", id);
	if (fsync(release->releases_fd) != 0)
		return fail(release, error, "sync", "releases");
	if (release->before_id[0] && point(release, "previous", release->before_id) != STATUS_OK)
		return fail(release, error, "point to", "previous");
	if (point(release, "current", id) != STATUS_OK)
		return fail(release, error, "point to", "current");
	if (fsync(release->out_fd) != 0)
		return fail(release, error, "sync", release->out_dir);
	return STATUS_OK;
}

struct dated {
	char name[NAME_MAX + 1];
	struct timespec at;
};

static int newest_first(const void *left, const void *right)
{
	const struct dated *a = left, *b = right;
	if (a->at.tv_sec != b->at.tv_sec)
		return a->at.tv_sec < b->at.tv_sec ? 1 : -1;
	return (a->at.tv_nsec < b->at.tv_nsec) - (a->at.tv_nsec > b->at.tv_nsec);
}

/* Every release on disk, newest first. */
static struct dated *find_releases(struct release *release, size_t *count)
{
	struct dated *found = NULL;
	size_t capacity = 0;
	int fd = dup(release->releases_fd);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	*count = 0;
	if (!dir)
		return NULL;
	rewinddir(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat facts;
		if (entry->d_name[0] == '.' ||
		    fstatat(release->releases_fd, entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		struct dated *one = ARENA_PUSH(release->arena, found, *count, capacity);
		snprintf(one->name, sizeof one->name, "%s", entry->d_name);
		one->at = facts.st_ctim;
	}
	closedir(dir);
	if (*count > 1)
		qsort(found, *count, sizeof *found, newest_first);
	return found;
}

static bool offers_withdrawn(const struct release *release, const char *older)
{
	int fd = openat(release->releases_fd, older, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	bool offers = withdraw_needed(fd, release->output.staging_fd);
	close(fd);
	return offers;
}

/*
 * Removes releases beyond the newest `keep`, but for the one before; with keep = 0 that one too. One that offers what
 * is no longer offered goes at once. Returns how many of those there were.
 */
static size_t prune(struct release *release, const char *id, int keep)
{
	size_t count, withdrawn = 0;
	struct dated *found = find_releases(release, &count);
	for (size_t i = 0; i < count; i++) {
		const char *name = found[i].name;
		bool before = strcmp(name, release->before_id) == 0;
		bool kept = i < (size_t)keep || (before && keep > 0);
		if (strcmp(name, id) == 0)
			continue;
		bool offers = offers_withdrawn(release, name);
		withdrawn += offers;
		if (kept && !offers)
			continue;
		remove_tree(arena_printf(release->arena, "%s/releases/%s", release->out_dir, name));
	}
	if (faccessat(release->out_fd, "previous", F_OK, 0) != 0)
		unlinkat(release->out_fd, "previous", 0);
	return withdrawn;
}

/* Named by its day and by all it holds, the search index included. */
static const char *release_id(struct release *release)
{
	char hex[SHA256_HEX_LEN + 1];
	struct buf all;
	const struct date *now = &release->model->now;
	buf_init(&all, SIZE_MAX / 2);
	manifest_write(release->output.manifest, MANIFEST_ALL, release->arena, &all);
	sha256_hex(all.bytes, all.len, hex);
	buf_free(&all);
	return arena_printf(release->arena, "%04d%02d%02d-%.*s", now->year, now->month, now->day, ID_HASH_LEN, hex);
}

/* SHA256SUMS lists what is served, so that `sha256sum -c` holds over a mirror. */
static enum status put_sums(struct release *release, const char **error)
{
	struct output *output = &release->output;
	struct buf sums;
	buf_init(&sums, SIZE_MAX / 2);
	manifest_write(output->manifest, MANIFEST_SERVED, release->arena, &sums);
	enum status status = output_put(output, SUMS_FILE, sums.bytes, sums.len);
	buf_free(&sums);
	if (status != STATUS_OK)
		*error = output_error(output);
	return status;
}

static enum status finish(struct release *release, const char *id, const char **error)
{
	if (unlinkat(release->output.staging_fd, STAGING_TEMPORARY, AT_REMOVEDIR) != 0)
		return fail(release, error, "remove", STAGING_TEMPORARY);
	/* an older release with these very bytes, or one that was never pointed to */
	remove_tree(arena_printf(release->arena, "%s/releases/%s", release->out_dir, id));
	return swap(release, id, error);
}

enum status release_publish(struct release *release, int keep, struct release_facts *facts, const char **error)
{
	struct manifest *manifest = release->output.manifest;
	*facts = (struct release_facts){.id = release_id(release)};
	facts->unchanged = strcmp(facts->id, release->before_id) == 0;
	enum status status = put_sums(release, error);
	facts->file_count = manifest_count(manifest);
	facts->size_bytes = manifest_bytes(manifest);
	facts->linked_count = *release->output.linked_count;
	if (status == STATUS_OK && !facts->unchanged)
		status = finish(release, facts->id, error);
	if (status == STATUS_OK) {
		keep_recipe(release, facts->id);
		facts->withdrawn_count = prune(release, facts->id, keep);
	}
	if (status != STATUS_OK || facts->unchanged)
		release_abandon(release);
	else
		close_all(release);
	return status;
}
