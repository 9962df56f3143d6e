/*
 * reading.h -- what every reader of the room is given: the model being filled, its arena, where faults go, and the
 * content folder. Paths are relative to that folder and use '/'.
 */
#ifndef READ_READING_H
#define READ_READING_H

#include <headwater/arena.h>
#include <headwater/diag.h>

#include <headwater/status.h>

#include "../model.h"
#include "../rules.h"

struct reading {
	struct model *model;
	struct arena *arena;
	struct diags *diags;
	int dir; /* of the content folder */
};

/* One reader for each part of the content; each tells its faults and goes on. */
void portal_read(struct reading *reading);
void vocabularies_read(struct reading *reading);
void regions_read(struct reading *reading);
void orgs_read(struct reading *reading);
void datasets_read(struct reading *reading);
void articles_read(struct reading *reading);
/* withdrawn.csv and renamed.csv, which ledgers and folders refer to. */
void history_read_past(struct reading *reading);
/* changes.csv, when all of the past is known. */
void history_read(struct reading *reading);
/* The print of portal, organisations, regions and code lists. */
enum status lists_print(int content, struct print *print);
/* Ties codes to what they name and fills in what follows from elsewhere (defaults, effective values). */
void resolve_model(struct reading *reading);
/* The same of one dataset; `reading` may be one with an arena of its own. */
void resolve_dataset(struct reading *reading, struct dataset *dataset);
/* Ties regions and organisations to one another: before anything is judged by them. */
void resolve_places(struct reading *reading);

#endif
