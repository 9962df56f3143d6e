/*
 * missed.h -- searches that found nothing, as counts for editors: what people look for and the catalogue lacks.
 *
 * One file of fixed size, which the workers of all pools share. Of a search it keeps the words, folded, with how often and
 * from which to which day they were looked for; never who did. What may name a person is not kept at all: anything with six
 * digits or more in a row (telephone and identity numbers), with an at sign or an address, and what is longer than people
 * type. Words are listed once they have come from MISSED_NETWORKS different networks: of these only a bit each is kept,
 * chosen by a hash whose key is drawn anew every day and forgotten. A word that is not looked for again gives its place up to
 * the next after MISSED_DAYS, and sooner where there is no room.
 */
#ifndef FCGI_MISSED_H
#define FCGI_MISSED_H

#include <stdint.h>
#include <stdio.h>

#include <headwater/arena.h>
#include <headwater/status.h>

#define MISSED_NETWORKS 5
#define MISSED_DAYS 90
#define MISSED_TERM_BYTES 95 /* about thirty Han characters */

struct missed;

/* Opens or makes the file. STATUS_CORRUPT: it is something else; STATUS_IO: errno says what. */
enum status missed_open(const char *path, struct missed **missed);
void missed_close(struct missed *missed);
/* Counts a search by a client of `network` (request.h) on a day (since 1970). What must not be kept is passed over. */
void missed_add(struct missed *missed, const char *words, const char *network, uint32_t day);
/* What may be listed, the most frequent first, as CSV. */
void missed_list(const struct missed *missed, FILE *out);

#endif
