#include "turn.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int turn_file(void)
{
	return memfd_create("turn", MFD_CLOEXEC);
}

static bool lock(int fd, short type)
{
	struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
	return fcntl(fd, F_SETLK, &whole) == 0;
}

bool turn_take(void *context)
{
	struct turn *turn = context;
	if (!turn->taken)
		turn->taken = turn->fd < 0 || lock(turn->fd, F_WRLCK);
	turn->refused = !turn->taken;
	return turn->taken;
}

void turn_end(struct turn *turn)
{
	if (turn->taken && turn->fd >= 0)
		lock(turn->fd, F_UNLCK);
	turn->taken = turn->refused = false;
}
