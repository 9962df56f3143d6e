/* bundle.h -- a sealed list of members into an archive file, as ZIP or tar.zst. */
#ifndef GENERATOR_PACK_BUNDLE_H
#define GENERATOR_PACK_BUNDLE_H

#include <time.h>

#include <headwater/status.h>

#include "member.h"
#include "output.h"
#include "scope.h"

/* Puts the archive out at `path`; all its members carry the time `mtime`. */
enum status bundle_put(const struct member_list *members, enum bulk form, time_t mtime, const char *path,
		       struct output *output);

/* The same for an archive that is large: the one in the release before is kept when it was made of the same members. */
enum status bundle_put_or_keep(const struct member_list *members, enum bulk form, time_t mtime, const char *path,
			       struct output *output);

#endif
