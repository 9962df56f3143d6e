/*
 * withdraw.h -- data that is no longer offered must not stay behind in older releases.
 *
 * Older releases are kept and served for those who cite them, but a dataset, or a file of one, that the newest release does
 * not offer any more may have been withdrawn: then every older release that still offers it goes, with its archives.
 */
#ifndef GENERATOR_EMIT_WITHDRAW_H
#define GENERATOR_EMIT_WITHDRAW_H

#include <stdbool.h>

#include "../manifest.h"
#include "made.h"

/*
 * True when the older release offers a data file (datasets/<id>/files/<name>) that the newest, of the sorted manifest, does
 * not. `made` is the memory of the older one; where it is NULL, its folder is looked through.
 */
bool withdraw_needed(int older_fd, const struct made *made, const struct manifest *newest);

#endif
