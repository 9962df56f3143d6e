#include "packed.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/deflate.h>

#include "manifest.h"

/* ---- files, read through maps ---- */

static bool map_open(const char *file, struct packed_map *map)
{
	struct stat facts;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	*map = (struct packed_map){0};
	if (fd < 0)
		return false;
	bool ok = fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode);
	if (ok && facts.st_size > 0) {
		map->len = (size_t)facts.st_size;
		map->bytes = mmap(NULL, map->len, PROT_READ, MAP_PRIVATE, fd, 0);
		ok = map->bytes != MAP_FAILED;
		if (!ok)
			*map = (struct packed_map){0};
	}
	close(fd);
	return ok;
}

static void map_close(struct packed_map *map)
{
	if (map->bytes)
		munmap(map->bytes, map->len);
	*map = (struct packed_map){0};
}

/* ---- the gzip sibling ---- */

#define GZIP_HEAD_BYTES 10
#define GZIP_TAIL_BYTES 8

static uint32_t read32(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Takes the stream out of "<file>.gz" when there is one of the plain form that deflate_gzip writes. */
static bool from_sibling(const struct member *member, struct packed *packed)
{
	static const unsigned char plain[] = {0x1F, 0x8B, 8, 0};
	char sibling[PATH_MAX];
	if (!member->file || snprintf(sibling, sizeof sibling, "%s.gz", member->file) >= (int)sizeof sibling)
		return false;
	if (!map_open(sibling, &packed->kept))
		return false;
	const unsigned char *bytes = packed->kept.bytes;
	size_t len = packed->kept.len;
	if (len < GZIP_HEAD_BYTES + GZIP_TAIL_BYTES || memcmp(bytes, plain, sizeof plain) != 0 ||
	    read32(bytes + len - 4) != (uint32_t)member->size_bytes ||
	    len - GZIP_HEAD_BYTES - GZIP_TAIL_BYTES >= member->size_bytes) {
		map_close(&packed->kept);
		return false;
	}
	packed->bytes = bytes + GZIP_HEAD_BYTES;
	packed->entry.method = ZIP_DEFLATED;
	packed->entry.crc32 = read32(bytes + len - GZIP_TAIL_BYTES);
	packed->entry.packed_bytes = len - GZIP_HEAD_BYTES - GZIP_TAIL_BYTES;
	return true;
}

/* ---- the cache ---- */

#define CACHE_FOLDER "members"

/* Stands in front of each cache entry; the packed bytes follow (none for a stored member). Read on this machine only. */
struct cache_head {
	char magic[8];
	uint64_t size_bytes, packed_bytes;
	uint32_t method, crc32;
	uint32_t check; /* CRC-32 of this head, with 0 here, and of the packed bytes */
	uint32_t zero;
};

static const char cache_magic[8] = "HWpack1";

static bool cache_name(const struct member *member, const char *cache_dir, char name[PATH_MAX])
{
	if (!cache_dir || !member->file || member->size_bytes < PACKED_CACHE_MIN)
		return false;
	return snprintf(name, PATH_MAX, "%s/" CACHE_FOLDER "/%s-%d", cache_dir, member->sha256, DEFLATE_LEVEL) <
	       PATH_MAX;
}

static uint32_t check_of(struct cache_head head, const void *packed, size_t len)
{
	head.check = 0;
	return deflate_crc32(deflate_crc32(0, &head, sizeof head), packed, len);
}

static bool head_holds(const struct cache_head *head, const struct packed_map *map, const struct member *member)
{
	size_t rest = map->len - sizeof *head;
	const char *bytes = (const char *)map->bytes + sizeof *head;
	if (memcmp(head->magic, cache_magic, sizeof head->magic) != 0 || head->size_bytes != member->size_bytes ||
	    head->check != check_of(*head, bytes, rest))
		return false;
	if (head->method == ZIP_STORED)
		return rest == 0 && head->packed_bytes == head->size_bytes;
	return head->method == ZIP_DEFLATED && rest == head->packed_bytes;
}

static bool from_cache(const struct member *member, const char *name, struct packed *packed)
{
	struct cache_head head;
	if (!map_open(name, &packed->kept))
		return false;
	if (packed->kept.len >= sizeof head)
		memcpy(&head, packed->kept.bytes, sizeof head);
	if (packed->kept.len < sizeof head || !head_holds(&head, &packed->kept, member)) {
		map_close(&packed->kept);
		unlink(name);
		return false;
	}
	packed->entry.method = (enum zip_method)head.method;
	packed->entry.crc32 = head.crc32;
	packed->entry.packed_bytes = head.packed_bytes;
	packed->bytes = (const char *)packed->kept.bytes + sizeof head;
	return true;
}

/* A cache that cannot be written is no fault: the next build packs again. */
static void to_cache(const char *name, const char *cache_dir, const struct packed *packed)
{
	char temporary[PATH_MAX];
	const struct zip_entry *entry = &packed->entry;
	bool stored = entry->method == ZIP_STORED;
	struct cache_head head = {.size_bytes = entry->size_bytes,
				  .packed_bytes = entry->packed_bytes,
				  .method = (uint32_t)entry->method,
				  .crc32 = entry->crc32};
	memcpy(head.magic, cache_magic, sizeof head.magic);
	head.check = check_of(head, packed->bytes, stored ? 0 : entry->packed_bytes);
	snprintf(temporary, sizeof temporary, "%s/" CACHE_FOLDER, cache_dir);
	mkdir(temporary, 0755);
	if (snprintf(temporary, sizeof temporary, "%s.%ld", name, (long)getpid()) >= (int)sizeof temporary)
		return;
	FILE *file = fopen(temporary, "wbe");
	if (!file)
		return;
	bool ok = fwrite(&head, sizeof head, 1, file) == 1;
	ok = ok && (stored || fwrite(packed->bytes, 1, entry->packed_bytes, file) == entry->packed_bytes);
	ok = fclose(file) == 0 && ok;
	if (!ok || rename(temporary, name) != 0)
		unlink(temporary);
}

/* ---- packing ---- */

static void pack(const void *bytes, size_t len, struct packed *packed)
{
	packed->entry.method = ZIP_STORED;
	packed->entry.packed_bytes = len;
	packed->entry.crc32 = deflate_crc32(0, bytes, len);
	packed->bytes = bytes;
	if (len > PACKED_DEFLATE_MAX)
		return;
	deflate_raw(bytes, len, &packed->made);
	if (packed->made.len >= len)
		return;
	packed->entry.method = ZIP_DEFLATED;
	packed->entry.packed_bytes = packed->made.len;
	packed->bytes = packed->made.bytes;
}

static enum status map_raw(const struct member *member, struct packed *packed)
{
	if (!map_open(member->file, &packed->raw))
		return STATUS_IO;
	return packed->raw.len == member->size_bytes ? STATUS_OK : STATUS_CORRUPT;
}

static enum status open_file(const struct member *member, const char *cache_dir, struct packed *packed)
{
	char name[PATH_MAX];
	bool keeps = cache_name(member, cache_dir, name);
	bool found = from_sibling(member, packed) || (keeps && from_cache(member, name, packed));
	if (found && packed->entry.method == ZIP_DEFLATED)
		return STATUS_OK;
	enum status status = map_raw(member, packed);
	if (status != STATUS_OK)
		return status;
	if (found) {
		packed->bytes = packed->raw.bytes;
		return STATUS_OK;
	}
	pack(packed->raw.bytes, packed->raw.len, packed);
	if (keeps)
		to_cache(name, cache_dir, packed);
	return STATUS_OK;
}

enum status packed_open(const struct member *member, const char *cache_dir, struct packed *packed)
{
	*packed = (struct packed){.entry = {.name = member->name, .size_bytes = member->size_bytes}};
	buf_init(&packed->made, SIZE_MAX / 2);
	if (!member->bytes)
		return open_file(member, cache_dir, packed);
	pack(member->bytes, member->size_bytes, packed);
	return STATUS_OK;
}

void packed_close(struct packed *packed)
{
	map_close(&packed->raw);
	map_close(&packed->kept);
	buf_free(&packed->made);
}

/* ---- keeping the cache small ---- */

/* A file of the cache: "<sha256>-<level>". */
struct cached {
	const char *name;
	bool used;
};

static int compare_sums(const void *left, const void *right)
{
	return strncmp(((const struct cached *)left)->name, ((const struct cached *)right)->name, SHA256_HEX_LEN);
}

static size_t list_cache(DIR *dir, struct arena *arena, struct cached **list)
{
	size_t count = 0, capacity = 0;
	*list = NULL;
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (entry->d_name[0] == '.')
			continue;
		*ARENA_PUSH(arena, *list, count, capacity) = (struct cached){arena_string(arena, entry->d_name), false};
	}
	if (count > 1)
		qsort(*list, count, sizeof **list, compare_sums);
	return count;
}

