/*
 * ledgers.h -- the ledgers of the content folder (ledgers/<source>.csv or .xlsx): their rows judged one by one, and the
 * datasets made of those that pass.
 *
 * A ledger may be far larger than memory should hold. Its file is mapped, not read (one that is not UTF-8 CSV is turned
 * into that in a temporary file first); each row leaves a short entry, and is parsed again where its text is needed.
 * Nothing is lost: every row that is not blank has one outcome, and the outcomes add up to the rows.
 *
 * A row is judged by the rules of intake.def. One with an error is returned; that never stops a build. A ledger that cannot
 * be read as a table, and an id that stands twice, are editors' faults of rules.def, and do.
 */
#ifndef GENERATOR_LEDGERS_H
#define GENERATOR_LEDGERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headwater/arena.h>
#include <headwater/diag.h>

#include "model.h"

enum row_outcome {
	ROW_PUBLISHED,
	ROW_RETURNED,
	ROW_DRAFT,
	ROW_REVIEW,
	ROW_REGISTERED,
	ROW_REFUSED,
	ROW_WITHDRAWN,
	ROW_OUTCOME__MAX
};

/* "发布" and "published": what is said of an outcome where rows are counted. */
const struct label *row_outcome_label(enum row_outcome outcome);

/* What is told of a row. Texts live as long as the call that hands it over. */
struct row_fault {
	const struct rule *rule;
	const char *item; /* name of the item, "record" for the row as a whole */
	struct label label;
	const char *value, *more; /* {1} and {2} of the sentence, or what the cell says where it has none; never NULL */
	int column;               /* in the ledger; 0: none */
};

/* What stays in memory of every row, beside its id. */
struct ledger_entry {
	const char *id; /* NULL: it has none */
	uint64_t offset;
	uint64_t
	    amended; /* bits of items that datasets/<id>/dataset.md states itself: what the row says of them is not judged */
	uint32_t length;
	int32_t line;
	uint32_t ledger;     /* index */
	uint32_t org;        /* index in the model + 1; 0: not known */
	uint32_t note_first; /* of its notes, in `notes` */
	uint16_t note_count;
	uint8_t outcome; /* enum row_outcome */
	bool folder;     /* datasets/<id>/ adds to it */
	bool referring;  /* it names former ids, or a successor */
	bool relating;   /* it names related resources */
	bool alone;      /* it is returned for what it says itself */
};

/* What is told of a row because of another one. */
struct ledger_note {
	uint32_t entry, other; /* indexes */
	enum row_note {
		NOTE_SAME,        /* it says the very same */
		NOTE_KEY,         /* it has the same source key */
		NOTE_CODE,        /* it has the same resource code */
		NOTE_FOLDER_CODE, /* it has the same; `other` is an index of the model's folders, as in all NOTE_FOLDER_… */
		NOTE_ALIAS,       /* it has an id that this row says it had; `other` may be NOTE_FOLDER */
		NOTE_SUCCESSOR, /* there is none of the id that this row names as its successor; `other` is the row itself */
		NOTE_TITLE, /* it has the same title and provider */
		NOTE_FOLDER_TITLE,
		NOTE_ABOVE, /* it is of a region above, and the same by title and fields */
		NOTE_FOLDER_ABOVE,
		NOTE_BELOW, /* it is of a region below, and the same by title and fields */
		NOTE_FOLDER_BELOW,
		NOTE_RELATED, /* there is none of the id or code that this row names; `other` says which of its list */
		NOTE__MAX
	} kind;
};

#define NOTE_RETURNING NOTE_SUCCESSOR /* the last of those that return the row */
#define NOTE_FOLDER UINT32_MAX        /* not a row: a dataset with a folder of its own */

/* A row, and one that it names as related, by their ids. */
struct ledger_relation {
	const char *from, *to;
};

/* An id that a row says it had. */
struct ledger_alias {
	const char *id;
	uint32_t entry;
};

struct ledger_reason {
	const struct rule *rule;
	const char *item;
	struct label label;
	size_t rows, first; /* told of it; for which it is the first reason of their return */
};

struct ledger_source {
	const char *name; /* <source> */
	const char *file; /* ledgers/<source>.csv, as told to editors */
	struct label title;
	size_t rows, outcomes[ROW_OUTCOME__MAX];
	uint32_t *order; /* index in `entries` of each row, as they stand in the file */
	size_t order_capacity;
	struct ledger_reason *reasons; /* returns first, then by number of rows, most first */
	size_t reason_count, reason_capacity;
	struct ledger_tally *tally; /* read/'s own */
	struct ledger_file *open;   /* the same; NULL when it could not be read (told) */
};

struct ledgers {
	struct ledger_lookup *lookup;  /* read/'s own */
	struct recall *verdicts;       /* the same */
	struct ledger_source *sources; /* sorted by name */
	size_t source_count, source_capacity;
	struct ledger_entry *entries; /* sorted by id; those without one at the end, by ledger and line */
	size_t entry_count, entry_capacity;
	struct ledger_alias *aliases; /* sorted by id, then entry */
	size_t alias_count, alias_capacity;
	struct ledger_note *notes; /* sorted by entry, then kind */
	size_t note_count, note_capacity;
	struct ledger_relation *relations;
	size_t relation_count, relation_capacity;
	struct row_print *prints; /* read/'s own: what rows are compared by, in the order of the entries; NULL later */
};

/* A row and what is told of it. Everything lives until the next row. */
struct ledger_row {
	const struct ledger_entry *entry;
	const struct ledger_source *source;
	const char *title, *provider; /* as written; "" when blank */
	const struct row_fault *faults;
	size_t fault_count;
};

/* "F12", as spreadsheet programs call the cell; NULL for column 0. */
const char *ledgers_cell_name(int column, int line, struct arena *arena);
/* "a-1 (ledgers/a.csv:2)" */
const char *ledgers_row_name(const struct ledgers *ledgers, uint32_t entry, struct arena *arena);
/* Whether the other of the two is a dataset with a folder of its own, which is then told too. */
bool ledger_note_is_of_folder(const struct ledger_note *note);

typedef void ledger_row_fn(void *context, const struct ledger_row *row);

/* Judges every row once more, ledger by ledger and row by row as they stand in the files. */
void ledgers_walk(const struct model *model, ledger_row_fn *each, void *context);

/* The same of one row. */
void ledgers_walk_one(const struct model *model, const struct ledger_entry *entry, ledger_row_fn *each, void *context);

/*
 * Since when faults are told: ledgers/returns.csv, as the last `check --report` left it (ledger, id, rule, item, since).
 * NULL: it cannot be read (told).
 */
#define LEDGERS_TOLD "ledgers/returns.csv"
struct ledgers_told;
struct ledgers_told *ledgers_told_read(const struct model *model, struct arena *arena, struct diags *diags);
/* The day (workdays.h) a fault was first told, or `today`: by ledger, id, rule and item. */
int32_t ledgers_told_since(const struct ledgers_told *told, const char *const key[4], int32_t today);

/* The entry of a row with this id, or NULL. */
const struct ledger_entry *ledgers_find(const struct model *model, const char *id);

/* The entry of the row that had this id once, or NULL. */
const struct ledger_entry *ledgers_find_alias(const struct model *model, const char *id);

/* Parses a published row into `dataset`: its items, and its fields as one resource without a file. All in `arena`. */
void ledger_row_open(const struct model *model, const struct ledger_entry *entry, struct dataset *dataset,
		     struct arena *arena);

#endif
