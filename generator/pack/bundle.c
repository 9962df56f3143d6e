#include "bundle.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <headwater/archive.h>
#include <headwater/hash.h>

#include "fault.h"
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

/* All that decides on the bytes. */
static struct print print_of(const struct member_list *members, enum bulk form, time_t mtime)
{
	struct printer *printer = printer_new();
	printer_int(printer, (int64_t)form);
	printer_int(printer, (int64_t)mtime);
	printer_string(printer, tarball_recipe());
	for (size_t i = 0; i < members->count; i++) {
		printer_string(printer, members->items[i].name);
		printer_add(printer, members->items[i].sha256, SHA256_HEX_LEN);
	}
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

enum status bundle_put_or_keep(const struct member_list *members, enum bulk form, time_t mtime, const char *path,
			       struct output *output)
{
	struct print print = print_of(members, form, mtime);
	if (output_keep_unit(output, path, &print))
		return STATUS_OK;
	output_unit(output, &print);
	enum status status = bundle_put(members, form, mtime, path, output);
	output_unit(output, NULL);
	return status;
}
