/* dates.h -- calendar dates of ISO 8601, as struct date of model.h. */
#ifndef GENERATOR_DATES_H
#define GENERATOR_DATES_H

#include <stdbool.h>
#include <stddef.h>

#include "model.h"

/* Reads 2013, 2013-05 or 2013-05-01 of the Gregorian calendar; false otherwise. Leaves `date->text` NULL. */
bool date_parse(const char *text, size_t len, struct date *date);
/* Below, equal to or above 0, as far as both are given: 2013 and 2013-05 are equal. */
int date_compare(const struct date *a, const struct date *b);

#endif
