/*
 * floor.c -- how fast could it be: writes the files of a release again, out of memory, with nothing but openat and write.
 *
 *   floor TREE OUT WORKERS      TREE is read first; then "<seconds> <files> <bytes>" of the writing is printed
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WALK_FDS 32

struct entry {
	char *path; /* below the tree; a folder has no bytes */
	char *bytes;
	size_t len;
	int is_dir;
};

static struct entry *entries;
static size_t count, capacity, root_len;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int take(const char *path, const struct stat *facts, int type, struct FTW *walk)
{
	(void)walk;
	if (!path[root_len] || (type != FTW_F && type != FTW_D))
		return 0;
	if (count == capacity) {
		capacity = capacity ? capacity * 2 : 4096;
		entries = realloc(entries, capacity * sizeof *entries);
	}
	struct entry *entry = entries ? &entries[count++] : NULL;
	if (!entry)
		fail("memory");
	*entry = (struct entry){.path = strdup(path + root_len + 1), .is_dir = type == FTW_D};
	if (entry->is_dir)
		return 0;
	entry->len = (size_t)facts->st_size;
	entry->bytes = malloc(entry->len + 1);
	FILE *file = fopen(path, "rb");
	if (!entry->bytes || !file || fread(entry->bytes, 1, entry->len, file) != entry->len)
		fail(path);
	fclose(file);
	return 0;
}

static void put(int out, const struct entry *entry)
{
	int fd = openat(out, entry->path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (fd < 0)
		fail(entry->path);
	for (size_t at = 0; at < entry->len;) {
		ssize_t wrote = write(fd, entry->bytes + at, entry->len - at);
		if (wrote < 0)
			fail(entry->path);
		at += (size_t)wrote;
	}
	close(fd);
}

/* Folders first, as a parent comes before its children; then every worker takes a stretch of the files. */
static void put_all(int out, size_t workers)
{
	for (size_t i = 0; i < count; i++)
		if (entries[i].is_dir && mkdirat(out, entries[i].path, 0755) != 0)
			fail(entries[i].path);
	fflush(NULL);
	for (size_t worker = 0; worker < workers; worker++) {
		if (fork() != 0)
			continue;
		for (size_t i = count * worker / workers; i < count * (worker + 1) / workers; i++)
			if (!entries[i].is_dir)
				put(out, &entries[i]);
		_exit(0);
	}
	for (int status; wait(&status) > 0;)
		if (status != 0)
			exit(1);
}

int main(int argc, char **argv)
{
	struct timespec from, to;
	size_t files = 0, bytes = 0;
	if (argc != 4)
		return 2;
	root_len = strlen(argv[1]);
	if (nftw(argv[1], take, WALK_FDS, FTW_PHYS) != 0 || mkdir(argv[2], 0755) != 0)
		fail(argv[1]);
	int out = open(argv[2], O_RDONLY | O_DIRECTORY);
	clock_gettime(CLOCK_MONOTONIC, &from);
	put_all(out, (size_t)atoi(argv[3]));
	clock_gettime(CLOCK_MONOTONIC, &to);
	for (size_t i = 0; i < count; i++) {
		files += !entries[i].is_dir;
		bytes += entries[i].len;
	}
	printf("%.3f %zu %zu\n", (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9, files,
	       bytes);
	return 0;
}
