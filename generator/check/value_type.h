/* value_type.h -- whether a cell fits its declared type. */
#ifndef CHECK_VALUE_TYPE_H
#define CHECK_VALUE_TYPE_H

#include <headwater/span.h>

#include "../model.h"

/*
 * Integers and numbers are those of JSON (no sign "+", no leading zeros, no separators), so that every format can carry
 * them as they stand. Date 2026-03-01; datetime 2026-03-01T08:00[:00][Z|+08:00], a blank may stand for T; time
 * 08:00[:00]; year four digits; boolean true or false. Strings and "any" fit always.
 */
bool value_fits(enum field_type type, struct span value);

#endif
