/*
 * intake_records.h -- the records of one source while they are being imported: what the source says, what the ledger will
 * say, and what is told of each.
 */
#ifndef READ_INTAKE_RECORDS_H
#define READ_INTAKE_RECORDS_H

#include "../intake.h"
#include "mapping.h"

struct fault {
	size_t record;  /* index */
	enum item item; /* ITEM__MAX: the record as a whole */
	enum intake_rule rule;
	const char *value, *more; /* never NULL */
	bool settled;             /* the ledger has an editor's value there */
};

struct record {
	int row;                       /* line, element or row of the source */
	const struct span *cells;      /* of the source */
	const char *values[ITEM__MAX]; /* as they go into the ledger; NULL: blank */
	const char *raw[ITEM__MAX];    /* cleaned, as written by the source */
	const char
	    *kept[ITEM__MAX]; /* what a ledger keeps: the value, and where there is none for a fault, what is written */
	bool returned;
	const char *key;   /* NULL: it has none */
	const char *match; /* title and provider: what it is known by without a key */
	const char *print; /* of everything the source says of it */
	const char *id;
	struct known_id *known; /* of the id ledger */
};

struct intake {
	struct reading *reading;
	const struct mapping *mapping;
	const char *source_path;
	struct date now;
	const struct model
	    *lists; /* for ledgers: a code, or its label, stands for itself; NULL: only the mapping knows */
	bool by_source[ITEM__MAX]; /* for ledgers: the column is headed as the mapping says, which goes first then */
	struct table *table;
	int column[ITEM__MAX]; /* -1: none */
	int *key_columns;
	struct record *records;
	size_t count;
	struct fault *faults;
	size_t fault_count, fault_capacity;
};

/* One line without white space at its ends, runs of it as one blank; what cannot be seen is dropped. */
char *intake_clean(struct arena *arena, struct span text, bool *dropped);
/* Notes a fault; one that returns the record does so. NULL texts stand for "". */
void intake_tell(struct intake *intake, struct record *record, enum item item, enum intake_rule rule,
		 const char *const texts[2]);
/* Ties the columns of the table to items; those the mapping does not name go to `left`. False: told. */
bool intake_bind(struct intake *intake, struct strings *left);
/* Makes every record of the table and tells what is wrong with its values. */
void intake_make_records(struct intake *intake);
/* Tells what is wrong with a record as a whole: what is missing, what does not go together. */
void intake_check_record(struct intake *intake, struct record *record);
/* Tells of records that stand twice. Exact repetitions are returned but for the first. */
void intake_find_twins(struct intake *intake);
/* One value of an item: cleaned, looked up, put into the record. */
void intake_take_value(struct intake *intake, struct record *record, enum item item, struct span cell);

#endif
