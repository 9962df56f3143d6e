/* budget.h -- what the statements of one request may cost (db.h: db_budget, db_budget_more). */
#ifndef LIB_BUDGET_H
#define LIB_BUDGET_H

#include <headwater/db.h>

/* The budget is looked at once in so many virtual-machine steps. */
#define BUDGET_GRAIN 1000

struct budget {
	int64_t steps_left;  /* INT64_MAX: no limit */
	int64_t deadline_ns; /* INT64_MAX: none; of the processor's time */
	int64_t wall_ns;     /* the same, of the clock on the wall */
	int64_t more_ns;     /* what `more` may add */
	db_more *more;       /* NULL: nothing more */
	void *more_context;
};

/* 0 = no limit; false: none at all. */
bool budget_set(struct budget *budget, int64_t steps, int time_ms);
void budget_more(struct budget *budget, int time_ms, db_more *more, void *context);
/* SQLite's progress handler: not 0 ends the statement. */
int budget_spent(void *budget);

#endif
