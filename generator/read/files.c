/* files.c -- reading the content folder through its descriptor with O_NOFOLLOW. */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headwater/utf8.h>

static const char *const IGNORED[] = {"README.md", ".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitkeep"};

static bool ignored(const char *name)
{
	for (size_t i = 0; i < sizeof IGNORED / sizeof IGNORED[0]; i++)
		if (strcmp(IGNORED[i], name) == 0)
			return true;
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static void classify(int dir, const struct dirent *dirent, struct entry *entry)
{
	struct stat st;
	entry->plain = dirent->d_type == DT_REG;
	entry->folder = dirent->d_type == DT_DIR;
	if (dirent->d_type == DT_UNKNOWN && fstatat(dir, dirent->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		entry->plain = S_ISREG(st.st_mode);
		entry->folder = S_ISDIR(st.st_mode);
	}
}

static void tell_unreadable(struct reading *reading, const char *folder)
{
	diag_add(reading->diags, (struct place){arena_string(reading->arena, folder), 0, 0}, &RULE_E102,
		 files_base(folder), strerror(errno), (char *)NULL);
}

bool files_list(struct reading *reading, const char *folder, struct entries *entries)
{
	*entries = (struct entries){0};
	int fd = openat(reading->dir, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return false;
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		tell_unreadable(reading, folder);
		if (fd >= 0)
			close(fd);
		return false;
	}
	const struct dirent *dirent;
	while (errno = 0, (dirent = readdir(dir))) {
		if (ignored(dirent->d_name))
			continue;
		struct entry *entry = ARENA_PUSH(reading->arena, entries->items, entries->count, entries->capacity);
		entry->name = arena_string(reading->arena, dirent->d_name);
		classify(fd, dirent, entry);
	}
	if (errno != 0) /* half a listing would publish half a folder */
		tell_unreadable(reading, folder);
	closedir(dir);
	if (entries->count > 0)
		qsort(entries->items, entries->count, sizeof *entries->items, compare_entries);
	return true;
}

/* 0, or the errno of what went wrong. */
static int read_whole(struct reading *reading, int fd, size_t size, struct text *text)
{
	char *bytes = arena_alloc(reading->arena, size + 1);
	size_t len = 0;
	while (len < size) {
		ssize_t n = read(fd, bytes + len, size - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	bytes[len] = '\0';
	*text = (struct text){bytes, len};
	return 0;
}

/* Opens a plain file of no more than `max_bytes`; -1 when that failed (told). */
static int open_plain(struct reading *reading, const char *path, size_t max_bytes, struct place place, size_t *size)
{
	struct stat st;
	const char *name = files_base(path);
	int fd = openat(reading->dir, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	int error = fd < 0 ? errno : fstat(fd, &st) != 0 ? errno : 0;
	if (error == 0 && S_ISREG(st.st_mode) && (uintmax_t)st.st_size <= max_bytes) {
		*size = (size_t)st.st_size;
		return fd;
	}
	if (error == ENOENT)
		diag_add(reading->diags, place, &RULE_E101, name, (char *)NULL);
	else if (error == ELOOP || (error == 0 && !S_ISREG(st.st_mode)))
		diag_add(reading->diags, place, &RULE_E103, name, (char *)NULL);
	else if (error == 0)
		diag_add(reading->diags, place, &RULE_E105, name, arena_printf(reading->arena, "%zu", max_bytes),
			 (char *)NULL);
	else
		diag_add(reading->diags, place, &RULE_E102, name, strerror(error), (char *)NULL);
	if (fd >= 0)
		close(fd);
	return -1;
}

bool files_read(struct reading *reading, const char *path, size_t max_bytes, struct place place, struct text *text)
{
	size_t size;
	int fd = open_plain(reading, path, max_bytes, place, &size);
	if (fd < 0)
		return false;
	int error = read_whole(reading, fd, size, text);
	if (error != 0)
		diag_add(reading->diags, place, &RULE_E102, files_base(path), strerror(error), (char *)NULL);
	close(fd);
	return error == 0;
}

bool files_map(struct reading *reading, const char *path, size_t max_bytes, struct place place, struct text *text)
{
	size_t size;
	int fd = open_plain(reading, path, max_bytes, place, &size);
	if (fd < 0)
		return false;
	void *bytes = size > 0 ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : "";
	int error = bytes == MAP_FAILED ? errno : 0;
	close(fd);
	if (error != 0)
		diag_add(reading->diags, place, &RULE_E102, files_base(path), strerror(error), (char *)NULL);
	*text = (struct text){bytes, size};
	return error == 0;
}

bool files_size(struct reading *reading, const char *path, size_t max_bytes, struct place place, size_t *size_bytes)
{
	int fd = open_plain(reading, path, max_bytes, place, size_bytes);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int line_at(const char *bytes, size_t at)
{
	int line = 1;
	for (size_t i = 0; i < at; i++)
		line += bytes[i] == '\n';
	return line;
}

static size_t first_control(const struct text *text)
{
	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->bytes[i];
		if (c == 0x7f || (c < 0x20 && c != '\n' && c != '\r' && c != '\t'))
			return i;
	}
	return text->len;
}

bool files_take_text(struct reading *reading, const char *path, struct text *text)
{
	if (text->len >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0) {
		text->bytes += 3;
		text->len -= 3;
	}
	const struct rule *rule = &RULE_E123;
	size_t bad = utf8_valid_prefix(text->bytes, text->len);
	if (bad == text->len) {
		rule = &RULE_E124;
		bad = first_control(text);
	}
	if (bad == text->len)
		return true;
	int line = line_at(text->bytes, bad);
	struct place at = {arena_string(reading->arena, path), line, 0};
	diag_add(reading->diags, at, rule, arena_printf(reading->arena, "%d", line), (char *)NULL);
	return false;
}

bool files_read_text(struct reading *reading, const char *path, struct place place, struct text *text)
{
	return files_read(reading, path, FILES_TEXT_MAX, place, text) && files_take_text(reading, path, text);
}

const char *files_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *files_extension(const char *path)
{
	const char *dot = strrchr(files_base(path), '.');
	return dot ? dot + 1 : "";
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool files_name_ok(const char *name)
{
	size_t len = strlen(name);
	if (len == 0 || len > 100 || !is_word(name[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_word(name[i]) && !strchr("-_.", name[i]))
			return false;
	return true;
}
