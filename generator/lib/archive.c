#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include <headwater/archive.h>

#define ZSTD_OPTIONS "zstd:compression-level=3,zstd:threads=2" /* both change the bytes: never by machine */
#define READ_BYTES ((size_t)64 * 1024)

struct tarball {
	struct archive *archive;
	locale_t utf8; /* libarchive converts names by the locale: the same for everyone */
	time_t mtime;
	enum status status;
};

static enum status enter(struct tarball *tarball, int result)
{
	if (result < ARCHIVE_OK && tarball->status == STATUS_OK)
		tarball->status = STATUS_IO;
	return tarball->status;
}

enum status tarball_open(const char *file, time_t mtime, struct tarball **opened)
{
	struct tarball *tarball = *opened = memory_alloc(sizeof *tarball);
	*tarball = (struct tarball){.archive = archive_write_new(), .mtime = mtime};
	tarball->utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
	if (!tarball->archive || !tarball->utf8) {
		tarball->status = STATUS_INTERNAL;
	} else {
		enter(tarball, archive_write_set_format_pax_restricted(tarball->archive));
		enter(tarball, archive_write_add_filter_zstd(tarball->archive));
		enter(tarball, archive_write_set_options(tarball->archive, ZSTD_OPTIONS));
		enter(tarball, archive_write_open_filename(tarball->archive, file));
	}
	if (tarball->status == STATUS_OK)
		return STATUS_OK;
	*opened = NULL;
	return tarball_close(tarball);
}

static enum status write_header(struct tarball *tarball, const char *name, int64_t size_bytes)
{
	struct archive_entry *entry = archive_entry_new();
	locale_t before = uselocale(tarball->utf8);
	archive_entry_set_pathname_utf8(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_uid(entry, 0);
	archive_entry_set_gid(entry, 0);
	archive_entry_set_mtime(entry, tarball->mtime, 0);
	archive_entry_set_size(entry, size_bytes);
	enter(tarball, archive_write_header(tarball->archive, entry));
	uselocale(before);
	archive_entry_free(entry);
	return tarball->status;
}

static enum status write_data(struct tarball *tarball, const void *bytes, size_t len)
{
	la_ssize_t wrote = tarball->status == STATUS_OK ? archive_write_data(tarball->archive, bytes, len) : -1;
	return enter(tarball, wrote == (la_ssize_t)len ? ARCHIVE_OK : ARCHIVE_FATAL);
}

enum status tarball_add(struct tarball *tarball, const char *name, const void *bytes, size_t len)
{
	if (tarball->status == STATUS_OK && write_header(tarball, name, (int64_t)len) == STATUS_OK)
		write_data(tarball, bytes, len);
	return tarball->status;
}

static enum status copy_file(struct tarball *tarball, const char *name, FILE *file)
{
	char *block = memory_alloc(READ_BYTES);
	size_t got;
	if (fseeko(file, 0, SEEK_END) != 0 || write_header(tarball, name, (int64_t)ftello(file)) != STATUS_OK)
		enter(tarball, ARCHIVE_FATAL);
	rewind(file);
	while (tarball->status == STATUS_OK && (got = fread(block, 1, READ_BYTES, file)) > 0)
		write_data(tarball, block, got);
	if (ferror(file))
		enter(tarball, ARCHIVE_FATAL);
	free(block);
	return tarball->status;
}

enum status tarball_add_file(struct tarball *tarball, const char *name, const char *path)
{
	FILE *file = fopen(path, "rbe");
	if (!file)
		return enter(tarball, ARCHIVE_FATAL);
	enum status status = copy_file(tarball, name, file);
	fclose(file);
	return status;
}

enum status tarball_close(struct tarball *tarball)
{
	if (tarball->archive) {
		enter(tarball, archive_write_close(tarball->archive));
		archive_write_free(tarball->archive);
	}
	if (tarball->utf8)
		freelocale(tarball->utf8);
	enum status status = tarball->status;
	free(tarball);
	return status;
}

const char *tarball_recipe(void)
{
	return archive_version_details(); /* and those of the libraries under it */
}

/* ---- reading ---- */

struct reading {
	const struct archive_limits *limits;
	size_t zip_len, members;
	uint64_t declared; /* unpacked bytes of all members, as the directory says */
	bool found;
};

static bool past_ratio(const struct reading *reading, uint64_t unpacked)
{
	return unpacked / reading->zip_len >= reading->limits->ratio;
}

static enum status read_data(struct archive *archive, const struct reading *reading, struct buf *out)
{
	char *block = memory_alloc(READ_BYTES);
	enum status status = STATUS_OK;
	uint64_t total = 0;
	la_ssize_t got;
	while (status == STATUS_OK && (got = archive_read_data(archive, block, READ_BYTES)) != 0) {
		total += got > 0 ? (uint64_t)got : 0;
		if (got < 0)
			status = STATUS_CORRUPT;
		else if (total > reading->limits->member_bytes || past_ratio(reading, total))
			status = STATUS_TOO_LARGE;
		else
			buf_add(out, block, (size_t)got);
	}
	free(block);
	return status == STATUS_OK && buf_overflowed(out) ? STATUS_TOO_LARGE : status;
}

static enum status read_entry(struct archive *archive, struct archive_entry *entry, const char *name,
			      struct reading *reading, struct buf *out)
{
	const char *path = archive_entry_pathname(entry);
	if (++reading->members > reading->limits->members)
		return STATUS_TOO_LARGE;
	if (archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0)
		reading->declared += (uint64_t)archive_entry_size(entry);
	if (past_ratio(reading, reading->declared))
		return STATUS_TOO_LARGE;
	if (!path || strcmp(path, name) != 0)
		return STATUS_OK;
	if (reading->found)
		return STATUS_CORRUPT;
	reading->found = true;
	return read_data(archive, reading, out);
}

enum status archive_read_member(const void *zip, size_t zip_len, const char *name, const struct archive_limits *limits,
				struct buf *out)
{
	struct reading reading = {.limits = limits, .zip_len = zip_len};
	struct archive *archive = zip_len > 0 ? archive_read_new() : NULL;
	struct archive_entry *entry;
	enum status status = STATUS_OK;
	if (!archive)
		return zip_len > 0 ? STATUS_INTERNAL : STATUS_CORRUPT;
	if (archive_read_support_format_zip_seekable(archive) != ARCHIVE_OK)
		status = STATUS_INTERNAL;
	else if (archive_read_open_memory(archive, zip, zip_len) != ARCHIVE_OK)
		status = STATUS_CORRUPT;
	while (status == STATUS_OK) {
		int result = archive_read_next_header(archive, &entry);
		if (result == ARCHIVE_EOF)
			break;
		status = result < ARCHIVE_WARN ? STATUS_CORRUPT : read_entry(archive, entry, name, &reading, out);
	}
	archive_read_free(archive);
	return status == STATUS_OK && !reading.found ? STATUS_NOT_FOUND : status;
}
