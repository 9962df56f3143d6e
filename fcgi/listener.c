#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 4096
#define SYSTEMD_FIRST_FD 3

static bool bind_and_listen(int fd, const struct sockaddr_un *address, mode_t mode, gid_t group)
{
	unlink(address->sun_path);
	if (bind(fd, (const struct sockaddr *)address, sizeof *address) != 0)
		return false;
	return chmod(address->sun_path, mode) == 0 &&
	       (group == (gid_t)-1 || chown(address->sun_path, (uid_t)-1, group) == 0) && listen(fd, BACKLOG) == 0;
}

enum status listener_open(const char *path, mode_t mode, gid_t group, struct listener *listener)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int len = snprintf(address.sun_path, sizeof address.sun_path, "%s.%ld", path, (long)getpid());
	if (len < 0 || (size_t)len >= sizeof address.sun_path)
		return STATUS_INVALID;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return STATUS_IO;
	struct stat facts;
	if (!bind_and_listen(fd, &address, mode, group) || rename(address.sun_path, path) != 0 ||
	    stat(path, &facts) != 0) {
		int error = errno;
		unlink(address.sun_path);
		close(fd);
		errno = error;
		return STATUS_IO;
	}
	*listener = (struct listener){fd, path, facts.st_dev, facts.st_ino};
	return STATUS_OK;
}

static bool is_listening(int fd)
{
	int listening = 0;
	socklen_t len = sizeof listening;
	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len) == 0 && listening;
}

bool listener_inherit(struct listener *listener)
{
	const char *pid = getenv("LISTEN_PID");
	bool systemd = pid && strtol(pid, NULL, 10) == (long)getpid();
	int fd = systemd ? SYSTEMD_FIRST_FD : STDIN_FILENO;
	if (!is_listening(fd) || fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0)
		return false;
	*listener = (struct listener){.fd = fd};
	return true;
}

void listener_withdraw(struct listener *listener)
{
	struct stat facts;
	if (listener->path && stat(listener->path, &facts) == 0 && facts.st_dev == listener->device &&
	    facts.st_ino == listener->inode)
		unlink(listener->path);
}
