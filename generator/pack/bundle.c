#include "bundle.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/archive.h>
#include <headwater/deflate.h>
#include <headwater/hash.h>

#include "fault.h"
#include "manifest.h"
#include "packed.h"
#include "zip.h"

typedef enum status bundle_writer(const struct member_list *members, const char *file, time_t mtime,
				  struct output *output);

static enum status fill_zip(const struct member_list *members, struct zip *zip, struct output *output)
{
	for (size_t i = 0; i < members->count; i++) {
		const struct member *member = &members->items[i];
		struct packed packed;
		enum status status = packed_open(member, output_cache_dir(output), &packed);
		if (status == STATUS_OK)
			zip_add(zip, &packed.entry, packed.bytes);
		packed_close(&packed);
		if (status != STATUS_OK)
			return fault_set(output, status, "%s: cannot read it back", member->name);
	}
	return STATUS_OK;
}

static enum status write_zip(const struct member_list *members, const char *file, time_t mtime, struct output *output)
{
	FILE *stream = fopen(file, "wbe");
	if (!stream)
		return fault_set(output, STATUS_IO, "%s: cannot begin the archive", file);
	struct zip *zip = zip_begin(stream, mtime);
	enum status status = fill_zip(members, zip, output);
	enum status finished = zip_finish(zip);
	if (fclose(stream) != 0 && finished == STATUS_OK)
		finished = STATUS_IO;
	if (status == STATUS_OK && finished != STATUS_OK)
		status = fault_set(output, finished, "%s: cannot write the archive", file);
	return status;
}

static enum status write_tarball(const struct member_list *members, const char *file, time_t mtime,
				 struct output *output)
{
	struct tarball *tarball;
	enum status status = tarball_open(file, mtime, &tarball);
	for (size_t i = 0; i < members->count && status == STATUS_OK; i++) {
		const struct member *member = &members->items[i];
		status = member->bytes ? tarball_add(tarball, member->name, member->bytes, member->size_bytes)
				       : tarball_add_file(tarball, member->name, member->file);
	}
	if (tarball)
		status = tarball_close(tarball);
	return status == STATUS_OK ? STATUS_OK : fault_set(output, status, "%s: cannot write the archive", file);
}

enum status bundle_put(const struct member_list *members, enum bulk form, time_t mtime, const char *path,
		       struct output *output)
{
	static bundle_writer *const writers[BULK__MAX] = {[BULK_ZIP] = write_zip, [BULK_TAR_ZST] = write_tarball};
	char temporary[PATH_MAX];
	snprintf(temporary, sizeof temporary, "%s", output_begin(output, path));
	enum status status = writers[form](members, temporary, mtime, output);
	if (status == STATUS_OK)
		return output_end(output, temporary, path);
	output_abort(output, temporary);
	return status;
}

/* ---- keeping ---- */

#define CACHE_FOLDER "bundles"

/* What was made last under a name, and of what. Read on this machine only. */
struct origin {
	char key[SHA256_HEX_LEN + 1]; /* of all that decides on the bytes */
	char sha256[SHA256_HEX_LEN + 1];
};

/* This very program, whatever of it may have changed; NULL when it cannot be told. */
static const char *program(void)
{
	static char sha256[SHA256_HEX_LEN + 1];
	uint64_t size_bytes;
	if (!sha256[0] && sha256_file("/proc/self/exe", sha256, &size_bytes) != STATUS_OK)
		return NULL;
	return sha256;
}

static bool set_key(const struct member_list *members, enum bulk form, time_t mtime, struct origin *origin)
{
	char head[64];
	const char *const recipe[] = {program(), deflate_recipe(), tarball_recipe(), head};
	struct sha256 *hash = program() ? sha256_new() : NULL;
	if (!hash)
		return false;
	snprintf(head, sizeof head, "%d %lld", (int)form, (long long)mtime);
	for (size_t i = 0; i < sizeof recipe / sizeof recipe[0]; i++)
		sha256_add(hash, recipe[i], strlen(recipe[i]) + 1);
	for (size_t i = 0; i < members->count; i++) {
		sha256_add(hash, members->items[i].name, strlen(members->items[i].name) + 1);
		sha256_add(hash, members->items[i].sha256, SHA256_HEX_LEN);
	}
	sha256_end(hash, origin->key);
	return true;
}

static bool origin_file(const struct output *output, const char *path, char file[PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	const char *folder = output_cache_dir(output);
	return folder &&
	       snprintf(file, PATH_MAX, "%s/" CACHE_FOLDER "/%s", folder, slash ? slash + 1 : path) < PATH_MAX;
}

static bool origin_read(const char *name, struct origin *origin)
{
	FILE *file = fopen(name, "rbe");
	bool ok = file && fread(origin, sizeof *origin, 1, file) == 1;
	if (file)
		fclose(file);
	return ok && !origin->key[SHA256_HEX_LEN] && !origin->sha256[SHA256_HEX_LEN];
}

/* One that cannot be written is no fault: the next build makes the archive again. */
static void origin_write(const char *name, const struct origin *origin)
{
	char temporary[PATH_MAX + 32], *slash;
	snprintf(temporary, sizeof temporary, "%s", name);
	slash = strrchr(temporary, '/');
	*slash = '\0';
	mkdir(temporary, 0755);
	snprintf(temporary, sizeof temporary, "%s.new", name);
	FILE *file = fopen(temporary, "wbe");
	if (!file)
		return;
	bool ok = fwrite(origin, sizeof *origin, 1, file) == 1;
	ok = fclose(file) == 0 && ok;
	if (!ok || rename(temporary, name) != 0)
		unlink(temporary);
}

enum status bundle_put_or_keep(const struct member_list *members, enum bulk form, time_t mtime, const char *path,
			       struct output *output)
{
	char file[PATH_MAX];
	struct origin before, now;
	if (!origin_file(output, path, file) || !set_key(members, form, mtime, &now))
		return bundle_put(members, form, mtime, path, output);
	if (origin_read(file, &before) && strcmp(before.key, now.key) == 0 && output_keep(output, path, before.sha256))
		return STATUS_OK;
	enum status status = bundle_put(members, form, mtime, path, output);
	if (status != STATUS_OK)
		return status;
	memcpy(now.sha256, output_facts(output, path)->sha256, sizeof now.sha256);
	origin_write(file, &now);
	return STATUS_OK;
}
