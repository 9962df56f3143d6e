/*
 * shim.c -- makes the system fail at the Nth call that changes a disk (LD_PRELOAD).
 *
 *   FAULT_BOARD  a file of 8 zero bytes, mapped by every process of a build: the shared count of calls
 *   FAULT_AT     which call fails, from 1; 0 only counts
 *   FAULT_KIND   kill: SIGKILL to the whole process group    worker: SIGKILL to this process
 *                enospc, eio: this call fails    full: this call and all after it fail with ENOSPC
 *                short: a write takes half of its bytes    eintr: a write is interrupted before it did anything;
 *                of these two a right program takes no harm, and calls other than write are let through
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static uint64_t *board;
static uint64_t fault_at;
static const char *kind = "";

__attribute__((constructor)) static void set_up(void)
{
	const char *path = getenv("FAULT_BOARD");
	if (!path)
		return;
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		abort();
	board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (board == MAP_FAILED)
		abort();
	fault_at = strtoull(getenv("FAULT_AT") ? getenv("FAULT_AT") : "0", NULL, 10);
	kind = getenv("FAULT_KIND") ? getenv("FAULT_KIND") : "";
}

/* Counts a call; true (errno set) when it must fail. */
static int fails(void)
{
	if (!board)
		return 0;
	uint64_t now = __atomic_add_fetch(board, 1, __ATOMIC_SEQ_CST);
	if (fault_at == 0 || now < fault_at || (now > fault_at && strcmp(kind, "full") != 0))
		return 0;
	if (strcmp(kind, "kill") == 0)
		kill(0, SIGKILL);
	if (strcmp(kind, "worker") == 0)
		kill(getpid(), SIGKILL);
	errno = strcmp(kind, "eio") == 0 ? EIO : strcmp(kind, "eintr") == 0 ? EINTR : ENOSPC;
	return 1;
}

static int harmless(void)
{
	return strcmp(kind, "short") == 0 || strcmp(kind, "eintr") == 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Pipes and terminals are not disks: only regular files count. */
static int is_disk(int fd)
{
	return fd > 2 && lseek(fd, 0, SEEK_CUR) >= 0;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	if (is_disk(fd) && fails()) {
		if (strcmp(kind, "short") == 0 && len > 1)
			return REAL(write)(fd, bytes, len / 2);
		return -1;
	}
	return REAL(write)(fd, bytes, len);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset)
{
	return (fails() && !harmless()) ? -1 : REAL(pwrite64)(fd, bytes, len, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
	return (fails() && !harmless()) ? -1 : REAL(pwrite)(fd, bytes, len, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
	return is_disk(fd) && (fails() && !harmless()) ? -1 : REAL(writev)(fd, parts, count);
}

int openat(int at, const char *path, int flags, ...)
{
	mode_t mode = 0;
	if (flags & O_CREAT) {
		va_list args;
		va_start(args, flags);
		mode = va_arg(args, mode_t);
		va_end(args);
		if ((fails() && !harmless()))
			return -1;
	}
	return REAL(openat)(at, path, flags, mode);
}

int mkdirat(int at, const char *path, mode_t mode)
{
	return (fails() && !harmless()) ? -1 : REAL(mkdirat)(at, path, mode);
}

int linkat(int from_at, const char *from, int to_at, const char *to, int flags)
{
	return (fails() && !harmless()) ? -1 : REAL(linkat)(from_at, from, to_at, to, flags);
}

int symlinkat(const char *target, int at, const char *path)
{
	return (fails() && !harmless()) ? -1 : REAL(symlinkat)(target, at, path);
}

int renameat(int from_at, const char *from, int to_at, const char *to)
{
	return (fails() && !harmless()) ? -1 : REAL(renameat)(from_at, from, to_at, to);
}

int unlinkat(int at, const char *path, int flags)
{
	return (fails() && !harmless()) ? -1 : REAL(unlinkat)(at, path, flags);
}

int fsync(int fd)
{
	return (fails() && !harmless()) ? -1 : REAL(fsync)(fd);
}

int syncfs(int fd)
{
	return (fails() && !harmless()) ? -1 : REAL(syncfs)(fd);
}
