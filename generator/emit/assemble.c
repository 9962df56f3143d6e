#include "assemble.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../worker.h"

struct assembly {
	struct output *output;
	const struct manifest *manifest;
	const struct base *base;
	char last_dir[PATH_MAX];
};

static enum status fail(struct assembly *assembly, const char *doing, const char *path)
{
	char error[PATH_MAX + 128];
	snprintf(error, sizeof error, "cannot %s %s: %s", doing, path, strerror(errno));
	output_set_error(assembly->output, error);
	return STATUS_IO;
}

/* Whether the file is the one that was put: nobody wrote to it since. */
static bool is_untouched(int fd, const char *path, uint64_t size_bytes, int64_t mtime_ns)
{
	struct stat now;
	return fstatat(fd, path, &now, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(now.st_mode) &&
	       (uint64_t)now.st_size == size_bytes &&
	       (int64_t)now.st_mtim.tv_sec * 1000000000 + now.st_mtim.tv_nsec == mtime_ns;
}

/* The base has that very file in its place. */
static bool is_in_place(const struct assembly *assembly, const struct file_facts *facts)
{
	const struct base *base = assembly->base;
	const struct made_file *file = base->made ? made_find(base->made, facts->path) : NULL;
	return file && digest_equal(&file->sha256, &facts->sha256) && file->mtime_ns == facts->mtime_ns &&
	       is_untouched(base->fd, facts->path, facts->size_bytes, facts->mtime_ns);
}

static enum status make_room(struct assembly *assembly, const char *path)
{
	const struct base *base = assembly->base;
	if (base->made && unlinkat(base->fd, path, 0) == 0)
		return STATUS_OK;
	if (!output_make_dirs(base->fd, assembly->last_dir, path))
		return fail(assembly, "make the folder of", path);
	return STATUS_OK;
}

static enum status copy(struct assembly *assembly, const char *path)
{
	char block[65536];
	ssize_t got = 0;
	int from = openat(assembly->output->previous_fd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int to = openat(assembly->base->fd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	struct stat facts;
	bool ok = from >= 0 && to >= 0 && fstat(from, &facts) == 0;
	while (ok && (got = read(from, block, sizeof block)) > 0)
		ok = write(to, block, (size_t)got) == got;
	/* the time goes with it: it is what the file is known by */
	ok = ok && got == 0 && futimens(to, (struct timespec[2]){facts.st_mtim, facts.st_mtim}) == 0;
	if (from >= 0)
		close(from);
	if (to >= 0)
		ok = close(to) == 0 && ok;
	return ok ? STATUS_OK : fail(assembly, "copy", path);
}

static enum status keep(struct assembly *assembly, const struct file_facts *facts)
{
	const char *path = facts->path;
	int previous = assembly->output->previous_fd, fd = assembly->base->fd;
	if (is_in_place(assembly, facts))
		return STATUS_OK;
	if (!is_untouched(previous, path, facts->size_bytes, facts->mtime_ns)) {
		errno = ESTALE;
		fail(assembly, "keep", path);
		return STATUS_CORRUPT;
	}
	enum status status = make_room(assembly, path);
	if (status != STATUS_OK || linkat(previous, path, fd, path, 0) == 0)
		return status;
	return copy(assembly, path); /* another file system, or too many links */
}

static enum status move(struct assembly *assembly, const struct file_facts *facts)
{
	if (!assembly->base->made)
		return STATUS_OK; /* it was put where it belongs */
	enum status status = make_room(assembly, facts->path);
	if (status == STATUS_OK && renameat(assembly->output->staging_fd, facts->path, assembly->base->fd, facts->path))
		status = fail(assembly, "put in place", facts->path);
	return status;
}

static enum status settle(void *context, size_t job, struct output *output)
{
	struct assembly *assembly = context;
	struct manifest_reader *reader = manifest_read(assembly->manifest, job);
	const struct file_facts *facts;
	enum status status = STATUS_OK;
	(void)output;
	for (size_t i = 0; i < MANIFEST_STRETCH && status == STATUS_OK && (facts = manifest_next(reader)); i++)
		status = facts->kept ? keep(assembly, facts) : move(assembly, facts);
	manifest_reader_free(reader);
	if (status == STATUS_OK && manifest_failed(assembly->manifest)) {
		errno = EIO;
		status = fail(assembly, "read", "what is known of the files");
	}
	return status;
}

/* ---- what the base has and the release has not ---- */

static void remove_empty(int fd, const char *path)
{
	char dir[PATH_MAX];
	snprintf(dir, sizeof dir, "%s", path);
	for (char *slash; (slash = strrchr(dir, '/'));) {
		*slash = '\0';
		if (unlinkat(fd, dir, AT_REMOVEDIR) != 0)
			return;
	}
}

static enum status clear(struct assembly *assembly)
{
	const struct base *base = assembly->base;
	struct made_gone gone;
	enum status status = STATUS_OK;
	made_gone_begin(&gone, base->made, assembly->manifest);
	for (const char *path; status == STATUS_OK && (path = made_gone_next(&gone)) != NULL;) {
		if (unlinkat(base->fd, path, 0) != 0 && errno != ENOENT)
			status = fail(assembly, "remove", path);
		else
			remove_empty(base->fd, path);
	}
	made_gone_end(&gone);
	return status;
}

enum status assemble(struct output *output, const struct base *base, struct jobs *jobs)
{
	struct assembly assembly = {output, output->manifest, base, ""};
	size_t stretches = (manifest_count(output->manifest) + MANIFEST_STRETCH - 1) / MANIFEST_STRETCH;
	struct job_set set = {.name = "assemble", .count = stretches, .run = settle, .context = &assembly};
	enum status status = clear(&assembly);
	if (status == STATUS_OK && jobs)
		return jobs_run(jobs, &set);
	for (size_t job = 0; job < set.count && status == STATUS_OK; job++)
		status = settle(&assembly, job, output);
	return status;
}
