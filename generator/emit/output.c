/* Files into the staging folder: each written once, or linked to its equal in the release before. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/arena.h>
#include <headwater/buf.h>
#include <headwater/deflate.h>
#include <headwater/hash.h>

#include "../worker.h"
#include "output.h"

#define COMPARE_BYTES ((size_t)256 * 1024)
#define GZIP_MIN_BYTES 512 /* below that, headers weigh more than what is saved */

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

/* Makes every folder above `path`. */
static enum status make_dirs(struct output *output, const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	if (!slash)
		return STATUS_OK;
	snprintf(dir, sizeof dir, "%.*s", (int)(slash - path), path);
	if (strcmp(dir, output->last_dir) == 0)
		return STATUS_OK;
	for (char *p = dir;; p++) {
		if (*p && *p != '/')
			continue;
		char kept = *p;
		*p = '\0';
		if (mkdirat(output->staging_fd, dir, 0755) != 0 && errno != EEXIST)
			return fail(output, "make the folder", dir);
		*p = kept;
		if (!kept)
			break;
	}
	memcpy(output->last_dir, dir, strlen(dir) + 1);
	return STATUS_OK;
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

/* True when the release before holds these very bytes at this path. */
static bool same_as_before(const struct output *output, const char *path, const char *bytes, size_t len)
{
	struct stat facts;
	int fd = output->previous_fd < 0 ? -1 : openat(output->previous_fd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	bool same = fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && (uint64_t)facts.st_size == len;
	char *block = same ? memory_alloc(COMPARE_BYTES) : NULL;
	while (same && len > 0) {
		ssize_t got = read(fd, block, len < COMPARE_BYTES ? len : COMPARE_BYTES);
		same = got > 0 && memcmp(block, bytes, (size_t)got) == 0;
		if (same) {
			bytes += got;
			len -= (size_t)got;
		}
	}
	free(block);
	close(fd);
	return same;
}

static bool link_to_previous(struct output *output, const char *path)
{
	if (linkat(output->previous_fd, path, output->staging_fd, path, 0) != 0)
		return false; /* another file system, or too many links: write it then */
	__atomic_add_fetch(output->linked_count, 1, __ATOMIC_RELAXED);
	return true;
}

static enum status write_new(struct output *output, const char *path, const void *bytes, size_t len)
{
	int fd = openat(output->staging_fd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return fail(output, "create", path);
	enum status status = write_all(fd, bytes, len);
	if (status != STATUS_OK)
		fail(output, "write", path);
	if (close(fd) != 0 && status == STATUS_OK)
		status = fail(output, "close", path);
	return status;
}

static void record(struct output *output, const char *path, uint64_t size_bytes, const char *sha256)
{
	manifest_add(output->manifest, path, size_bytes, sha256);
	if (output->report_fd >= 0)
		worker_report(output->report_fd, path, size_bytes, sha256);
}

enum status output_put(struct output *output, const char *path, const void *bytes, size_t len)
{
	char sha256[SHA256_HEX_LEN + 1];
	check_path(path);
	enum status status = make_dirs(output, path);
	if (status != STATUS_OK)
		return status;
	if (!same_as_before(output, path, bytes, len) || !link_to_previous(output, path))
		status = write_new(output, path, bytes, len);
	if (status != STATUS_OK)
		return status;
	sha256_hex(bytes, len, sha256);
	record(output, path, len, sha256);
	return STATUS_OK;
}

/*
 * Takes the release before's "<path>.gz" into `packed` when compressing `bytes` would make the same: it was made by this
 * compressor, and unpacks to them. That is fifteen times faster than compressing again.
 */
static bool take_previous(const struct output *output, const char *sibling, const void *bytes, size_t len,
			  struct buf *packed)
{
	int fd = output->same_recipe ? openat(output->previous_fd, sibling, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
	struct stat facts;
	if (fd < 0)
		return false;
	if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && (uint64_t)facts.st_size < len) {
		char *file = memory_alloc((size_t)facts.st_size + 1);
		ssize_t got = read(fd, file, (size_t)facts.st_size);
		if (got == (ssize_t)facts.st_size && deflate_gzip_holds(file, (size_t)got, bytes, len))
			buf_add(packed, file, (size_t)got);
		free(file);
	}
	close(fd);
	return packed->len > 0;
}

enum status output_put_compressed(struct output *output, const char *path, const void *bytes, size_t len)
{
	enum status status = output_put(output, path, bytes, len);
	if (status != STATUS_OK || len < GZIP_MIN_BYTES)
		return status;
	char sibling[PATH_MAX];
	struct buf packed;
	snprintf(sibling, sizeof sibling, "%s.gz", path);
	buf_init(&packed, SIZE_MAX / 2);
	if (!take_previous(output, sibling, bytes, len, &packed))
		deflate_gzip(bytes, len, &packed);
	if (packed.len < len)
		status = output_put(output, sibling, packed.bytes, packed.len);
	buf_free(&packed);
	return status;
}

const char *output_begin(struct output *output, const char *path)
{
	static char temporary[PATH_MAX + 64];
	check_path(path);
	snprintf(temporary, sizeof temporary, "%s/" STAGING_TEMPORARY "/%ld-%u", output->staging_dir, (long)getpid(),
		 output->temporary_count++);
	return temporary;
}

static bool file_same_as_before(const struct output *output, const char *path, uint64_t size_bytes, const char *sha256)
{
	char before[PATH_MAX * 2], before_sha256[SHA256_HEX_LEN + 1];
	struct stat facts;
	uint64_t before_bytes;
	if (output->previous_fd < 0 || fstatat(output->previous_fd, path, &facts, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(facts.st_mode) || (uint64_t)facts.st_size != size_bytes)
		return false;
	snprintf(before, sizeof before, "%s/%s", output->previous_dir, path);
	return sha256_file(before, before_sha256, &before_bytes) == STATUS_OK && strcmp(before_sha256, sha256) == 0;
}

enum status output_end(struct output *output, const char *temporary, const char *path)
{
	char sha256[SHA256_HEX_LEN + 1];
	uint64_t size_bytes;
	if (sha256_file(temporary, sha256, &size_bytes) != STATUS_OK)
		return fail(output, "read back", path);
	enum status status = make_dirs(output, path);
	if (status != STATUS_OK)
		return status;
	if (file_same_as_before(output, path, size_bytes, sha256) && link_to_previous(output, path)) {
		unlink(temporary);
	} else if (chmod(temporary, 0644) != 0 || renameat(AT_FDCWD, temporary, output->staging_fd, path) != 0) {
		return fail(output, "put in place", path);
	}
	record(output, path, size_bytes, sha256);
	return STATUS_OK;
}

bool output_keep(struct output *output, const char *path, const char *sha256)
{
	struct stat facts;
	check_path(path);
	if (output->previous_fd < 0 || fstatat(output->previous_fd, path, &facts, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !file_same_as_before(output, path, (uint64_t)facts.st_size, sha256))
		return false;
	if (make_dirs(output, path) != STATUS_OK || !link_to_previous(output, path))
		return false;
	record(output, path, (uint64_t)facts.st_size, sha256);
	return true;
}

void output_abort(struct output *output, const char *temporary)
{
	(void)output;
	unlink(temporary);
}

const struct file_facts *output_facts(const struct output *output, const char *path)
{
	return manifest_find(output->manifest, path);
}

const char *output_locate(struct output *output, const char *path)
{
	static char located[PATH_MAX * 2];
	snprintf(located, sizeof located, "%s/%s", output->staging_dir, path);
	return located;
}

void output_become_worker(struct output *output, int fd)
{
	output->report_fd = fd;
}

void output_set_error(struct output *output, const char *error)
{
	snprintf(output->error, sizeof output->error, "%s", error);
}

const char *output_cache_dir(const struct output *output)
{
	return output->cache_dir;
}

const char *output_error(const struct output *output)
{
	return output->error;
}
