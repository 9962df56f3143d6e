/*
 * assemble.h -- the folder of a release out of what was put anew and what the release before has.
 *
 * A base is what the folder is made from: the staging folder itself, or an old release that would be removed anyway and
 * is brought up to date instead, so that a build costs what has changed and not what there is.
 */
#ifndef GENERATOR_EMIT_ASSEMBLE_H
#define GENERATOR_EMIT_ASSEMBLE_H

#include "../jobs.h"
#include "output.h"

struct base {
	int fd;            /* of the folder that becomes the release */
	struct made *made; /* what it holds already; NULL for the staging folder */
};

/*
 * Puts every file of the output's manifest, which is sorted, into the base, and nothing else. STATUS_CORRUPT: a file that
 * was to be kept is not what the release before had; everything has to be made anew. `jobs` may be NULL: then this process
 * does it all.
 */
enum status assemble(struct output *output, const struct base *base, struct jobs *jobs);

#endif
