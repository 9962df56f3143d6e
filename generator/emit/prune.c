#include "prune.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "withdraw.h"

static int newest_first(const void *left, const void *right)
{
	const struct older *a = left, *b = right;
	if (a->at.tv_sec != b->at.tv_sec)
		return a->at.tv_sec < b->at.tv_sec ? 1 : -1;
	return (a->at.tv_nsec < b->at.tv_nsec) - (a->at.tv_nsec > b->at.tv_nsec);
}

static void find(struct pruning *pruning, struct arena *arena)
{
	size_t capacity = 0;
	int fd = openat(pruning->releases_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return;
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat facts;
		if (entry->d_name[0] == '.' || strcmp(entry->d_name, pruning->id) == 0 ||
		    fstatat(pruning->releases_fd, entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		struct older *older = ARENA_PUSH(arena, pruning->items, pruning->count, capacity);
		*older = (struct older){.at = facts.st_ctim};
		snprintf(older->name, sizeof older->name, "%s", entry->d_name);
	}
	closedir(dir);
	if (pruning->count > 1)
		qsort(pruning->items, pruning->count, sizeof *pruning->items, newest_first);
}

static bool offers_withdrawn(const struct pruning *pruning, const struct older *older)
{
	int fd = openat(pruning->releases_fd, older->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	bool offers = withdraw_needed(fd, older->made, pruning->manifest);
	close(fd);
	return offers;
}

void prune_plan(struct pruning *pruning, struct arena *arena)
{
	find(pruning, arena);
	for (size_t i = 0; i < pruning->count; i++) {
		struct older *older = &pruning->items[i];
		bool before = strcmp(older->name, pruning->before_id) == 0;
		older->made = made_open(pruning->cache_fd, older->name, pruning->plain);
		older->withdrawn = offers_withdrawn(pruning, older);
		older->goes = older->withdrawn || (i + 1 >= (size_t)pruning->keep && !(before && pruning->keep > 0));
		pruning->withdrawn_count += older->withdrawn;
	}
}

void prune_plan_free(struct pruning *pruning)
{
	for (size_t i = 0; i < pruning->count; i++)
		made_close(pruning->items[i].made);
}
