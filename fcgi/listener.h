/*
 * listener.h -- the socket that the web server connects to: our own, or one handed over by whoever started us.
 */
#ifndef FCGI_LISTENER_H
#define FCGI_LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

#include <headwater/status.h>

struct listener {
	int fd;
	const char *path; /* NULL: inherited, not ours to remove */
	dev_t device;     /* of the file we made, to tell it from a successor's */
	ino_t inode;
};

/*
 * Listens at `path` (mode `mode`, group `group` unless (gid_t)-1). The file appears in one step, listening already; when
 * another server listens there it keeps the connections it has, and new ones come here. STATUS_INVALID: the path is too
 * long for a socket; STATUS_IO (errno).
 */
enum status listener_open(const char *path, mode_t mode, gid_t group, struct listener *listener);
/* Takes an inherited listening socket: systemd's (LISTEN_FDS) or spawn-fcgi's (standard input). False when there is none. */
bool listener_inherit(struct listener *listener);
/* Removes the file, unless a successor has put its own there; those who have connected are still served. */
void listener_withdraw(struct listener *listener);

#endif
