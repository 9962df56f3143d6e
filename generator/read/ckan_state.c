/* ckan_state.c -- whole files, renamed into place. */
#include "ckan_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FROM "from.txt"
#define DRAFT "draft.tmp"
#define PAGES_MAX 100000

static const char *page_name(struct arena *arena, size_t page)
{
	return arena_printf(arena, "%05zu.json", page);
}

static bool put(int dir, const char *name, const char *bytes, size_t len)
{
	int fd = openat(dir, DRAFT, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	size_t at = 0;
	while (fd >= 0 && at < len) {
		ssize_t n = write(fd, bytes + at, len - at);
		if (n < 0 && errno != EINTR)
			break;
		at += n > 0 ? (size_t)n : 0;
	}
	bool good = fd >= 0 && at == len && fsync(fd) == 0;
	if (fd >= 0 && close(fd) != 0)
		good = false;
	return good && renameat(dir, DRAFT, dir, name) == 0;
}

static bool get(int dir, const char *name, struct arena *arena, struct text *text)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	bool good = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	char *bytes = good ? arena_alloc(arena, (size_t)st.st_size + 1) : NULL;
	size_t at = 0;
	while (good && at < (size_t)st.st_size) {
		ssize_t n = read(fd, bytes + at, (size_t)st.st_size - at);
		good = n > 0 || (n < 0 && errno == EINTR);
		at += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		close(fd);
	*text = (struct text){bytes, at};
	return good;
}

/* All folders of the path. */
static void make_folders(struct arena *arena, const char *path)
{
	char *part = arena_string(arena, path);
	for (char *at = part + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(part, 0777);
		*at = '/';
	}
	mkdir(part, 0777);
}

bool ckan_state_open(struct ckan_state *state, struct arena *arena, const char *path, const char *from)
{
	struct text said;
	make_folders(arena, path);
	*state = (struct ckan_state){open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), path, 0};
	if (state->dir < 0)
		return false;
	if (flock(state->dir, LOCK_EX | LOCK_NB) != 0) {
		int error = errno;
		close(state->dir);
		errno = error;
		return false;
	}
	while (state->pages < PAGES_MAX && faccessat(state->dir, page_name(arena, state->pages), R_OK, 0) == 0)
		state->pages++;
	if (get(state->dir, FROM, arena, &said) && said.len == strlen(from) && memcmp(said.bytes, from, said.len) == 0)
		return true;
	ckan_state_drop(state, arena, 0);
	if (put(state->dir, FROM, from, strlen(from)))
		return true;
	int error = errno;
	ckan_state_close(state);
	errno = error;
	return false;
}

void ckan_state_close(struct ckan_state *state)
{
	close(state->dir);
}

bool ckan_state_page(struct ckan_state *state, struct arena *arena, size_t page, struct text *text)
{
	return get(state->dir, page_name(arena, page), arena, text);
}

bool ckan_state_keep(struct ckan_state *state, struct arena *arena, const struct buf *bytes)
{
	if (state->pages == PAGES_MAX) {
		errno = EFBIG;
		return false;
	}
	if (!put(state->dir, page_name(arena, state->pages), bytes->bytes, bytes->len))
		return false;
	state->pages++;
	return true;
}

void ckan_state_drop(struct ckan_state *state, struct arena *arena, size_t page)
{
	while (state->pages > page)
		unlinkat(state->dir, page_name(arena, --state->pages), 0);
}

void ckan_state_forget(struct arena *arena, const char *path)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	struct ckan_state state = {dir, path, 0};
	while (faccessat(dir, page_name(arena, state.pages), F_OK, 0) == 0)
		state.pages++;
	ckan_state_drop(&state, arena, 0);
	unlinkat(dir, FROM, 0);
	unlinkat(dir, DRAFT, 0);
	close(dir);
	rmdir(path);
}
