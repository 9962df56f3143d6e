/* clock.h -- time comes in by a parameter: the real clock, or one that stands still for goldens (--fixed-clock). */
#ifndef FCGI_CLOCK_H
#define FCGI_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
	bool fixed; /* stands at `now_s`; every duration is 0 */
	int64_t now_s;
};

/* Seconds since 1970, UTC. */
int64_t clock_now_s(const struct clock *clock);
/* Microseconds since some fixed point; only differences mean something. 0 when the clock stands still. */
int64_t clock_tick_us(const struct clock *clock);

#endif
