#include "made.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/deflate.h>

#include "../program.h"

#define FOLDER "made"
#define MAGIC "headwater-made/1"
#define LOOKS_MAX 100000 /* for files, before the map is let go of */

struct head {
	char magic[sizeof MAGIC];
	struct print program;
	uint64_t file_count, unit_count, string_bytes;
};

/* A unit is known by the path of its first file. */
struct unit {
	struct print print;
	uint32_t first, reserved;
};

struct made {
	void *map;
	size_t map_bytes;
	const struct head *head;
	const struct made_file *files;
	const struct unit *units;
	const char *strings;
};

/* The program that runs, as a print: it decides on the bytes of a release. */
static struct print program_print(bool plain)
{
	struct printer *printer = printer_new();
	printer_string(printer, program_sha256());
	printer_string(printer, plain ? NULL : deflate_recipe());
	struct print print = printer_end(printer);
	printer_free(printer);
	return print;
}

/* ---- reading ---- */

static bool fits(struct made *made, bool plain)
{
	struct print program = program_print(plain);
	const struct head *head = made->head = made->map;
	if (made->map_bytes < sizeof *head + SHA256_HEX_LEN || memcmp(head->magic, MAGIC, sizeof MAGIC) != 0 ||
	    !print_equal(&head->program, &program))
		return false;
	size_t body = made->map_bytes - sizeof *head - SHA256_HEX_LEN;
	if (head->file_count > body / sizeof(struct made_file) || head->unit_count > body / sizeof(struct unit) ||
	    head->string_bytes > body ||
	    head->file_count * sizeof(struct made_file) + head->unit_count * sizeof(struct unit) + head->string_bytes !=
		body)
		return false;
	made->files = (const void *)(head + 1);
	made->units = (const void *)(made->files + head->file_count);
	made->strings = (const void *)(made->units + head->unit_count);
	char hex[SHA256_HEX_LEN + 1];
	size_t summed = made->map_bytes - SHA256_HEX_LEN;
	sha256_hex(made->map, summed, hex);
	madvise(made->map, made->map_bytes, MADV_DONTNEED);
	return memcmp((const char *)made->map + summed, hex, SHA256_HEX_LEN) == 0;
}

static void name_of(char name[PATH_MAX], const char *release_id)
{
	snprintf(name, PATH_MAX, FOLDER "/%s", release_id);
}

