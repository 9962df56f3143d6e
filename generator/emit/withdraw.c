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

/* True when `dataset` has a file in the older release that it has not in the newest. */
static bool file_gone(int older_fd, int newest_fd, const char *dataset)
{
	char path[PATH_MAX];
	bool gone = false;
	snprintf(path, sizeof path, "datasets/%s/files", dataset);
	DIR *files = open_folder(older_fd, path);
	if (!files)
		return false;
	for (struct dirent *entry; !gone && (entry = readdir(files));) {
		size_t len = strlen(entry->d_name);
		bool sibling =
		    len > 3 && strcmp(entry->d_name + len - 3, ".gz") == 0; /* comes and goes with its size */
		if (entry->d_name[0] == '.' || sibling)
			continue;
		snprintf(path, sizeof path, "datasets/%s/files/%s", dataset, entry->d_name);
		gone = faccessat(newest_fd, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
	}
	closedir(files);
	return gone;
}

bool withdraw_needed(int older_fd, int newest_fd)
{
	bool needed = false;
	DIR *datasets = open_folder(older_fd, "datasets");
	if (!datasets)
		return false;
	for (struct dirent *entry; !needed && (entry = readdir(datasets));)
		needed = entry->d_name[0] != '.' && file_gone(older_fd, newest_fd, entry->d_name);
	closedir(datasets);
	return needed;
}
