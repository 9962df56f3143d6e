/* calendar.h -- content/vocabularies/calendar.csv as a calendar of working days. */
#ifndef GENERATOR_CALENDAR_H
#define GENERATOR_CALENDAR_H

#include <headwater/workdays.h>

#include "model.h"

#define CALENDAR "calendar" /* the code list */

/* Of what the list says; in arena. Weekends only when there is none. */
struct workdays *calendar_of(const struct model *model, struct arena *arena);
/* One row of it: false when it is no day, or neither off nor worked. */
bool calendar_day(const struct term *term, int32_t *day, bool *worked);
int32_t calendar_number(const struct date *date);

#endif
