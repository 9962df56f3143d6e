#include "clock.h"

#include <time.h>

int64_t clock_now_s(const struct clock *clock)
{
	if (clock->fixed)
		return clock->now_s;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

int64_t clock_tick_us(const struct clock *clock)
{
	if (clock->fixed)
		return 0;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
