/* keep.h -- the file of what is kept of folders (kept.h): taking from it, and what is to be written next time. */
#ifndef READ_KEEP_H
#define READ_KEEP_H

#include "../kept.h"
#include "files.h"

/*
 * Opens what the last build left in that folder. NULL: nothing is to be kept. Needs portal, organisations, regions and code
 * lists; the file stays mapped until the process ends.
 */
struct keeping *keep_open(struct reading *reading);

/*
 * Takes a folder whose stamps are the same: its members that a card shows are filled, and what was told of it is told
 * again. Folders must be asked for in the order of their ids. False: it must be read.
 */
bool keep_take(struct reading *reading, struct dataset *folder);

/* All folders were asked for. `keeping` may be NULL. */
void keep_end_scan(struct keeping *keeping);

/* Stamps a folder that is about to be read; its entries were listed just now. */
void keep_stamp(struct reading *reading, struct dataset *folder, const struct entries *entries);

/* The whole of a folder that was taken, in `arena`, but for what is resolved by the model (org, region, card). */
struct dataset *keep_open_dataset(const struct dataset *folder, struct arena *arena);

#endif
