#include "memo.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"

#define MAGIC "headwater-memo/1"

struct head {
	char magic[sizeof MAGIC];
	struct print question; /* with the program's */
	uint64_t sum;
};

static struct head head_of(const struct print *question, struct span bytes)
{
	struct head head;
	struct printer *printer = printer_new();
	memset(&head, 0, sizeof head); /* what lies between its members too */
	memcpy(head.magic, MAGIC, sizeof MAGIC);
	printer_string(printer, program_sha256());
	printer_print(printer, question);
	head.question = printer_end(printer);
	head.sum = span_hash(bytes);
	printer_free(printer);
	return head;
}

bool memo_find(const char *cache_dir, const char *name, const struct print *question, struct span *bytes)
{
	char path[PATH_MAX];
	struct stat facts;
	if (!cache_dir || !program_sha256()[0])
		return false;
	snprintf(path, sizeof path, "%s/%s", cache_dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	char *map = MAP_FAILED;
	if (fstat(fd, &facts) == 0 && (size_t)facts.st_size >= sizeof(struct head))
		map = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return false;
	*bytes = (struct span){map + sizeof(struct head), (size_t)facts.st_size - sizeof(struct head)};
	struct head wanted = head_of(question, *bytes);
	if (memcmp(map, &wanted, sizeof wanted) == 0)
		return true;
	*bytes = (struct span){0};
	munmap(map, (size_t)facts.st_size);
	return false;
}

void memo_keep(const char *cache_dir, const char *name, const struct print *question, struct span bytes)
{
	char path[PATH_MAX], new_path[PATH_MAX];
	if (!cache_dir || !program_sha256()[0])
		return;
	snprintf(path, sizeof path, "%s/%s", cache_dir, name);
	snprintf(new_path, sizeof new_path, "%s/.%s.new", cache_dir, name);
	struct head head = head_of(question, bytes);
	FILE *file = fopen(new_path, "wbe");
	if (!file)
		return;
	bool ok = fwrite(&head, sizeof head, 1, file) == 1 && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
	ok = fclose(file) == 0 && ok;
	if (!ok || rename(new_path, path) != 0)
		unlink(new_path);
}
