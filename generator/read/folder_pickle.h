/*
 * folder_pickle.h -- which members of a dataset, and of what is kept of it, are pickled, and in which order: stamps, what was
 * told, what a card shows; then all the rest.
 */
#ifndef READ_FOLDER_PICKLE_H
#define READ_FOLDER_PICKLE_H

#include "../kept.h"
#include "pickle.h"

/* `folder` has a card that was surveyed, and its downloads. */
void folder_put_shown(struct buf *out, const struct dataset *folder);
void folder_put_rest(struct buf *out, const struct dataset *folder);

/* One after the other. Its print is then that of the whole folder, as the card's. */
void folder_take_stamps(struct unpickling *in, struct kept *kept);
void folder_take_told(struct unpickling *in, struct kept *kept);
void folder_take_shown(struct unpickling *in, struct dataset *folder);
void folder_take_rest(struct unpickling *in, struct dataset *folder);

#endif
