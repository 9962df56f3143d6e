/*
 * intake_ids.h -- permanent ids: the ledger of every id a source's records were ever given.
 *
 * A record with a key is known by its key, whatever else changes. One without is known by all it says; where that has
 * changed, by title and provider as long as these fit one record and one id only. Anything else is a new record: an id is
 * never guessed. Ids that no record has any more stay in the ledger with the day they were missed, and are not given anew.
 */
#ifndef READ_INTAKE_IDS_H
#define READ_INTAKE_IDS_H

#include <headwater/buf.h>

#include "intake_records.h"

struct known_id {
	const char *id, *key, *match, *print, *first_seen, *gone; /* key and gone: NULL when blank */
	const char *code; /* the resource code it was given, for ever, or its source's last own; NULL: none */
	const char *said; /* a hash of each item as the source last said it; NULL: not known */
	bool claimed;
};

struct ids {
	struct known_id **items;
	size_t count, capacity;
	size_t known; /* those of earlier imports; they come first until ids_give sorts all */
};

/* The id that a key of a source comes to, in arena. */
const char *ids_of_seed(const char *source, const char *seed, struct arena *arena);
/* `file` below the content folder; no file is no ids yet. False: told. */
bool ids_read(struct reading *content, const char *file, struct ids *ids);
/* Sorts the ids, once none of them changes any more; false when two records have the same (told). */
bool ids_settle(struct intake *intake, const char *file, struct ids *ids);
/* Gives every record its id, and sorts the ledger by id. False when two records came to one id (told). */
bool ids_give(struct intake *intake, const char *file, struct ids *ids);
void ids_write(const struct ids *ids, struct buf *out);

#endif
