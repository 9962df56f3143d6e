/*
 * turn.h -- long questions take turns: of the workers of a pool one at a time may think for longer than the ordinary budget,
 * so that however many such questions come, the other workers answer short ones.
 *
 * The turn is a lock on a file that all workers of a pool have inherited; it belongs to the process, and ends with it.
 */
#ifndef FCGI_TURN_H
#define FCGI_TURN_H

#include <stdbool.h>

struct turn {
	int fd;       /* -1: there is nobody to take turns with */
	bool taken;   /* it is ours */
	bool refused; /* it was another's when we asked, in this request */
};

/* The file, to be opened before workers are forked; -1 when it cannot be. */
int turn_file(void);
/* True when it is ours now; never waits. `turn` is a struct turn: db_more (db.h). */
bool turn_take(void *turn);
/* The request is over. */
void turn_end(struct turn *turn);

#endif
