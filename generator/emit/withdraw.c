#include "withdraw.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static DIR *open_folder(int at, const char *path)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir && fd >= 0)
		close(fd);
	return dir;
}

static bool is_sibling(const char *name)
{
	size_t len = strlen(name);
	return len > 3 && strcmp(name + len - 3, ".gz") == 0; /* comes and goes with its size */
}

/* True when `dataset` has a file in the older release that the newest does not list. */
static bool file_gone(int older_fd, const struct manifest *newest, const char *dataset)
{
	char path[PATH_MAX];
	bool gone = false;
	snprintf(path, sizeof path, "datasets/%s/files", dataset);
	DIR *files = open_folder(older_fd, path);
	if (!files)
		return false;
	for (struct dirent *entry; !gone && (entry = readdir(files));) {
		if (entry->d_name[0] == '.' || is_sibling(entry->d_name))
			continue;
		snprintf(path, sizeof path, "datasets/%s/files/%s", dataset, entry->d_name);
		struct file_facts facts;
		gone = !manifest_find(newest, path, &facts);
	}
	closedir(files);
	return gone;
}

static bool is_gone_from_folder(int older_fd, const struct manifest *newest)
{
	bool gone = false;
	DIR *datasets = open_folder(older_fd, "datasets");
	if (!datasets)
		return false;
	for (struct dirent *entry; !gone && (entry = readdir(datasets));)
		gone = entry->d_name[0] != '.' && file_gone(older_fd, newest, entry->d_name);
	closedir(datasets);
	return gone;
}

static bool is_data_file(const char *path)
{
	const char *rest = strncmp(path, "datasets/", 9) == 0 ? strchr(path + 9, '/') : NULL;
	return rest && strncmp(rest, "/files/", 7) == 0 && !is_sibling(rest);
}

bool withdraw_needed(int older_fd, const struct made *made, const struct manifest *newest)
{
	if (!made)
		return is_gone_from_folder(older_fd, newest);
	struct made_gone gone;
	const char *path;
	made_gone_begin(&gone, made, newest);
	do
		path = made_gone_next(&gone);
	while (path && !is_data_file(path));
	made_gone_end(&gone);
	return path != NULL;
}
