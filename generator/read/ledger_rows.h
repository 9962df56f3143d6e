/* ledger_rows.h -- the parts of reading ledgers: comparing rows, telling of them, counting. */
#ifndef READ_LEDGER_ROWS_H
#define READ_LEDGER_ROWS_H

#include <headwater/fold.h>

#include "../ledgers.h"
#include "ledger_judge.h"

/* What a row is compared by, while the ledgers are read; 0: by nothing. */
struct row_print {
	uint64_t same;   /* all it says, within its ledger */
	uint64_t key;    /* its source key, within its ledger */
	uint64_t code;   /* its resource code */
	uint64_t title;  /* folded title and provider */
	uint64_t fields; /* folded title and set of fields */
	uint32_t region; /* index + 1 */
};

/* Opens every ledger and judges every row by itself. Needs organisations, regions and code lists. */
void ledgers_read(struct reading *reading);
/* What the row that the judge is at is compared by; `ledger` is its index. */
struct row_print row_print_of(const struct ledger_judge *judge, struct folder *folder, uint32_t ledger);
/* The same of a dataset of datasets/: code, title, fields and region. */
struct row_print row_print_of_folder(const struct model *model, const struct dataset *dataset, struct folder *folder,
				     struct arena *scratch);
/* As in a print; 0 for NULL. */
uint64_t ledger_code_print(const char *code);

/* Compares the rows with one another. */
void ledgers_compare(struct ledgers *ledgers, const struct model *model);
/* Sorts the notes by row, and returns rows because of them; again when notes have come. */
void ledgers_tie_notes(struct ledgers *ledgers);
/*
 * Once all folders were read: compares rows with them, and ties what rows name as related. The prints are not needed any
 * more after that, and are freed.
 */
void ledgers_meet_folders(struct reading *reading);
/* Keeps the former ids of rows, and notes what refers to ids that are not there, or that are another's; before rows are compared. */
void ledgers_note_references(struct reading *reading);
/* After all folders were read: what is withdrawn and what was renamed, into the model. */
void ledgers_keep_past(struct reading *reading);
/* At last: cards, and counts. */
void ledgers_settle(struct reading *reading);

/* Judges the row of an entry anew, with a judge of its own, until ledger_judge_end. */
void ledger_judge_entry(struct ledger_judge *judge, const struct model *model, const struct ledger_entry *entry);

/* ---- datasets of rows (ledger_fill.c) ---- */

/* The values of the row that the judge is at, into a dataset; texts are copied to the arena. */
void ledger_row_fill(const struct ledger_judge *judge, struct dataset *dataset, struct arena *arena);
/* Adds to a print all that the dataset of the row is made of. */
void ledger_row_print(const struct ledger_judge *judge, struct printer *printer);
/* What a ledger says of the dataset of that id, before its front matter; false: no ledger has it. */
bool ledger_prefill(struct reading *reading, struct dataset *dataset);
/*
 * Judges the row behind a dataset whose front matter has been read: what that states itself counts, and not what the row
 * says of it. False when the row is not to be published, and the dataset with it.
 */
bool ledger_amend(struct reading *reading, const struct dataset *dataset);

/* ---- what is told of rows (ledger_tell.c) ---- */

/*
 * All that is told of the row the judge is at, by itself and because of others; in its scratch arena. Returns how many.
 */
size_t ledger_row_faults(const struct ledgers *ledgers, const struct ledger_judge *judge,
			 const struct ledger_entry *entry, struct row_fault **faults);

struct ledger_tally *ledger_tally_new(struct arena *arena);
/* Counts (`sign` 1) or takes back (-1) what is told of a row by itself. */
void ledger_tally_add(struct ledger_source *source, const struct ledger_judge *judge, const struct ledger_entry *entry,
		      int sign);
/* The notes of all rows, and the reasons of each source, most important first. */
void ledger_tally_end(struct ledgers *ledgers, struct arena *arena);

#endif
