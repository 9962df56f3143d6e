#include "memo.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/arena.h>

#include "program.h"

#define MAGIC "headwater-memo/1"
#define BLOCK ((size_t)65536) /* what sums are taken of, one after the other */

struct head {
	char magic[sizeof MAGIC];
	struct print question; /* with the program's */
	uint64_t sum;
};

static struct head head_of(const struct print *question)
{
	struct head head;
	struct printer *printer = printer_new();
	memset(&head, 0, sizeof head); /* what lies between its members too */
	memcpy(head.magic, MAGIC, sizeof MAGIC);
	printer_string(printer, program_sha256());
	printer_print(printer, question);
	head.question = printer_end(printer);
	printer_free(printer);
	return head;
}

static uint64_t add_block(uint64_t sum, const char *bytes, size_t len)
{
	return (sum ^ span_hash((struct span){bytes, len})) * 0x9E3779B97F4A7C15u;
}

static uint64_t sum_of(struct span bytes)
{
	uint64_t sum = 0;
	for (size_t at = 0; at < bytes.len; at += BLOCK)
		sum = add_block(sum, bytes.ptr + at, bytes.len - at < BLOCK ? bytes.len - at : BLOCK);
	return sum;
}

/* The whole file, mapped; `len` 0: there is none that has a head. */
static struct span map_file(const char *path)
{
	struct stat facts;
	struct span file = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return file;
	if (fstat(fd, &facts) == 0 && (size_t)facts.st_size >= sizeof(struct head)) {
		const char *map = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (map != MAP_FAILED)
			file = (struct span){map, (size_t)facts.st_size};
	}
	close(fd);
	return file;
}

bool memo_find(const char *cache_dir, const char *name, const struct print *question, struct span *bytes)
{
	char path[PATH_MAX];
	if (!cache_dir || !program_sha256()[0])
		return false;
	snprintf(path, sizeof path, "%s/%s", cache_dir, name);
	struct span file = map_file(path);
	if (file.len == 0)
		return false;
	struct head wanted = head_of(question);
	*bytes = (struct span){file.ptr + sizeof wanted, file.len - sizeof wanted};
	wanted.sum = sum_of(*bytes);
	if (memcmp(file.ptr, &wanted, sizeof wanted) == 0)
		return true;
	*bytes = (struct span){0};
	munmap((void *)file.ptr, file.len);
	return false;
}

void memo_forget(const char *cache_dir)
{
	DIR *dir = opendir(cache_dir);
	for (const struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
		unlinkat(dirfd(dir), entry->d_name, 0); /* a folder stays */
	if (dir)
		closedir(dir);
}

/* ---- writing ---- */

struct memo_draft {
	FILE *file;
	bool ok;
	struct head head;
	size_t len;
	char block[BLOCK];
	char path[PATH_MAX], new_path[PATH_MAX];
};

struct memo_draft *memo_begin(const char *cache_dir, const char *name, const struct print *question)
{
	if (!cache_dir || !program_sha256()[0])
		return NULL;
	struct memo_draft *draft = memory_alloc(sizeof *draft);
	draft->len = 0;
	draft->head = head_of(question);
	snprintf(draft->path, sizeof draft->path, "%s/%s", cache_dir, name);
	snprintf(draft->new_path, sizeof draft->new_path, "%s/.%s.new", cache_dir, name);
	draft->file = fopen(draft->new_path, "wbe");
	if (!draft->file) {
		free(draft);
		return NULL;
	}
	draft->ok = fwrite(&draft->head, sizeof draft->head, 1, draft->file) == 1;
	return draft;
}

static void put_block(struct memo_draft *draft)
{
	if (draft->len > 0)
		draft->head.sum = add_block(draft->head.sum, draft->block, draft->len);
	draft->ok = draft->ok && fwrite(draft->block, 1, draft->len, draft->file) == draft->len;
	draft->len = 0;
}

void memo_add(struct memo_draft *draft, const void *bytes, size_t len)
{
	const char *from = bytes;
	while (draft && len > 0) {
		size_t part = BLOCK - draft->len < len ? BLOCK - draft->len : len;
		memcpy(draft->block + draft->len, from, part);
		draft->len += part;
		from += part;
		len -= part;
		if (draft->len == BLOCK)
			put_block(draft);
	}
}

void memo_end(struct memo_draft *draft)
{
	if (!draft)
		return;
	put_block(draft);
	draft->ok = draft->ok && fseek(draft->file, 0, SEEK_SET) == 0 &&
		    fwrite(&draft->head, sizeof draft->head, 1, draft->file) == 1;
	draft->ok = fclose(draft->file) == 0 && draft->ok;
	if (!draft->ok || rename(draft->new_path, draft->path) != 0)
		unlink(draft->new_path);
	free(draft);
}
