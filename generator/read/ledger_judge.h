/*
 * ledger_judge.h -- one row of a ledger: its values, what is told of it by itself, and what becomes of it.
 *
 * The rules are those of intake.def, on top of what the import asks: who provides it and where (orgs.csv, regions.csv and
 * the codes of the past), the resource code, dates, openness, the grading rules of domain.md section 4, and the states of
 * states.def.
 */
#ifndef READ_LEDGER_JUDGE_H
#define READ_LEDGER_JUDGE_H

#include "../states.h"
#include "intake_records.h"
#include "ledger_file.h"
#include "ledger_lookup.h"

struct field_grade {
	const char *name;
	int grade; /* 1 to 4 */
};

struct ledger_judge {
	const struct model *model;
	const struct ledger_lookup *lookup;
	const struct ledger_file *file;
	struct arena *scratch; /* of the row; reset by each */
	struct reading reading;
	struct intake intake;
	struct csv_row row; /* the last one */

	/* of the last row */
	struct record record;
	const char *id;
	const struct org *org;
	const struct region *region;
	const struct state *state;
	enum row_outcome outcome;
	struct field_grade *field_grades;
	size_t field_grade_count, field_grade_capacity;
};

/* `judge` is used until ledger_judge_end; one at a time for each ledger. */
void ledger_judge_begin(struct ledger_judge *judge, const struct model *model, const struct ledger_lookup *lookup,
			const struct ledger_file *file);
void ledger_judge_end(struct ledger_judge *judge);
/* The next row that is not blank; false at the end. `rows` is a copy of file->rows. */
bool ledger_judge_next(struct ledger_judge *judge, struct csv_rows *rows);
/* The row at a place that ledger_judge_next was at. */
void ledger_judge_at(struct ledger_judge *judge, uint64_t offset, int line);
/*
 * Whether what a folder states itself does away with a fault of its row. What is said of grade, openness and masking
 * together is judged anew with the folder; that core and important data stay out is said by the row for good.
 */
bool ledger_fault_is_amended(const struct fault *fault, uint64_t amended);
/* The grade the last row states for a field; 0: none. */
int ledger_judge_field_grade(const struct ledger_judge *judge, const char *name);
/* Whether a fault returns the row, but for those of `amended` items. */
bool ledger_judge_is_returned(const struct ledger_judge *judge, uint64_t amended);

#endif
