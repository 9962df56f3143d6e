#include "budget.h"

#include <time.h>

/* A machine that is busy with others, or reads from a slow disk, is given so much longer by the clock on the wall. */
#define WALL_FACTOR 10
/* Less of that for what has had its time already: web servers do not wait forever. */
#define MORE_WALL_FACTOR 5
#define NS_PER_MS 1000000

static int64_t now_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool budget_set(struct budget *budget, int64_t steps, int time_ms)
{
	int64_t time_ns = (int64_t)time_ms * NS_PER_MS;
	*budget = (struct budget){.steps_left = steps > 0 ? steps : INT64_MAX,
				  .deadline_ns = INT64_MAX,
				  .wall_ns = INT64_MAX,
				  .more_ns = -time_ns};
	if (time_ms > 0) {
		budget->deadline_ns = now_ns(CLOCK_THREAD_CPUTIME_ID) + time_ns;
		budget->wall_ns = now_ns(CLOCK_MONOTONIC) + time_ns * WALL_FACTOR;
	}
	return steps > 0 || time_ms > 0;
}

void budget_more(struct budget *budget, int time_ms, db_more *more, void *context)
{
	budget->more_ns += (int64_t)time_ms * NS_PER_MS;
	budget->more = budget->more_ns > 0 ? more : NULL;
	budget->more_context = context;
}

int budget_spent(void *context)
{
	struct budget *budget = context;
	if (budget->steps_left != INT64_MAX) {
		if (budget->steps_left <= 0)
			return 1;
		budget->steps_left -= BUDGET_GRAIN;
	}
	if (budget->deadline_ns == INT64_MAX)
		return 0;
	if (now_ns(CLOCK_THREAD_CPUTIME_ID) < budget->deadline_ns && now_ns(CLOCK_MONOTONIC) < budget->wall_ns)
		return 0;
	db_more *more = budget->more;
	budget->more = NULL;
	if (!more || !more(budget->more_context))
		return 1;
	budget->deadline_ns += budget->more_ns;
	budget->wall_ns += budget->more_ns * MORE_WALL_FACTOR;
	return 0;
}
