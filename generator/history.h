/*
 * history.h -- what a change of the catalogue is: the items a dataset's record has, and a print of each.
 *
 * The log of changes (content/changes.csv: date, id, change, items) is content like any other, so that a build depends on
 * nothing but the content. `headwater changes --record` writes it: it compares the content with the prints it kept the time
 * before (content/changes.prints.csv: id, prints), appends what is new to the log, and keeps today's prints.
 */
#ifndef GENERATOR_HISTORY_H
#define GENERATOR_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "model.h"

#define HISTORY_LOG "changes.csv"
#define HISTORY_PRINTS "changes.prints.csv"

#define HISTORY_PRINT_CHARS 8 /* hexadecimal digits for each item */

/* How many items there are, and their names in order: "title", "abstract", ... */
size_t history_item_count(void);
const char *history_item_name(size_t item);
bool history_item_known(const char *name);
/* What readers are told of an item that is known. */
const struct label *history_item_label(const char *name);
/* The prints of all items in order, run together, in `arena`. Equal for equal records, whatever machine made them. */
const char *history_prints(const struct dataset *dataset, struct arena *arena);

#endif
