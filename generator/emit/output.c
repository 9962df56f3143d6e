/* output.c -- files into the staging folder: each written once, or kept from the release before. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/deflate.h>
#include <headwater/hash.h>

#include "../worker.h"
#include "output.h"

/*
 * What goes out in one packet of an Ethernet (1,500 bytes less 40 of IPv4 and TCP, and some for the answer's head) arrives no
 * sooner when it is smaller, while a sibling costs a file, which is most of what small files cost a file system.
 */
#define GZIP_MIN_BYTES 1400
#define NS_PER_S 1000000000

static enum status fail(struct output *output, const char *doing, const char *path)
{
	snprintf(output->error, sizeof output->error, "cannot %s %s: %s", doing, path, strerror(errno));
	return STATUS_IO;
}

static void check_path(const char *path)
{
	assert(path[0] && path[0] != '/' && path[strlen(path) - 1] != '/');
	assert(!strstr(path, "//") && !strstr(path, "/./") && !strstr(path, "../"));
	for (const char *p = path; *p; p++)
		assert((unsigned char)*p >= 0x20 && *p != '\\');
	(void)path;
}

bool output_make_dirs(int fd, char last_dir[PATH_MAX], const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	if (!slash)
		return true;
	snprintf(dir, sizeof dir, "%.*s", (int)(slash - path), path);
	if (strcmp(dir, last_dir) == 0)
		return true;
	/* the innermost first: most often only it is missing */
	if (mkdirat(fd, dir, 0755) != 0 && errno != EEXIST) {
		if (errno != ENOENT)
			return false;
		for (char *p = strchr(dir, '/'); p; p = strchr(p + 1, '/')) {
			*p = '\0';
			if (mkdirat(fd, dir, 0755) != 0 && errno != EEXIST)
				return false;
			*p = '/';
		}
		if (mkdirat(fd, dir, 0755) != 0 && errno != EEXIST)
			return false;
	}
	memcpy(last_dir, dir, strlen(dir) + 1);
	return true;
}

static enum status make_dirs(struct output *output, const char *path)
{
	return output_make_dirs(output->staging_fd, output->last_dir, path) ? STATUS_OK
									    : fail(output, "make the folder of", path);
}

static enum status write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t wrote = write(fd, bytes, len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return STATUS_IO;
		bytes += wrote;
		len -= (size_t)wrote;
	}
	return STATUS_OK;
}

static int64_t mtime_of(const struct stat *facts)
{
	return (int64_t)facts->st_mtim.tv_sec * NS_PER_S + facts->st_mtim.tv_nsec;
}

static void record(struct output *output, struct file_facts *facts)
{
	facts->unit = output->unit;
	facts->leads = output->unit && !output->unit_begun;
	facts->print = output->print;
	output->unit_begun = true;
	manifest_add(output->manifest, facts);
	if (output->report_fd >= 0)
		worker_report(output->report_fd, facts);
}

/* Keeps a file of the release before. */
static void keep(struct output *output, const struct made_file *file)
{
	struct file_facts facts;
	made_facts(output->previous, file, &facts);
	record(output, &facts);
}

/* The release before's file of this path and these bytes, or NULL. */
static const struct made_file *same_as_before(const struct output *output, const char *path,
					      const struct digest *sha256)
{
	const struct made_file *file = made_find(output->previous, path);
	return file && digest_equal(&file->sha256, sha256) ? file : NULL;
}

