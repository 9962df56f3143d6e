/* A release: staged, summed, synced, and put in place by renaming a symlink. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/buf.h>
#include <headwater/hash.h>

#include "../stages.h"
#include "../manifest.h"
#include "../worker.h"
#include "assemble.h"
#include "output.h"
#include "prune.h"

#define SUMS_FILE "SHA256SUMS"
#define ID_HASH_LEN 12
#define WALK_FDS 32

struct release {
	struct output output;
	struct model *model;
	struct arena *arena;
	char out_dir[PATH_MAX]; /* absolute */
	int out_fd, releases_fd, cache_fd, lock_fd;
	const char *before_id;          /* what `current` names now, or "" */
	char previous_target[PATH_MAX]; /* what `previous` names, to go back to by hand; or "" */
};

static const char staging_name[] = ".staging";
static const char base_name[] = ".base"; /* an old release that becomes the new one */

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

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* The release that a symlink names ("releases/<id>"), in `target`; NULL when there is none. */
static const char *named_by(const struct release *release, const char *symlink, char target[PATH_MAX])
{
	ssize_t len = readlinkat(release->out_fd, symlink, target, PATH_MAX - 1);
	target[len > 0 ? len : 0] = '\0';
	return len > 0 ? base_of(target) : NULL;
}

static void find_before(struct release *release)
{
	char target[PATH_MAX];
	named_by(release, "previous", release->previous_target);
	const char *name = named_by(release, "current", target);
	if (!name)
		return;
	struct output *output = &release->output;
	output->previous_fd = openat(release->releases_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (output->previous_fd < 0)
		return;
	release->before_id = arena_string(release->arena, name);
	output->previous_dir = arena_printf(release->arena, "%s/releases/%s", release->out_dir, name);
	output->previous = made_open(release->cache_fd, name, release->output.plain);
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
	release->cache_fd = open_dir(release->out_fd, "cache");
	if (release->releases_fd < 0 || release->cache_fd < 0)
		return fail(release, error, "make folders in", out_dir);
	return STATUS_OK;
}

static enum status open_staging(struct release *release, const char **error)
{
	struct output *output = &release->output;
	output->staging_dir = arena_printf(release->arena, "%s/releases/%s", release->out_dir, staging_name);
	output->work_dir = arena_printf(release->arena, "%s/" STAGING_TEMPORARY, output->staging_dir);
	output->cache_dir = arena_printf(release->arena, "%s/cache", release->out_dir);
	/* what a killed build left; the lock says nobody is at work there */
	remove_tree(output->staging_dir);
	remove_tree(arena_printf(release->arena, "%s/releases/%s", release->out_dir, base_name));
	output->staging_fd = open_dir(release->releases_fd, staging_name);
	if (output->staging_fd < 0)
		return fail(release, error, "make", output->staging_dir);
	int unfinished_fd = open_dir(output->staging_fd, STAGING_TEMPORARY);
	if (unfinished_fd < 0)
		return fail(release, error, "make a folder in", output->staging_dir);
	close(unfinished_fd);
	return STATUS_OK;
}

enum status release_begin(const char *out_dir, struct model *model, bool plain, struct release **begun,
			  const char **error)
{
	struct arena *arena = model->arena;
	struct release *release = *begun = arena_alloc(arena, sizeof *release);
	release->output.plain = plain;
	release->model = model;
	release->arena = arena;
	release->before_id = "";
	release->out_fd = release->releases_fd = release->cache_fd = release->lock_fd = -1;
	release->output.previous_fd = release->output.staging_fd = release->output.report_fd = -1;
	enum status status = open_folders(release, out_dir, error);
	if (status == STATUS_OK) {
		find_before(release);
		status = open_staging(release, error);
	}
	if (status == STATUS_OK)
		release->output.manifest = model->manifest = manifest_new(release->output.work_dir);
	return status;
}

struct output *release_output(struct release *release)
{
	return &release->output;
}

void release_forget(struct release *release)
{
	made_close(release->output.previous);
	release->output.previous = NULL;
}

static void close_all(struct release *release)
{
	release_forget(release);
	manifest_free(release->output.manifest);
	release->output.manifest = release->model->manifest = NULL;
	int fds[] = {release->output.staging_fd,
		     release->output.previous_fd,
		     release->releases_fd,
		     release->cache_fd,
		     release->out_fd,
		     release->lock_fd};
	for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static void remove_release(struct release *release, const char *name)
{
	remove_tree(arena_printf(release->arena, "%s/releases/%s", release->out_dir, name));
}

void release_abandon(struct release *release)
{
	if (release->output.staging_fd >= 0) {
		remove_tree(release->output.staging_dir);
		remove_release(release, base_name);
	}
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
static enum status swap(struct release *release, const char *folder, const char *id, const char **error)
{
	if (syncfs(release->output.staging_fd) != 0)
		return fail(release, error, "sync", release->output.staging_dir);
	if (renameat(release->releases_fd, folder, release->releases_fd, id) != 0)
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

static bool to_file(void *context, const char *bytes, size_t len)
{
	return fwrite(bytes, 1, len, context) == len;
}

/* SHA256SUMS lists what is served, so that `sha256sum -c` holds over a mirror. */
static enum status put_sums(struct release *release, const char **error)
{
	struct output *output = &release->output;
	const char *temporary = arena_string(release->arena, output_begin(output, SUMS_FILE));
	FILE *file = fopen(temporary, "wbe");
	bool written = file && manifest_write(output->manifest, MANIFEST_SERVED, to_file, file);
	if (file)
		written = fclose(file) == 0 && written;
	if (!written)
		return fail(release, error, "write", SUMS_FILE);
	enum status status = output_end(output, temporary, SUMS_FILE);
	if (status != STATUS_OK)
		*error = output_error(output);
	return status;
}

static bool to_hash(void *context, const char *bytes, size_t len)
{
	sha256_add(context, bytes, len);
	return true;
}

/* Named by its day and by all it holds, the search index included. */
static const char *release_id(struct release *release)
{
	char hex[SHA256_HEX_LEN + 1];
	const struct date *now = &release->model->now;
	struct sha256 *hash = sha256_new();
	manifest_write(release->output.manifest, MANIFEST_ALL, to_hash, hash);
	sha256_end(hash, hex);
	return arena_printf(release->arena, "%04d%02d%02d-%.*s", now->year, now->month, now->day, ID_HASH_LEN, hex);
}

/* Takes the oldest release that goes, and of which it is known what it holds, out of the way of its readers. */
static struct older *take_base(struct release *release, struct pruning *pruning)
{
	for (size_t i = pruning->count; i-- > 0 && pruning->keep > 0;) {
		struct older *older = &pruning->items[i];
		if (!older->goes || !older->made || strcmp(older->name, release->before_id) == 0 ||
		    strcmp(older->name, base_of(release->previous_target)) == 0)
			continue;
		made_forget(release->cache_fd, older->name);
		return renameat(release->releases_fd, older->name, release->releases_fd, base_name) == 0 ? older : NULL;
	}
	return NULL;
}

static enum status make_folder(struct release *release, struct older *older, struct jobs *jobs, const char **error)
{
	struct output *output = &release->output;
	struct base base = {.fd = output->staging_fd};
	if (older) {
		base.fd = openat(release->releases_fd, base_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		base.made = older->made;
		if (base.fd < 0)
			return fail(release, error, "open", base_name);
	}
	enum status status = assemble(output, &base, jobs);
	if (status != STATUS_OK)
		*error = output_error(output);
	if (older)
		close(base.fd);
	return status;
}

static enum status finish(struct release *release, struct pruning *pruning, struct jobs *jobs, const char **error)
{
	const char *id = pruning->id;
	struct older *older = take_base(release, pruning);
	enum status status = make_folder(release, older, jobs, error);
	if (status != STATUS_OK)
		return status;
	if (unlinkat(release->output.staging_fd, STAGING_TEMPORARY, AT_REMOVEDIR) != 0)
		return fail(release, error, "remove", STAGING_TEMPORARY);
	/* an older release with these very bytes, or one that was never pointed to */
	remove_release(release, id);
	status = swap(release, older ? base_name : staging_name, id, error);
	if (status == STATUS_OK && older)
		remove_tree(release->output.staging_dir);
	return status;
}

static void remove_older(struct release *release, const struct pruning *pruning)
{
	for (size_t i = 0; i < pruning->count; i++) {
		if (!pruning->items[i].goes)
			continue;
		remove_release(release, pruning->items[i].name);
		made_forget(release->cache_fd, pruning->items[i].name);
	}
	if (faccessat(release->out_fd, "previous", F_OK, 0) != 0)
		unlinkat(release->out_fd, "previous", 0);
}

static enum status sort(struct release *release, const char **error)
{
	if (manifest_sort(release->output.manifest) == STATUS_OK)
		return STATUS_OK;
	*error =
	    arena_printf(release->arena, "cannot keep what is known of the files in %s", release->output.staging_dir);
	return STATUS_IO;
}

/*
 * Remembers what the release was made of. One of another program, or one that was forgotten, may turn out to be this one:
 * its files are those kept.
 */
static void remember(struct release *release, const struct release_facts *facts)
{
	bool adopted = facts->unchanged && !release->output.previous;
	if (!facts->unchanged || adopted)
		made_save(release->cache_fd, facts->id, release->output.plain, release->output.manifest,
			  adopted ? release->output.previous_fd : -1);
}

static enum status replace(struct release *release, int keep, struct jobs *jobs, struct release_facts *facts,
			   const char **error)
{
	struct pruning pruning = {.releases_fd = release->releases_fd,
				  .cache_fd = release->cache_fd,
				  .manifest = release->output.manifest,
				  .id = facts->id,
				  .before_id = release->before_id,
				  .keep = keep,
				  .plain = release->output.plain};
	enum status status = STATUS_OK;
	prune_plan(&pruning, release->arena);
	facts->withdrawn_count = pruning.withdrawn_count;
	if (!facts->unchanged)
		status = finish(release, &pruning, jobs, error);
	if (status == STATUS_OK) {
		remember(release, facts);
		remove_older(release, &pruning);
	}
	prune_plan_free(&pruning);
	return status;
}

enum status release_publish(struct release *release, int keep, struct jobs *jobs, struct release_facts *facts,
			    const char **error)
{
	struct manifest *manifest = release->output.manifest;
	*facts = (struct release_facts){0};
	enum status status = sort(release, error);
	if (status == STATUS_OK) {
		facts->id = release_id(release);
		facts->unchanged = strcmp(facts->id, release->before_id) == 0;
		status = put_sums(release, error);
	}
	if (status == STATUS_OK)
		status = sort(release, error); /* with the sums among them */
	facts->file_count = manifest_count(manifest);
	facts->size_bytes = manifest_bytes(manifest);
	facts->linked_count = manifest_kept_count(manifest);
	if (status == STATUS_OK)
		status = replace(release, keep, jobs, facts, error);
	if (status != STATUS_OK || facts->unchanged)
		release_abandon(release);
	else
		close_all(release);
	return status;
}