struct made *made_open(int cache_fd, const char *release_id, bool plain)
{
	char name[PATH_MAX];
	struct stat facts;
	name_of(name, release_id);
	int fd = openat(cache_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return NULL;
	struct made *made = memory_alloc(sizeof *made);
	*made = (struct made){.map = MAP_FAILED};
	if (fstat(fd, &facts) == 0 && facts.st_size > 0) {
		made->map_bytes = (size_t)facts.st_size;
		made->map = mmap(NULL, made->map_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close(fd);
	if (made->map != MAP_FAILED && fits(made, plain))
		return made;
	made_close(made);
	return NULL;
}

void made_close(struct made *made)
{
	if (!made)
		return;
	if (made->map != MAP_FAILED)
		munmap(made->map, made->map_bytes);
	free(made);
}

size_t made_count(const struct made *made)
{
	return made ? made->head->file_count : 0;
}

const struct made_file *made_at(const struct made *made, size_t index)
{
	return &made->files[index];
}

const char *made_path(const struct made *made, const struct made_file *file)
{
	return made->strings + file->path_at;
}

/* Every so often the map is let go of: what was looked up stays in the page cache, and need not be our own memory. */
static void touch(const struct made *made)
{
	static size_t looks;
	if (made && ++looks % LOOKS_MAX == 0)
		madvise(made->map, made->map_bytes, MADV_DONTNEED);
}

const struct made_file *made_find(const struct made *made, const char *path)
{
	size_t from = 0, to = made_count(made);
	touch(made);
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = strcmp(path, made_path(made, &made->files[middle]));
		if (order == 0)
			return &made->files[middle];
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

const struct made_file *made_unit(const struct made *made, const char *path, const struct print *print)
{
	const struct made_file *file = made_find(made, path);
	if (!file || file->unit == 0 || file->unit > made->head->unit_count)
		return NULL;
	const struct unit *unit = &made->units[file->unit - 1];
	return &made->files[unit->first] == file && print_equal(&unit->print, print) ? file : NULL;
}

const struct made_file *made_next(const struct made *made, const struct made_file *file)
{
	return file->next ? &made->files[file->next - 1] : NULL;
}

void made_facts(const struct made *made, const struct made_file *file, struct file_facts *facts)
{
	*facts = (struct file_facts){.path = made_path(made, file),
				     .size_bytes = file->size_bytes,
				     .mtime_ns = file->mtime_ns,
				     .kept = true,
				     .sha256 = file->sha256};
}

void made_gone_begin(struct made_gone *gone, const struct made *made, const struct manifest *manifest)
{
	*gone = (struct made_gone){.made = made, .manifest = manifest, .reader = manifest_read(manifest, 0)};
	gone->facts = manifest_next(gone->reader);
}

const char *made_gone_next(struct made_gone *gone)
{
	while (gone->next < made_count(gone->made)) {
		const char *path = made_path(gone->made, made_at(gone->made, gone->next));
		int order = gone->facts ? strcmp(path, gone->facts->path) : -1;
		if (!gone->facts && manifest_failed(gone->manifest))
			return NULL;
		if (order <= 0)
			gone->next++;
		if (order < 0)
			return path;
		gone->facts = manifest_next(gone->reader);
	}
	return NULL;
}

void made_gone_end(struct made_gone *gone)
{
	manifest_reader_free(gone->reader);
}

/* ---- writing ---- */

struct draft {
	const struct manifest *manifest;
	int adopted_fd;
	struct head head;
	uint32_t *next; /* of each file: the next one of its unit + 1 */
	struct unit *units;
};

static void find_firsts(struct draft *draft)
{
	struct manifest_reader *reader = manifest_read(draft->manifest, 0);
	const struct file_facts *facts;
	for (uint32_t i = 0; (facts = manifest_next(reader)) != NULL; i++) {
		draft->head.string_bytes += strlen(facts->path) + 1;
		if (facts->leads)
			draft->units[facts->unit - 1] = (struct unit){.print = facts->print, .first = i};
	}
	manifest_reader_free(reader);
}

/* The files of a unit are chained behind its first. */
static void chain(struct draft *draft)
{
	struct manifest_reader *reader = manifest_read(draft->manifest, 0);
	const struct file_facts *facts;
	for (uint32_t i = 0; (facts = manifest_next(reader)) != NULL; i++) {
		uint32_t first = facts->unit ? draft->units[facts->unit - 1].first : i;
		if (first == i)
			continue;
		draft->next[i] = draft->next[first];
		draft->next[first] = i + 1;
	}
	manifest_reader_free(reader);
}

static bool put(FILE *file, struct sha256 *sum, const void *bytes, size_t len)
{
	sha256_add(sum, bytes, len);
	return fwrite(bytes, 1, len, file) == len;
}

/* When a file was last written: of a release that is adopted, as the disk has it. */
static int64_t time_of(const struct draft *draft, const struct file_facts *facts)
{
	struct stat there;
	if (draft->adopted_fd < 0 || fstatat(draft->adopted_fd, facts->path, &there, AT_SYMLINK_NOFOLLOW) != 0)
		return facts->mtime_ns;
	return (int64_t)there.st_mtim.tv_sec * 1000000000 + there.st_mtim.tv_nsec;
}

static bool put_files(FILE *file, struct sha256 *sum, const struct draft *draft)
{
	struct manifest_reader *reader = manifest_read(draft->manifest, 0);
	const struct file_facts *facts;
	uint64_t path_at = 0;
	bool ok = true;
	for (uint32_t i = 0; ok && (facts = manifest_next(reader)) != NULL; i++) {
		const struct made_file made = {.path_at = path_at,
					       .size_bytes = facts->size_bytes,
					       .mtime_ns = time_of(draft, facts),
					       .unit = facts->unit,
					       .next = draft->next[i],
					       .sha256 = facts->sha256};
		path_at += strlen(facts->path) + 1;
		ok = put(file, sum, &made, sizeof made);
	}
	manifest_reader_free(reader);
	return ok;
}

static bool put_paths(FILE *file, struct sha256 *sum, const struct draft *draft)
{
	struct manifest_reader *reader = manifest_read(draft->manifest, 0);
	const struct file_facts *facts;
	bool ok = true;
	while (ok && (facts = manifest_next(reader)) != NULL)
		ok = put(file, sum, facts->path, strlen(facts->path) + 1);
	manifest_reader_free(reader);
	return ok;
}

static bool write_draft(const struct draft *draft, FILE *file)
{
	struct sha256 *sum = sha256_new();
	char hex[SHA256_HEX_LEN + 1];
	bool ok = put(file, sum, &draft->head, sizeof draft->head) && put_files(file, sum, draft) &&
		  put(file, sum, draft->units, draft->head.unit_count * sizeof *draft->units) &&
		  put_paths(file, sum, draft) && !manifest_failed(draft->manifest);
	sha256_end(sum, hex);
	return ok && fwrite(hex, 1, SHA256_HEX_LEN, file) == SHA256_HEX_LEN;
}

static void draft_init(struct draft *draft, const struct manifest *manifest, bool plain, struct arena *arena)
{
	*draft = (struct draft){.manifest = manifest, .head = {.magic = MAGIC, .program = program_print(plain)}};
	draft->head.file_count = manifest_count(manifest);
	draft->head.unit_count = manifest_unit_count(manifest);
	draft->next = arena_array(arena, draft->head.file_count + 1, sizeof *draft->next);
	draft->units = arena_array(arena, draft->head.unit_count + 1, sizeof *draft->units);
	find_firsts(draft);
	chain(draft);
}

void made_save(int cache_fd, const char *release_id, bool plain, const struct manifest *manifest, int adopted_fd)
{
	struct arena *arena = arena_new();
	struct draft draft;
	char name[PATH_MAX];
	draft_init(&draft, manifest, plain, arena);
	draft.adopted_fd = adopted_fd;
	name_of(name, release_id);
	bool ok = mkdirat(cache_fd, FOLDER, 0755) == 0 || errno == EEXIST;
	int fd = openat(cache_fd, FOLDER "/.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");
	if (!file && fd >= 0)
		close(fd);
	ok = ok && file && write_draft(&draft, file);
	if (file)
		ok = fclose(file) == 0 && ok;
	if (!ok || renameat(cache_fd, FOLDER "/.new", cache_fd, name) != 0)
		unlinkat(cache_fd, FOLDER "/.new", 0);
	arena_free(arena);
}

void made_forget(int cache_fd, const char *release_id)
{
	char name[PATH_MAX];
	name_of(name, release_id);
	unlinkat(cache_fd, name, 0);
}