static void mark_used(struct cached *list, size_t count, const struct manifest *manifest)
{
	struct manifest_reader *reader = manifest_read_added(manifest);
	const struct file_facts *facts;
	while ((facts = manifest_next(reader)) != NULL) {
		char hex[SHA256_HEX_LEN + 1];
		digest_hex(&facts->sha256, hex);
		struct cached probe = {hex, false};
		struct cached *found = bsearch(&probe, list, count, sizeof *list, compare_sums);
		if (found) /* a half-written one has more behind its name */
			found->used = strlen(found->name) > SHA256_HEX_LEN && !strchr(found->name, '.');
	}
	manifest_reader_free(reader);
}

void packed_prune(const char *cache_dir, const struct manifest *manifest)
{
	char folder[PATH_MAX];
	DIR *dir = NULL;
	struct cached *list;
	if (snprintf(folder, sizeof folder, "%s/" CACHE_FOLDER, cache_dir) < (int)sizeof folder)
		dir = opendir(folder);
	if (!dir)
		return;
	struct arena *arena = arena_new();
	size_t count = list_cache(dir, arena, &list);
	if (count > 0)
		mark_used(list, count, manifest);
	for (size_t i = 0; i < count; i++)
		if (!list[i].used)
			unlinkat(dirfd(dir), list[i].name, 0);
	closedir(dir);
	arena_free(arena);
}
