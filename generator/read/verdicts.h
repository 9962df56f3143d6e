/*
 * verdicts.h -- what judging a row of a ledger came to, by the bytes of the row: judged once, and not again while the row, its
 * mapping, the portal's lists and the day stay the same, neither in this build nor in the next (memo.h).
 *
 * No more is kept than VERDICTS_MAX_BYTES; rows beyond that are judged each time they are needed.
 */
#ifndef READ_VERDICTS_H
#define READ_VERDICTS_H

#include "ledger_judge.h"

#define VERDICTS_MAX_BYTES ((size_t)96 << 20)

struct verdicts;

/* Those of the build before, if any; lives in the model's arena. */
struct verdicts *verdicts_open(const struct model *model);
/* No more are taken in: from here on they are only asked, by any number of processes. */
void verdicts_seal(struct verdicts *verdicts);
/* For the next build. */
void verdicts_keep(const struct verdicts *verdicts, const struct model *model);

/* Of all that the rows of a ledger are judged by: its header, its mapping, its name. */
struct verdict_key verdict_salt(const struct ledger_file *file);
/* Of a row, by its bytes. */
struct verdict_key verdict_key(struct verdict_key salt, struct span row);

/*
 * Fills what judging the row would fill, but for the row and its cells. Texts live in the verdict, lists in the scratch arena.
 * False: it was not judged yet.
 */
bool verdict_recall(struct verdicts *verdicts, struct verdict_key key, struct ledger_judge *judge);
/* Takes in what became of the row that was just judged. */
void verdict_add(struct verdicts *verdicts, struct verdict_key key, const struct ledger_judge *judge);

#endif
