/*
 * verdicts.h -- what judging a row of a ledger came to, by the bytes of the row: judged once, and not again while the row, its
 * mapping, the portal's lists and the day stay the same, neither in this build nor in the next (recall.h).
 */
#ifndef READ_VERDICTS_H
#define READ_VERDICTS_H

#include "../recall.h"
#include "ledger_judge.h"

/* Those of the build before, if any; lives in the model's arena. */
struct recall *verdicts_open(const struct model *model);

/* The seed of the keys of a ledger's rows: all that they are judged by, its header, its mapping, its name. */
struct recall_key verdict_salt(const struct ledger_file *file);

/*
 * Fills what judging the row would fill, but for the row and its cells. Texts live in the verdict, lists in the scratch arena.
 * False: it was not judged yet.
 */
bool verdict_recall(struct recall *verdicts, struct recall_key key, struct ledger_judge *judge);
/* Takes in what became of the row that was just judged. */
void verdict_add(struct recall *verdicts, struct recall_key key, const struct ledger_judge *judge);

#endif
