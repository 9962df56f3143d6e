/*
 * history.h -- the past of the catalogue as files: its log for machines, and where renamed datasets went.
 *
 *   changes.csv, changes.json   every entry of the log, newest first
 *   changes.atom                the newest HISTORY_FEED_ENTRIES of them; RFC 4287
 *   moved/<old id>/<new id>     a file for each renamed dataset, named after where it went: the web server reads the names
 */
#ifndef GENERATOR_PACK_HISTORY_H
#define GENERATOR_PACK_HISTORY_H

#include <headwater/status.h>

#include "model.h"
#include "output.h"

#define HISTORY_FEED_ENTRIES 100
#define HISTORY_FIRST_FILE "changes.csv"

/* Puts all of them out. */
enum status history_put(const struct model *model, struct output *output);

#endif