static enum status write_new(struct output *output, const void *bytes, struct file_facts *facts)
{
	struct stat stat;
	enum status status = make_dirs(output, facts->path);
	if (status != STATUS_OK)
		return status;
	int fd = openat(output->staging_fd, facts->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return fail(output, "create", facts->path);
	status = write_all(fd, bytes, facts->size_bytes);
	if (status != STATUS_OK || fstat(fd, &stat) != 0)
		status = fail(output, "write", facts->path);
	if (close(fd) != 0 && status == STATUS_OK)
		status = fail(output, "close", facts->path);
	if (status == STATUS_OK)
		facts->mtime_ns = mtime_of(&stat);
	return status;
}

/* `*kept`: the release before has it already. */
static enum status put(struct output *output, const char *path, const void *bytes, size_t len, bool *kept)
{
	struct file_facts facts = {.path = path, .size_bytes = len, .sha256 = digest_of(bytes, len)};
	check_path(path);
	const struct made_file *before = same_as_before(output, path, &facts.sha256);
	*kept = before != NULL;
	if (before) {
		keep(output, before);
		return STATUS_OK;
	}
	enum status status = write_new(output, bytes, &facts);
	if (status == STATUS_OK)
		record(output, &facts);
	return status;
}

enum status output_put(struct output *output, const char *path, const void *bytes, size_t len)
{
	bool kept;
	return put(output, path, bytes, len, &kept);
}

/* `kept`: so is the file that it belongs to. */
static enum status put_sibling(struct output *output, const char *path, const void *bytes, size_t len, bool kept)
{
	char sibling[PATH_MAX];
	enum status status = STATUS_OK;
	if (output->plain || len < GZIP_MIN_BYTES)
		return STATUS_OK;
	snprintf(sibling, sizeof sibling, "%s.gz", path);
	if (kept) { /* the same program made it: its sibling, or that it has none, holds too */
		const struct made_file *before = made_find(output->previous, sibling);
		if (before)
			keep(output, before);
		return STATUS_OK;
	}
	struct buf packed;
	buf_init(&packed, SIZE_MAX / 2);
	deflate_gzip(bytes, len, &packed);
	if (packed.len < len)
		status = output_put(output, sibling, packed.bytes, packed.len);
	buf_free(&packed);
	return status;
}

enum status output_put_compressed(struct output *output, const char *path, const void *bytes, size_t len)
{
	bool kept;
	enum status status = put(output, path, bytes, len, &kept);
	return status == STATUS_OK ? put_sibling(output, path, bytes, len, kept) : status;
}

const char *output_begin(struct output *output, const char *path)
{
	static char temporary[PATH_MAX + 64];
	check_path(path);
	snprintf(temporary, sizeof temporary, "%s/" STAGING_TEMPORARY "/%ld-%u", output->staging_dir, (long)getpid(),
		 output->temporary_count++);
	return temporary;
}

/* `*kept`: the release before has it already. */
static enum status end(struct output *output, const char *temporary, const char *path, bool *kept)
{
	struct file_facts facts = {.path = path};
	struct stat stat;
	*kept = false;
	if (digest_file(temporary, &facts.sha256, &facts.size_bytes) != STATUS_OK)
		return fail(output, "read back", path);
	const struct made_file *before = same_as_before(output, path, &facts.sha256);
	if (before) {
		unlink(temporary);
		keep(output, before);
		*kept = true;
		return STATUS_OK;
	}
	enum status status = make_dirs(output, path);
	if (status != STATUS_OK)
		return status;
	if (chmod(temporary, 0644) != 0 || lstat(temporary, &stat) != 0 ||
	    renameat(AT_FDCWD, temporary, output->staging_fd, path) != 0)
		return fail(output, "put in place", path);
	facts.mtime_ns = mtime_of(&stat);
	record(output, &facts);
	return STATUS_OK;
}

enum status output_end(struct output *output, const char *temporary, const char *path)
{
	bool kept;
	return end(output, temporary, path, &kept);
}

enum status output_end_compressed(struct output *output, const char *temporary, const char *path)
{
	bool kept;
	struct stat stat;
	enum status status = end(output, temporary, path, &kept);
	if (status != STATUS_OK)
		return status;
	int fd = open(output_locate(output, path), O_RDONLY | O_CLOEXEC);
	void *map = MAP_FAILED;
	if (fd >= 0 && fstat(fd, &stat) == 0 && stat.st_size > 0)
		map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		status = fail(output, "read back", path);
	else
		status = put_sibling(output, path, map, (size_t)stat.st_size, kept);
	if (map != MAP_FAILED)
		munmap(map, (size_t)stat.st_size);
	if (fd >= 0)
		close(fd);
	return status;
}

void output_abort(struct output *output, const char *temporary)
{
	(void)output;
	unlink(temporary);
}

void output_unit(struct output *output, const struct print *print)
{
	output->unit = print ? manifest_new_unit(output->manifest) : 0;
	output->unit_begun = false;
	output->print = print ? *print : (struct print){{0}};
	if (output->report_fd >= 0)
		worker_report_unit(output->report_fd, print);
}

bool output_has_before(const struct output *output)
{
	return output->previous != NULL;
}

bool output_keep_unit(struct output *output, const char *path, const struct print *print)
{
	const struct made_file *file = made_unit(output->previous, path, print);
	if (!file)
		return false;
	output_unit(output, print);
	for (; file; file = made_next(output->previous, file))
		keep(output, file);
	output_unit(output, NULL);
	return true;
}

bool output_facts(const struct output *output, const char *path, struct file_facts *facts)
{
	return manifest_find(output->manifest, path, facts);
}

const char *output_locate(struct output *output, const char *path)
{
	static char located[PATH_MAX * 2];
	struct file_facts facts;
	bool kept = output_facts(output, path, &facts) && facts.kept;
	snprintf(located, sizeof located, "%s/%s", kept ? output->previous_dir : output->staging_dir, path);
	return located;
}

void output_become_worker(struct output *output, int fd, struct manifest *own)
{
	output->report_fd = fd;
	output->manifest = own;
	output->unit = 0;
}

void output_set_error(struct output *output, const char *error)
{
	snprintf(output->error, sizeof output->error, "%s", error);
}

const char *output_work_dir(const struct output *output)
{
	return output->work_dir;
}

const char *output_cache_dir(const struct output *output)
{
	return output->cache_dir;
}

const char *output_error(const struct output *output)
{
	return output->error;
}
